import { expect, test } from 'vitest';
import { isTimeZone, offsetOf } from './timeZones';

const HOUR = 3_600_000;
/** 2026-01-01T00:00:00Z and 2026-07-01T00:00:00Z. */
const [WINTER, SUMMER] = [1_767_225_600_000, 1_782_864_000_000];

test('how far a zone is ahead of UTC, in winter and in summer', () => {
  expect([offsetOf('Asia/Tokyo', WINTER), offsetOf('Asia/Tokyo', SUMMER)]).toEqual([9 * HOUR, 9 * HOUR]);
  expect([offsetOf('Europe/Berlin', WINTER), offsetOf('Europe/Berlin', SUMMER)]).toEqual([HOUR, 2 * HOUR]);
  expect([offsetOf('America/New_York', WINTER), offsetOf('America/New_York', SUMMER)]).toEqual([-5 * HOUR, -4 * HOUR]);
  expect(offsetOf('Asia/Kolkata', WINTER)).toBe(5.5 * HOUR);
  expect(offsetOf('Etc/UTC', WINTER)).toBe(0);
});

test('a name that is no zone', () => {
  expect([isTimeZone('Asia/Tokyo'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
  expect(offsetOf('Mars/Olympus', WINTER)).toBe(0);
});
