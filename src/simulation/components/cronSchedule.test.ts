import { expect, test } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../../lib/time';
import { latestTime, nextTime, parseSchedule } from './cronSchedule';

const next = (text: string, after: string): string | null => {
  const schedule = parseSchedule(text);
  const time = schedule && nextTime(schedule, parseRfc3339(after) ?? 0);
  return time === null ? null : formatRfc3339(time);
};

test('the next time', () => {
  const cases: readonly (readonly [string, string, string | null])[] = [
    ['* * * * *', '2026-01-01T11:59:30Z', '2026-01-01T12:00:00Z'],
    ['* * * * *', '2026-01-01T12:00:00Z', '2026-01-01T12:01:00Z'],
    ['*/15 * * * *', '2026-01-01T12:50:00Z', '2026-01-01T13:00:00Z'],
    ['5/20 * * * *', '2026-01-01T12:06:00Z', '2026-01-01T12:25:00Z'],
    ['0 9-17 * * mon-fri', '2026-01-02T17:00:00Z', '2026-01-05T09:00:00Z'],
    ['0 0 1 * *', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['0 0 13 * fri', '2026-02-01T00:00:00Z', '2026-02-06T00:00:00Z'],
    ['30 4 29 feb *', '2026-01-01T00:00:00Z', '2028-02-29T04:30:00Z'],
    ['@hourly', '2026-12-31T23:30:00Z', '2027-01-01T00:00:00Z'],
    ['0 0 30 2 *', '2026-01-01T00:00:00Z', null],
  ];
  for (const [text, after, expected] of cases) expect(next(text, after), text).toBe(expected);
});

test('what is no schedule', () => {
  for (const text of ['', '* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7', '*/0 * * * *', '5-1 * * * *', 'a * * * *', '@often']) {
    expect(parseSchedule(text), text).toBeNull();
  }
});

test('the latest time that was missed', () => {
  const schedule = parseSchedule('*/10 * * * *');
  const at = (text: string) => parseRfc3339(text) ?? 0;
  if (!schedule) throw new Error('not parsed');
  expect(latestTime(schedule, at('2026-01-01T12:01:00Z'), at('2026-01-01T12:09:59Z'))).toBeNull();
  expect(latestTime(schedule, at('2026-01-01T12:01:00Z'), at('2026-01-01T12:35:00Z'))).toBe(at('2026-01-01T12:30:00Z'));
});

test('the clocks of a time zone', () => {
  const at = (text: string) => parseRfc3339(text) ?? 0;
  const inZone = (text: string, after: string, zone: string) => {
    const schedule = parseSchedule(text);
    const time = schedule && nextTime(schedule, at(after), zone);
    return time === null ? null : formatRfc3339(time);
  };
  expect(inZone('0 21 * * *', '2026-01-01T11:59:30Z', 'Asia/Tokyo')).toBe('2026-01-01T12:00:00Z');
  expect(inZone('0 6 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T04:00:00Z');
  // On 2026-03-29 the clocks of Berlin skip from 2:00 to 3:00.
  expect(inZone('30 2 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00Z');
});
