import { addDays, type Day, dayOf } from './day.ts';
import { instantAt } from './local-time.ts';

/** From and to, in minutes of the day; `to` may be 1440. */
export type OpenSpan = readonly [from: number, to: number];

/** When people are there: seven lists of spans, Monday first, in a time zone, but for holidays. */
export interface BusinessHours {
  readonly timeZone: string;
  readonly week: readonly (readonly OpenSpan[])[];
  readonly holidays: readonly Day[];
}

/** As people set them: holidays day by day, and the region whose public holidays are days off as well. */
export interface HoursSettings extends BusinessHours {
  readonly holidayRegion: string | undefined;
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

const instantOf = (day: Day, minute: number, timeZone: string): number =>
  instantAt({ day, minute }, timeZone).getTime();
