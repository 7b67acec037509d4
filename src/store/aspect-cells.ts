import type { Day } from '../domain/day.ts';
import type { Row, Sql } from './db.ts';

/*
 * What is said of the parts of the product, per topic, day and location. mention_aspects holds what was added to the
 * cells for each mention; both move together with hour and day cells, in the same transaction.
 */

const LABELS = ['positive', 'neutral', 'negative'] as const;
const COLUMNS = 'mention_id, topic_id, aspect, label, counted_at, day, location_id';

/** What mentions say of aspects as they are counted now. */
const countable = (where: string) => `
    select distinct on (t.mention_id, t.topic_id, a.aspect)
           t.mention_id, t.topic_id, a.aspect, a.label, t.counted_at,
           (t.counted_at at time zone topics.time_zone)::date as day, t.location_id
      from mention_topics t
      join topics on topics.id = t.topic_id
      join mentions m on m.id = t.mention_id
     cross join lateral jsonb_to_recordset(coalesce(m.aspects, '[]')) as a (aspect text, label text)
     where ${where}
       and a.aspect is not null
       and a.label in ('positive', 'neutral', 'negative')
     order by t.mention_id, t.topic_id, a.aspect, a.label`;

/** Signed rows in, sums per cell out, in the order in which every writer takes the cells. */
const sumsPerCell = (rows: string) => `
    select topic_id, day, location_id, aspect,
           ${LABELS.map((label) => `coalesce(sum(sign) filter (where label = '${label}'), 0)::bigint as ${label}`).join(', ')}
      from ${rows} signed
     group by topic_id, day, location_id, aspect`;

const ADD_TO_CELLS = (rows: string) => `
    insert into aspect_day_cells as cell (topic_id, day, location_id, aspect, positive, neutral, negative)
    select * from (${sumsPerCell(rows)}) sums
     where (positive, neutral, negative) <> (0, 0, 0)
     order by topic_id, day, aspect, location_id
        on conflict (topic_id, day, aspect, location_id) do update
       set positive = cell.positive + excluded.positive,
           neutral = cell.neutral + excluded.neutral,
           negative = cell.negative + excluded.negative`;

const RECOUNT = `
  with now as materialized (${countable('m.id = any($1::bigint[]) and t.mention_id = any($1::bigint[])')}
  ), before as materialized (
    select ${COLUMNS} from mention_aspects where mention_id = any($1::bigint[])
  ), gone as (
    delete from mention_aspects a
     using before b
     where (a.mention_id, a.topic_id, a.aspect) = (b.mention_id, b.topic_id, b.aspect)
       and not exists (select from now n
                        where (n.mention_id, n.topic_id, n.aspect) = (b.mention_id, b.topic_id, b.aspect))
  ), put as (
    insert into mention_aspects as a (${COLUMNS})
    select ${COLUMNS} from now
        on conflict (mention_id, topic_id, aspect) do update
       set label = excluded.label, counted_at = excluded.counted_at, day = excluded.day,
           location_id = excluded.location_id
     where (a.label, a.counted_at, a.day, a.location_id)
        <> (excluded.label, excluded.counted_at, excluded.day, excluded.location_id)
  ), moved as materialized (
    select 1 as sign, topic_id, day, location_id, aspect, label from now
     union all
    select -1, topic_id, day, location_id, aspect, label from before
  )${ADD_TO_CELLS('moved')}`;

/** Moves the cells of aspects by new − old for mentions whose topics have just been set. The caller holds their rows. */
export async function recountAspects(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  await sql.raw(RECOUNT, [mentionIds]);
}

/** Writes all of it anew from what is counted. The caller is alone. */
export async function rewriteAspects(sql: Sql): Promise<void> {
  await sql.raw('delete from mention_aspects');
  await sql.raw(`insert into mention_aspects (${COLUMNS}) ${countable('true')}`);
  await sql.raw('delete from aspect_day_cells');
  await sql.raw(ADD_TO_CELLS('(select 1 as sign, * from mention_aspects)'));
}

const VALUES = 'topic_id, label, counted_at, day, location_id';

