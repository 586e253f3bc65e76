import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addQuantities, canonicalQuantity, compareQuantities, formatQuantity, isZeroQuantity, parseQuantity, quantityMilliValue, quantityValue,
  roundUpToMilli, subtractQuantities,
} from './quantities';

test('canonical texts', () => {
  const canonical: readonly (readonly [string, string])[] = [
    ['0', '0'], ['0n', '0'], ['0Ki', '0'], ['1', '1'], ['100m', '100m'], ['1000m', '1'], ['0.1', '100m'], ['1.5', '1500m'], ['.5', '500m'], ['1.', '1'],
    ['1500', '1500'], ['1000', '1k'], ['10000', '10k'], ['123456', '123456'], ['1e3', '1e3'], ['1E3', '1e3'], ['1.5e3', '1500'], ['12e6', '12e6'],
    ['1Ki', '1Ki'], ['1024', '1024'], ['1024Ki', '1Mi'], ['0.5Gi', '512Mi'], ['1.5Gi', '1536Mi'], ['0.5Ki', '512'], ['1000Ki', '1000Ki'],
    ['100Mi', '100Mi'], ['1Ei', '1Ei'], ['8Ei', '9223372036854775807'], ['100E', '100E'], ['-100m', '-100m'], ['-1Ki', '-1Ki'], ['+5', '5'],
    ['1n', '1n'], ['0.1n', '1n'], ['5u', '5u'], ['0.0001k', '100m'], ['00.00100', '1m'], ['1.00001Ki', '1024010240u'],
  ];
  for (const [text, expected] of canonical) expect(canonicalQuantity(text), text).toBe(expected);
});

test('refuses what is not a quantity', () => {
  for (const text of ['', 'm', '.', '1 Gi', '1gi', '1KB', '1K', '0x10', '1e', '1e1.5', '--1', '1.2.3', 'Infinity', '1ki']) {
    expect(parseQuantity(text), text).toBeNull();
  }
});

test('numbers, as JSON may carry them', () => {
  expect(canonicalQuantity(2)).toBe('2');
  expect(canonicalQuantity(0.5)).toBe('500m');
  expect(canonicalQuantity(Number.NaN)).toBeNull();
  expect(canonicalQuantity(' 5Gi ')).toBe('5Gi');
});

describe('arithmetic', () => {
  test('a sum is written like its first summand that is not zero', () => {
    expect(addQuantities('1Gi', '512Mi')).toBe('1536Mi');
    expect(addQuantities('100m', '900m')).toBe('1');
    expect(addQuantities('0', '1Gi')).toBe('1Gi');
    expect(addQuantities('1024', '1Ki')).toBe('2048');
    expect(subtractQuantities('1Gi', '1Mi')).toBe('1023Mi');
    expect(subtractQuantities('1', '1.5')).toBe('-500m');
  });

  test('a text that is not a quantity counts as zero', () => {
    expect(addQuantities('1', 'much')).toBe('1');
    expect(isZeroQuantity('much')).toBe(true);
  });

  test('compares across suffixes', () => {
    expect(compareQuantities('1Gi', '1073741824')).toBe(0);
    expect(compareQuantities('1G', '1Gi')).toBe(-1);
    expect(compareQuantities('0.2', '100m')).toBe(1);
    expect(compareQuantities(undefined, '0')).toBe(0);
  });

  test('values are rounded away from zero', () => {
    expect(quantityValue('1500m')).toBe(2);
    expect(quantityValue('1Gi')).toBe(1073741824);
    expect(quantityValue('-1500m')).toBe(-2);
    expect(quantityMilliValue('-1u')).toBe(-1);
    expect(quantityValue('250')).toBe(250);
    expect(quantityMilliValue('250m')).toBe(250);
    expect(quantityMilliValue('1')).toBe(1000);
    expect(quantityMilliValue('1u')).toBe(1);
    expect(quantityMilliValue(undefined)).toBe(0);
    expect(roundUpToMilli('1u')).toBe('1m');
    expect(roundUpToMilli('100m')).toBe('100m');
  });
});

test('a canonical text reads back to itself', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
      fc.constantFrom('DecimalSI' as const, 'BinarySI' as const, 'DecimalExponent' as const),
      (value, format) => {
        const text = formatQuantity({ nanos: value, format });
        expect(parseQuantity(text)?.nanos, text).toBe(value);
        expect(canonicalQuantity(text)).toBe(text);
      },
    ),
  );
});

describe('against whole numbers', () => {
  /** The same thousandths in different words. */
  const written = fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.constantFrom('m', 'u', 'e', '.')).map(([milli, how]): { milli: number; text: string } => {
    const sign = milli < 0 ? '-' : '';
    const size = Math.abs(milli);
    const decimal = `${sign}${Math.floor(size / 1000)}.${String(size % 1000).padStart(3, '0')}`;
    const texts = { m: `${milli}m`, u: `${milli}000u`, e: `${milli}e-3`, '.': decimal };
    return { milli, text: texts[how as keyof typeof texts] };
  });

  test('sum, difference, order and value', () => {
    fc.assert(fc.property(written, written, (a, b) => {
      expect(quantityMilliValue(addQuantities(a.text, b.text))).toBe(a.milli + b.milli);
      expect(quantityMilliValue(subtractQuantities(a.text, b.text))).toBe(a.milli - b.milli);
      expect(compareQuantities(a.text, b.text)).toBe(Math.sign(a.milli - b.milli));
      expect(Math.abs(quantityValue(a.text))).toBe(Math.ceil(Math.abs(a.milli) / 1000));
    }));
  });

  test('binary suffixes multiply', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 3 }), (count, power) => {
      const text = `${count}${['Ki', 'Mi', 'Gi'][power - 1] ?? ''}`;
      expect(quantityValue(text)).toBe(count * 1024 ** power);
      expect(quantityValue(addQuantities(text, text))).toBe(2 * count * 1024 ** power);
    }));
  });
});
