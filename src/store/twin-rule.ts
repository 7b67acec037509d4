import { keysOf } from '../domain/twins/twin-keys.ts';
import { recount } from './cells.ts';
import { TOPICS_LOCK } from './classifications.ts';
import type { Db, Row, Sql } from './db.ts';
import { printOfRow, setTwinKeys, type TwinColumns } from './twin-keys.ts';
import { lockTwins, settleTwins } from './twins.ts';

/** How many days may lie between two twins; 0: every copy counts. What is stored follows through `seekTwins`. */
export async function setTwinDays(sql: Sql, days: number): Promise<void> {
  await sql`
    update workspace
       set twin_days = ${days}, twins_revision = twins_revision + 1
     where twin_days <> ${days}`;
}

/**
 * Looks for the twins of the next mentions that were last compared by another rule, or never. Returns the id to go on
 * after; undefined when all are done.
 */
export async function seekTwins(
  db: Db,
  from: { afterId: number; limit: number },
): Promise<number | undefined> {
  const ids = await listSoughtOtherwise(db, from);
  if (ids.length === 0) return undefined;
  // Apart from what follows: a twin that is being classified has to find these keys.
  await db.transaction((sql) => writeKeys(sql, ids));
  await db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock_shared(${TOPICS_LOCK})`;
    await lockTwins(sql);
    const [workspace] = await sql<{ twins_revision: number }>`select twins_revision from workspace`;
    const touched = await recount(sql, await settleTwins(sql, ids));
    await sql`
      update mentions
         set twins_sought_for = revision, twins_sought_by = ${workspace?.twins_revision ?? 0}
       where id = any(${ids}::bigint[])`;
    if (touched.length > 0)
      await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics: touched })})`;
  });
  return ids.at(-1);
}

async function listSoughtOtherwise(sql: Sql, from: { afterId: number; limit: number }): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select m.id
      from mentions m
     cross join workspace w
     where m.id > ${from.afterId}
       and m.counted_revision is not null
       and m.twins_sought_by is distinct from w.twins_revision
     order by m.id
     limit ${from.limit}`;
  return rows.map((row) => row.id);
}

async function writeKeys(sql: Sql, ids: readonly number[]): Promise<void> {
  const rows = await sql<TwinColumns & Row & { id: number }>`
    select m.id, m.kind, m.title, m.text, m.url, m.author_name, m.author_handle, m.rating_value, m.rating_min,
           m.rating_max, m.product, l.code as location_code
      from mentions m
      left join locations l on l.id = m.location_id
     where m.id = any(${ids}::bigint[])
       and m.duplicate_of is null
       and m.removed_at is null
       and not m.is_apart
       and m.withheld is null
     order by m.id
       for update of m`;
  await setTwinKeys(
    sql,
    rows.map((row) => ({ id: row.id, keys: keysOf(printOfRow(row)) })),
  );
}
