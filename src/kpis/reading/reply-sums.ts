import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

/** Reviews of one period and how they were answered. */
export interface ReplySums extends KpiSums {
  readonly reviews: number;
  readonly replied: number;
  /** Reviews for which it is known when they were published and when they were answered. */
  readonly timed: number;
  readonly median: number | null;
  readonly median_low: number | null;
  readonly median_high: number | null;
  readonly p90: number | null;
}

export function readReplies(sql: Sql, cut: ReadCut): Promise<readonly ReplySums[]> {
  return cut.once('replies', () => readEach(sql, cut));
}

// Where no reply was ever seen, nobody can tell "not answered" from "answers are not shown": such sources are left out.
// So is a review without its text, because the reply went with it. A reply before the review is one to an older wording:
// it is a reply, but says nothing about time.
const EACH = `
  with telling as (
    select s.id
      from sources s
     where exists (select from mentions m where m.source_id = s.id and m.owner_reply is not null)
  ), reviews as materialized (
    select ${periodOf('d.day', { from: '$1', by: '$3' })}::text as period,
           case when $4::boolean then coalesce(m.location_id, 0) else 0 end as location_id,
           m.owner_reply is not null as is_replied,
           case when m.owner_reply_at >= m.published_at
                then extract(epoch from m.owner_reply_at - m.published_at)::float8 / 3600 end as hours
      from mentions m
      join telling on telling.id = m.source_id
     cross join lateral (select (coalesce(m.published_at, m.collected_at) at time zone $5)::date as day) d
     where m.kind = 'review'
       and m.removed_at is null
       and m.withheld is distinct from 'text'
       and coalesce(m.published_at, m.collected_at) >= $1::date::timestamp at time zone $5
       and coalesce(m.published_at, m.collected_at) < ($2::date + 1)::timestamp at time zone $5
       and ($6::bigint[] is null or m.location_id = any($6))
       and ($7::text is null or m.touchpoint = $7)
       and ($8::bigint is null
            or exists (select from mention_topics t where t.mention_id = m.id and t.topic_id = $8))
  ), counted as (
    select period, location_id, count(*) as reviews, count(*) filter (where is_replied) as replied
      from reviews
     group by 1, 2
  ), ranked as (
    select period, location_id, hours, row_number() over (partition by period, location_id order by hours) as rank,
           count(*) over (partition by period, location_id) as timed
      from reviews
     where hours is not null
  ), timed as (
    select period, location_id, count(*) as timed,
           avg(hours) filter (where rank in (floor((timed + 1) / 2.0), ceil((timed + 1) / 2.0))) as median,
           max(hours) filter (where rank = greatest(1, ceil(timed / 2.0 - 0.979982 * sqrt(timed)))) as median_low,
           max(hours) filter (where rank = least(timed, ceil(timed / 2.0 + 0.979982 * sqrt(timed)))) as median_high,
           max(hours) filter (where rank = ceil(0.9 * timed)) as p90
      from ranked
     group by 1, 2
  )
  select period, location_id, c.reviews, c.replied, coalesce(t.timed, 0) as timed, t.median, t.median_low,
         t.median_high, t.p90
    from counted c
    left join timed t using (period, location_id)`;

function readEach(sql: Sql, cut: ReadCut) {
  const { from, to, by, perLocation, timeZone, locations, touchpoint, isEverything, topic } = cut;
  const topicId = isEverything ? null : topic.id;
  return sql.raw<ReplySums & Row>(EACH, [
    from,
    to,
    by,
    perLocation,
    timeZone,
    locations ?? null,
    touchpoint ?? null,
    topicId,
  ]);
}
