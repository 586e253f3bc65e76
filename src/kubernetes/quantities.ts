/**
 * Kubernetes quantities ("250m", "1.5Gi", "1e3"), exactly: an integer count of 10⁻⁹ and the family of suffixes in which
 * it is written. Stands for k8s.io/apimachinery/pkg/api/resource:Quantity. A text that is not a quantity counts as zero
 * in the arithmetic here: the API server refuses such an object before anything counts with it.
 */
import type { Quantity } from './objects';

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface ParsedQuantity {
  /** The value in 10⁻⁹. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

const NANO = 1_000_000_000n;
const MILLI_IN_NANOS = 1_000_000n;
/** The greatest value that upstream keeps: 2⁶³ − 1. Greater texts are cut to it. */
const MAX_NANOS = 9_223_372_036_854_775_807n * NANO;
const ZERO: ParsedQuantity = { nanos: 0n, format: 'DecimalSI' };

const SYNTAX = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)([+-]?\d+)?$/;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** The power of ten of a decimal suffix: m is −3, k is 3. */
const decimalExponent = (suffix: string): number | null => {
  const index = DECIMAL_SUFFIXES.indexOf(suffix as (typeof DECIMAL_SUFFIXES)[number]);
  return index < 0 ? null : (index - 3) * 3;
};

interface Scale {
  readonly base10: number;
  readonly base1024: number;
  readonly format: QuantityFormat;
}

function scaleOf(suffix: string, exponent: string | undefined): Scale | null {
  if (exponent !== undefined) {
    if (suffix !== 'e' && suffix !== 'E') return null;
    return { base10: Number(exponent), base1024: 0, format: 'DecimalExponent' };
  }
  const decimal = decimalExponent(suffix);
  if (decimal !== null) return { base10: decimal, base1024: 0, format: 'DecimalSI' };
  const binary = BINARY_SUFFIXES.indexOf(suffix as (typeof BINARY_SUFFIXES)[number]);
  return binary < 0 ? null : { base10: 0, base1024: binary, format: 'BinarySI' };
}

/** Digits after the last one are rounded away from zero, as upstream does with what is finer than a nano. */
const shiftDecimal = (value: bigint, exponent: number): bigint => {
  if (exponent >= 0) return value * 10n ** BigInt(Math.min(exponent, 40));
  const divisor = 10n ** BigInt(Math.min(-exponent, 40));
  return (value + divisor - 1n) / divisor;
};

/**
 * Reads a quantity, or null when the text is not one. Values are cut to ±(2⁶³ − 1) and rounded away from zero to 10⁻⁹.
 * apimachinery/pkg/api/resource/quantity.go:ParseQuantity.
 */
export function parseQuantity(quantity: Quantity): ParsedQuantity | null {
  const match = SYNTAX.exec(String(quantity).trim());
  if (!match) return null;
  const [, sign, whole = '', fraction = '', suffix = '', trailing] = match;
  if (whole === '' && fraction === '') return null;
  const scale = scaleOf(suffix, trailing);
  if (!scale) return null;

  const digits = BigInt(whole + fraction) * 1024n ** BigInt(scale.base1024);
  let nanos = shiftDecimal(digits, scale.base10 - fraction.length + 9);
  const fitsInteger = scale.base1024 === 0 && whole.length + fraction.length <= 18;
  if (!fitsInteger && nanos > MAX_NANOS) nanos = MAX_NANOS;
  const format = scale.format === 'BinarySI' && nanos < NANO ? 'DecimalSI' : scale.format;
  return { nanos: sign === '-' ? -nanos : nanos, format };
}

const parsedOrZero = (quantity: Quantity | undefined): ParsedQuantity =>
  quantity === undefined ? ZERO : (parseQuantity(quantity) ?? ZERO);

/** Divides `value` by `factor` as often as it goes without a rest. */
function removeFactors(value: bigint, factor: bigint): { readonly rest: bigint; readonly times: number } {
  let rest = value;
  let times = 0;
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return { rest, times };
}

function formatDecimal(nanos: bigint, format: QuantityFormat): string {
  const { rest, times } = removeFactors(nanos, 10n);
  const exponent = times - 9;
  const multipleOfThree = Math.floor(exponent / 3) * 3;
  const mantissa = rest * 10n ** BigInt(exponent - multipleOfThree);
  const suffix = format === 'DecimalSI' ? DECIMAL_SUFFIXES[multipleOfThree / 3 + 3] : undefined;
  if (suffix !== undefined) return `${mantissa}${suffix}`;
  return multipleOfThree === 0 ? String(mantissa) : `${mantissa}e${multipleOfThree}`;
}

