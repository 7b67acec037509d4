import type { KpiCut } from '../../domain/kpi.ts';
import { type KpiMember, type Series, seriesOfMembers } from '../../kpis/reading/member-series.ts';
import { kpiOf, kpiSeries } from '../../kpis/reading/read-kpis.ts';
import type { Db } from '../../store/db.ts';
import { roughSizes } from '../../store/table-sizes.ts';
import { isRemembered, remembered } from './page-memory.ts';

/** The numbers as they were within the last minute. */
export function rememberedSeries(db: Db, ids: readonly string[], cut: KpiCut, now: Date): Promise<Series> {
  return remembered(db, ['kpis', ids, cut], now, () => kpiSeries(db, ids, cut));
}

export function isSeriesRemembered(db: Db, ids: readonly string[], cut: KpiCut, now: Date): boolean {
  return isRemembered(db, ['kpis', ids, cut], now);
}

/** The same of several members, by their keys. */
export function rememberedMembers(
  db: Db,
  asked: { readonly ids: readonly string[]; readonly members: readonly KpiMember[]; readonly cut: KpiCut },
  now: Date,
): Promise<ReadonlyMap<string, Series>> {
  return remembered(db, ['members', asked], now, () => seriesOfMembers(db, asked));
}

export function areMembersRemembered(
  db: Db,
  asked: { readonly ids: readonly string[]; readonly members: readonly KpiMember[]; readonly cut: KpiCut },
  now: Date,
): boolean {
  return isRemembered(db, ['members', asked], now);
}

/** Numbers that are read from every order, customer or review, and the others. */
export function byWeight(ids: readonly string[]): { heavy: readonly string[]; light: readonly string[] } {
  const heavy = ids.filter((id) => kpiOf(id).readsEach);
  return { heavy, light: ids.filter((id) => !heavy.includes(id)) };
}

/** From how many rows on reading each of them is not waited for. */
const MANY_ROWS = 10_000;

export async function isLong(db: Db, ids: readonly string[]): Promise<boolean> {
  const tables = new Set(ids.flatMap((id) => kpiOf(id).readsEach ?? []));
  if (tables.size === 0) return false;
  const sizes = await roughSizes(db, [...tables]);
  return [...sizes.values()].some((size) => size >= MANY_ROWS);
}
