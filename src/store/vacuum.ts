import type { Db, Row } from './db.ts';

/** Shares of a table and rows beyond them, as autovacuum has them by default. */
const DUE = `
  select format('%I.%I', schemaname, relname) as "table",
         n_dead_tup > 50 + 0.2 * size or n_ins_since_vacuum > 1000 + 0.2 * size as is_littered,
         n_mod_since_analyze > 50 + 0.1 * size as is_changed
    from pg_stat_user_tables
   cross join lateral (
         select greatest(reltuples, 0) as size from pg_class where oid = relid) as class`;

/**
 * Clears tables of dead rows and counts anew what is in them, where enough has changed. A server does so by itself; the
 * embedded store has nobody who would, and its plans would stay those for empty tables. Returns the tables that were
 * seen to.
 */
export async function vacuumWhereDue(db: Db): Promise<readonly string[]> {
  await db.raw('select pg_stat_force_next_flush()');
  const tables = await db.raw<Row & { table: string; is_littered: boolean; is_changed: boolean }>(DUE);
  const due = tables.filter(({ is_littered, is_changed }) => is_littered || is_changed);
  // Table by table: whoever else needs the session has a turn in between.
  for (const { table, is_littered } of due)
    await db.raw(`${is_littered ? 'vacuum (analyze)' : 'analyze'} ${table}`);
  return due.map(({ table }) => table);
}
