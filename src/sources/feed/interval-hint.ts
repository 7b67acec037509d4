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
}

/** Milliseconds between two fetches, the longest that any of the hints asks for, a week at most; undefined when none does. */
export function intervalHintMs(hints: IntervalHints): number | undefined {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(hints.cacheControl ?? '')?.[1];
  const period = PERIODS_MS[hints.updatePeriod?.trim().toLowerCase() ?? ''];
  const waits = [
    (hints.ttlMinutes ?? 0) * 60_000,
    period === undefined ? 0 : period / Math.max(1, hints.updateFrequency ?? 1),
    maxAge === undefined ? 0 : Number(maxAge) * 1000,
  ].filter((wait) => Number.isFinite(wait) && wait > 0);
  return waits.length === 0 ? undefined : Math.min(Math.round(Math.max(...waits)), LONGEST_MS);
}
