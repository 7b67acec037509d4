import { z } from '@hono/zod-openapi';
import { addDays, type Day as CalendarDay, dayOf, daysBetween } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import type { KpiCut } from '../../domain/kpi.ts';
import { kpis } from '../../kpis/index.ts';
import { kpiByLocation, kpiOf, kpiSeries } from '../../kpis/reading/read-kpis.ts';
import { ANSWER_BANDS, answersOf } from '../../store/answers-behind.ts';
import { getWorkspace, listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, openApi, QueryId } from './contract.ts';
import { Answer, answerAnswer, Kpi, kpiAnswer, Point, pointAnswer, pointsAsCsv } from './kpi-answers.ts';

/** What numbers may be narrowed to. */
export const KpiCutAsked = z.object({
  from: Day.optional().openapi({ description: '29 days before `to` when left out.' }),
  to: Day.optional().openapi({ description: 'Today when left out.' }),
  topic: QueryId.optional().openapi({ description: 'Id of a topic; everything when left out.' }),
  location: z
    .union([QueryId, z.array(QueryId)])
    .optional()
    .openapi({ description: 'Id of a location; several are read as one.' }),
  touchpoint: z.string().max(500).optional(),
  segment: z.string().max(500).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'expected three letters such as EUR' })
    .optional()
    .openapi({ description: 'For numbers in money, where orders are in more than one.' }),
});

const Format = z.object({ format: z.enum(['json', 'csv']).default('json') });
const KpiParam = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'nps' }) });

const Asked = KpiCutAsked.extend({ by: z.enum(['day', 'week', 'month', 'whole']).default('day') }).extend(
  Format.shape,
);

const Series = z.object({
  kpi: Kpi,
  timeZone: z.string(),
  from: Day,
  to: Day,
  by: z.string(),
  points: z.array(Point),
});
const ByLocation = z.object({
  kpi: Kpi,
  timeZone: z.string(),
  from: Day,
  to: Day,
  locations: z.array(z.object({ id: z.number().int(), code: z.string(), name: z.string(), point: Point })),
});

const CURSOR = /^(\d{1,15})-(\d{1,18})$/;

const AnswersAsked = KpiCutAsked.omit({ currency: true }).extend({
  band: z.enum(ANSWER_BANDS).optional().openapi({ description: 'Promoters are `high`, detractors `low`.' }),
  comments: z.enum(['yes', 'no']).default('no').openapi({ description: '`yes`: only answers with words.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().regex(CURSOR, { error: 'expected the `next` of an earlier answer' }).optional(),
});

const BOTH = { 'application/json': { schema: Series }, 'text/csv': { schema: z.string() } };
const BOTH_BY_LOCATION = { 'application/json': { schema: ByLocation }, 'text/csv': { schema: z.string() } };
const MOST_DAYS = 3_700;
const tags = ['KPIs'];

export function kpiRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpis',
        tags,
        summary: 'Every number there is, with its formula and what it needs',
        responses: { 200: answer(z.object({ kpis: z.array(Kpi) }), 'The definitions.') },
      }),
      (c) => c.json({ kpis: [...kpis].map(([id, kpi]) => kpiAnswer(id, kpi)) }, 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpis/{id}',
        tags,
        summary: 'A number over time, as JSON or CSV',
        description:
          'A point for every period, also for those without a number, which say why. Weeks and months are read whole.',
        request: { params: KpiParam, query: Asked },
        responses: { 200: { description: 'The points, in order.', content: BOTH } },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { format, by, ...asked } = c.req.valid('query');
        const kpi = kpiOf(id);
        const cut = { ...(await kpiCut(deps, asked)), by };
        const series = (await kpiSeries(db, [id], cut)).get(id) ?? [];
        const points = series.map((point) => pointAnswer(kpi, point));
        if (format === 'csv') {
          return pointsAsCsv(
            id,
            ['period'],
            points.map((point) => ({ cells: [point.period], point })),
          );
        }
        const { timeZone, from, to } = cut;
        return c.json({ kpi: kpiAnswer(id, kpi), timeZone, from, to, by, points }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpis/{id}/locations',
        tags,
        summary: 'A number of every location, as JSON or CSV',
        description: 'Over the whole range. A location without anything to count is left out.',
        request: { params: KpiParam, query: KpiCutAsked.extend(Format.shape) },
        responses: { 200: { description: 'One point for each location.', content: BOTH_BY_LOCATION } },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const { format, ...asked } = c.req.valid('query');
        const kpi = kpiOf(id);
        const cut = await kpiCut(deps, asked);
        const points = await kpiByLocation(db, id, cut);
        const locations = (await listLocations(db)).flatMap(({ id: place, code, name }) => {
          const point = points.get(place);
          return point ? [{ id: place, code, name, point: pointAnswer(kpi, point) }] : [];
        });
        if (format === 'csv') {
          const rows = locations.map(({ code, name, point }) => ({ cells: [code, name], point }));
          return pointsAsCsv(`${id}-locations`, ['location', 'name'], rows);
        }
        const { timeZone, from, to } = cut;
        return c.json({ kpi: kpiAnswer(id, kpi), timeZone, from, to, locations }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpis/{id}/answers',
        tags,
        summary: 'The people and words behind a number made of answers',
        description: 'Answers of one band or of all, the latest first, page by page.',
        request: { params: KpiParam, query: AnswersAsked },
        responses: {
          200: answer(z.object({ answers: z.array(Answer), next: z.string().nullable() }), 'One page.'),
        },
      }),
      async (c) => c.json(await readAnswers(deps, c.req.valid('param').id, c.req.valid('query')), 200),
    );
}

