const HOUR_MS = 3_600_000;
const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
/** Hours of some decades; beyond that the oldest knowledge is thrown away. */
const MOST_HOURS = 500_000;

/**
 * The instant at which clocks in a time zone show a time, given as if it were one in UTC. A time that is skipped when
 * clocks go forward is the one an hour later; of one that comes twice it is the first.
 */
export function instantIn(timeZone: string, wallMs: number): number {
  if (timeZone === 'UTC') return wallMs;
  const before = wallMs - offsetIn(timeZone, wallMs - 24 * HOUR_MS);
  if (before + offsetIn(timeZone, before) === wallMs) return before;
  const after = wallMs - offsetIn(timeZone, wallMs + 24 * HOUR_MS);
  return after + offsetIn(timeZone, after) === wallMs ? after : before;
}

/** What clocks in a time zone are ahead of UTC at an instant, in milliseconds. Zones change on the quarter hour at most. */
export function offsetIn(timeZone: string, instantMs: number): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const quarter = Math.floor(instantMs / (HOUR_MS / 4));
  const cached = known.get(quarter);
  if (cached !== undefined) return cached;
  if (known.size >= MOST_HOURS) known.clear();
  const start = quarter * (HOUR_MS / 4);
  const offset = wallAt(timeZone, start) - start;
  known.set(quarter, offset);
  return offset;
}

function wallAt(timeZone: string, instantMs: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instantMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
