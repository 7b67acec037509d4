import { Refused } from '../domain/errors.ts';
import { sendReply } from '../sources/reply.ts';
import type { ReplyTarget, SentReply } from '../sources/source.ts';
import { saveReplyEvent } from '../store/replies.ts';
import type { ReplyRow } from '../store/reply-row.ts';
import { type Answered, findAnswered, saveSent, saveUnsent, takeReply } from '../store/reply-sending.ts';
import { type Failure, failureOf } from './failure.ts';
import { closeAnswered, reopenUnanswered } from './inbox-status.ts';
import { openSource, type ReplyDeps } from './open-source.ts';

export interface SendDeps extends ReplyDeps {
  readonly random: () => number;
}

/** Longer than any attempt takes: should we die, the reply is due again afterwards. */
export const LEASE_MS = 5 * 60_000;
const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 15_000;
/** Before asking whether it has arrived: a slow server may still be about to show it. */
const DOUBT_PAUSE_MS = 90_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
export const FIRST_LOOK_MS = 10 * 60_000;

/**
 * Sends one reply that is due and writes down how it went. A crash anywhere in between leaves it leased; the next
 * attempt asks whether it has arrived before it sends anything. Returns what went wrong; undefined when all is well
 * or there was nothing to do.
 */
export async function sendOne(
  deps: SendDeps,
  replyId: number,
): Promise<{ error: string; isParked: boolean } | undefined> {
  const reply = await takeReply(deps.db, replyId, { now: deps.now(), leaseMs: LEASE_MS });
  if (!reply) return undefined;
  try {
    await recordSent(deps, reply, await attempt(deps, reply));
    return undefined;
  } catch (error) {
    return recordUnsent(deps, reply, failureOf(error));
  }
}

async function attempt(deps: SendDeps, reply: ReplyRow): Promise<SentReply> {
  const answered = await findAnswered(deps.db, reply.mentionId);
  if (!answered) throw new Refused('The mention is no longer stored.');
  // Once it may be there, what has become of the mention no longer matters: first we find out.
  if (!reply.mayHaveArrived) refuseChanged(reply, answered);
  const { kind, context } = await openSource(deps, answered.sourceId);
  return sendReply(kind, context, {
    target: targetOf(answered),
    text: reply.text,
    key: reply.key,
    isRetry: reply.mayHaveArrived,
    ...(reply.firstTriedAt ? { firstTriedAt: reply.firstTriedAt } : {}),
  });
}

/** @throws Refused when the reply answers what is no longer there, or no longer so. */
function refuseChanged(reply: ReplyRow, answered: Answered): void {
  if (answered.isRemoved) {
    throw new Refused('What it answers is no longer there: its author or the place has taken it away.');
  }
  if (answered.revision !== reply.mentionRevision) {
    throw new Refused(
      'The author has changed the text since this reply was written. Read it again; if the reply still fits, send it.',
    );
  }
}

export function targetOf({ externalId, parentId, url, authorHandle }: Answered): ReplyTarget {
  return { externalId, parentId, url, authorHandle };
}

async function recordSent(deps: SendDeps, reply: ReplyRow, sent: SentReply): Promise<void> {
  const now = deps.now();
  await deps.db.transaction(async (sql) => {
    const state = sent.state === 'pending' ? 'sent' : sent.state;
    const isOurs = await saveSent(sql, reply, {
      state,
      externalId: sent.externalId,
      url: sent.url,
      lookAt: new Date(now.getTime() + FIRST_LOOK_MS),
      now,
    });
    if (!isOurs) return;
    const deed =
      state === 'rejected'
        ? 'was rejected by the place'
        : state === 'sent'
          ? 'sent; the place looks at it'
          : 'sent';
    await saveReplyEvent(sql, reply.id, { at: now, actor: 'Earshot', deed });
    if (state === 'rejected') return reopenUnanswered(sql, reply.mentionId, deed, now);
    await closeAnswered(sql, reply.mentionId, {
      actor: reply.author,
      userId: reply.authorId,
      how: reply.isAutomated ? 'automatic' : 'sent',
      now,
    });
  });
}

async function recordUnsent(deps: SendDeps, reply: ReplyRow, failure: Failure) {
  const now = deps.now();
  const tries = reply.attempts + 1 - reply.attemptsBefore;
  const isParked = failure.isFinal || tries >= MOST_ATTEMPTS;
  const dueAt = new Date(now.getTime() + pauseMs(tries, failure, deps.random()));
  await deps.db.transaction(async (sql) => {
    const isOurs = await saveUnsent(sql, reply, {
      state: isParked ? 'parked' : 'queued',
      mayHaveArrived: failure.mayHaveArrived || reply.mayHaveArrived,
      error: failure.message,
      dueAt: isParked ? undefined : dueAt,
      now,
    });
    if (!isOurs) return;
    const deed = isParked ? 'was set aside' : 'could not be sent yet';
    await saveReplyEvent(sql, reply.id, { at: now, actor: 'Earshot', deed, note: failure.message });
  });
  return { error: failure.message, isParked };
}

function pauseMs(tries: number, { mayHaveArrived, retryAfterMs }: Failure, random: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return Math.max(retryAfterMs ?? 0, mayHaveArrived ? DOUBT_PAUSE_MS : 0, pause * (0.75 + random / 2));
}
