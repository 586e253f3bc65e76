import { describe, expect, it } from 'vitest';
import { cronScheduleError } from './cronSchedule';

describe('cronScheduleError', () => {
  it.each([
    '* * * * *', '*/5 0-23/2 1,15 jan-mar MON', '@daily', '@every 1h30m', 'TZ=Europe/Berlin 0 4 * * ?', '  0 0 1 1 0  ', '5/10 * * * *', '0 0 * * sun,tue',
  ])('reads %s', (schedule) => {
    expect(cronScheduleError(schedule)).toBeUndefined();
  });
  it.each([
    ['', 'empty spec string'],
    ['off', 'expected exactly 5 fields, found 1: [off]'],
    ['0 0 * * * *', 'expected exactly 5 fields, found 6: [0 0 * * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['9-5 * * * *', 'beginning of range (9) beyond end of range (5): 9-5'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['*/2/3 * * * *', 'too many slashes: */2/3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@often', 'unrecognized descriptor: @often'],
    ['@every day', 'failed to parse duration @every day: time: invalid duration "day"'],
  ])('%s: %s', (schedule, error) => {
    expect(cronScheduleError(schedule)).toBe(error);
  });
});
