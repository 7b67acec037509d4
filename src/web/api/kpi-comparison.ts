import { z } from '@hono/zod-openapi';
import { Refused } from '../../domain/errors.ts';
import type { KpiPoint } from '../../domain/kpi.ts';
import { seriesOfMembers } from '../../kpis/reading/member-series.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { membersOf } from '../pages/kpi-members.ts';
import { earlierThan, readKpiQuery, SENTIMENT } from '../pages/kpi-query.ts';
import { type ComparedKpi, compareMembers, type MemberNumber } from '../pages/read-kpi-comparison.ts';
import { Day, guarded, openApi } from './contract.ts';
import { csvAnswer } from './csv.ts';
import { Kpi, kpiAnswer, Point, pointAnswer, rounded } from './kpi-answers.ts';
import { KpiCutAsked, kpiCut } from './kpis.ts';

const oneOrMore = (description: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .openapi({ description });

const Asked = KpiCutAsked.extend({
  kpi: oneOrMore('Ids of numbers; those of the page when left out.'),
  topics: oneOrMore('Ids of topics to set side by side; they take the place of `topic`.'),
  places: oneOrMore(
    'Ids of locations, or areas such as `DE` and `DE/North`; they take the place of `location`.',
  ),
  touchpoints: oneOrMore('They take the place of `touchpoint`.'),
  segments: oneOrMore('They take the place of `segment`.'),
  compare: z
    .enum(['previous', 'year'])
    .default('previous')
    .openapi({ description: 'As many days right before (whole weeks beyond 30 days), or 52 weeks earlier.' }),
  by: z
    .enum(['day', 'week', 'month', 'whole'])
    .default('whole')
    .openapi({ description: '`whole`: without points by period.' }),
  format: z.enum(['json', 'csv']).default('json'),
});

const OfMember = z
  .object({
    key: z.string().openapi({ description: '`all` for everything, with and without one of that kind.' }),
    name: z.string(),
    now: Point,
    before: Point,
    change: z
      .object({
        value: z.number(),
        low: z.number().nullable().openapi({ description: 'Lower end of the 95 % interval.' }),
        high: z.number().nullable(),
        isClear: z.boolean().openapi({ description: 'Whether it is more than chance brings.' }),
      })
      .nullable()
      .openapi({ description: 'null where one of the two is missing, or they are in two currencies.' }),
    points: z.array(Point),
  })
  .openapi('KpiOfMember');

const Comparison = z.object({
  timeZone: z.string(),
  from: Day,
  to: Day,
  earlier: z.object({ from: Day, to: Day }),
  by: z.string(),
  kind: z.enum(['topics', 'places', 'touchpoints', 'segments']),
  kpis: z.array(z.object({ kpi: Kpi, members: z.array(OfMember) })),
});

/** Numbers of several topics, places, touchpoints or segments in one answer, as the page sets them side by side. */
export function kpiComparisonRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi().openapi(
    guarded('read', {
      method: 'get',
      path: '/kpi-comparison',
      tags: ['KPIs'],
      summary: 'Numbers of several topics, places, touchpoints or segments side by side, as JSON or CSV',
      description:
        'Up to six of one kind, in the order asked for, then everything, with and without one of that kind. As CSV a row for each number and member over the whole time with its change, or one for each of their periods.',
      request: { query: Asked },
      responses: {
        200: {
          description: 'Each number with all members.',
          content: { 'application/json': { schema: Comparison }, 'text/csv': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const { kpi, topics, places, touchpoints, segments, compare, by, format, ...asked } =
        c.req.valid('query');
      const ids = kpi === undefined ? [SENTIMENT, ...readKpiQuery(new URLSearchParams()).ids] : unique(kpi);
      for (const id of ids) kpiOf(id);
      const members = membersOf(
        {
          topics: unique(topics),
          places: unique(places),
          touchpoints: unique(touchpoints),
          segments: unique(segments),
        },
        { topics: await listTopics(db), locations: await listLocations(db) },
      );
      if (!members)
        throw new Refused(
          'Nothing was asked to stand side by side. Name `topics`, `places`, `touchpoints` or `segments`.',
        );
      const cut = await kpiCut(deps, asked);
      const { timeZone, from, to } = cut;
      const earlier = earlierThan({ from, to }, compare);
      const everybody = [...members.members, members.all];
      const read = { ids, members: everybody };
      const now = await seriesOfMembers(db, { ...read, cut: { ...cut, by: 'whole' } });
      const before = await seriesOfMembers(db, { ...read, cut: { ...cut, ...earlier, by: 'whole' } });
      const steps = by === 'whole' ? undefined : await seriesOfMembers(db, { ...read, cut: { ...cut, by } });
      const compared = compareMembers({ ids, members }, { now, before });
      const answers = [...compared.values()].map(({ kpi: one, numbers, all }) => ({
        kpi: kpiAnswer(one.id, one),
        members: [...numbers, all].map((number) =>
          numberAnswer(one, number, steps?.get(number.member.key)?.get(one.id) ?? []),
        ),
      }));
      if (format === 'csv') return comparisonAsCsv(answers, by);
      return c.json({ timeZone, from, to, earlier, by, kind: members.kind.name, kpis: answers }, 200);
    },
  );
}

const unique = (asked: string | readonly string[] | undefined) => [
  ...new Set([asked ?? []].flat().filter((value) => value !== '')),
];

type Answers = z.input<typeof Comparison>['kpis'];

function numberAnswer(
  kpi: ComparedKpi['kpi'],
  { member: { key, name }, now, before, change }: MemberNumber,
  points: readonly KpiPoint[],
): z.input<typeof OfMember> {
  const [low = null, high = null] = change?.interval ?? [];
  return {
    key,
    name,
    now: pointAnswer(kpi, now),
    before: pointAnswer(kpi, before),
    change: change ? { value: change.value, low, high, isClear: change.isClear } : null,
    points: points.map((point) => pointAnswer(kpi, point)),
  };
}

const HEADER = ['kpi', 'member', 'name', 'period', 'value', 'low', 'high', 'n', 'is_enough', 'currency'];
const HEADER_OF_CHANGE = ['before', 'before_n', 'change', 'change_low', 'change_high', 'is_clear'];

function comparisonAsCsv(answers: Answers, by: string): Response {
  const isWhole = by === 'whole';
  const rows = answers.flatMap(({ kpi, members }) =>
    members.flatMap(({ key, name, now, before, change, points }) => {
      const cells = ({ period, value, low, high, n, isEnough, currency }: z.input<typeof Point>) => [
        ...[kpi.id, key, name, period, rounded(value), rounded(low), rounded(high), n, isEnough, currency],
      ];
      if (!isWhole) return points.map((point) => [...cells(point), point.missing]);
      const moved = [rounded(change?.value), rounded(change?.low), rounded(change?.high), change?.isClear];
      return [[...cells(now), rounded(before.value), before.n, ...moved, now.missing]];
    }),
  );
  const header = [...HEADER, ...(isWhole ? HEADER_OF_CHANGE : []), 'missing'];
  return csvAnswer('earshot-kpi-comparison.csv', header, rows);
}
