import { forgetTotals } from './day-totals.ts';
import type { Sql } from './db.ts';

/** The sums a cell keeps: whole numbers only, so that adding and taking away never drifts. */
const SUMS = ['unanswered', 'low', 'middle', 'high', 'score_e4_sum', 'score_e8_square_sum'] as const;

/** What of an answer its cells are made of. */
export const COUNTED_FIELDS =
  'kind, score, scale_min, scale_max, touchpoint, segment, source_id, location_id, answered_at, removed_at';

const KEY = 'kind, dimension, value, day, source_id, location_id';

/** How many points of a scale are its top (and its bottom) 40 %: 2 of 5, 2 of 7, 4 of 10 or 11; at least one. */
const FORTY_PERCENT = 'greatest(1, floor(0.4 * (r.scale_max - r.scale_min + 1)))';

const SHARE_OF_SCALE = '(r.score - r.scale_min) / (r.scale_max - r.scale_min)';

/**
 * How an answer counts, for rows `r` of survey_responses: its band and its score on the scale of its kind. The one
 * place that says it. NPS: 9–10, 7–8, 0–6 on a scale that ends at 10, any other scale is stretched to 0–10 first.
 * CSAT and questions of one's own: the top and the bottom 40 % of the scale's points. CES: above 4 and below 4 of 1–7.
 */
export const COUNTED_ANSWER = `
       case when r.score is null then 'unanswered'
            when r.kind = 'nps'
            then case when r.on_scale >= 9 then 'high' when r.on_scale >= 7 then 'middle' else 'low' end
            when r.kind = 'ces'
            then case when r.on_scale > 4 then 'high' when r.on_scale < 4 then 'low' else 'middle' end
            when r.score > r.scale_max - ${FORTY_PERCENT} + 0.999 then 'high'
            when r.score < r.scale_min + ${FORTY_PERCENT} - 0.999 then 'low'
            else 'middle' end`;

/** Rows of survey_responses (or their like) with their score on the scale of their kind. */
export function onScale(rows: string): string {
  return `
       (select r.*,
               case r.kind when 'nps' then case when r.scale_max = 10 then r.score else 10 * ${SHARE_OF_SCALE} end
                           when 'ces' then 1 + 6 * ${SHARE_OF_SCALE}
                           else 1 + 4 * ${SHARE_OF_SCALE} end as on_scale
          from ${rows} r)`;
}

/** Signed rows of answers in, sums per cell out, cells without any difference left out. */
function sumsPerCell(rows: string): string {
  return `
    select * from (
      select kind, d.dimension, d.value, day, source_id, location_id,
             sum(sign * unanswered)::bigint as unanswered, sum(sign * low)::bigint as low,
             sum(sign * middle)::bigint as middle, sum(sign * high)::bigint as high,
             sum(sign * score_e4)::bigint as score_e4_sum,
             sum(sign * score_e4 * score_e4)::bigint as score_e8_square_sum
        from (select sign, kind, touchpoint, segment, day, source_id, location_id, score_e4,
                     (band = 'unanswered')::int as unanswered, (band = 'low')::int as low,
                     (band = 'middle')::int as middle, (band = 'high')::int as high
                from (select r.sign, r.kind, r.touchpoint, r.segment, r.source_id,
                             (r.answered_at at time zone w.time_zone)::date as day,
                             coalesce(r.location_id, 0) as location_id, ${COUNTED_ANSWER} as band,
                             coalesce(round(r.on_scale * 10000), 0)::bigint as score_e4
                        from ${onScale(rows)} r
                       cross join workspace w
                       where r.removed_at is null
                      offset 0) banded -- each row is judged once, not once for every sum
              offset 0) counted
       cross join lateral (
             values ('all', ''), ('touchpoint', touchpoint), ('segment', segment)) as d (dimension, value)
       where d.value is not null
       group by kind, d.dimension, d.value, day, source_id, location_id) summed
     where (${SUMS.join(', ')}) <> (${SUMS.map(() => '0').join(', ')})`;
}

/** Adds sums to cells in the order of their key: every writer takes the rows in the same sequence. */
export function addToAnswerCells(rows: string): string {
  return `
    insert into kpi_days as cell (${KEY}, ${SUMS.join(', ')})
    select * from (${sumsPerCell(rows)}) sums order by ${KEY}
        on conflict (${KEY}) do update
       set ${SUMS.map((sum) => `${sum} = cell.${sum} + excluded.${sum}`).join(', ')}`;
}

const ALL_ROWS = '(select 1 as sign, * from survey_responses)';

/** Writes all cells of answers anew. The caller is alone: nobody stores answers meanwhile. */
export async function rewriteAnswerCells(sql: Sql): Promise<void> {
  await sql.raw('delete from kpi_days');
  await forgetTotals(sql, 'kpi_days');
  await sql.raw(addToAnswerCells(ALL_ROWS));
}

const VALUES = (alias: string) => `row(${SUMS.map((sum) => `coalesce(${alias}.${sum}, 0)`).join(', ')})`;

/** Cells that do not hold what the answers add up to; at most 100. */
export const ANSWER_DIFFERENCES = `
  select 'kpi_days ' || kind || ' ' || dimension || ' ' || value || ' ' || day || ' source ' || source_id
           || ' location ' || location_id as "where",
         ${VALUES('e')}::text as expected, ${VALUES('f')}::text as found
    from (${sumsPerCell(ALL_ROWS)}) e
    full join kpi_days f using (${KEY})
   where ${VALUES('e')} is distinct from ${VALUES('f')}
   order by 1
   limit 100`;

/** Moves the cells of locations that are about to go to "no location", where their answers will stand. */
export async function releaseAnswerCells(sql: Sql, codes: readonly string[]): Promise<void> {
  await sql`
    with gone as (
      delete from kpi_days
       where location_id in (select id from locations where code = any(${codes}::text[]))
      returning *
    )
    insert into kpi_days as cell (kind, dimension, value, day, source_id, location_id,
           unanswered, low, middle, high, score_e4_sum, score_e8_square_sum)
    select kind, dimension, value, day, source_id, 0,
           sum(unanswered), sum(low), sum(middle), sum(high), sum(score_e4_sum), sum(score_e8_square_sum)
      from gone
     group by kind, dimension, value, day, source_id
     order by kind, dimension, value, day, source_id
        on conflict (kind, dimension, value, day, source_id, location_id) do update
       set unanswered = cell.unanswered + excluded.unanswered,
           low = cell.low + excluded.low, middle = cell.middle + excluded.middle, high = cell.high + excluded.high,
           score_e4_sum = cell.score_e4_sum + excluded.score_e4_sum,
           score_e8_square_sum = cell.score_e8_square_sum + excluded.score_e8_square_sum`;
}
