import { randomUUID } from 'node:crypto';
import { Conflict, NotFound } from '../domain/errors.ts';
import type { ReplyState } from '../domain/reply.ts';
import { isSqlState, type Sql } from './db.ts';
import { type Begun, type ReplyRow, replyOf, type Stored } from './reply-row.ts';

export { BEGUN_ANEW, type Begun, type ReplyRow } from './reply-row.ts';

export interface ReplyEvent {
  readonly at: Date;
  readonly actor: string;
  readonly deed: string;
  readonly note: string;
  readonly text: string | undefined;
}

type Within = readonly number[] | undefined;

/** `within`: the locations somebody is limited to. @throws NotFound */
export async function getReply(sql: Sql, id: number, within?: Within): Promise<ReplyRow> {
  const places = within && [...within];
  const [row] = await sql<Stored>`
    select r.*
      from replies r
      join mentions m on m.id = r.mention_id
     where r.id = ${id}
       and (${places ?? null}::bigint[] is null or m.location_id = any(${places ?? null}::bigint[]))`;
  const reply = row && replyOf(row);
  if (!reply) throw new NotFound(`There is no reply with the id ${id}.`);
  return reply;
}

/** All replies to a mention, the latest first; drafts only of this author. */
export async function listRepliesTo(
  sql: Sql,
  mentionId: number,
  author: string | undefined,
): Promise<ReplyRow[]> {
  const rows = await sql<Stored>`
    select *
      from replies
     where mention_id = ${mentionId}
       and (state <> 'draft' or author = ${author ?? ''})
     order by id desc`;
  return rows.map(replyOf);
}

/** The latest replies in some states; with `olderThan`, the page behind the reply with that id. */
export async function listReplies(
  sql: Sql,
  which: { states: readonly ReplyState[]; within?: Within; olderThan?: number | undefined; limit: number },
): Promise<ReplyRow[]> {
  const within = which.within && [...which.within];
  const rows = await sql<Stored>`
    select r.*
      from replies r
      join mentions m on m.id = r.mention_id
     where r.state = any(${[...which.states]}::text[])
       and (${which.olderThan ?? null}::bigint is null or r.id < ${which.olderThan ?? null})
       and (${within ?? null}::bigint[] is null or m.location_id = any(${within ?? null}::bigint[]))
     order by r.id desc
     limit ${which.limit}`;
  return rows.map(replyOf);
}

export async function countReplies(
  sql: Sql,
  within: Within,
): Promise<Readonly<Record<'waiting' | 'parked', number>>> {
  const places = within && [...within];
  const [row] = await sql<{ waiting: number; parked: number }>`
    select count(*) filter (where r.state = 'waiting') as waiting,
           count(*) filter (where r.state = 'parked') as parked
      from replies r
      join mentions m on m.id = r.mention_id
     where r.state in ('draft', 'waiting', 'parked')
       and (${places ?? null}::bigint[] is null or m.location_id = any(${places ?? null}::bigint[]))`;
  return { waiting: row?.waiting ?? 0, parked: row?.parked ?? 0 };
}

export async function listReplyEvents(sql: Sql, replyId: number): Promise<ReplyEvent[]> {
  const rows = await sql<{ at: Date; actor: string; deed: string; note: string; text: string | null }>`
    select at, actor, deed, note, text from reply_events where reply_id = ${replyId} order by id`;
  return rows.map((row) => ({ ...row, text: row.text ?? undefined }));
}

export async function saveReplyEvent(
  sql: Sql,
  replyId: number,
  event: { at: Date; actor: string; deed: string; note?: string; text?: string },
): Promise<void> {
  await sql`
    insert into reply_events (reply_id, at, actor, deed, note, text)
    values (${replyId}, ${event.at}, ${event.actor}, ${event.deed}, ${event.note ?? ''}, ${event.text ?? null})`;
}

