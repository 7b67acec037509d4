import type { Row, Sql } from './db.ts';

/** An open item whose answer is due soon. */
export interface DueItem {
  readonly mentionId: number;
  readonly locationId: number | undefined;
  readonly dueAt: Date;
  readonly text: string;
  readonly source: string;
  readonly author: string | undefined;
  readonly saidAt: Date;
}

interface Stored extends Row {
  mention_id: number;
  location_id: number;
  due_at: Date;
  text: string;
  source: string;
  author: string | null;
  said_at: Date;
}

/** Items that are due until then and of which nobody has been warned; each is handed out once. */
export async function takeDue(
  sql: Sql,
  until: { now: Date; dueBefore: Date; limit: number },
): Promise<DueItem[]> {
  const rows = await sql<Stored>`
    with taken as (
      update inbox_items
         set warned_at = ${until.now}
       where mention_id in (
             select mention_id
               from inbox_items
              where status in ('new', 'claimed')
                and due_at <= ${until.dueBefore}
                and warned_at is null
                and (snoozed_until is null or snoozed_until <= ${until.now})
              order by due_at
              limit ${until.limit}
                for update skip locked)
      returning mention_id, location_id, due_at, score_e2
    )
    select t.mention_id, t.location_id, t.due_at, left(m.text, 300) as text, s.name as source,
           coalesce(m.author_name, m.author_handle) as author,
           coalesce(m.published_at, m.collected_at) as said_at
      from taken t
      join mentions m on m.id = t.mention_id
      join sources s on s.id = m.source_id
     order by t.score_e2 desc, t.mention_id`;
  return rows.map((row) => ({
    mentionId: row.mention_id,
    locationId: row.location_id === 0 ? undefined : row.location_id,
    dueAt: row.due_at,
    text: row.text,
    source: row.source,
    author: row.author ?? undefined,
    saidAt: row.said_at,
  }));
}

/** The alert about targets of a location that was raised since then and is still open. */
export async function findTargetAlert(
  sql: Sql,
  about: { keyPrefix: string; since: Date },
): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    select id
      from alerts
     where starts_with(key, ${about.keyPrefix})
       and raised_at > ${about.since}
       and state in ('open', 'acknowledged')
     order by raised_at desc
     limit 1`;
  return row?.id;
}

/** Open alerts about targets of which every item has been dealt with. */
export async function listMetTargetAlerts(sql: Sql, keyPrefix: string): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select a.id
      from alerts a
     where a.state in ('open', 'acknowledged')
       and starts_with(a.key, ${keyPrefix})
       and not exists (
           select from inbox_items i where i.mention_id = any(a.mention_ids) and i.status in ('new', 'claimed'))
     order by a.id`;
  return rows.map((row) => row.id);
}