/**
 * The canonical text: the greatest suffix that leaves no fraction; binary suffixes only for whole numbers of 1024 or more.
 * apimachinery/pkg/api/resource/quantity.go:CanonicalizeBytes.
 */
export function formatQuantity({ nanos, format }: ParsedQuantity): string {
  if (nanos === 0n) return '0';
  if (format !== 'BinarySI') return formatDecimal(nanos, format);
  const whole = nanos / NANO;
  if ((whole > -1024n && whole < 1024n) || nanos % NANO !== 0n) return formatDecimal(nanos, 'DecimalSI');
  const { rest, times } = removeFactors(whole, 1024n);
  const used = Math.min(times, BINARY_SUFFIXES.length - 1);
  return `${rest * 1024n ** BigInt(times - used)}${BINARY_SUFFIXES[used] ?? ''}`;
}

/** Bytes as Kubernetes writes what it has measured: 46Mi, and 47105Ki where that is no whole number of Mi. quantity.go:NewQuantity. */
export const formatBytes = (bytes: number): string => formatQuantity({ nanos: BigInt(Math.floor(bytes)) * NANO, format: 'BinarySI' });

/** The canonical text of a quantity, or null when it is not one. */
export function canonicalQuantity(quantity: Quantity): string | null {
  const parsed = parseQuantity(quantity);
  return parsed && formatQuantity(parsed);
}

/** The sum, written like the first summand, or like the second when the first is zero. quantity.go:Add. */
export function addQuantities(a: Quantity, b: Quantity): string {
  const left = parsedOrZero(a);
  const right = parsedOrZero(b);
  return formatQuantity({ nanos: left.nanos + right.nanos, format: left.nanos === 0n ? right.format : left.format });
}

/** a − b, written like a, or like b when a is zero. quantity.go:Sub. */
export function subtractQuantities(a: Quantity, b: Quantity): string {
  const left = parsedOrZero(a);
  const right = parsedOrZero(b);
  return formatQuantity({ nanos: left.nanos - right.nanos, format: left.nanos === 0n ? right.format : left.format });
}

/** Negative, zero or positive, as a is less than, equal to or greater than b. Absent counts as zero. quantity.go:Cmp. */
export function compareQuantities(a: Quantity | undefined, b: Quantity | undefined): -1 | 0 | 1 {
  if (a === b) return 0;
  const left = parsedOrZero(a).nanos;
  const right = parsedOrZero(b).nanos;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** quantity.go:IsZero. Absent is zero. */
export const isZeroQuantity = (quantity: Quantity | undefined): boolean => parsedOrZero(quantity).nanos === 0n;

const PLAIN_INTEGER = /^\d{1,12}$/;

/** Rounds away from zero, as upstream's Value and MilliValue do (amount.go:AsScaledInt64). */
function divideAwayFromZero(value: bigint, divisor: bigint): number {
  const quotient = value / divisor;
  if (value % divisor === 0n) return Number(quotient);
  return Number(value > 0n ? quotient + 1n : quotient - 1n);
}

/** The value as a number, rounded up to a whole one (bytes, pieces). Absent is 0. quantity.go:Value. */
export function quantityValue(quantity: Quantity | undefined): number {
  if (quantity === undefined) return 0;
  if (typeof quantity === 'string' && PLAIN_INTEGER.test(quantity)) return Number(quantity);
  return divideAwayFromZero(parsedOrZero(quantity).nanos, NANO);
}

/** A thousand times the value, rounded up (CPU in thousandths). Absent is 0. quantity.go:MilliValue. */
export function quantityMilliValue(quantity: Quantity | undefined): number {
  if (quantity === undefined) return 0;
  if (typeof quantity === 'string' && PLAIN_INTEGER.test(quantity)) return Number(quantity) * 1000;
  return divideAwayFromZero(parsedOrZero(quantity).nanos, MILLI_IN_NANOS);
}

/** The quantity rounded up to thousandths, which is as fine as the API stores resources. core/v1/defaults.go:SetDefaults_ResourceList. */
export function roundUpToMilli(quantity: Quantity): Quantity {
  const parsed = parseQuantity(quantity);
  if (!parsed || parsed.nanos % MILLI_IN_NANOS === 0n) return quantity;
  return formatQuantity({ nanos: BigInt(divideAwayFromZero(parsed.nanos, MILLI_IN_NANOS)) * MILLI_IN_NANOS, format: parsed.format });
}
