import { addDays, type Day, dayOf } from './day.ts';
import { instantIn, offsetIn } from './zoned-time.ts';

/** A clock on a wall: a calendar day and a minute of it, in a zone that somebody else names. */
export interface LocalTime {
  readonly day: Day;
  /** 0…1439; more is on the days after. */
  readonly minute: number;
}

/**
 * The instant at which the clocks of a zone show this time. Where they show it twice it is the first time; where they
 * jump over it, as much later as they jump.
 */
export function instantAt({ day, minute }: LocalTime, timeZone: string): Date {
  return new Date(instantIn(timeZone, Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS));
}

/** What the clocks of a zone show. */
export function localTimeOf(at: Date, timeZone: string): LocalTime {
  const shown = new Date(at.getTime() + offsetIn(timeZone, at.getTime()));
  return { day: dayOf(shown, 'UTC'), minute: shown.getUTCHours() * 60 + shown.getUTCMinutes() };
}

/** The first instants of `from` and of the day after `to`. */
export function spanOfDays(period: { from: Day; to: Day }, timeZone: string): { since: Date; until: Date } {
  return {
    since: instantAt({ day: period.from, minute: 0 }, timeZone),
    until: instantAt({ day: addDays(period.to, 1), minute: 0 }, timeZone),
  };
}

const MINUTE_MS = 60_000;

/** In the order of ISO 8601. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
