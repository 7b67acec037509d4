import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

/** Reviews of one period and how they were answered. */
export interface ReplySums extends KpiSums {
  readonly reviews: number;
  readonly replied: number;
  /** Answered by nobody but a program. */
  readonly automated: number;
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
// So is a review without its text, because the reply went with it. What a program of ours has answered is shown as the
// owner's reply in the same words. A reply before the review is one to an older wording: it says nothing about time.
const EACH = `
  with ours as (
    select mention_id, min(coalesce(published_at, sent_at)) filter (where not is_automated) as replied_at,
           array_agg(text) filter (where is_automated) as automated
      from replies
     where state in ('sent', 'published')
     group by mention_id
  ), telling as (
    select s.id
      from sources s
     where exists (select from mentions m where m.source_id = s.id and m.owner_reply is not null)
        or s.id in (select m.source_id from ours o join mentions m on m.id = o.mention_id)
  ), reviews as materialized (
    select ${periodOf('d.day', { from: '$1', by: '$3' })}::text as period,
           case when $4::boolean then coalesce(m.location_id, 0) else 0 end as location_id,
           h.is_theirs or o.replied_at is not null as is_replied, o.automated is not null as has_automated,
           case when h.first_at >= m.published_at
                then extract(epoch from h.first_at - m.published_at)::float8 / 3600 end as hours
      from mentions m
      join telling on telling.id = m.source_id
      left join ours o on o.mention_id = m.id
     cross join lateral (
           select m.owner_reply is not null and m.owner_reply <> all (coalesce(o.automated, '{}')) as is_theirs) t
     cross join lateral (
           select t.is_theirs, least(case when t.is_theirs then m.owner_reply_at end, o.replied_at) as first_at) h
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
    select period, location_id, count(*) as reviews, count(*) filter (where is_replied) as replied,
           count(*) filter (where has_automated and not is_replied) as automated
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
  select period, location_id, c.reviews, c.replied, c.automated, coalesce(t.timed, 0) as timed, t.median, t.median_low,
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
