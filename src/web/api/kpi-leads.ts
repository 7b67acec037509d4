import { z } from '@hono/zod-openapi';
import { dayOf } from '../../domain/day.ts';
import { kpiOf, kpiSeries } from '../../kpis/reading/read-kpis.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { readKpiQuery, SENTIMENT, weeksOfLead } from '../pages/kpi-query.ts';
import { type FoundLead, findLeads } from '../pages/lead-search.ts';
import { Day, guarded, openApi, QueryId } from './contract.ts';
import { csvAnswer } from './csv.ts';

const Asked = z.object({
  kpi: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .openapi({ description: 'Ids of numbers, judged together; those of the page when left out.' }),
  topic: QueryId.optional(),
  location: QueryId.optional(),
  touchpoint: z.string().max(500).optional(),
  segment: z.string().max(500).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});

const Lead = z
  .object({
    kpi: z.string(),
    name: z.string(),
    verdict: z.enum(['lead', 'none', 'not-searched']),
    reason: z.string().nullable().openapi({ description: 'Why it was not searched.' }),
    weeks: z.number().int(),
    lag: z.number().int().nullable().openapi({ description: 'Weeks by which sentiment is ahead.' }),
    shortest: z.number().int().nullable(),
    longest: z.number().int().nullable(),
    r: z.number().nullable(),
    p: z.number().nullable().openapi({ description: 'Corrected for the lags and numbers tried.' }),
    band: z.number().nullable().openapi({ description: 'What chance brings: −band to band.' }),
    byLag: z.array(z.object({ lag: z.number().int(), r: z.number() })),
  })
  .openapi('KpiLead');

const Leads = z.object({ leading: z.string(), from: Day, to: Day, leads: z.array(Lead) });

/** Whether sentiment goes before the other numbers, as the page of KPIs tells it. */
export function kpiLeadRoutes({ db, now }: WebDeps) {
  return openApi().openapi(
    guarded('read', {
      method: 'get',
      path: '/kpi-leads',
      tags: ['KPIs'],
      summary: 'Whether weekly sentiment goes before numbers, and by how many weeks',
      request: { query: Asked },
      responses: {
        200: {
          description: 'A verdict for each number; as CSV a row for each number and lag.',
          content: { 'application/json': { schema: Leads }, 'text/csv': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const { kpi, topic, location, touchpoint, segment, format } = c.req.valid('query');
      const ids = kpi === undefined ? readKpiQuery(new URLSearchParams()).ids : [kpi].flat();
      for (const id of ids) kpiOf(id);
      const { timeZone } = await getWorkspace(db);
      const days = weeksOfLead(dayOf(now(), timeZone));
      const cut = { topicId: topic, locationId: location, touchpoint, segment };
      const given = Object.fromEntries(Object.entries(cut).filter(([, value]) => value !== undefined));
      const series = await kpiSeries(db, [SENTIMENT, ...ids], { ...days, by: 'week', timeZone, ...given });
      const leads = findLeads(ids, series).map(leadAnswer);
      if (format === 'csv') return leadsAsCsv(leads);
      return c.json({ leading: SENTIMENT, ...days, leads }, 200);
    },
  );
}

function leadAnswer({ id, name, verdict }: FoundLead): z.infer<typeof Lead> {
  if (verdict.kind === 'not-searched') {
    const { kind, weeks } = verdict.answer;
    const nothing = { lag: null, shortest: null, longest: null, r: null, p: null, band: null, byLag: [] };
    return { kpi: id, name, verdict: verdict.kind, reason: kind, weeks, ...nothing };
  }
  const { weeks, best, band, byLag, range } = verdict.search;
  const [shortest, longest] = range;
  const found = { lag: best.lag, shortest, longest, r: best.r, p: verdict.p, band };
  return { kpi: id, name, verdict: verdict.kind, reason: null, weeks, ...found, byLag: [...byLag] };
}

function leadsAsCsv(leads: readonly z.infer<typeof Lead>[]): Response {
  const header = ['kpi', 'verdict', 'reason', 'weeks', 'p', 'band', 'lag', 'r', 'is_best'];
  const rows = leads.flatMap(({ kpi, verdict, reason, weeks, p, band, lag: best, byLag }) => {
    const first = [kpi, verdict, reason, weeks, p, band];
    if (byLag.length === 0) return [[...first, null, null, null]];
    return byLag.map(({ lag, r }) => [...first, lag, r, lag === best]);
  });
  return csvAnswer('kpi-leads.csv', header, rows);
}
