import { meanOf } from '../../domain/estimates.ts';
import type { Row, Sql } from '../../store/db.ts';
import { EMOTION_AXES } from '../../store/emotion-cells.ts';
import type { KpiSource, KpiSums, Measured, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';
import { readSentiment } from './sentiment-sums.ts';
import { readTopicCells } from './topic-cells.ts';

type Axis = (typeof EMOTION_AXES)[number];

/** Mentions of one period that touch an axis: how many, how many on its good side, and their intensities −100…100. */
export type EmotionSums = KpiSums & {
  readonly mentions: number;
} & Readonly<Record<`${Axis}_${'n' | 'toward' | 'away' | 'sum' | 'squares'}`, number>>;

const NEEDS = 'Mentions whose words tell a feeling of this kind.';

/** What the numbers of all axes have in common. */
export const FEELING = {
  unit: 'points',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Each mention that has such words gets an intensity from −100 to 100 by the lexicon of its language; this is their mean, beside the share of mentions that have them. 95 % interval with Student’s t.',
  needs: NEEDS,
  counted: 'mentions that tell such a feeling',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
} as const satisfies Omit<KpiSource, 'name' | 'sums' | 'measure'>;

export function measureEmotion(sums: EmotionSums | undefined, axis: Axis): Measured {
  const n = sums?.[`${axis}_n`] ?? 0;
  if (!sums || n === 0) {
    return { value: undefined, n, parts: {}, missing: `No such feelings in this period. ${NEEDS}` };
  }
  const interval = meanOf(
    { n, sum: sums[`${axis}_sum`], squares: sums[`${axis}_squares`] },
    { least: -100, most: 100 },
  );
  const { mentions } = sums;
  const parts = {
    toward: sums[`${axis}_toward`],
    away: sums[`${axis}_away`],
    mentions,
    share: (100 * n) / mentions,
  };
  return { value: 0, ...interval, n, parts };
}

/** From the day cells; from the mentions themselves where a touchpoint or a segment is asked for, which cells have not. */
export function readEmotions(sql: Sql, cut: ReadCut): Promise<readonly EmotionSums[]> {
  return cut.once('emotions', async () => {
    const isInCells = cut.touchpoint === undefined && cut.segment === undefined;
    const felt = await (isInCells
      ? readTopicCells<Felt>(sql, { cells: 'emotion_days', sums: CELL_SUMS }, cut)
      : readEach(sql, cut));
    const said = new Map((await readSentiment(sql, cut)).map((row) => [keyOf(row), row]));
    return felt.map((row) => {
      const { positive = 0, neutral = 0, negative = 0 } = said.get(keyOf(row)) ?? {};
      return { ...row, mentions: positive + neutral + negative } as EmotionSums;
    });
  });
}

const keyOf = ({ period, location_id }: { period: string; location_id: number }) =>
  `${period} ${location_id}`;

type Felt = Omit<EmotionSums, 'mentions'> & Row & { period: string; location_id: number };

const CELL_SUMS = EMOTION_AXES.map(
  (axis) => `
           sum(${axis}_n) as ${axis}_n, sum(${axis}_toward) as ${axis}_toward, sum(${axis}_away) as ${axis}_away,
           sum(${axis}_sum) as ${axis}_sum, sum(${axis}_squares) as ${axis}_squares`,
).join(',');

const EACH = `
  select period::text as period, location_id,
         ${EMOTION_AXES.map(
           (axis) => `
         count(${axis}) as ${axis}_n,
         count(*) filter (where ${axis} > 0) as ${axis}_toward,
         count(*) filter (where ${axis} < 0) as ${axis}_away,
         coalesce(sum(${axis}), 0) as ${axis}_sum,
         coalesce(sum(${axis}::int * ${axis}), 0) as ${axis}_squares`,
         ).join(',')}
    from (select ${periodOf('d.day', { from: '$1', by: '$3' })} as period,
                 case when $4::boolean then e.location_id else 0 end as location_id,
                 ${EMOTION_AXES.map((axis) => `e.${axis}`).join(', ')}
            from mention_emotions e
            join mentions m on m.id = e.mention_id
            left join survey_responses r
              on $9::text is not null and r.source_id = m.source_id and r.external_id = m.external_id
           cross join lateral (select (e.counted_at at time zone $5)::date as day) d
           where e.topic_id = $6
             and e.counted_at >= $1::date::timestamp at time zone $5
             and e.counted_at < ($2::date + 1)::timestamp at time zone $5
             and ($7::bigint[] is null or e.location_id = any($7))
             and ($8::text is null or m.touchpoint = $8)
             and ($9::text is null or r.segment = $9)) felt
   group by 1, 2`;

function readEach(sql: Sql, cut: ReadCut): Promise<Felt[]> {
  const { from, to, by, perLocation, timeZone, topic, locations, touchpoint, segment } = cut;
  return sql.raw<Felt>(EACH, [
    from,
    to,
    by,
    perLocation,
    timeZone,
    topic.id,
    locations ?? null,
    touchpoint ?? null,
    segment ?? null,
  ]);
}
