import { coverageOf, type Span } from '../domain/coverage.ts';
import { addDays, type Day, dayOf } from '../domain/day.ts';
import type { Sql } from './db.ts';
import { type CoveredStretch, listCoveredStretches } from './source-runs.ts';
import { listSources, type SourceRow } from './sources.ts';

// A fetch may be this late before the time since the last one stops counting as read.
const GRACE_MS = 10 * 60_000;

export interface CoverageOptions {
  /** How many days back, today included. */
  readonly days: number;
  readonly timeZone: string;
  readonly now: Date;
}

/**
 * For each of the last days: the share 0…1 of it that our sources were read for, the mean over the sources that bring
 * mentions, were not switched off by a person and had begun by then. A day before any source began has no entry.
 */
export async function listDayCoverage(sql: Sql, options: CoverageOptions): Promise<Map<Day, number>> {
  const shares = new Map<Day, number[]>();
  const silent = new Set(
    (await listSources(sql)).flatMap(({ id, hasMentions }) => (hasMentions ? [] : [id])),
  );
  for (const [id, days] of await listSourceCoverage(sql, options)) {
    if (silent.has(id)) continue;
    for (const [day, share] of days) shares.set(day, [...(shares.get(day) ?? []), share]);
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  return new Map([...shares].sort().map(([day, values]) => [day, mean(values)]));
}

/** For each source that is switched on or has stopped by itself: the share 0…1 of each of the last days that it was read for. */
export async function listSourceCoverage(
  sql: Sql,
  options: CoverageOptions,
): Promise<Map<number, Map<Day, number>>> {
  const today = dayOf(options.now, options.timeZone);
  const days = await listDays(sql, addDays(today, 1 - options.days), today, options.timeZone);
  const stretches = await listCoveredStretches(sql, new Date(days[0]?.from ?? options.now.getTime()));
  const bySource = Map.groupBy(stretches, (stretch) => stretch.sourceId);
  // What has stopped by itself is not heard until a person does something: that is a gap, not a pause.
  const sources = (await listSources(sql)).filter(
    ({ enabled, failures, isPushed }) => (enabled || failures > 0) && !isPushed,
  );
  return new Map(
    sources.map((source) => [
      source.id,
      coverageOfDays(source, bySource.get(source.id) ?? [], days, options.now),
    ]),
  );
}

function coverageOfDays(
  source: SourceRow,
  stretches: readonly CoveredStretch[],
  days: readonly (Span & { day: Day })[],
  now: Date,
): Map<Day, number> {
  const began = Math.min(
    source.createdAt.getTime(),
    ...stretches.map(({ coversFrom }) => coversFrom.getTime()),
  );
  const dueAt = source.failures > 0 ? undefined : new Date(source.nextFetchAt.getTime() + GRACE_MS);
  const covered = new Map<Day, number>();
  for (const { day, from, to } of days) {
    if (began >= to) continue;
    const share = coverageOf({ from: Math.max(from, began), to }, stretches, { now, dueAt });
    if (share !== undefined) covered.set(day, share);
  }
  return covered;
}

/** When each day begins and ends in a time zone; Postgres knows the changes of summer time. */
async function listDays(sql: Sql, from: Day, to: Day, timeZone: string): Promise<(Span & { day: Day })[]> {
  const rows = await sql<{ day: Day; starts_at: Date; ends_at: Date }>`
    select day::date::text as day, day::timestamp at time zone ${timeZone} as starts_at,
           (day::timestamp + interval '1 day') at time zone ${timeZone} as ends_at
      from generate_series(${from}::timestamp, ${to}::timestamp, interval '1 day') as day
     order by day`;
  return rows.map((row) => ({ day: row.day, from: row.starts_at.getTime(), to: row.ends_at.getTime() }));
}
