import type { Sql } from './db.ts';
import { announceItems } from './inbox.ts';

/** Something that was done to several items at once and can be taken back. */
export interface Batch {
  readonly id: number;
  readonly deed: string;
  readonly mentionIds: readonly number[];
}

/** Holds these items until the transaction ends, in an order that keeps two people from waiting in a circle. */
export async function lockItems(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  await sql`
    select mention_id from inbox_items where mention_id = any(${mentionIds}::bigint[]) order by mention_id for update`;
}

/** Those of these items that are within reach and that nobody else has open now. */
export async function listChangeable(
  sql: Sql,
  mentionIds: readonly number[],
  by: { userId: number | undefined; within: readonly number[] | undefined; now: Date },
): Promise<{ free: number[]; held: number[] }> {
  const rows = await sql<{ mention_id: number; is_held: boolean }>`
    select mention_id,
           coalesce(claimed_until > ${by.now} and claimed_by is distinct from ${by.userId ?? null}, false) as is_held
      from inbox_items
     where mention_id = any(${mentionIds}::bigint[])
       and (${by.within === undefined} or location_id = any(${by.within ?? []}::bigint[]))
     order by mention_id`;
  return {
    free: rows.filter((row) => !row.is_held).map((row) => row.mention_id),
    held: rows.filter((row) => row.is_held).map((row) => row.mention_id),
  };
}

/** Remembers how these items are now. Call it before they are changed. */
export async function insertBatch(
  sql: Sql,
  batch: { at: Date; userId: number | undefined; actor: string; deed: string; mentionIds: readonly number[] },
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into inbox_batches (at, user_id, actor, deed, before)
    select ${batch.at}, ${batch.userId ?? null}::bigint, ${batch.actor}, ${batch.deed}, coalesce(jsonb_agg(to_jsonb(b)), '[]')
      from (select mention_id, status, assigned_to, snoozed_until, tags, closed_revision, closed_at, answered_at,
                   answered_by, answered_how
              from inbox_items
             where mention_id = any(${batch.mentionIds}::bigint[])
             order by mention_id) as b
    returning id`;
  return row?.id ?? 0;
}

/** A batch of this person that has not been taken back. */
export async function findBatch(
  sql: Sql,
  id: number,
  by: { userId: number | undefined; since: Date },
): Promise<Batch | undefined> {
  const [row] = await sql<{ id: number; deed: string; ids: number[] }>`
    select id, deed, array(select (b ->> 'mention_id')::bigint from jsonb_array_elements(before) as b) as ids
      from inbox_batches
     where id = ${id}
       and user_id is not distinct from ${by.userId ?? null}::bigint
       and at >= ${by.since}
       and undone_at is null`;
  return row && { id: row.id, deed: row.deed, mentionIds: row.ids.map(Number) };
}

/** Puts back those items of a batch that nobody has touched since; returns them. */
export async function undoBatch(sql: Sql, id: number, now: Date): Promise<number[]> {
  const rows = await sql<{ mention_id: number }>`
    with batch as (
      update inbox_batches set undone_at = ${now} where id = ${id} and undone_at is null returning id, at, before
    )
    update inbox_items i
       set status = case when b.status = 'claimed' then 'new' else b.status end,
           assigned_to = b.assigned_to, snoozed_until = b.snoozed_until, tags = b.tags,
           closed_revision = b.closed_revision, closed_at = b.closed_at, answered_at = b.answered_at,
           answered_by = b.answered_by, answered_how = b.answered_how, updated_at = ${now}
      from batch,
           jsonb_to_recordset(batch.before) as b (
           mention_id bigint, status text, assigned_to bigint, snoozed_until timestamptz, tags text[],
           closed_revision int, closed_at timestamptz, answered_at timestamptz, answered_by bigint, answered_how text)
     where i.mention_id = b.mention_id
       and i.updated_at = batch.at
       and not exists (
           select from inbox_batches later
            where later.id > batch.id
              and later.before @> jsonb_build_array(jsonb_build_object('mention_id', i.mention_id)))
    returning i.mention_id`;
  const ids = rows.map((row) => row.mention_id);
  await announceItems(sql, ids);
  return ids;
}

/** What can no longer be taken back need not be remembered. */
export async function forgetBatches(sql: Sql, before: Date): Promise<void> {
  await sql`delete from inbox_batches where at < ${before}`;
}

export async function assignItems(
  sql: Sql,
  mentionIds: readonly number[],
  to: { userId: number | undefined; now: Date },
): Promise<void> {
  await sql`
    update inbox_items
       set assigned_to = ${to.userId ?? null}, updated_at = ${to.now}
     where mention_id = any(${mentionIds}::bigint[])`;
}

export async function tagItems(
  sql: Sql,
  mentionIds: readonly number[],
  { tag, isOn, now }: { tag: string; isOn: boolean; now: Date },
): Promise<void> {
  await sql`
    update inbox_items
       set tags = case when ${isOn} then array(select distinct t from unnest(tags || ${tag}::text) as t order by t)
                       else array_remove(tags, ${tag}::text) end,
           updated_at = ${now}
     where mention_id = any(${mentionIds}::bigint[])`;
}

/** Until then the items are in nobody's way; whoever has one open gives it back. */
export async function snoozeItems(
  sql: Sql,
  mentionIds: readonly number[],
  { until, now }: { until: Date | undefined; now: Date },
): Promise<void> {
  await sql`
    update inbox_items
       set snoozed_until = ${until ?? null}, updated_at = ${now},
           claimed_by = case when ${until !== undefined} then null else claimed_by end,
           claimed_until = case when ${until !== undefined} then null else claimed_until end,
           status = case when ${until !== undefined} and status = 'claimed' then 'new' else status end
     where mention_id = any(${mentionIds}::bigint[])`;
}

export async function listTags(sql: Sql): Promise<string[]> {
  const rows = await sql<{ tag: string }>`
    select tag, count(*) as n
      from inbox_items, unnest(tags) as tag
     where tags <> '{}'
     group by tag
     order by n desc, tag
     limit 100`;
  return rows.map((row) => row.tag).toSorted();
}
