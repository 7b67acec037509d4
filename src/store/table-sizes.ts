import type { Sql } from './db.ts';

/** About how many rows tables have, as they were counted last; asking costs nothing, however many there are. */
export async function roughSizes(sql: Sql, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ name: string; size: number }>`
    select relname::text as name, greatest(reltuples, 0)::float8 as size
      from pg_class
     where oid = any(${tables}::text[]::regclass[])`;
  return new Map(rows.map(({ name, size }) => [name, size]));
}
