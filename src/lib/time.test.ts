import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMicroTime, formatRfc3339, goDuration, humanDuration, parseRfc3339 } from './time';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

test('reads RFC 3339 as the platform does', () => {
  for (const text of [
    '1970-01-01T00:00:00Z', '2026-01-01T12:00:00.250Z', '2024-02-29T23:59:59Z', '1969-12-31T23:59:59.5Z',
    '2026-07-04T12:30:00+02:30', '2000-03-01T00:00:00-08:00', '0001-01-01T00:00:00Z', '2100-02-28T00:00:00Z',
  ]) {
    expect(parseRfc3339(text), text).toBe(new Date(text).getTime());
  }
});

test('refuses what is not a time', () => {
  for (const text of ['', 'yesterday', '2026-01-01', '2026-13-01T00:00:00Z', '2023-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00']) {
    expect(parseRfc3339(text), text).toBeNull();
  }
});

test('writes whole seconds, and reads back what it wrote', () => {
  expect(formatRfc3339(1_767_268_800_999)).toBe('2026-01-01T12:00:00Z');
  expect(formatMicroTime(1_767_268_800_250)).toBe('2026-01-01T12:00:00.250000Z');
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
      const text = formatRfc3339(seconds * S);
      expect(text).toBe(new Date(seconds * S).toISOString().replace('.000Z', 'Z'));
      expect(parseRfc3339(text)).toBe(seconds * S);
    }),
  );
});

test('prints ages as kubectl does', () => {
  const printed: readonly (readonly [number, string])[] = [
    [-2 * S, '<invalid>'], [-1 * S, '0s'], [0, '0s'], [119 * S, '119s'], [120 * S, '2m'], [123 * S, '2m3s'],
    [10 * M - 1, '9m59s'], [10 * M + 3 * S, '10m'], [179 * M, '179m'], [3 * H, '3h'], [3 * H + 5 * M, '3h5m'], [8 * H + 5 * M, '8h'],
    [47 * H, '47h'], [2 * D, '2d'], [2 * D + 5 * H, '2d5h'], [8 * D + 5 * H, '8d'], [729 * D, '729d'], [730 * D, '2y'], [731 * D, '2y1d'],
    [8 * 365 * D + D, '8y'],
  ];
  for (const [duration, text] of printed) expect(humanDuration(duration), text).toBe(text);
});

test('prints durations as Go does', () => {
  const printed: readonly (readonly [number, string])[] = [
    [0, '0s'], [10 * S, '10s'], [80 * S, '1m20s'], [5 * M, '5m0s'], [H, '1h0m0s'], [1500, '1.5s'], [250, '250ms'], [-5 * S, '-5s'],
  ];
  for (const [duration, text] of printed) expect(goDuration(duration), text).toBe(text);
});
