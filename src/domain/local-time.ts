import { addDays, type Day, dayOf } from './day.ts';

/** A clock on a wall: a calendar day and a minute of it, in a zone that somebody else names. */
export interface LocalTime {
  readonly day: Day;
  /** 0…1439. */
  readonly minute: number;
}

/**
 * The instant at which the clocks of a zone show this time. Where they show it twice it is the first time; where they
 * jump over it, as much later as they jump.
 */
export function instantAt({ day, minute }: LocalTime, timeZone: string): Date {
  const asUtc = new Date(`${day}T00:00:00Z`).getTime() + minute * MINUTE_MS;
  // A zone changes its offset at most once in two days.
  const before = new Date(asUtc - offsetMs(new Date(asUtc - DAY_MS), timeZone));
  const after = new Date(asUtc - offsetMs(new Date(asUtc + DAY_MS), timeZone));
  const shows = (at: Date) => at.getTime() + offsetMs(at, timeZone) === asUtc;
  return shows(before) || !shows(after) ? before : after;
}

/** What the clocks of a zone show. */
export function localTimeOf(at: Date, timeZone: string): LocalTime {
  const shown = new Date(at.getTime() + offsetMs(at, timeZone));
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
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant. */
function offsetMs(at: Date, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map<string, number>(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: string) => parts.get(type) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}
