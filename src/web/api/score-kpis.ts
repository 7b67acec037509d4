import { z } from '@hono/zod-openapi';
import type { Day } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import type { KpiPoint } from '../../domain/kpi.ts';
import { kpis } from '../../kpis/index.ts';
import { kpiOf, kpiSeries } from '../../kpis/reading/read-kpis.ts';
import type { WebDeps } from '../deps.ts';
import { type Point, pointAnswer, rounded } from './kpi-answers.ts';
import { kpiCut } from './kpis.ts';

/** Ids of numbers that stand beside the scores: 'all', or a list. */
export const KpiIds = z.string().optional().openapi({
  description: 'Ids of KPIs to put beside the scores, parted by commas, or `all`.',
  example: 'nps,csat',
});

/** Numbers by day or week. */
export type KpisByDay = ReadonlyMap<Day, Readonly<Record<string, KpiPoint>>>;

/** @throws Refused when a source is asked for: numbers are not cut by source; NotFound for an unknown id. */
export async function kpisByDay(
  deps: WebDeps,
  ids: readonly string[],
  asked: {
    topic: number;
    from: Day;
    to: Day;
    by: 'day' | 'week';
    source?: number | undefined;
    location?: number | undefined;
  },
): Promise<KpisByDay> {
  if (ids.length === 0) return new Map();
  if (asked.source !== undefined)
    throw new Refused('KPIs cannot be told for one source. Leave out one of the two.');
  const { by, topic, from, to, location } = asked;
  const cut = { ...(await kpiCut(deps, { topic, from, to, location })), by };
  const byDay = new Map<Day, Record<string, KpiPoint>>();
  for (const [id, points] of await kpiSeries(deps.db, ids, cut)) {
    for (const point of points) byDay.set(point.period, { ...byDay.get(point.period), [id]: point });
  }
  return byDay;
}

/** @throws NotFound for an unknown id. */
export function kpiIdsOf(asked: string | undefined): readonly string[] {
  if (asked === undefined || asked.trim() === '') return [];
  if (asked.trim() === 'all') return [...kpis.keys()];
  const ids = asked.split(',').map((id) => id.trim());
  for (const id of ids) kpiOf(id);
  return ids;
}

export function pointsAnswer(
  points: Readonly<Record<string, KpiPoint>> = {},
): Record<string, z.input<typeof Point>> {
  return Object.fromEntries(Object.entries(points).map(([id, point]) => [id, pointAnswer(kpiOf(id), point)]));
}

/** Two columns a number: its value and its n. */
export const kpiColumns = (ids: readonly string[]) =>
  ids.flatMap((id) => [id.replaceAll('-', '_'), `${id.replaceAll('-', '_')}_n`]);

export function kpiCells(ids: readonly string[], points: Readonly<Record<string, KpiPoint>> = {}) {
  return ids.flatMap((id) => [rounded(points[id]?.value), points[id]?.n]);
}
