import { NotFound } from '../../domain/errors.ts';
import type { CutPart, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import type { Db, Sql } from '../../store/db.ts';
import { kpis } from '../index.ts';
import { added } from './added-sums.ts';
import type { KpiSource, KpiSums, ReadCut } from './kpi-source.ts';
import { periodsOf, wholePeriods } from './periods.ts';

/** A point for every period of the cut, by id of the number: what cannot be said is a point that says why. */
export async function kpiSeries(
  db: Sql,
  ids: readonly string[],
  cut: KpiCut,
): Promise<ReadonlyMap<string, readonly KpiPoint[]>> {
  return inOneReading(db, async (sql) => {
    const read = await readCut(sql, wholePeriods(cut), { perLocation: false });
    const sums = await sumsOf(sql, ids, read);
    return new Map(ids.map((id) => [id, pointsOf(id, sums.get(id) ?? [], read)]));
  });
}

/**
 * The same of several places and areas by their keys, in one reading. Areas only for numbers that are added up from
 * sums: a customer of two places is one in their area.
 */
export async function kpiSeriesOfPlaces(
  db: Sql,
  { ids, places }: { ids: readonly string[]; places: ReadonlyMap<string, readonly number[]> },
  cut: Omit<KpiCut, 'locationId' | 'locationIds'>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly KpiPoint[]>>> {
  const locationIds = [...new Set([...places.values()].flat())];
  return inOneReading(db, async (sql) => {
    const read = await readCut(sql, wholePeriods({ ...cut, locationIds }), { perLocation: true });
    const sums = await sumsOf(sql, ids, read);
    const pointsAt = (id: string, locations: readonly number[]) => {
      const wanted = new Set(locations);
      const own = (sums.get(id) ?? []).filter((row) => wanted.has(row.location_id));
      const rows = [...Map.groupBy(own, (row) => row.period).values()].flatMap((some) => added(some) ?? []);
      return pointsOf(id, rows, read);
    };
    return new Map(
      [...places].map(([key, locations]) => [key, new Map(ids.map((id) => [id, pointsAt(id, locations)]))]),
    );
  });
}

async function sumsOf(
  sql: Sql,
  ids: readonly string[],
  read: ReadCut,
): Promise<ReadonlyMap<string, readonly KpiSums[]>> {
  const sums = new Map<string, readonly KpiSums[]>();
  for (const id of ids) {
    const kpi = kpiOf(id);
    sums.set(id, unknownPart(kpi, read) ? [] : await kpi.sums(sql, read));
  }
  return sums;
}

/** A point for every period, out of the sums of those that have any. */
function pointsOf(id: string, sums: readonly KpiSums[], read: ReadCut): readonly KpiPoint[] {
  const kpi = kpiOf(id);
  const unknown = unknownPart(kpi, read);
  const byPeriod = new Map(sums.map((row) => [row.period, row]));
  return periodsOf(read).map((period) => ({
    period,
    ...(unknown ? nothing(kpi, unknown) : kpi.measure(byPeriod.get(period), read)),
  }));
}

/** The number of each location over the whole cut, in one reading; a location without anything to count is left out. */
export async function kpiByLocation(
  db: Sql,
  id: string,
  cut: Omit<KpiCut, 'by'>,
): Promise<ReadonlyMap<number, KpiPoint>> {
  const kpi = kpiOf(id);
  return inOneReading(db, async (sql) => {
    const read = await readCut(sql, { ...cut, by: 'whole' }, { perLocation: true });
    if (unknownPart(kpi, read) || !kpi.cutBy.includes('location')) return new Map();
    const rows = await kpi.sums(sql, read);
    return new Map(
      rows
        .filter((row) => row.location_id !== 0)
        .map((row) => [row.location_id, { period: read.from, ...kpi.measure(row, read) }]),
    );
  });
}

/** Grouping a year of customers takes room that a connection does not have by itself; it is given back at the end. */
async function inOneReading<T>(db: Sql, read: (sql: Sql) => Promise<T>): Promise<T> {
  if (!('transaction' in db)) return read(db);
  return (db as Db).transaction(async (sql) => {
    await sql`set local work_mem = '64MB'`;
    return read(sql);
  });
}

/**
 * The sums of several numbers for each location (0: none) and period, for whoever adds places up to regions. A number
 * that cannot be told for the cut or for a location has no rows.
 */
export async function kpiSumsByLocation(
  sql: Sql,
  ids: readonly string[],
  cut: KpiCut,
): Promise<{ readonly cut: ReadCut; readonly sums: ReadonlyMap<string, readonly KpiSums[]> }> {
  const read = await readCut(sql, wholePeriods(cut), { perLocation: true });
  const sums = new Map<string, readonly KpiSums[]>();
  for (const id of ids) {
    const kpi = kpiOf(id);
    const isTold = !unknownPart(kpi, read) && kpi.cutBy.includes('location');
    sums.set(id, isTold ? await kpi.sums(sql, read) : []);
  }
  return { cut: read, sums };
}

/** @throws NotFound */
export function kpiOf(id: string): KpiSource {
  const kpi = kpis.get(id);
  if (!kpi) throw new NotFound(`There is no KPI "${id}". What there is: ${[...kpis.keys()].join(', ')}.`);
  return kpi;
}

/** @throws NotFound for a topic that is not there. */
async function readCut(sql: Sql, cut: KpiCut, { perLocation }: { perLocation: boolean }): Promise<ReadCut> {
  const { topicId, locationId, locationIds, ...rest } = cut;
  const [topic] = await sql<{ id: number; kind: string }>`
    select id, kind
      from topics
     where id = ${topicId ?? null}::bigint
        or (${topicId ?? null}::bigint is null and kind = 'everything')`;
  if (!topic) throw new NotFound(`There is no topic with the id ${topicId}.`);
  const locations = locationId === undefined ? locationIds : [locationId];
  const readings = new Map<string, Promise<unknown>>();
  return {
    ...rest,
    topic,
    isEverything: topic.kind === 'everything',
    locations,
    perLocation,
    byLocation: perLocation || locations !== undefined,
    once: <T>(what: string, read: () => Promise<T>) => {
      const reading = readings.get(what) ?? read();
      readings.set(what, reading);
      return reading as Promise<T>;
    },
    isRead: (what) => readings.has(what),
  };
}

const PART_WORDS: Readonly<Record<CutPart, string>> = {
  topic: 'a topic',
  location: 'a location',
  touchpoint: 'a touchpoint',
  segment: 'a segment',
};

/** What the cut asks for and the number has not. */
function unknownPart(kpi: KpiSource, cut: ReadCut): CutPart | undefined {
  const asked: Readonly<Record<CutPart, boolean>> = {
    topic: !cut.isEverything,
    location: cut.locations !== undefined,
    touchpoint: cut.touchpoint !== undefined,
    segment: cut.segment !== undefined,
  };
  return (Object.keys(asked) as CutPart[]).find((part) => asked[part] && !kpi.cutBy.includes(part));
}

function nothing(kpi: KpiSource, part: CutPart): Omit<KpiPoint, 'period'> {
  return {
    value: undefined,
    n: 0,
    parts: {},
    missing: `${kpi.name} cannot be told for ${PART_WORDS[part]}.`,
  };
}
