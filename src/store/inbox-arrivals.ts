import { json, type Sql } from './db.ts';

/*
 * Mentions that have to be looked at for the inbox, because they are new, were edited, answered or judged otherwise, or
 * because time or the settings move their score. `fileArrivals` takes them away in the transaction that files them.
 */

/**
 * Call it before the mentions' rows are locked: whoever files one holds its arrival and may want to read its mention.
 * An arrival that is there already is held all the same, so that nobody takes it away with an older reading. A mention
 * that is gone has nothing to be looked at.
 */
export async function noteForInbox(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  if (mentionIds.length === 0) return;
  await sql`
    insert into inbox_arrivals (mention_id)
    select id from mentions where id = any(${mentionIds}::bigint[]) order by id
        on conflict (mention_id) do update set mention_id = excluded.mention_id`;
}

/** The mentions among these whose owner's answer is another one by now. Call it before the answers are written. */
export async function noteAnswered(
  sql: Sql,
  sourceId: number,
  answers: readonly { readonly external_id: string; readonly reply: string | undefined }[],
): Promise<void> {
  const rows = await sql<{ id: number }>`
    select m.id
      from jsonb_to_recordset(${json(answers)}::jsonb) as n (external_id text, reply text)
      join mentions m on m.source_id = ${sourceId} and m.external_id = n.external_id
     where m.owner_reply is distinct from n.reply`;
  await noteForInbox(
    sql,
    rows.map((row) => row.id),
  );
}

/** Open items whose score moves with time, as far as it has. */
export async function noteAged(sql: Sql, now: Date, limit: number): Promise<number> {
  const rows = await sql`
    insert into inbox_arrivals (mention_id)
    select mention_id
      from inbox_items
     where status in ('new', 'claimed')
       and rescore_at <= ${now}
     order by rescore_at
     limit ${limit}
        on conflict (mention_id) do nothing
    returning mention_id`;
  return rows.length;
}

/** Every open item: its order follows other rules now. */
export async function noteAllOpen(sql: Sql): Promise<void> {
  await sql`
    insert into inbox_arrivals (mention_id)
    select mention_id from inbox_items where status in ('new', 'claimed') order by mention_id
        on conflict (mention_id) do nothing`;
}

/** Mentions published since then: more of them may enter now. */
export async function noteRecent(sql: Sql, since: Date): Promise<void> {
  await sql`
    insert into inbox_arrivals (mention_id)
    select id
      from mentions
     where removed_at is null
       and label is not null
       and coalesce(published_at, collected_at) >= ${since}
     order by id
        on conflict (mention_id) do nothing`;
}
