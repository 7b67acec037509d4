import type { CutPart, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import type { Sql } from '../../store/db.ts';
import { kpiOf, kpiSeries, kpiSeriesOfPlaces } from './read-kpis.ts';

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
  const series = new Map<string, Map<string, readonly KpiPoint[]>>(
    members.map(({ key }) => [key, new Map()]),
  );
  const keep = (key: string, read: Series | undefined) => {
    for (const [id, points] of read ?? []) series.get(key)?.set(id, points);
  };
  // Places are read together: their cells lie side by side, and reading one reads past all of them.
  for (const part of together(ids, members)) {
    const read = await kpiSeriesOfPlaces(db, part, without('location', cut));
    for (const [key, points] of read) keep(key, points);
  }
  for (const { key, part, cut: own } of members) {
    const rest = ids.filter((id) => !series.get(key)?.has(id));
    if (rest.length > 0) keep(key, await kpiSeries(db, rest, { ...without(part, cut), ...own }));
  }
  return series;
}

/** Which numbers are read of which members at once: places, and areas as far as the numbers of places add up to theirs. */
function together(ids: readonly string[], members: readonly KpiMember[]) {
  const areas = new Map(members.flatMap(({ key, cut }) => (cut.locationIds ? [[key, cut.locationIds]] : [])));
  const places = new Map([...areas].filter(([, locations]) => locations.length === 1));
  const adds = (id: string) => !kpiOf(id).readsEach;
  return [
    { ids: ids.filter(adds), places: areas },
    { ids: ids.filter((id) => !adds(id)), places },
  ].filter((part) => part.ids.length > 0 && part.places.size > 1);
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