/** Where a mention's aspects are not what it says now, and where a cell is not what they add up to. */
export const ASPECT_DIFFERENCES: readonly string[] = [
  `select 'mention ' || coalesce(e.mention_id, f.mention_id) || ' topic ' || coalesce(e.topic_id, f.topic_id)
             || ' aspect ' || coalesce(e.aspect, f.aspect) as "where",
          row(${VALUES.replaceAll(/(\w+)/g, 'e.$1')})::text as expected,
          row(${VALUES.replaceAll(/(\w+)/g, 'f.$1')})::text as found
     from (${countable('m.counted_revision = m.revision')}) e
     full join (select a.* from mention_aspects a join mentions m on m.id = a.mention_id and m.counted_revision = m.revision) f
       on (e.mention_id, e.topic_id, e.aspect) = (f.mention_id, f.topic_id, f.aspect)
    where row(${VALUES.replaceAll(/(\w+)/g, 'e.$1')}) is distinct from row(${VALUES.replaceAll(/(\w+)/g, 'f.$1')})
    order by 1
    limit 100`,
  `select 'aspect_day_cells topic ' || topic_id || ' ' || day || ' location ' || location_id || ' ' || aspect as "where",
          row(coalesce(e.positive, 0), coalesce(e.neutral, 0), coalesce(e.negative, 0))::text as expected,
          row(coalesce(f.positive, 0), coalesce(f.neutral, 0), coalesce(f.negative, 0))::text as found
     from (${sumsPerCell('(select 1 as sign, * from mention_aspects)')}) e
     full join aspect_day_cells f using (topic_id, day, location_id, aspect)
    where row(coalesce(e.positive, 0), coalesce(e.neutral, 0), coalesce(e.negative, 0))
          is distinct from row(coalesce(f.positive, 0), coalesce(f.neutral, 0), coalesce(f.negative, 0))
    order by 1
    limit 100`,
];

export interface AspectCounts {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

export interface AspectCut {
  readonly topicId: number;
  /** Days, both included; in the topic's time zone. */
  readonly from: Day;
  readonly to: Day;
  readonly locationIds?: readonly number[] | undefined;
}

/** What was said of each aspect on each day between; days without a word have no row. */
export async function aspectDays(
  sql: Sql,
  cut: AspectCut,
): Promise<(AspectCounts & { readonly aspect: string; readonly day: Day })[]> {
  return sql<AspectCounts & { aspect: string; day: Day } & Row>`
    select aspect, day::text as day, sum(positive) as positive, sum(neutral) as neutral, sum(negative) as negative
      from aspect_day_cells
     where topic_id = ${cut.topicId}
       and day between ${cut.from}::date and ${cut.to}::date
       and (${cut.locationIds ? [...cut.locationIds] : null}::bigint[] is null
            or location_id = any(${cut.locationIds ? [...cut.locationIds] : null}::bigint[]))
     group by aspect, aspect_day_cells.day
     order by aspect, day`;
}

/** Ids of the latest mentions that say this of one of the aspects, newest first. */
export async function listAspectMentions(
  sql: Sql,
  cut: AspectCut & { aspects: readonly string[]; label: 'positive' | 'negative'; limit: number },
): Promise<number[]> {
  const rows = await sql<{ mention_id: number; at: Date }>`
    select a.mention_id, max(a.counted_at) as at
      from unnest(${[...cut.aspects]}::text[]) as wanted (aspect)
     cross join lateral (
           select mention_id, counted_at
             from mention_aspects
            where topic_id = ${cut.topicId}
              and aspect = wanted.aspect
              and label = ${cut.label}
              and day between ${cut.from}::date and ${cut.to}::date
            order by counted_at desc, mention_id desc
            limit ${cut.limit}) as a
     group by a.mention_id
     order by at desc, a.mention_id desc
     limit ${cut.limit}`;
  return rows.map((row) => row.mention_id);
}

/** Every aspect that was ever heard of, the one most spoken of first. */
export async function listHeardAspects(sql: Sql): Promise<string[]> {
  const rows = await sql<{ aspect: string }>`
    select c.aspect
      from aspect_day_cells c
      join topics t on t.id = c.topic_id and t.kind = 'everything'
     group by c.aspect
    having sum(c.positive + c.neutral + c.negative) > 0
     order by sum(c.positive + c.neutral + c.negative) desc, c.aspect`;
  return rows.map((row) => row.aspect);
}
