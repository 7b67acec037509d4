import { meanOf } from '../../domain/estimates.ts';
import type { Row, Sql } from '../../store/db.ts';
import type { KpiSource, KpiSums, Measured, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

const AXES = ['satisfaction', 'liking', 'acceptance', 'identification'] as const;
type Axis = (typeof AXES)[number];

/** Mentions of one period that touch an axis: how many, how many on its good side, and their intensities −1…1. */
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
    { n, sum: 100 * sums[`${axis}_sum`], squares: 10_000 * sums[`${axis}_squares`] },
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

export function readEmotions(sql: Sql, cut: ReadCut): Promise<readonly EmotionSums[]> {
  return cut.once('emotions', () => {
    const { from, to, by, perLocation, timeZone, topic, locations, touchpoint, segment } = cut;
    return sql.raw<EmotionSums & Row>(EACH, [
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
  });
}

const sumsOf = (axis: Axis) => `
         count(${axis}) as ${axis}_n,
         count(*) filter (where ${axis} > 0) as ${axis}_toward,
         count(*) filter (where ${axis} < 0) as ${axis}_away,
         coalesce(sum(${axis}), 0) as ${axis}_sum,
         coalesce(sum(${axis} * ${axis}), 0) as ${axis}_squares`;

const EACH = `
  select period::text as period, location_id, count(*) filter (where label <> 'unknown') as mentions, ${AXES.map(sumsOf).join(', ')}
    from (select ${periodOf('d.day', { from: '$1', by: '$3' })} as period,
                 case when $4::boolean then t.location_id else 0 end as location_id, t.label,
                 ${AXES.map((axis) => `(m.emotions->>'${axis}')::float8 as ${axis}`).join(', ')}
            from mention_topics t
            join mentions m on m.id = t.mention_id
            left join survey_responses r
              on $9::text is not null and r.source_id = m.source_id and r.external_id = m.external_id
           cross join lateral (select (t.counted_at at time zone $5)::date as day) d
           where t.topic_id = $6
             and t.counted_at >= $1::date::timestamp at time zone $5
             and t.counted_at < ($2::date + 1)::timestamp at time zone $5
             and ($7::bigint[] is null or t.location_id = any($7))
             and ($8::text is null or m.touchpoint = $8)
             and ($9::text is null or r.segment = $9)) felt
   group by 1, 2`;
