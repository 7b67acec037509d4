import { coverageOf } from '../domain/coverage.ts';
import { addDays, type Day, dayOf, daysBetween } from '../domain/day.ts';
import type { Sql } from './db.ts';
import { listCoveringRuns, type SourceRun } from './source-runs.ts';
import { listSources, type SourceRow } from './sources.ts';

// A fetch may be this late before the time since the last one stops counting as read.
const GRACE_MS = 10 * 60_000;

/**
 * For each of the last `days` days: the share 0…1 of it that our sources were read for, the mean over the sources
 * that are switched on and had begun by then. A day before any source began has no entry.
 */
export async function listDayCoverage(
  sql: Sql,
  options: { days: number; timeZone: string; now: Date },
): Promise<Map<Day, number>> {
  const today = dayOf(options.now, options.timeZone);
  const first = addDays(today, 1 - options.days);
  const starts = await dayStarts(sql, first, addDays(today, 1), options.timeZone);
  const runs = Map.groupBy(
    await listCoveringRuns(sql, starts.get(first) ?? options.now),
    (run) => run.sourceId,
  );
  const sources = (await listSources(sql)).filter((source) => source.enabled);
  const covered = new Map<Day, number>();
  for (const day of daysBetween(first, today)) {
    const window = { from: starts.get(day)?.getTime() ?? 0, to: starts.get(addDays(day, 1))?.getTime() ?? 0 };
    const shares = sources.flatMap((source) =>
      shareOf(source, runs.get(source.id) ?? [], window, options.now),
    );
    if (shares.length > 0) covered.set(day, shares.reduce((a, b) => a + b) / shares.length);
  }
  return covered;
}

function shareOf(
  source: SourceRow,
  runs: readonly SourceRun[],
  window: { from: number; to: number },
  now: Date,
): number[] {
  const began = Math.min(
    source.createdAt.getTime(),
    ...runs.flatMap((run) => (run.coversFrom ? [run.coversFrom.getTime()] : [])),
  );
  if (began >= window.to) return [];
  const dueAt = source.failures > 0 ? undefined : new Date(source.nextFetchAt.getTime() + GRACE_MS);
  const share = coverageOf({ ...window, from: Math.max(window.from, began) }, runs, { now, dueAt });
  return share === undefined ? [] : [share];
}

/** The instant each day begins in a time zone; Postgres knows the changes of summer time. */
async function dayStarts(sql: Sql, from: Day, to: Day, timeZone: string): Promise<Map<Day, Date>> {
  const rows = await sql<{ day: Day; starts_at: Date }>`
    select day::date::text as day, day::timestamp at time zone ${timeZone} as starts_at
      from generate_series(${from}::timestamp, ${to}::timestamp, interval '1 day') as day`;
  return new Map(rows.map((row) => [row.day, row.starts_at]));
}
