import { forgetTotals } from './day-totals.ts';
import type { Sql } from './db.ts';

/** The emotion axes a lexicon may speak of. */
export const EMOTION_AXES = ['satisfaction', 'liking', 'acceptance', 'identification'] as const;

const SUM_NAMES = ['n', 'toward', 'away', 'sum', 'squares'] as const;
const SUMS = EMOTION_AXES.flatMap((axis) => SUM_NAMES.map((sum) => `${axis}_${sum}`));
const KEY = 'topic_id, day, source_id, location_id';
const PLACE = 'mention_id, topic_id, source_id, location_id, counted_at';
const AXES = EMOTION_AXES.join(', ');

const sumsOf = (axis: string) => `
             coalesce(sum(sign) filter (where ${axis} is not null), 0)::bigint as ${axis}_n,
             coalesce(sum(sign) filter (where ${axis} > 0), 0)::bigint as ${axis}_toward,
             coalesce(sum(sign) filter (where ${axis} < 0), 0)::bigint as ${axis}_away,
             coalesce(sum(sign * ${axis}), 0)::bigint as ${axis}_sum,
             coalesce(sum(sign * ${axis}::int * ${axis}), 0)::bigint as ${axis}_squares`;

/** Signed rows of mention_emotions in, sums per cell out, cells without any difference left out. */
function sumsPerCell(rows: string): string {
  return `
    select * from (
      select r.topic_id, (r.counted_at at time zone t.time_zone)::date as day, r.source_id, r.location_id,
             ${EMOTION_AXES.map(sumsOf).join(',')}
        from ${rows} r
        join topics t on t.id = r.topic_id
       group by 1, 2, 3, 4) summed
     where (${SUMS.join(', ')}) <> (${SUMS.map(() => '0').join(', ')})`;
}

function addToCells(rows: string): string {
  return `
    insert into emotion_days as cell (${KEY}, ${SUMS.join(', ')})
    select * from (${sumsPerCell(rows)}) sums order by ${KEY}
        on conflict (${KEY}) do update
       set ${SUMS.map((sum) => `${sum} = cell.${sum} + excluded.${sum}`).join(', ')}`;
}

/** What counted mentions tell of feelings, wherever they are counted. */
const felt = (which: string) => `
    select t.mention_id, t.topic_id, t.source_id, t.location_id, t.counted_at,
           ${EMOTION_AXES.map((axis) => `round(100 * (m.emotions->>'${axis}')::float8)::smallint as ${axis}`).join(', ')}
      from mention_topics t
      join mentions m on m.id = t.mention_id
     where m.emotions <> '{}'
       and ${which}`;

const RECOUNT = `
  with before as materialized (
    select * from mention_emotions where mention_id = any($1::bigint[])
  ), counted as materialized (${felt('m.id = any($1::bigint[]) and t.mention_id = any($1::bigint[])')}
  ), gone as (
    delete from mention_emotions e
     using before b
     where e.mention_id = b.mention_id and e.topic_id = b.topic_id
       and not exists (select from counted c where c.mention_id = b.mention_id and c.topic_id = b.topic_id)
  ), put as (
    insert into mention_emotions (${PLACE}, ${AXES})
    select ${PLACE}, ${AXES} from counted
        on conflict (mention_id, topic_id) do update
       set source_id = excluded.source_id, location_id = excluded.location_id, counted_at = excluded.counted_at,
           (${AXES}) = row(${EMOTION_AXES.map((axis) => `excluded.${axis}`).join(', ')})
  ), moved as materialized (
    select 1 as sign, ${PLACE}, ${AXES} from counted
     union all
    select -1, ${PLACE}, ${AXES} from before
  )
  ${addToCells('moved')}`;

/**
 * Moves the day cells of feelings by new − old for mentions whose counting was just set: they feel in the topics they
 * count for. The caller holds their rows.
 */
export async function recountEmotions(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  if (mentionIds.length === 0) return;
  // Most mentions tell no feeling, and asking that costs less than planning the whole statement.
  const [found] = await sql<{ exists: boolean }>`
    select exists (select from mentions where id = any(${mentionIds}::bigint[]) and emotions <> '{}')
        or exists (select from mention_emotions where mention_id = any(${mentionIds}::bigint[])) as exists`;
  if (found?.exists) await sql.raw(RECOUNT, [mentionIds]);
}

const ALL = '(select 1 as sign, * from mention_emotions)';
const VALUES = (alias: string) => `row(${SUMS.map((sum) => `coalesce(${alias}.${sum}, 0)`).join(', ')})`;

/** Cells that are not what is counted, and what is counted that the mentions do not say; at most 100 of each. */
export const EMOTION_DIFFERENCES = [
  `select 'emotion_days topic ' || topic_id || ' ' || day || ' source ' || source_id || ' location ' || location_id
            as "where",
          ${VALUES('e')}::text as expected, ${VALUES('f')}::text as found
     from (${sumsPerCell(ALL)}) e
     full join emotion_days f using (${KEY})
    where ${VALUES('e')} is distinct from ${VALUES('f')}
    order by 1
    limit 100`,
  `select 'mention_emotions mention ' || mention_id || ' topic ' || topic_id as "where",
          e::text as expected, f::text as found
     from (${felt('true')}) e
     full join (select ${PLACE}, ${AXES} from mention_emotions) f using (mention_id, topic_id)
    where row(e.source_id, e.location_id, e.counted_at, ${EMOTION_AXES.map((axis) => `e.${axis}`).join(', ')})
          is distinct from
          row(f.source_id, f.location_id, f.counted_at, ${EMOTION_AXES.map((axis) => `f.${axis}`).join(', ')})
    order by 1
    limit 100`,
];

/** Writes all of it anew. The caller is alone: nobody classifies meanwhile. */
export async function rewriteEmotions(sql: Sql): Promise<void> {
  await sql.raw('delete from mention_emotions');
  await sql.raw(`insert into mention_emotions (${PLACE}, ${AXES}) ${felt('true')}`);
  await sql.raw('delete from emotion_days');
  await forgetTotals(sql, 'emotion_days');
  await sql.raw(addToCells(ALL));
}
