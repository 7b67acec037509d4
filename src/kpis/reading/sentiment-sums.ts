import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';
import { readTopicCells } from './topic-cells.ts';

/** Mentions of a topic in one period by label, and their stars. */
export interface SentimentSums extends KpiSums {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly unknown: number;
  readonly stars_n: number;
  readonly stars_sum: number;
  readonly stars_squares: number;
}

type Stored = SentimentSums & Row;

/** From the day cells; from the mentions themselves where a touchpoint or a segment is asked for, which cells have not. */
export function readSentiment(sql: Sql, cut: ReadCut): Promise<readonly SentimentSums[]> {
  const isInCells = cut.touchpoint === undefined && cut.segment === undefined;
  return cut.once('sentiment', () =>
    isInCells ? readTopicCells<Stored>(sql, { cells: 'day_cells', sums: SUMS }, cut) : readEach(sql, cut),
  );
}

const SUMS = `
           sum(positive) as positive, sum(neutral) as neutral, sum(negative) as negative, sum(unknown) as unknown,
           sum(stars_n) as stars_n, sum(stars_e2_sum)::float8 / 1e2 as stars_sum,
           sum(stars_e4_square_sum)::float8 / 1e4 as stars_squares`;

// A segment is what the respondent belongs to, so only comments of survey answers have one.
const EACH = `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then location_id else 0 end as location_id,
         count(*) filter (where label = 'positive') as positive,
         count(*) filter (where label = 'neutral') as neutral,
         count(*) filter (where label = 'negative') as negative,
         count(*) filter (where label = 'unknown') as unknown,
         count(stars_e2) as stars_n,
         coalesce(sum(stars_e2), 0)::float8 / 1e2 as stars_sum,
         coalesce(sum(stars_e2::bigint * stars_e2), 0)::float8 / 1e4 as stars_squares
    from (select (t.counted_at at time zone $7)::date as day, t.location_id, t.label, t.stars_e2
            from mention_topics t
            join mentions m on m.id = t.mention_id
            left join survey_responses r on r.source_id = m.source_id and r.external_id = m.external_id
           where t.topic_id = $5
             and t.counted_at >= $1::date::timestamp at time zone $7
             and t.counted_at < ($2::date + 1)::timestamp at time zone $7
             and ($6::bigint[] is null or t.location_id = any($6))
             and ($8::text is null or m.touchpoint = $8)
             and ($9::text is null or r.segment = $9)) counted
   group by 1, 2`;

function readEach(sql: Sql, cut: ReadCut): Promise<Stored[]> {
  const { from, to, by, perLocation, topic, locations, timeZone, touchpoint, segment } = cut;
  return sql.raw<Stored>(EACH, [
    from,
    to,
    by,
    perLocation,
    topic.id,
    locations ?? null,
    timeZone,
    touchpoint ?? null,
    segment ?? null,
  ]);
}
