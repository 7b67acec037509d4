import { addDays, type Day, dayOf } from '../../domain/day.ts';
import type { Kpi, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { changeOf } from '../../stats/change.ts';
import type { Db } from '../../store/db.ts';
import { listAnnotations, listBenchmarks, listTargets } from '../../store/kpi-notes.ts';
import type { Mark } from '../charts/plot-parts.tsx';
import type { KpiView } from './kpi-card.tsx';
import { byWeight, isLong, isSeriesRemembered, rememberedSeries } from './kpi-memory.ts';
import { cutOf, cutParameters, type KpiQuery, SENTIMENT, spanOf, weeksOfLead, withAll } from './kpi-query.ts';
import { type FoundLead, findLeads } from './lead-search.ts';

export interface KpiPage {
  /** In the order of the page; those that take long have no view until everything is asked for. */
  readonly cards: readonly KpiPlace[];
  readonly marks: readonly Mark[];
  /** undefined: not looked for yet. */
  readonly leads: readonly FoundLead[] | undefined;
}

export interface KpiPlace {
  readonly id: string;
  readonly name: string;
  readonly view: KpiView | undefined;
}

/**
 * What the KPIs page shows: all of it, or on a first look at a large company only what is quickly read, and the rest
 * when it is asked for.
 */
export async function readKpiPage(
  db: Db,
  query: KpiQuery,
  { timeZone, now, all }: { timeZone: string; now: Date; all: boolean },
): Promise<KpiPage> {
  const today = dayOf(now, timeZone);
  const span = spanOf(query, today);
  const { from, to, by, earlier } = span;
  const cut = cutOf(query, timeZone);
  const ids = [SENTIMENT, ...query.ids];
  const { heavy, light } = byWeight(ids);
  const sumEarlier = { ...cut, ...earlier, by: 'whole' } as const;
  const isWhole = all || isSeriesRemembered(db, heavy, sumEarlier, now) || !(await isLong(db, heavy));
  const read = async (days: { from: Day; to: Day }, step: KpiCut['by']) => {
    const asked = { ...cut, from: days.from, to: days.to, by: step };
    const quick = await rememberedSeries(db, light, asked, now);
    return isWhole && heavy.length > 0
      ? new Map([...quick, ...(await rememberedSeries(db, heavy, asked, now))])
      : quick;
  };
  const lead = weeksOfLead(today);
  // Two years of weeks hold what a lead is looked for in, and both lines of a chart by weeks.
  const weeks = await read({ from: [lead.from, earlier.from].sort()[0] ?? lead.from, to }, 'week');
  const series = by === 'week' ? within(weeks, span) : await read({ from, to }, by);
  const before = by === 'week' ? within(weeks, earlier) : await read(earlier, by);
  const sumNow = await read({ from, to }, 'whole');
  const sumBefore = await read(sumEarlier, 'whole');
  const [targets, benchmarks] = [await listTargets(db), await listBenchmarks(db)];
  const annotations = await listAnnotations(db, { from: addDays(from, -6), to });
  const marks = annotations.map((annotation, at) => ({ figure: at + 1, annotation }));
  const viewOf = (id: string): KpiView => {
    const kpi = { ...kpiOf(id), id } satisfies Kpi;
    const current = sumNow.get(id)?.[0] ?? nothing(from);
    const past = sumBefore.get(id)?.[0] ?? nothing(earlier.from);
    const parameters = cutParameters(query);
    const days = { from, to };
    return {
      chart: {
        kpi,
        step: by,
        points: series.get(id) ?? [],
        earlier: before.get(id) ?? [],
        target: targets.find((target) => target.kpi === id)?.value,
        benchmarks: benchmarks.filter((benchmark) => benchmark.kpi === id),
        marks,
      },
      now: current,
      before: past,
      // Two currencies have no difference.
      change: current.currency === past.currency ? changeOf(current, past) : undefined,
      against: query.compare === 'year' ? 'the same days a year earlier' : `the ${query.period} days before`,
      csv: `/api/v1/kpis/${id}?${withAll(parameters, { ...days, by, format: 'csv' })}`,
      behind: kpi.opens
        ? (band) => `/kpis/${id}/answers?${withAll(parameters, { ...days, band })}`
        : undefined,
    };
  };
  return {
    cards: ids.map((id) => ({
      id,
      name: kpiOf(id).name,
      view: isWhole || light.includes(id) ? viewOf(id) : undefined,
    })),
    marks,
    // Sentiment in another formula says the same at the same time.
    leads: isWhole
      ? findLeads(
          query.ids.filter((id) => !id.startsWith('net-sentiment')),
          within(weeks, lead),
        )
      : undefined,
  };
}

/** The weeks that begin or end within the days. */
function within(
  weeks: ReadonlyMap<string, readonly KpiPoint[]>,
  { from, to }: { from: Day; to: Day },
): ReadonlyMap<string, readonly KpiPoint[]> {
  const first = addDays(from, -6);
  return new Map(
    [...weeks].map(([id, points]) => [id, points.filter(({ period }) => period >= first && period <= to)]),
  );
}

const nothing = (period: Day): KpiPoint => ({ period, value: undefined, n: 0, parts: {} });
