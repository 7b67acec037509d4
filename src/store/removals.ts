import { recount } from './cells.ts';
import { lockMentions } from './classifications.ts';
import type { Db, Sql } from './db.ts';
import { lockTwins, settleTwins } from './twins.ts';

/** Takes mentions out of feed and cells: their source no longer shows them. The rows stay, marked. */
export async function removeMentions(db: Db, ids: readonly number[], now: Date): Promise<void> {
  await db.transaction((sql) => removeWithin(sql, ids, now));
}

/**
 * The same in the caller's transaction, which takes the lock of the twins before it holds any row; returns how many
 * there were.
 */
export async function removeWithin(sql: Sql, ids: readonly number[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  await lockTwins(sql);
  await lockMentions(sql, ids);
  const rows = await sql<{ id: number; revision: number }>`
    update mentions
       set removed_at = ${now}, revision = revision + 1, counted_revision = revision + 1
     where id = any(${ids}::bigint[])
       and removed_at is null
    returning id, revision`;
  const removed = new Set(rows.map((row) => row.id));
  // Where the first of several goes, the next one counts.
  const promoted = await settleTwins(sql, [...removed]);
  const touched = await recount(sql, [
    ...rows.map((row) => ({ ...row, topicIds: [] })),
    ...promoted.filter(({ id }) => !removed.has(id)),
  ]);
  if (touched.length > 0)
    await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics: touched })})`;
  return rows.length;
}

/** The next mentions of a source that are still shown, for a removal in batches. */
export async function listShown(sql: Sql, sourceId: number, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id from mentions where source_id = ${sourceId} and removed_at is null order by id limit ${limit}`;
  return rows.map((row) => row.id);
}
