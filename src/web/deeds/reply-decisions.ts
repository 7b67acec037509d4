import { Conflict, Refused } from '../../domain/errors.ts';
import { closeAnswered } from '../../replying/inbox-status.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { decideReply, getReply, moveReply, type ReplyRow, saveReplyEvent } from '../../store/replies.ts';
import { confirmArrived, requeueReply } from '../../store/reply-sending.ts';
import { getReplySettings } from '../../store/reply-settings.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { mentionToAnswer, refuseTooLong, refuseUnfinished } from './replies.ts';

/** An approver lets a reply go out, with own changes to its words, or gives it back with a remark. @throws Refused, Conflict */
export async function decide(
  deps: WebDeps,
  by: Principal,
  replyId: number,
  decision: { deed: 'approve' | 'return'; text: string | undefined; remark: string },
): Promise<ReplyRow> {
  const reply = await getReply(deps.db, replyId);
  await mentionToAnswer(deps, by, reply.mentionId);
  const isOwn = reply.author === by.name && reply.authorId === by.userId;
  const { mayApproveOwn } = await getReplySettings(deps.db);
  if (decision.deed === 'approve' && isOwn && !mayApproveOwn) {
    throw new Refused('Somebody else has to approve a reply of your own.');
  }
  const text = decision.text?.trim() ? decision.text : reply.text;
  if (decision.deed === 'approve') {
    refuseUnfinished(text);
    await refuseTooLong(deps, { ...reply, text });
  }
  const now = deps.now();
  const state = decision.deed === 'approve' ? 'queued' : 'draft';
  const decided = await deps.db.transaction(async (sql) => {
    const { remark } = decision;
    const moved = await decideReply(sql, replyId, {
      state,
      text,
      approverId: by.userId,
      approver: by.name,
      remark,
      now,
    });
    if (!moved) throw new Conflict('This reply no longer waits: somebody has decided about it.');
    const deed = state === 'queued' ? 'approved it' : 'gave it back';
    await saveReplyEvent(sql, replyId, { at: now, actor: by.name, deed, note: remark, text });
    await saveAudit(sql, {
      at: now,
      actor: by.name,
      action: state === 'queued' ? 'approve reply' : 'return reply',
      target: `reply ${replyId}`,
    });
    return moved;
  });
  if (state === 'queued') await deps.queue.enqueue('reply', { replyId });
  return decided;
}

/** What a person can do about a reply that waits, failed or is about to go out. */
export const REPLY_DEEDS = ['retry', 'retry-missing', 'confirm', 'drop', 'take-back'] as const;
export type ReplyDeed = (typeof REPLY_DEEDS)[number];

const WORDS: Readonly<Record<ReplyDeed, string>> = {
  retry: 'sends it again',
  'retry-missing': 'has looked, it is not there: sends it again',
  confirm: 'has looked: it is there',
  drop: 'dropped it',
  'take-back': 'took it back before it went out',
};

/** @throws Refused when it is too late for that, Conflict when another reply is on its way. */
export async function handleReply(
  deps: WebDeps,
  by: Principal,
  replyId: number,
  deed: ReplyDeed,
): Promise<ReplyRow> {
  const reply = await getReply(deps.db, replyId);
  await mentionToAnswer(deps, by, reply.mentionId);
  const now = deps.now();
  const handled = await deps.db.transaction(async (sql) => {
    const moved = await move(sql, by, replyId, deed, now);
    if (!moved) throw new Refused('It is too late for that: the reply is in another state by now.');
    await saveReplyEvent(sql, replyId, { at: now, actor: by.name, deed: WORDS[deed] });
    await saveAudit(sql, { at: now, actor: by.name, action: `${deed} reply`, target: `reply ${replyId}` });
    if (deed === 'confirm')
      await closeAnswered(sql, moved.mentionId, {
        actor: moved.author,
        userId: moved.authorId,
        how: 'sent',
        now,
      });
    return moved;
  });
  if (handled.state === 'queued') await deps.queue.enqueue('reply', { replyId });
  return handled;
}

async function move(
  sql: Sql,
  by: Principal,
  id: number,
  deed: ReplyDeed,
  now: Date,
): Promise<ReplyRow | undefined> {
  switch (deed) {
    case 'retry':
    case 'retry-missing':
      return requeueReply(sql, id, { isMissing: deed === 'retry-missing', now });
    case 'confirm':
      return confirmArrived(sql, id, now);
    case 'drop':
      return moveReply(sql, id, {
        from: ['parked', 'waiting', 'queued'],
        to: 'dropped',
        dueAt: undefined,
        now,
      });
    case 'take-back':
      return takeBack(sql, by, id, now);
  }
}

/** What may have arrived cannot be taken back. */
async function takeBack(sql: Sql, by: Principal, id: number, now: Date): Promise<ReplyRow | undefined> {
  const reply = await getReply(sql, id);
  if (reply.author !== by.name) throw new Refused(`Only ${reply.author} can take it back; drop it instead.`);
  if (reply.mayHaveArrived || reply.isAutomated) return undefined;
  await sql`
    delete from replies
     where mention_id = ${reply.mentionId} and author = ${reply.author} and state = 'draft' and id <> ${id}`;
  return moveReply(sql, id, { from: ['waiting', 'queued', 'parked'], to: 'draft', dueAt: undefined, now });
}
