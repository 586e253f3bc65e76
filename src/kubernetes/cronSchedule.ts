/**
 * Why a CronJob's schedule cannot be read, in the words of the library that the API server reads it with. Stands for
 * github.com/robfig/cron/v3 parser.go:ParseStandard: five fields or a descriptor, with a time zone before it.
 */

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

/** Minutes, hours, days of the month, months, days of the week; names count from the bound's least number. */
const fields: readonly Bounds[] = [
  { min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 },
  { min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** A number, or why it is none (parser.go:mustParseInt). */
function readNumber(text: string): number | string {
  if (!/^[+-]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  const value = Number(text);
  return value < 0 ? `negative number (${value}) not allowed: ${text}` : value;
}

function readNumberOrName(text: string, { min, names = [] }: Bounds): number | string {
  const named = names.indexOf(text.toLowerCase());
  return named === -1 ? readNumber(text) : named + min;
}

/** `5`, `1-5`, `*`, `0-30/10` (parser.go:getRange). */
function rangeError(text: string, bounds: Bounds): string | undefined {
  const [range = '', step, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreBounds] = range.split('-');
  const every = low === '*' || low === '?';
  const start = every ? bounds.min : readNumberOrName(low, bounds);
  if (typeof start === 'string') return start;
  if (!every && moreBounds.length > 0) return `too many hyphens: ${text}`;
  let end = every ? bounds.max : high === undefined ? start : readNumberOrName(high, bounds);
  if (typeof end === 'string') return end;
  if (moreSteps.length > 0) return `too many slashes: ${text}`;
  const by = step === undefined ? 1 : readNumber(step);
  if (typeof by === 'string') return by;
  if (step !== undefined && high === undefined) end = bounds.max;
  if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${text}`;
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return by === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

/** `@daily`, `@every 1h30m` (parser.go:parseDescriptor). */
function descriptorError(text: string): string | undefined {
  if (descriptors.includes(text)) return undefined;
  if (!text.startsWith('@every ')) return `unrecognized descriptor: ${text}`;
  const duration = text.slice('@every '.length);
  const valid = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(duration);
  return valid ? undefined : `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`;
}

/** Why the schedule is refused, undefined when it can be read. The time zone's name is not looked up. */
export function cronScheduleError(schedule: string): string | undefined {
  if (schedule === '') return 'empty spec string';
  const zone = /^(?:TZ|CRON_TZ)=\S* /.exec(schedule);
  const rest = zone ? schedule.slice(zone[0].length).trim() : schedule;
  if (rest.startsWith('@')) return descriptorError(rest);
  const given = rest.split(/\s+/).filter((each) => each !== '');
  if (given.length !== fields.length) return `expected exactly 5 fields, found ${given.length}: [${given.join(' ')}]`;
  for (const [index, bounds] of fields.entries()) {
    for (const part of (given[index] ?? '').split(',').filter((each) => each !== '')) {
      const error = rangeError(part, bounds);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}