/** @throws Refused for a range that cannot be read. */
export async function kpiCut(
  { db, now }: Pick<WebDeps, 'db' | 'now'>,
  asked: Partial<Omit<z.output<typeof KpiCutAsked>, 'topic' | 'location'>> & {
    topic?: number | undefined;
    location?: number | number[] | undefined;
  },
): Promise<Omit<KpiCut, 'by'>> {
  const { timeZone } = await getWorkspace(db);
  const { from, to } = rangeOf(asked, dayOf(now(), timeZone));
  const { topic, location, touchpoint, segment, currency } = asked;
  return {
    from,
    to,
    timeZone,
    ...(topic === undefined ? {} : { topicId: topic }),
    ...(location === undefined ? {} : { locationIds: [location].flat() }),
    ...(touchpoint ? { touchpoint } : {}),
    ...(segment ? { segment } : {}),
    ...(currency ? { currency } : {}),
  };
}

function rangeOf(
  asked: { from?: CalendarDay | undefined; to?: CalendarDay | undefined },
  today: CalendarDay,
) {
  const to = asked.to ?? today;
  const from = asked.from ?? addDays(to, -29);
  if (from > to) throw new Refused(`The range runs backwards: from ${from} to ${to}.`);
  if (daysBetween(from, to).length > MOST_DAYS) {
    throw new Refused(`At most ${MOST_DAYS} days can be asked for at once. Ask for a shorter range.`);
  }
  return { from, to };
}

/** @throws Refused for a number that is not made of answers. */
async function readAnswers(deps: WebDeps, id: string, asked: z.output<typeof AnswersAsked>) {
  const { opens, name } = kpiOf(id);
  if (!opens) throw new Refused(`${name} is not made of answers: there is nobody behind it to read.`);
  const { band, comments, limit, cursor, ...cut } = asked;
  const [, at, last] = CURSOR.exec(cursor ?? '') ?? [];
  const answers = await answersOf(deps.db, await kpiCut(deps, cut), {
    kinds: [opens.kind],
    band,
    withComment: comments === 'yes',
    limit: limit + 1,
    ...(at === undefined ? {} : { after: { answeredAt: new Date(Number(at)), id: Number(last) } }),
  });
  const page = answers.slice(0, limit);
  const oldest = answers.length > limit ? page.at(-1) : undefined;
  return {
    answers: page.map((one) => answerAnswer(one, opens.bands)),
    next: oldest ? `${oldest.answeredAt.getTime()}-${oldest.id}` : null,
  };
}
