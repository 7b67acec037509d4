import { NotFound } from '../domain/errors.ts';
import type { ReplyState } from '../domain/reply.ts';
import type { Sql } from './db.ts';
import { type ReplyRow, replyOf, type Stored } from './reply-row.ts';

/** The mention that a reply answers, as it stands when the reply is to go out. */
export interface Answered {
  readonly mentionId: number;
  readonly sourceId: number;
  readonly externalId: string;
  readonly parentId: string | undefined;
  readonly url: string | undefined;
  readonly authorHandle: string | undefined;
  readonly revision: number;
  readonly isRemoved: boolean;
  /** What the source shows as our answer. */
  readonly ownerReply: string | undefined;
  readonly ownerReplyState: string | undefined;
}

export async function findAnswered(sql: Sql, mentionId: number): Promise<Answered | undefined> {
  const [row] = await sql<{
    source_id: number;
    external_id: string;
    parent_external_id: string | null;
    url: string | null;
    author_handle: string | null;
    revision: number;
    is_removed: boolean;
    owner_reply: string | null;
    owner_reply_state: string | null;
  }>`
    select source_id, external_id, parent_external_id, url, author_handle, revision,
           removed_at is not null as is_removed, owner_reply, owner_reply_state
      from mentions
     where id = ${mentionId}`;
  if (!row) return undefined;
  return {
    mentionId,
    sourceId: row.source_id,
    externalId: row.external_id,
    parentId: row.parent_external_id ?? undefined,
    url: row.url ?? undefined,
    authorHandle: row.author_handle ?? undefined,
    revision: row.revision,
    isRemoved: row.is_removed,
    ownerReply: row.owner_reply ?? undefined,
    ownerReplyState: row.owner_reply_state ?? undefined,
  };
}

/**
 * Takes a reply that is due, for as long as `leaseMs`: nobody else takes it meanwhile, and should the sender die, it
 * is due again afterwards, marked as one that may have arrived. Returns it as it stood before. Undefined when it is
 * not due, was taken or was stopped.
 */
export async function takeReply(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<ReplyRow | undefined> {
  const [before] = await sql<Stored>`
      with mine as (
           select *
             from replies
            where id = ${id}
              and state in ('queued', 'sending')
              and due_at <= ${now}
              for update)
    update replies r
       set state = 'sending', attempts = r.attempts + 1, first_tried_at = coalesce(r.first_tried_at, ${now}),
           may_have_arrived = true, due_at = ${new Date(now.getTime() + leaseMs)}, updated_at = ${now}
      from mine
     where r.id = mine.id
       and r.state in ('queued', 'sending')
       and r.due_at <= ${now}
    returning mine.*`;
  return before && replyOf(before);
}

/** It has arrived. False when the attempt was overtaken by another one. */
export async function saveSent(
  sql: Sql,
  reply: Pick<ReplyRow, 'id' | 'attempts'>,
  sent: {
    state: 'sent' | 'published' | 'rejected';
    externalId: string;
    url: string | undefined;
    lookAt: Date | undefined;
    now: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    update replies
       set state = ${sent.state}, external_id = ${sent.externalId}, url = ${sent.url ?? null},
           sent_at = coalesce(sent_at, ${sent.now}), due_at = ${sent.lookAt ?? null}, last_error = null,
           published_at = case when ${sent.state} = 'published' then ${sent.now}::timestamptz end,
           updated_at = ${sent.now}
     where id = ${reply.id}
       and state = 'sending'
       and attempts = ${reply.attempts + 1}
    returning id`;
  return rows.length > 0;
}

/** It has not arrived, or nobody knows. */
export async function saveUnsent(
  sql: Sql,
  reply: Pick<ReplyRow, 'id' | 'attempts'>,
  failure: {
    state: 'queued' | 'parked';
    mayHaveArrived: boolean;
    error: string;
    dueAt: Date | undefined;
    now: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    update replies
       set state = ${failure.state}, may_have_arrived = ${failure.mayHaveArrived}, last_error = ${failure.error},
           due_at = ${failure.dueAt ?? null}, updated_at = ${failure.now}
     where id = ${reply.id}
       and state = 'sending'
       and attempts = ${reply.attempts + 1}
    returning id`;
  return rows.length > 0;
}

/** Takes a reply whose place is to be looked at; the same rules as for sending. */
export async function takeLook(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<ReplyRow | undefined> {
  const [row] = await sql<Stored>`
    update replies
       set due_at = ${new Date(now.getTime() + leaseMs)}
     where id = ${id}
       and state in ('sent', 'published', 'rejected')
       and due_at <= ${now}
    returning *`;
  return row && replyOf(row);
}

/** What was found there, and when to look again. */
export async function saveLook(
  sql: Sql,
  id: number,
  found: {
    state: ReplyState;
    missedLooks: number;
    error: string | undefined;
    lookAt: Date | undefined;
    now: Date;
  },
): Promise<void> {
  await sql`
    update replies
       set state = ${found.state}, looks = looks + 1, missed_looks = ${found.missedLooks},
           last_error = ${found.error ?? null}, due_at = ${found.lookAt ?? null},
           published_at = case when ${found.state} = 'published' then coalesce(published_at, ${found.now})
                               else published_at end,
           updated_at = ${found.now}
     where id = ${id}
       and state in ('sent', 'published', 'rejected')`;
}

/** Replies that something is to be done about, the longest due first. */
export async function listDueReplies(sql: Sql, now: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id from replies where due_at <= ${now} order by due_at limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Nobody can do it but a person, who says that it is there. */
export async function confirmArrived(sql: Sql, id: number, now: Date): Promise<ReplyRow | undefined> {
  const [row] = await sql<Stored>`
    update replies
       set state = 'published', sent_at = coalesce(first_tried_at, ${now}), published_at = ${now}, due_at = null,
           last_error = null, updated_at = ${now}
     where id = ${id}
       and state = 'parked'
    returning *`;
  return row && replyOf(row);
}

/** Back in line. `isMissing`: a person has looked, and it is not there. */
export async function requeueReply(
  sql: Sql,
  id: number,
  { isMissing, now }: { isMissing: boolean; now: Date },
): Promise<ReplyRow | undefined> {
  const [row] = await sql<Stored>`
    update replies r
       set state = 'queued', due_at = ${now}, attempts_before = attempts,
           may_have_arrived = may_have_arrived and not ${isMissing}::boolean, updated_at = ${now},
           -- whoever sends it again has read the mention as it stands
           mention_revision = m.revision
      from mentions m
     where r.id = ${id}
       and r.state = 'parked'
       and m.id = r.mention_id
    returning r.*`;
  return row && replyOf(row);
}

/** The revision of a mention's words, for a reply that answers them as they stand. */
export async function revisionOf(sql: Sql, mentionId: number): Promise<number> {
  const [row] = await sql<{ revision: number }>`select revision from mentions where id = ${mentionId}`;
  if (!row) throw new NotFound(`There is no mention with the id ${mentionId}.`);
  return row.revision;
}

/** Why a draft could not be handed on: shown where it is written. */
export async function noteRefusal(sql: Sql, id: number, error: string): Promise<void> {
  await sql`update replies set last_error = ${error} where id = ${id} and state = 'draft'`;
}
