import type { QuietTimes } from '../../domain/schedule.ts';

const PERIODS_MS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 7 * 86_400_000,
  monthly: 30 * 86_400_000,
  yearly: 365 * 86_400_000,
};
const LONGEST_MS = 7 * 86_400_000;

/** What a feed and its server say about how often to come. */
export interface IntervalHints {
  readonly ttlMinutes?: number | undefined;
  readonly updatePeriod?: string | undefined;
  readonly updateFrequency?: number | undefined;
  readonly cacheControl?: string | undefined;
  readonly expiresInMs?: number | undefined;
}

/** Milliseconds between two fetches, the longest that any of the hints asks for, a week at most; undefined when none does. */
export function intervalHintMs(hints: IntervalHints): number | undefined {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(hints.cacheControl ?? '')?.[1];
  const period = PERIODS_MS[hints.updatePeriod?.trim().toLowerCase() ?? ''];
  const waits = [
    (hints.ttlMinutes ?? 0) * 60_000,
    period === undefined ? 0 : period / Math.max(1, hints.updateFrequency ?? 1),
    // max-age stands above Expires (RFC 9111, 5.3).
    maxAge === undefined ? (hints.expiresInMs ?? 0) : Number(maxAge) * 1000,
  ].filter((wait) => Number.isFinite(wait) && wait > 0);
  return waits.length === 0 ? undefined : Math.min(Math.round(Math.max(...waits)), LONGEST_MS);
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** skipHours and skipDays of RSS, or undefined when they say nothing, or would leave no time at all. */
export function quietTimesOf(hints: {
  readonly skipHours?: readonly number[] | undefined;
  readonly skipDays?: readonly string[] | undefined;
}): QuietTimes | undefined {
  // Early versions of RSS count the hours 1–24.
  const hours = new Set((hints.skipHours ?? []).map((hour) => (hour === 24 ? 0 : hour)));
  const days = new Set((hints.skipDays ?? []).map((day) => WEEKDAYS.indexOf(day.trim().toLowerCase())));
  const quiet = {
    hours: [...hours].filter((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24),
    days: [...days].filter((day) => day >= 0),
  };
  const isUsable = quiet.hours.length < 24 && quiet.days.length < 7;
  return isUsable && quiet.hours.length + quiet.days.length > 0 ? quiet : undefined;
}
