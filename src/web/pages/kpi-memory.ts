import type { KpiCut, KpiPoint } from '../../domain/kpi.ts';
import { kpiSeries } from '../../kpis/reading/read-kpis.ts';
import type { Db } from '../../store/db.ts';

type Series = ReadonlyMap<string, readonly KpiPoint[]>;

interface Kept {
  readonly at: number;
  readonly series: Promise<Series>;
}

/** How old the numbers of the page may be. Two years of fifty locations are not added up again at every click. */
const MINUTE_MS = 60_000;
const MOST_KEPT = 100;

const memories = new WeakMap<Db, Map<string, Kept>>();

/** Whether that would come from memory. */
export function isRemembered(db: Db, ids: readonly string[], cut: KpiCut, now: Date): boolean {
  const kept = memories.get(db)?.get(keyOf(ids, cut));
  return kept !== undefined && isFresh(kept, now);
}

const keyOf = (ids: readonly string[], cut: KpiCut) => JSON.stringify([ids, cut]);
const isFresh = (kept: Kept, now: Date) => Math.abs(now.getTime() - kept.at) < MINUTE_MS;

/** The numbers as they were within the last minute; who asks for the same meanwhile waits for the same reading. */
export async function rememberedSeries(
  db: Db,
  ids: readonly string[],
  cut: KpiCut,
  now: Date,
): Promise<Series> {
  const memory = memories.get(db) ?? new Map<string, Kept>();
  memories.set(db, memory);
  const key = keyOf(ids, cut);
  const kept = memory.get(key);
  if (kept && isFresh(kept, now)) return kept.series;
  const series = kpiSeries(db, ids, cut);
  memory.delete(key);
  memory.set(key, { at: now.getTime(), series });
  // A reading that failed is nothing to remember.
  series.catch(() => memory.delete(key));
  const oldest = memory.size > MOST_KEPT ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  return series;
}
