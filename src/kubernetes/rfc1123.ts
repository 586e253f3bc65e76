/** Dates as `kubectl describe` writes them: Go's layout RFC1123Z, always in UTC here. */
import { formatRfc3339, parseRfc3339 } from '../lib/time';

const DAY = 86_400_000;
/** 1970-01-01 was a Thursday. */
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Go's zero time, which kubectl prints where a timestamp is absent. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

/** "Mon, 02 Mar 2026 10:00:00 +0000" of an RFC 3339 text; an absent time is Go's zero time. time:RFC1123Z. */
export function formatRfc1123(timestamp: string | null | undefined): string {
  const epochMs = parseRfc3339(timestamp || ZERO_TIME) ?? parseRfc3339(ZERO_TIME) ?? 0;
  const text = formatRfc3339(epochMs);
  const weekday = WEEKDAYS[((Math.floor(epochMs / DAY) % 7) + 7) % 7] ?? '';
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-');
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1] ?? ''} ${year} ${text.slice(11, 19)} +0000`;
}
