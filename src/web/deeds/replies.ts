import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import { LONGEST_REPLY } from '../../domain/reply.ts';
import { missingIn } from '../../domain/reply-variables.ts';
import { closeAnswered, refuseWithoutClaim } from '../../replying/inbox-status.ts';
import { canReply } from '../../replying/open-source.ts';
import { limitFor } from '../../replying/reply-limit.ts';
import { lengthOf } from '../../sources/reply.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { getMention, type MentionDetail } from '../../store/feed.ts';
import {
  type Begun,
  deleteDraft,
  listRepliesTo,
  type ReplyRow,
  saveDraft,
  saveReplyEvent,
  submitDraft,
} from '../../store/replies.ts';
import { insertCopied } from '../../store/reply-inserts.ts';
import { noteRefusal, revisionOf } from '../../store/reply-sending.ts';
import { getReplySettings } from '../../store/reply-settings.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { WebProblem } from '../problem.ts';

/** What somebody has written. */
export interface Written {
  readonly text: string;
  readonly begun: Begun;
  /** The claim the item was opened with; undefined: it was opened elsewhere. */
  readonly claimNumber: number | undefined;
  /** A colleague has answered this text already; answer it once more. */
  readonly isAgain: boolean;
}

/** @throws NotFound; WebProblem for a place that is not this person's. */
export async function mentionToAnswer(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
): Promise<MentionDetail> {
  const mention = await getMention(deps.db, mentionId);
  const { locationIds } = by;
  if (locationIds && (!mention.location || !locationIds.includes(mention.location.id))) {
    throw new WebProblem('not-allowed', `This mention belongs to a location that is not ${by.name}’s.`);
  }
  return mention;
}

/** Keeps unfinished words. */
export async function keepDraft(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  written: Pick<Written, 'text' | 'begun'>,
): Promise<ReplyRow> {
  await mentionToAnswer(deps, by, mentionId);
  if (written.text.length > LONGEST_REPLY)
    throw new Refused(`A reply has ${LONGEST_REPLY} characters at most.`);
  return saveDraft(deps.db, {
    mentionId,
    mentionRevision: await revisionOf(deps.db, mentionId),
    authorId: by.userId,
    author: by.name,
    text: written.text,
    begun: written.begun,
    now: deps.now(),
  });
}

/**
 * Hands a reply on: to an approver where the team wants that, or to be sent. What is refused stays a draft, with the
 * reason. @throws Refused, Conflict
 */
export async function submitReply(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  written: Written,
): Promise<ReplyRow> {
  const draft = await keepDraft(deps, by, mentionId, written);
  try {
    return await submit(deps, by, draft, written);
  } catch (error) {
    if (error instanceof Refused || error instanceof Conflict) {
      await noteRefusal(deps.db, draft.id, error.message);
    }
    throw error;
  }
}

async function submit(deps: WebDeps, by: Principal, draft: ReplyRow, written: Written): Promise<ReplyRow> {
  const mention = await mentionToAnswer(deps, by, draft.mentionId);
  if (!canReply(mention.source.kind)) {
    throw new Refused(`${mention.source.name} has no way to reply. Open the original and answer there.`);
  }
  refuseUnfinished(draft.text);
  await refuseTooLong(deps, draft);
  const { needsApproval, mayApproveOwn } = await getReplySettings(deps.db);
  const isApproved = !needsApproval || (by.scopes.has('approve') && mayApproveOwn);
  const now = deps.now();
  const reply = await deps.db.transaction(async (sql) => {
    const { claimNumber } = written;
    await refuseWithoutClaim(sql, { mentionId: draft.mentionId, userId: by.userId, claimNumber, now });
    if (!written.isAgain) await refuseAnswered(sql, draft);
    const state = isApproved ? 'queued' : 'waiting';
    const moved = await submitDraft(sql, draft.id, { state, claimNumber, dueAt: now, now });
    if (!moved) throw new Conflict('This draft is no longer there: it was handed on or discarded elsewhere.');
    const deed = isApproved ? 'handed it on to be sent' : 'asked for approval';
    await saveReplyEvent(sql, moved.id, { at: now, actor: by.name, deed, text: moved.text });
    await saveAudit(sql, {
      at: now,
      actor: by.name,
      action: isApproved ? 'send reply' : 'submit reply',
      target: `mention ${moved.mentionId}`,
      detail: { reply: moved.id },
    });
    return moved;
  });
  if (reply.state === 'queued') await deps.queue.enqueue('reply', { replyId: reply.id });
  return reply;
}

export function refuseUnfinished(text: string): void {
  if (text.trim() === '') throw new Refused('The reply has no words yet.');
  const missing = missingIn(text);
  if (missing.length > 0) {
    throw new Refused(
      `The reply still asks for ${missing.map((name) => `{{${name}}}`).join(', ')}. Fill it in, or take it out.`,
    );
  }
}

/** Where the place cannot be asked now, it is asked again when the reply goes out. */
export async function refuseTooLong(
  deps: WebDeps,
  { mentionId, text }: Pick<ReplyRow, 'mentionId' | 'text'>,
): Promise<void> {
  const limit = await limitFor(deps, mentionId);
  if (!limit) return;
  const length = lengthOf(text, limit.unit);
  if (length > limit.most) {
    throw new Refused(
      `The place takes ${limit.most} ${limit.unit} at most; this reply has ${length}. Shorten it by ${length - limit.most}.`,
    );
  }
}

async function refuseAnswered(sql: Sql, draft: ReplyRow): Promise<void> {
  const there = (await listRepliesTo(sql, draft.mentionId, undefined)).find(
    ({ state, mentionRevision }) =>
      (state === 'sent' || state === 'published') && mentionRevision === draft.mentionRevision,
  );
  if (!there) return;
  throw new Conflict(
    `${there.author} has answered this already. Tick “answer once more” if it needs another reply.`,
  );
}

/** Somebody has answered at the original. @throws Conflict */
export async function markReplied(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  written: Pick<Written, 'text' | 'begun' | 'claimNumber'>,
): Promise<number> {
  await mentionToAnswer(deps, by, mentionId);
  const now = deps.now();
  return deps.db.transaction(async (sql) => {
    const { claimNumber, text, begun } = written;
    await refuseWithoutClaim(sql, { mentionId, userId: by.userId, claimNumber, now });
    const mentionRevision = await revisionOf(sql, mentionId);
    const id = await insertCopied(sql, {
      mentionId,
      mentionRevision,
      authorId: by.userId,
      author: by.name,
      text,
      begun,
      claimNumber,
      now,
    });
    await sql`
      delete from replies where mention_id = ${mentionId} and author = ${by.name} and state = 'draft'`;
    await saveReplyEvent(sql, id, { at: now, actor: by.name, deed: 'answered at the original', text });
    await saveAudit(sql, { at: now, actor: by.name, action: 'mark replied', target: `mention ${mentionId}` });
    await closeAnswered(sql, mentionId, {
      actor: by.name,
      userId: by.userId,
      how: 'marked',
      now,
    });
    return id;
  });
}

/** Throws unfinished words away. */
export async function discardDraft(deps: WebDeps, by: Principal, mentionId: number): Promise<void> {
  const draft = (await listRepliesTo(deps.db, mentionId, by.name)).find(({ state }) => state === 'draft');
  if (!draft) throw new NotFound('There is no draft of yours for this mention.');
  await deleteDraft(deps.db, draft.id, by.name);
}
