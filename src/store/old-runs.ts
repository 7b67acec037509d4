import type { Sql } from './db.ts';

/** Runs are kept one by one for so long; days are published within a month. */
const KEPT_DAYS = 40;
const DAY_MS = 86_400_000;
/** What the page of a source shows stays, however old. */
const KEPT_RUNS = 100;

/**
 * Lays the old runs of a source together, day by day: those that touch become one that vouches for the same time and
 * has brought the same in all. Failed ones go. What was read when stays exactly as it was.
 */
export async function joinOldRuns(sql: Sql, sourceId: number, now: Date): Promise<void> {
  const before = new Date(Math.floor(now.getTime() / DAY_MS - KEPT_DAYS) * DAY_MS);
  await sql`
    with latest as (
      select id from source_runs where source_id = ${sourceId} order by started_at desc, id desc limit ${KEPT_RUNS}
    ), old as (
      select r.*, (r.started_at at time zone 'UTC')::date as day
        from source_runs r
       where r.source_id = ${sourceId}
         and r.finished_at < ${before}
         and r.id not in (select id from latest)
    ), marked as (
      select *, covers_from > max(started_at) over (
               partition by day order by covers_from, started_at
               rows between unbounded preceding and 1 preceding) as is_apart
        from old
       where covers_from is not null
    ), numbered as (
      select *, count(*) filter (where is_apart) over (partition by day order by covers_from, started_at) as stretch
        from marked
    ), joined as (
      select min(id) as id, min(covers_from) as covers_from, max(started_at) as started_at,
             max(finished_at) as finished_at, sum(seen) as seen, sum(added) as added, sum(edited) as edited,
             sum(removed) as removed, sum(skipped) as skipped, sum(bytes) as bytes
        from numbered
       group by day, stretch
      having count(*) > 1
    ), kept as (
      update source_runs r
         set covers_from = j.covers_from, started_at = j.started_at, finished_at = j.finished_at, status = 'ok',
             seen = least(j.seen, 2147483647), added = least(j.added, 2147483647),
             edited = least(j.edited, 2147483647), removed = least(j.removed, 2147483647),
             skipped = least(j.skipped, 2147483647), bytes = j.bytes, warnings = '{}'
        from joined j
       where r.id = j.id
    )
    delete from source_runs
     where id in (select id from old where covers_from is null
                   union all
                  select id from numbered where (day, stretch) in (
                         select day, stretch from numbered group by day, stretch having count(*) > 1))
       and id not in (select id from joined)`;
}
