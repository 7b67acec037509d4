import { ASPECT_DIFFERENCES, recountAspects, rewriteAspects } from './aspect-cells.ts';
import { addToCells, CONTRIBUTION, GRAINS, type Grain, SUMS, sumsPerCell } from './cell-sums.ts';
import { findWrongTotals, forgetTotals } from './day-totals.ts';
import { json, type Sql } from './db.ts';
import { EMOTION_DIFFERENCES, recountEmotions, rewriteEmotions } from './emotion-cells.ts';
import { MISPLACED } from './misplaced-twins.ts';

const RECOUNT = `
  with wanted as (
    select * from jsonb_to_recordset($1::jsonb) as n (id bigint, revision int, topic_ids bigint[])
  ), mine as (
    select m.id, w.topic_ids, m.duplicate_of is not null as is_duplicate, m.waiting_topics is not null as was_waiting
      from wanted w
      join mentions m on m.id = w.id and m.revision = w.revision
  ), waiting as (
    update mentions m
       set waiting_topics = case when mine.is_duplicate then mine.topic_ids end
      from mine
     where m.id = mine.id and (mine.is_duplicate or mine.was_waiting)
  ), counted as (
    select topic_id, c.*
      from mine
      join countable_mentions c on c.mention_id = mine.id
     cross join unnest(mine.topic_ids) as topic_id
     where not mine.is_duplicate
  ), before as (
    select t.* from mention_topics t where t.mention_id in (select id from mine)
  ), gone as (
    delete from mention_topics t
     using before b
     where t.mention_id = b.mention_id and t.topic_id = b.topic_id
       and not exists (select from counted c where c.mention_id = b.mention_id and c.topic_id = b.topic_id)
  ), put as (
    insert into mention_topics (mention_id, topic_id, ${CONTRIBUTION})
    select mention_id, topic_id, ${CONTRIBUTION} from counted
        on conflict (mention_id, topic_id) do update
       set (${CONTRIBUTION}) = row(${CONTRIBUTION.split(', ')
         .map((c) => `excluded.${c}`)
         .join(', ')})
  ), arrived as (
    -- Whoever watches the topic looks at what is new in it, once.
    insert into topic_arrivals (topic_id, mention_id)
    select c.topic_id, c.mention_id
      from counted c
     where exists (select from alert_rules r where r.topic_id = c.topic_id and r.enabled)
       and not exists (select from before b where b.mention_id = c.mention_id and b.topic_id = c.topic_id)
        on conflict do nothing
  ), moved as materialized (
    select 1 as sign, topic_id, ${CONTRIBUTION} from counted
     union all
    select -1, topic_id, ${CONTRIBUTION} from before
  ), hours as (${addToCells(GRAINS[0], 'moved')}
  ), days as (${addToCells(GRAINS[1], 'moved')}
  )
  select distinct topic_id from moved`;

/**
 * Sets which topics a batch of mentions counts for and moves hour and day cells by new − old.
 * The caller holds the rows of these mentions (`lockMentions`); a mention whose revision is no longer the
 * one given is passed over: its newer revision has a job of its own. A duplicate counts nowhere; its topics wait with
 * it until it counts. Returns the topics that were touched.
 */
export async function recount(
  sql: Sql,
  mentions: readonly { id: number; revision: number; topicIds: readonly number[] }[],
): Promise<number[]> {
  const wanted = mentions.map(({ id, revision, topicIds }) => ({ id, revision, topic_ids: topicIds }));
  const rows = await sql.raw<{ topic_id: number }>(RECOUNT, [json(wanted)]);
  const ids = mentions.map(({ id }) => id);
  await recountAspects(sql, ids);
  await recountEmotions(sql, ids);
  return rows.map((row) => row.topic_id);
}

