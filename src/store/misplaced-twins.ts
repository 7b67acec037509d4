import type { Sql } from './db.ts';

// A duplicate hangs on one that counts for itself; whoever counts for itself has nothing waiting.
export const MISPLACED = `
  select 'mention ' || m.id as "where",
         case when m.duplicate_of is null then 'counted' else 'a duplicate of one that counts' end as expected,
         case when m.duplicate_of is null then 'waiting like a duplicate'
              else 'a duplicate of mention ' || m.duplicate_of end as found
    from mentions m
    left join mentions f on f.id = m.duplicate_of
   where (m.duplicate_of is null and m.waiting_topics is not null and m.counted_revision = m.revision)
      or (m.duplicate_of is not null
          and (f.duplicate_of is not null or f.removed_at is not null or f.is_apart or m.is_apart or f.id > m.id))
   order by m.id
   limit 100`;

/** Mentions whose place among their duplicates is wrong. */
export async function listMisplaced(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select m.id
      from mentions m
      left join mentions f on f.id = m.duplicate_of
     where m.duplicate_of is not null
       and (f.duplicate_of is not null or f.removed_at is not null or f.is_apart or m.is_apart or f.id > m.id)
     order by m.id`;
  return rows.map((row) => row.id);
}
