import type { CutPart, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import type { Sql } from '../../store/db.ts';
import { kpiSeries, kpiSeriesOfLocations } from './read-kpis.ts';

/** The points of numbers, by the ids of these. */
export type Series = ReadonlyMap<string, readonly KpiPoint[]>;

/** What stands beside others of its kind: a topic, a place or an area of places, a touchpoint, a segment. */
export interface KpiMember {
  /** Unique among the members: 'topic-3', 'place-12', 'place-DE/North', 'segment-new'; 'all' for everything together. */
  readonly key: string;
  readonly part: CutPart;
  readonly name: string;
  /** Its part of the cut; without it everything is meant. */
  readonly cut: Pick<KpiCut, 'topicId' | 'locationIds' | 'touchpoint' | 'segment'>;
}

/** The numbers of every member, by its key. Each takes the place of what the cut says about its part. */
export async function seriesOfMembers(
  db: Sql,
  { ids, members, cut }: { ids: readonly string[]; members: readonly KpiMember[]; cut: KpiCut },
): Promise<ReadonlyMap<string, Series>> {
  const places = members.flatMap(({ key, cut: { locationIds } }) =>
    locationIds?.length === 1 ? locationIds.map((id) => ({ key, id })) : [],
  );
  // Places are read together: their cells lie side by side, and reading one reads past all of them.
  const together = places.length > 1 ? places : [];
  const series = new Map<string, Series>();
  if (together.length > 0) {
    const locationIds = [...new Set(together.map(({ id }) => id))];
    const read = await kpiSeriesOfLocations(db, ids, { ...without('location', cut), locationIds });
    for (const { key, id } of together) series.set(key, read.get(id) ?? new Map());
  }
  for (const { key, part, cut: own } of members) {
    if (!series.has(key)) series.set(key, await kpiSeries(db, ids, { ...without(part, cut), ...own }));
  }
  return series;
}

function without(part: CutPart, cut: KpiCut): KpiCut {
  const { topicId, locationId, locationIds, touchpoint, segment, ...rest } = cut;
  return {
    ...rest,
    ...(topicId === undefined || part === 'topic' ? {} : { topicId }),
    ...(locationId === undefined || part === 'location' ? {} : { locationId }),
    ...(locationIds === undefined || part === 'location' ? {} : { locationIds }),
    ...(touchpoint === undefined || part === 'touchpoint' ? {} : { touchpoint }),
    ...(segment === undefined || part === 'segment' ? {} : { segment }),
  };
}
