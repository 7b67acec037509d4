import { addDays, type Day, dayOf } from './day.ts';

/** From and to, in minutes of the day; `to` may be 1440. */
export type OpenSpan = readonly [from: number, to: number];

/** When people are there: seven lists of spans, Monday first, in a time zone, but for holidays. */
export interface BusinessHours {
  readonly timeZone: string;
  readonly week: readonly (readonly OpenSpan[])[];
  readonly holidays: readonly Day[];
}

const MINUTE_MS = 60_000;
/** Whoever is never there within this time is taken to be always there: a target must end some day. */
const LONGEST_DAYS = 370;

/**
 * The instant at which so many minutes of business time have passed since `from`. Where the clock is put forward or
 * back, real minutes count.
 */
export function afterBusinessTime(from: Date, minutes: number, hours: BusinessHours): Date {
  let left = minutes * MINUTE_MS;
  const first = dayOf(from, hours.timeZone);
  for (let ahead = 0; ahead < LONGEST_DAYS; ahead += 1) {
    for (const [opens, closes] of spansOf(addDays(first, ahead), hours)) {
      const begins = Math.max(opens, from.getTime());
      if (closes <= begins) continue;
      if (closes - begins >= left) return new Date(begins + left);
      left -= closes - begins;
    }
  }
  return new Date(from.getTime() + minutes * MINUTE_MS);
}

/** Minutes of business time between two instants. */
export function businessMinutes(from: Date, to: Date, hours: BusinessHours): number {
  let passed = 0;
  const last = dayOf(to, hours.timeZone);
  for (let day = dayOf(from, hours.timeZone); day <= last; day = addDays(day, 1)) {
    for (const [opens, closes] of spansOf(day, hours)) {
      passed += Math.max(0, Math.min(closes, to.getTime()) - Math.max(opens, from.getTime()));
    }
  }
  return passed / MINUTE_MS;
}

type Spans = readonly (readonly [from: number, to: number])[];

// Asking a time zone takes long, and a thousand items share a few days.
const known = new WeakMap<BusinessHours, Map<Day, Spans>>();

/** The spans of a day as instants. */
function spansOf(day: Day, hours: BusinessHours): Spans {
  const days = known.get(hours) ?? new Map<Day, Spans>();
  known.set(hours, days);
  const { week, holidays, timeZone } = hours;
  const open = holidays.includes(day) ? [] : (week[weekdayOf(day)] ?? []);
  const spans =
    days.get(day) ??
    open.map(([from, to]) => [instantOf(day, from, timeZone), instantOf(day, to, timeZone)] as const);
  days.set(day, spans);
  return spans;
}

/** 0: Monday. */
const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The instant at which clocks in a time zone show this minute of this day; the later one where they show it never. */
export function instantOf(day: Day, minute: number, timeZone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  const guess = wanted - offsetAt(wanted, timeZone);
  const exact = wanted - offsetAt(guess, timeZone);
  return offsetAt(exact, timeZone) === wanted - exact ? exact : Math.max(guess, exact);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** By how much clocks in a time zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
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
  const part = Object.fromEntries(
    formatter.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}