/** A cell that does not hold what its mentions add up to, or a mention counted as something it is not. */
export interface Difference {
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

// A topic that just changed its time zone, a cell edited by hand, a bug: whatever the cause, these show it.
function differencesIn(grain: Grain): string {
  const all = `(select 1 as sign, topic_id, ${CONTRIBUTION} from mention_topics)`;
  const values = (alias: string) => `row(${SUMS.map((sum) => `coalesce(${alias}.${sum}, 0)`).join(', ')})`;
  return `
    select '${grain.table} topic ' || topic_id || ' ' || key::text || ' source ' || source_id
             || ' location ' || location_id as "where",
           ${values('e')}::text as expected, ${values('f')}::text as found
      from (${sumsPerCell(grain, all)}) e
      full join (select *, ${grain.key} as key from ${grain.table}) f using (topic_id, key, source_id, location_id)
     where ${values('e')} is distinct from ${values('f')}
     order by 1
     limit 100`;
}

const MISCOUNTED = `
  select 'mention ' || c.mention_id || ' topic ' || t.topic_id as "where",
         row(${CONTRIBUTION.split(', ')
           .map((c) => `c.${c}`)
           .join(', ')})::text as expected,
         row(${CONTRIBUTION.split(', ')
           .map((c) => `t.${c}`)
           .join(', ')})::text as found
    from mention_topics t
    join mentions m on m.id = t.mention_id and m.counted_revision = m.revision
    left join countable_mentions c on c.mention_id = t.mention_id
   where row(${CONTRIBUTION.split(', ')
     .map((c) => `c.${c}`)
     .join(', ')})
         is distinct from row(${CONTRIBUTION.split(', ')
           .map((c) => `t.${c}`)
           .join(', ')})
   order by 1
   limit 100`;

/** Compares what is counted with its mentions and cells with what is counted; at most 100 differences of each kind. */
export async function findDifferences(sql: Sql): Promise<Difference[]> {
  const found: Difference[] = [];
  const statements = [
    MISCOUNTED,
    MISPLACED,
    ...GRAINS.map(differencesIn),
    ...ASPECT_DIFFERENCES,
    ...EMOTION_DIFFERENCES,
  ];
  for (const statement of statements) {
    found.push(...(await sql.raw<Difference & Record<string, unknown>>(statement)));
  }
  return [...found, ...(await findWrongTotals(sql, 'day_cells', 'emotion_days'))];
}

/** Writes all cells anew from what is counted. The caller is alone: nobody classifies meanwhile. */
export async function rewriteCells(sql: Sql): Promise<void> {
  for (const grain of GRAINS) {
    await sql.raw(`delete from ${grain.table}`);
    if (grain.table === 'day_cells') await forgetTotals(sql, 'day_cells');
    await sql.raw(addToCells(grain, `(select 1 as sign, topic_id, ${CONTRIBUTION} from mention_topics)`));
  }
  await rewriteAspects(sql);
  await rewriteEmotions(sql);
}

/** Sets every counted row to what its mention says now, without touching the cells: the first half of a rebuild. */
export async function rewriteContributions(sql: Sql): Promise<void> {
  await sql.raw(`
    update mentions m
       set waiting_topics = array(select t.topic_id from mention_topics t where t.mention_id = m.id)
     where m.duplicate_of is not null
       and exists (select from mention_topics t where t.mention_id = m.id)`);
  await sql.raw(`
    insert into mention_topics (mention_id, topic_id, ${CONTRIBUTION})
    select c.mention_id, t.id, ${CONTRIBUTION.split(', ')
      .map((c) => `c.${c}`)
      .join(', ')}
      from mentions m
      join countable_mentions c on c.mention_id = m.id
      join topics t on t.id = any(m.waiting_topics)
     where m.duplicate_of is null
        on conflict do nothing`);
  await sql.raw(
    'update mentions set waiting_topics = null where duplicate_of is null and waiting_topics is not null',
  );
  await sql.raw(`
    delete from mention_topics t
     where not exists (select from countable_mentions c where c.mention_id = t.mention_id)`);
  await sql.raw(`
    update mention_topics t
       set (${CONTRIBUTION}) = row(${CONTRIBUTION.split(', ')
         .map((c) => `c.${c}`)
         .join(', ')})
      from countable_mentions c
      join mentions m on m.id = c.mention_id and m.counted_revision = m.revision
     where c.mention_id = t.mention_id`);
}
