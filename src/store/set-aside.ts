import type { Sql } from './db.ts';

/** A reply that goes no further by itself. */
export interface SetAside {
  readonly replyId: number;
  readonly source: string;
  readonly since: Date;
  /** Nobody knows whether it is there: somebody has to look. */
  readonly mayHaveArrived: boolean;
  readonly lastError: string | undefined;
}

/** What waits for a person to look or to try again, the longest waiting first. */
export async function listSetAside(sql: Sql, most: number): Promise<SetAside[]> {
  const rows = await sql<{
    id: number;
    source: string;
    updated_at: Date;
    may_have_arrived: boolean;
    last_error: string | null;
  }>`
    select r.id, s.name as source, r.updated_at, r.may_have_arrived, r.last_error
      from replies r
      join mentions m on m.id = r.mention_id
      join sources s on s.id = m.source_id
     where r.state = 'parked'
     order by r.updated_at, r.id
     limit ${most}`;
  return rows.map((row) => ({
    replyId: row.id,
    source: row.source,
    since: row.updated_at,
    mayHaveArrived: row.may_have_arrived,
    lastError: row.last_error ?? undefined,
  }));
}
