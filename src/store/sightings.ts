import type { NewMention } from '../domain/mention.ts';
import { json, type Sql } from './db.ts';
import { noteAnswered } from './inbox-arrivals.ts';
import { blankRemoved } from './mention-terms.ts';
import { removeWithin } from './removals.ts';
import { lockTwins } from './twins.ts';

/**
 * Writes down that a source still shows these mentions, and what its owner has answered. Neither is counted, so no
 * revision rises.
 */
export async function noteSeen(
  sql: Sql,
  at: { sourceId: number; now: Date },
  mentions: readonly NewMention[],
): Promise<void> {
  const rows = mentions.map(({ externalId, ownerReply }) => ({
    external_id: externalId,
    reply: ownerReply?.text,
    reply_at: ownerReply?.at,
    reply_state: ownerReply?.state,
  }));
  if (rows.length === 0) return;
  await noteAnswered(sql, at.sourceId, rows);
  await sql`
    update mentions m
       set seen_at = ${at.now}, missing_since = null,
           owner_reply = n.reply, owner_reply_at = n.reply_at, owner_reply_state = n.reply_state
      from jsonb_to_recordset(${json(rows)}::jsonb) as n (
           external_id text, reply text, reply_at timestamptz, reply_state text)
     where m.source_id = ${at.sourceId}
       and m.external_id = n.external_id
       and m.withheld is distinct from 'text'`;
}

/** What an answer says about mentions that are no longer there. */
export interface Gone {
  readonly removed: readonly string[];
  /** The answer is whole for everything published since; undefined: it is not. */
  readonly wholeSince: Date | undefined;
  readonly present: readonly string[];
}

/** Takes the lock of the twins for an answer that may remove mentions: it comes before any row. */
export async function holdForRemovals(
  sql: Sql,
  { removed, wholeSince }: Omit<Gone, 'present'>,
  comments: readonly string[] = [],
): Promise<void> {
  if (removed.length + comments.length > 0 || wholeSince !== undefined) await lockTwins(sql);
}

/**
 * Removes what the source says is gone, or does not show any more; returns how many there were. The transaction began
 * with `holdForRemovals`.
 */
export async function removeGone(
  sql: Sql,
  at: { sourceId: number; now: Date },
  { removed, wholeSince, present }: Gone,
): Promise<number> {
  const told = await removeByExternalId(sql, at, removed);
  return wholeSince === undefined ? told : told + (await removeMissing(sql, { ...at, wholeSince }, present));
}

export async function removeByExternalId(
  sql: Sql,
  at: { sourceId: number; now: Date },
  externalIds: readonly string[],
): Promise<number> {
  if (externalIds.length === 0) return 0;
  const rows = await sql<{ id: number }>`
    select id
      from mentions
     where source_id = ${at.sourceId}
       and external_id = any(${externalIds}::text[])
       and removed_at is null`;
  return remove(sql, rows, at.now);
}

/**
 * Compares a whole answer with what is stored: what it should hold and does not is marked, and removed when the next
 * whole answer does not hold it either. Answers are short by mistake now and then; two in a row seldom are.
 */
async function removeMissing(
  sql: Sql,
  at: { sourceId: number; now: Date; wholeSince: Date },
  present: readonly string[],
): Promise<number> {
  const missing = await sql<{ id: number; is_known: boolean }>`
    select id, missing_since is not null and missing_since < ${at.now} as is_known
      from mentions
     where source_id = ${at.sourceId}
       and (published_at > ${at.wholeSince} or (published_at is null and collected_at > ${at.wholeSince}))
       and collected_at < ${at.now}
       and removed_at is null
       and external_id <> all (${present}::text[])`;
  const fresh = missing.filter((row) => !row.is_known).map((row) => row.id);
  if (fresh.length > 0) {
    await sql`update mentions set missing_since = ${at.now} where id = any(${fresh}::bigint[]) and missing_since is null`;
  }
  return remove(
    sql,
    missing.filter((row) => row.is_known),
    at.now,
  );
}

async function remove(sql: Sql, rows: readonly { id: number }[], now: Date): Promise<number> {
  const ids = rows.map((row) => row.id);
  const removed = await removeWithin(sql, ids, now);
  await blankRemoved(sql, ids);
  return removed;
}

/** A mention that is to be looked at again. */
export interface SeenMention {
  readonly externalId: string;
  readonly parentId: string | undefined;
  readonly url: string | undefined;
}

/** The mentions of a source that nobody has seen there for the longest time, among those published lately. */
export async function listUnseen(
  sql: Sql,
  due: { sourceId: number; seenBefore: Date; publishedSince: Date; limit: number },
): Promise<SeenMention[]> {
  const rows = await sql<{ external_id: string; parent_external_id: string | null; url: string | null }>`
    select external_id, parent_external_id, url
      from mentions
     where source_id = ${due.sourceId}
       and seen_at < ${due.seenBefore}
       and removed_at is null
       and withheld is distinct from 'text'
       and coalesce(published_at, collected_at) > ${due.publishedSince}
     order by seen_at
     limit ${due.limit}`;
  return rows.map((row) => ({
    externalId: row.external_id,
    parentId: row.parent_external_id ?? undefined,
    url: row.url ?? undefined,
  }));
}