/** Keeps somebody's unfinished words; one draft a person and mention. */
export async function saveDraft(
  sql: Sql,
  draft: {
    mentionId: number;
    mentionRevision: number;
    authorId: number | undefined;
    author: string;
    text: string;
    begun: Begun;
    now: Date;
  },
): Promise<ReplyRow> {
  const { begun, now } = draft;
  const [row] = await sql<Stored>`
    insert into replies (mention_id, mention_revision, way, state, text, origin, basis, saved_reply_id, variant,
                         author_id, author, key, created_at, updated_at)
    values (${draft.mentionId}, ${draft.mentionRevision}, 'source', 'draft', ${draft.text}, ${begun.origin},
            ${begun.basis ?? null}, ${begun.savedReplyId ?? null}, ${begun.variant ?? null},
            ${draft.authorId ?? null}, ${draft.author}, ${`reply-${randomUUID()}`}, ${now}, ${now})
        on conflict (mention_id, author) where state = 'draft' do update
       set text = excluded.text, mention_revision = excluded.mention_revision, origin = excluded.origin,
           basis = excluded.basis, saved_reply_id = excluded.saved_reply_id, variant = excluded.variant,
           last_error = null, updated_at = excluded.updated_at
    returning *`;
  return replyOf(row as Stored);
}

export async function deleteDraft(sql: Sql, id: number, author: string): Promise<void> {
  await sql`delete from replies where id = ${id} and state = 'draft' and author = ${author}`;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Hands a draft on: to an approver, or to be sent from `dueAt` on. @throws Conflict when another reply to the mention
 * is on its way.
 */
export async function submitDraft(
  sql: Sql,
  id: number,
  to: { state: 'waiting' | 'queued'; claimNumber: number | undefined; dueAt: Date; now: Date },
): Promise<ReplyRow | undefined> {
  return movedOnce(async () => {
    const [row] = await sql<Stored>`
      update replies
         set state = ${to.state}, claim_number = ${to.claimNumber ?? null}, submitted_at = ${to.now},
             due_at = case when ${to.state} = 'queued' then ${to.dueAt}::timestamptz end, updated_at = ${to.now}
       where id = ${id}
         and state = 'draft'
      returning *`;
    return row;
  });
}

/** What an approver decides about a reply that waits; undefined when it no longer does. */
export async function decideReply(
  sql: Sql,
  id: number,
  decision: {
    state: 'queued' | 'draft';
    text: string;
    approverId: number | undefined;
    approver: string;
    remark: string;
    now: Date;
  },
): Promise<ReplyRow | undefined> {
  const { state, now } = decision;
  return movedOnce(async () => {
    // Given back to somebody who has begun another draft meanwhile: the one that was looked at takes its place.
    if (state === 'draft') {
      await sql`
        delete from replies other
         using replies mine
         where mine.id = ${id}
           and mine.state = 'waiting'
           and other.mention_id = mine.mention_id
           and other.author = mine.author
           and other.state = 'draft'`;
    }
    const [row] = await sql<Stored>`
      update replies
         set state = ${state}, text = ${decision.text}, approver_id = ${decision.approverId ?? null},
             approver = ${decision.approver}, decided_at = ${now}, remark = ${decision.remark},
             due_at = case when ${state} = 'queued' then ${now}::timestamptz end, updated_at = ${now}
       where id = ${id}
         and state = 'waiting'
      returning *`;
    return row;
  });
}

/** Changes the state of a reply that is in one of these; undefined when it is not (any more). @throws Conflict */
export async function moveReply(
  sql: Sql,
  id: number,
  move: { from: readonly ReplyState[]; to: ReplyState; dueAt: Date | undefined; now: Date },
): Promise<ReplyRow | undefined> {
  return movedOnce(async () => {
    const [row] = await sql<Stored>`
      update replies
         set state = ${move.to}, due_at = ${move.dueAt ?? null}, updated_at = ${move.now}
       where id = ${id}
         and state = any(${[...move.from]}::text[])
      returning *`;
    return row;
  });
}

async function movedOnce(move: () => Promise<Stored | undefined>): Promise<ReplyRow | undefined> {
  try {
    const row = await move();
    return row && replyOf(row);
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict('Another reply to this mention is on its way already. Open it to see whose.');
  }
}
