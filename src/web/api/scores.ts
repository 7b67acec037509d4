import { z } from '@hono/zod-openapi';
import { type Correction, correctionInWords } from '../../domain/correction.ts';
import { addDays, type Day as CalendarDay, dayOf, daysBetween } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import { MINIMUM_N, netSentiment, netSentimentOpinionated } from '../../domain/sentiment.ts';
import { listCorrections } from '../../store/corrections.ts';
import { listDayCoverage } from '../../store/coverage.ts';
import { scoresBetween } from '../../store/scores.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, openApi, QueryId } from './contract.ts';
import { Point } from './kpi-answers.ts';
import { topicOrEverything } from './mentions.ts';
import { scoresAsCsv } from './score-csv.ts';
import { KpiIds, kpiIdsOf, kpisByDay, pointsAnswer } from './score-kpis.ts';
import { dayRows, mondayOf, type ScoreRow, weekRows, withDays } from './score-rows.ts';

const Interval = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() });

const Score = z
  .object({
    day: Day.openapi({ description: 'The day, or the Monday of the week.' }),
    positive: z.number().int(),
    neutral: z.number().int(),
    negative: z.number().int(),
    unknown: z.number().int(),
    n: z.number().int().openapi({ description: 'Mentions with a label; unknown ones are not among them.' }),
    netSentiment: Interval.nullable().openapi({
      description: '(positive − negative) / (positive + neutral + negative) × 100, with its 95 % interval.',
    }),
    netSentimentOpinionated: Interval.nullable().openapi({
      description: '(positive − negative) / (positive + negative) × 100, with its 95 % interval.',
    }),
    isEnough: z.boolean().openapi({ description: `Whether n is at least ${MINIMUM_N}.` }),
    meanCompound: z.number().nullable(),
    meanStars: z.number().nullable(),
    rated: z.number().int(),
    reach: z.number(),
    conflicts: z.number().int(),
    undated: z.number().int(),
    coverage: z
      .number()
      .nullable()
      .openapi({ description: 'Share of the time that sources were read for, 0…1.' }),
    asPublished: z
      .object({ positive: z.number().int(), neutral: z.number().int(), negative: z.number().int() })
      .nullable()
      .openapi({ description: 'The counts as they were first shown, where they have changed since.' }),
    kpis: z.record(z.string(), Point).openapi({ description: 'The KPIs that were asked for, by id.' }),
    correction: z
      .object({
        late: z.number().int().openapi({ description: 'Mentions that came after the day was published.' }),
        countedLater: z.number().int(),
        gone: z.number().int().openapi({ description: 'Removed, or no longer in the topic.' }),
        byPeople: z.number().int(),
        edited: z.number().int(),
        isRelabelled: z.boolean().openapi({ description: 'Labels were moved by rules or a new lexicon.' }),
        inWords: z.string(),
      })
      .nullable()
      .openapi({ description: 'Why a day has changed since it was published; not of weeks.' }),
  })
  .openapi('Score');

const Asked = z.object({
  topic: QueryId.optional().openapi({ description: 'Id of a topic; the topic of everything when left out.' }),
  from: Day.optional().openapi({ description: '29 days before `to` when left out.' }),
  to: Day.optional().openapi({ description: 'Today when left out.' }),
  by: z.enum(['day', 'week']).default('day'),
  source: QueryId.optional(),
  location: QueryId.optional(),
  kpis: KpiIds,
  format: z.enum(['json', 'csv']).default('json'),
});

const Scores = z.object({
  topic: z.object({ id: z.number().int(), name: z.string() }),
  timeZone: z.string(),
  from: Day,
  to: Day,
  by: z.enum(['day', 'week']),
  scores: z.array(Score),
});

const MOST_DAYS = 3_700;
const tags = ['Scores'];

