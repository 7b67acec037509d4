import { addDays, type Day, dayOf } from '../../domain/day.ts';
import type { Kpi, KpiCut, KpiPoint } from '../../domain/kpi.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { changeOf } from '../../stats/change.ts';
import type { Db } from '../../store/db.ts';
import { listKpiChoices } from '../../store/kpi-choices.ts';
import { type Annotation, listAnnotations, listBenchmarks, listTargets } from '../../store/kpi-notes.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { KpiView } from './kpi-card.tsx';
import type { KpiChoices } from './kpi-form.tsx';
import { rememberedSeries } from './kpi-memory.ts';
import { cutOf, cutParameters, type KpiQuery, SENTIMENT, spanOf, weeksOfLead } from './kpi-query.ts';
import { type FoundLead, findLeads } from './lead-search.ts';

export interface KpiPage {
  readonly query: KpiQuery;
  readonly choices: KpiChoices;
  readonly views: readonly KpiView[];
  readonly marks: readonly { readonly figure: number; readonly annotation: Annotation }[];
  readonly leads: readonly FoundLead[];
}

/** Everything the KPIs page shows, read at once. */
export async function readKpiPage(
  db: Db,
  query: KpiQuery,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<KpiPage> {
  const today = dayOf(now, timeZone);
  const span = spanOf(query, today);
  const { from, to, by, earlier } = span;
  const cut = cutOf(query, timeZone);
  const ids = [SENTIMENT, ...query.ids];
  const read = (days: { from: Day; to: Day }, step: KpiCut['by']) =>
    rememberedSeries(db, ids, { ...cut, ...days, by: step }, now);
  const lead = weeksOfLead(today);
  // Two years of weeks hold what a lead is looked for in, and both lines of a chart by weeks.
  const weeks = await read({ from: [lead.from, earlier.from].sort()[0] ?? lead.from, to }, 'week');
  const series = by === 'week' ? within(weeks, span) : await read({ from, to }, by);
  const before = by === 'week' ? within(weeks, earlier) : await read(earlier, by);
  const sumNow = await read({ from, to }, 'whole');
  const sumBefore = await read(earlier, 'whole');
  const [targets, benchmarks] = [await listTargets(db), await listBenchmarks(db)];
  const annotations = await listAnnotations(db, { from: addDays(from, -6), to });
  const marks = annotations.map((annotation, at) => ({ figure: at + 1, annotation }));
  const views = ids.map((id): KpiView => {
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
  });
  return {
    query,
    choices: {
      topics: await listTopics(db),
      locations: await listLocations(db),
      ...(await listKpiChoices(db)),
    },
    views,
    marks,
    // Sentiment in another formula says the same at the same time.
    leads: findLeads(
      query.ids.filter((id) => !id.startsWith('net-sentiment')),
      within(weeks, lead),
    ),
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

function withAll(base: URLSearchParams, more: Readonly<Record<string, string>>): URLSearchParams {
  const search = new URLSearchParams(base);
  for (const [name, value] of Object.entries(more)) search.set(name, value);
  return search;
}
