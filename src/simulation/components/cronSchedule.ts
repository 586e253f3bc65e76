/**
 * Schedules of CronJobs: five fields (minute, hour, day of the month, month, day of the week) or a name such as @hourly,
 * and the next time that fits one. Times are milliseconds since 1970; a schedule means the clocks of its time zone.
 * Stands for: github.com/robfig/cron/v3 (parser.go, spec.go:Next). Left out: @every.
 */
import { formatRfc3339 } from '../../lib/time';
import { offsetOf } from '../../lib/timeZones';

/** A set for each field; `anyDay` tells whether day fields were left open, which decides how they combine. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A schedule that fits nothing for so long fits nothing at all (30 February). */
const YEARS = 5 * 366;

/** The schedule of a text, or null when it is none. */
export function parseSchedule(text: string): CronSchedule | null {
  const fields = (NAMES[text.trim()] ?? text).trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const daysOfMonth = parseField(dayOfMonth, 1, 31);
  const months = parseField(month, 1, 12, MONTHS, 1);
  const daysOfWeek = parseField(dayOfWeek, 0, 6, DAYS);
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return null;
  return { minutes, hours, daysOfMonth, months, daysOfWeek, anyDayOfMonth: isOpen(dayOfMonth), anyDayOfWeek: isOpen(dayOfWeek) };
}

const isOpen = (field: string): boolean => field.startsWith('*') || field.startsWith('?');

/** A comma list of numbers, names, ranges and steps (parser.go:getField). */
function parseField(field: string, least: number, most: number, names: readonly string[] = [], firstName = 0): Set<number> | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', stepText, ...rest] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    if (rest.length > 0 || !Number.isInteger(step) || step < 1) return null;
    const bounds = boundsOf(range, least, most, names, firstName, stepText !== undefined);
    if (!bounds) return null;
    for (let value = bounds.from; value <= bounds.to; value += step) values.add(value);
  }
  return values;
}

interface Bounds {
  readonly from: number;
  readonly to: number;
}

function boundsOf(range: string, least: number, most: number, names: readonly string[], firstName: number, stepped: boolean): Bounds | null {
  if (range === '*' || range === '?') return { from: least, to: most };
  const [fromText = '', toText, ...rest] = range.split('-');
  const number = (text: string): number => {
    const name = names.indexOf(text.toLowerCase());
    return name >= 0 ? name + firstName : /^\d+$/.test(text) ? Number(text) : NaN;
  };
  const from = number(fromText);
  const to = toText === undefined ? (stepped ? most : from) : number(toText);
  return rest.length === 0 && from >= least && to <= most && from <= to ? { from, to } : null;
}

/** The first time after `time` that fits, or null when there is none (spec.go:Next). An hour that the clocks skip has none. */
export function nextTime(schedule: CronSchedule, time: number, zone = 'UTC'): number | null {
  if (zone === 'UTC') return nextOnClock(schedule, time);
  const ahead = offsetOf(zone, time);
  for (let clock = nextOnClock(schedule, time + ahead); clock !== null; clock = nextOnClock(schedule, clock)) {
    const at = clock - offsetOf(zone, clock - ahead);
    if (at > time && at + offsetOf(zone, at) === clock) return at;
  }
  return null;
}

/** The same for clocks that show UTC. */
function nextOnClock(schedule: CronSchedule, time: number): number | null {
  let at = (Math.floor(time / MINUTE) + 1) * MINUTE;
  const limit = at + YEARS * DAY;
  while (at < limit) {
    if (!fitsDay(schedule, at)) at = (Math.floor(at / DAY) + 1) * DAY;
    else if (!schedule.hours.has(Math.floor(at / HOUR) % 24)) at = (Math.floor(at / HOUR) + 1) * HOUR;
    else if (!schedule.minutes.has(Math.floor(at / MINUTE) % 60)) at += MINUTE;
    else return at;
  }
  return null;
}

/** With both day fields given, either will do; otherwise both must fit, and an open one always does (spec.go:dayMatches). */
function fitsDay(schedule: CronSchedule, at: number): boolean {
  const date = formatRfc3339(at);
  if (!schedule.months.has(Number(date.slice(5, 7)))) return false;
  const byDate = schedule.daysOfMonth.has(Number(date.slice(8, 10)));
  // 1970 began on a Thursday.
  const byWeekday = schedule.daysOfWeek.has((Math.floor(at / DAY) + 4) % 7);
  return schedule.anyDayOfMonth || schedule.anyDayOfWeek ? byDate && byWeekday : byDate || byWeekday;
}

/** The latest time that fits, after `since` and not after `now`; null when there is none yet. */
export function latestTime(schedule: CronSchedule, since: number, now: number, zone?: string): number | null {
  let latest: number | null = null;
  for (let at = nextTime(schedule, since, zone); at !== null && at <= now; at = nextTime(schedule, at, zone)) latest = at;
  return latest;
}