export function scoreRoutes(deps: WebDeps) {
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/scores',
        tags,
        summary: 'Sentiment by day or week, as JSON or CSV',
        description:
          'A day without mentions, and without a KPI that was asked for, has no row. A week is the sum of its days.',
        request: { query: Asked },
        responses: {
          200: {
            description: 'The scores, in order.',
            content: { 'application/json': { schema: Scores }, 'text/csv': { schema: z.string() } },
          },
        },
      }),
      async (c) => {
        const asked = c.req.valid('query');
        const kpiIds = kpiIdsOf(asked.kpis);
        const { topic, range, rows, corrections, kpis } = await readScores(deps, asked, kpiIds);
        if (asked.format === 'csv') return scoresAsCsv(topic, rows, { corrections, ids: kpiIds, kpis });
        const { id, name, timeZone } = topic;
        const scores = rows.map((row) => ({
          ...scoreOf(row, corrections.get(row.day)),
          kpis: pointsAnswer(kpis.get(row.day)),
        }));
        return c.json({ topic: { id, name }, timeZone, ...range, by: asked.by, scores }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/coverage',
        tags,
        summary: 'The share of each day that the sources were read for',
        request: { query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }) },
        responses: {
          200: answer(
            z.object({
              timeZone: z.string(),
              coverage: z.array(z.object({ day: Day, coverage: z.number().nullable() })),
            }),
            'One row a day; null before any source began.',
          ),
        },
      }),
      async (c) => c.json(await readCoverage(deps, c.req.valid('query').days), 200),
    );
}

async function readScores(deps: WebDeps, asked: z.output<typeof Asked>, kpiIds: readonly string[]) {
  const topic = await topicOrEverything(deps, asked.topic);
  const now = deps.now();
  const today = dayOf(now, topic.timeZone);
  const range = rangeOf(asked, today);
  // Whole weeks: half a week beside a whole one would look like a fall.
  const from = asked.by === 'week' ? mondayOf(range.from) : range.from;
  const to = asked.by === 'week' ? addDays(mondayOf(range.to), 6) : range.to;
  const cut = {
    topicId: topic.id,
    from,
    to,
    sourceId: asked.source,
    locationIds: asked.location === undefined ? undefined : [asked.location],
  };
  const days = await scoresBetween(deps.db, cut);
  const age = daysBetween(from, today).length;
  const coverage =
    age > 0
      ? await listDayCoverage(deps.db, { days: age, timeZone: topic.timeZone, now })
      : new Map<CalendarDay, number>();
  const { by, source, location } = asked;
  const kpis = await kpisByDay(deps, kpiIds, { topic: topic.id, from, to, by, source, location });
  const counted = by === 'week' ? weekRows(days, coverage) : dayRows(days, coverage);
  const told = [...kpis].filter(([, points]) => Object.values(points).some(({ n }) => n > 0));
  const rows = withDays(
    counted,
    told.map(([day]) => day),
    coverage,
  );
  const corrections =
    by === 'day' ? await listCorrections(deps.db, topic.id, days) : new Map<CalendarDay, Correction>();
  return { topic, range: { from, to }, rows, corrections, kpis };
}

function rangeOf(asked: z.output<typeof Asked>, today: CalendarDay): { from: CalendarDay; to: CalendarDay } {
  const to = asked.to ?? today;
  const from = asked.from ?? addDays(to, -29);
  if (from > to) throw new Refused(`The range runs backwards: from ${from} to ${to}.`);
  if (daysBetween(from, to).length > MOST_DAYS) {
    throw new Refused(`At most ${MOST_DAYS} days can be asked for at once. Ask for a shorter range.`);
  }
  return { from, to };
}

async function readCoverage({ db, now }: WebDeps, days: number) {
  const { timeZone } = await getWorkspace(db);
  const at = now();
  const covered = await listDayCoverage(db, { days, timeZone, now: at });
  const today = dayOf(at, timeZone);
  const coverage = daysBetween(addDays(today, 1 - days), today).map((day) => ({
    day,
    coverage: covered.get(day) ?? null,
  }));
  return { timeZone, coverage };
}

function scoreOf(row: ScoreRow, correction: Correction | undefined): Omit<z.input<typeof Score>, 'kpis'> {
  const { day, positive, neutral, negative, unknown, rated, reach, conflicts, undated } = row;
  const n = positive + neutral + negative;
  return {
    day,
    positive,
    neutral,
    negative,
    unknown,
    n,
    netSentiment: netSentiment(row) ?? null,
    netSentimentOpinionated: netSentimentOpinionated(row) ?? null,
    isEnough: n >= MINIMUM_N,
    meanCompound: row.meanCompound ?? null,
    meanStars: row.meanStars ?? null,
    rated,
    reach,
    conflicts,
    undated,
    coverage: row.coverage ?? null,
    asPublished: row.asPublished ?? null,
    correction: correction ? { ...correction, inWords: correctionInWords(correction) } : null,
  };
}
