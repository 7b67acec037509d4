/** When to look at a source again. Pure: randomness and time come in as values. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const INTERVAL = {
  shortestMs: 5 * MINUTE,
  firstMs: 15 * MINUTE,
  longestMs: 6 * HOUR,
  longestBackoffMs: 12 * HOUR,
} as const;

export interface IntervalLimits {
  readonly shortestMs: number;
  readonly longestMs: number;
}

/**
 * The next interval of a source: half as long while it brings news, half as long again while it does not,
 * never shorter than what the feed itself asks for, within the limits. Milliseconds.
 */
export function nextInterval(
  intervalMs: number,
  run: { news: number; hintMs: number | undefined },
  limits: IntervalLimits,
): number {
  const wanted = run.news > 0 ? intervalMs / 2 : intervalMs * 1.5;
  const asked = Math.min(run.hintMs ?? 0, limits.longestMs);
  return Math.round(Math.min(limits.longestMs, Math.max(limits.shortestMs, asked, wanted)));
}

/** Wait after the n-th failure in a row (n ≥ 1): doubles from one interval, up to half a day; the server's own word stands. */
export function backoff(
  failures: number,
  options: { intervalMs: number; retryAfterMs: number | undefined },
): number {
  const doubled = options.intervalMs * 2 ** Math.min(failures - 1, 20);
  return Math.max(Math.min(doubled, INTERVAL.longestBackoffMs), options.retryAfterMs ?? 0);
}

/** When a source does not want to be asked, in UTC. */
export interface QuietTimes {
  /** 0–23. */
  readonly hours: readonly number[];
  /** 0 (Sunday) to 6. */
  readonly days: readonly number[];
}

/** The first instant from `at` on that is outside the quiet times: `at` itself, or the start of a later hour. */
export function afterQuietTimes(at: Date, quiet: QuietTimes | undefined): Date {
  if (!quiet) return at;
  let time = at.getTime();
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    const candidate = new Date(time);
    if (!quiet.hours.includes(candidate.getUTCHours()) && !quiet.days.includes(candidate.getUTCDay())) {
      return candidate;
    }
    time = (Math.floor(time / HOUR) + 1) * HOUR;
  }
  return at;
}

/** Spreads what would knock at the same moment: up to a tenth longer. `random` in 0…1. */
export function withJitter(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 + random / 10));
}
