/** Time zones by their IANA names, as the platform's own database knows them. */

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      format = null;
    }
    formats.set(zone, format);
  }
  return format;
}

export const isTimeZone = (zone: string): boolean => formatOf(zone) !== null;

/** How far the zone's clocks are ahead of UTC at that time, in ms; 0 for a zone that does not exist. */
export function offsetOf(zone: string, time: number): number {
  const text = formatOf(zone)?.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes = '0', seconds = '0'] = /^GMT([+-])(\d{1,2}):?(\d{2})?:?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}
