import { FetchFailed, Refused } from '../domain/errors.ts';
import type { ReplyState } from '../domain/reply.ts';
import type { SentReply } from '../sources/source.ts';
import { saveReplyEvent } from '../store/replies.ts';
import type { ReplyRow } from '../store/reply-row.ts';
import { type Answered, findAnswered, saveLook, takeLook } from '../store/reply-sending.ts';
import { reopenUnanswered } from './inbox-status.ts';
import { openSource, type ReplyDeps } from './open-source.ts';
import { LEASE_MS, targetOf } from './send-one.ts';

/** Looks after a reply was sent: when it may have been judged, the same day, and when nobody thinks of it any more. */
const LOOKS_AFTER_MS = [6, 48, 14 * 24].map((hours) => hours * 3_600_000);
/** A place that shows nothing once may be slow; twice, it is gone. */
const MISSES_UNTIL_GONE = 2;
const AGAIN_MS = 3_600_000;

/** Looks what has become of a sent reply: published, rejected, changed there or taken away. */
export async function followUp(deps: ReplyDeps, replyId: number): Promise<void> {
  const reply = await takeLook(deps.db, replyId, { now: deps.now(), leaseMs: LEASE_MS });
  if (!reply) return;
  const answered = await findAnswered(deps.db, reply.mentionId);
  if (!answered) return;
  const seen = await look(deps, reply, answered).catch((error: unknown) => {
    // A place that cannot tell, or that does not let us in, is not asked again for this reply.
    if (error instanceof Refused || (error instanceof FetchFailed && error.code === 'sign-in'))
      return 'untold';
    if (error instanceof FetchFailed) return 'later';
    throw error;
  });
  await record(deps, reply, seen);
}

type Seen = 'untold' | 'later' | { readonly state: ReplyState | 'missing'; readonly note: string };

async function look(deps: ReplyDeps, reply: ReplyRow, answered: Answered): Promise<Seen> {
  const { kind, context } = await openSource(deps, answered.sourceId);
  const found = await kind.replies?.find(context, {
    target: targetOf(answered),
    text: reply.text,
    key: reply.key,
    ...(reply.firstTriedAt ? { firstTriedAt: reply.firstTriedAt } : {}),
  });
  return found ? { state: stateOf(found), note: '' } : whatIsThere(reply, answered);
}

const stateOf = ({ state }: SentReply): ReplyState => (state === 'pending' ? 'sent' : state);

/** Not to be found in our words: other words may stand there, as far as the source tells. */
function whatIsThere(reply: ReplyRow, { ownerReply }: Answered): Seen {
  if (ownerReply !== undefined && ownerReply.trim() !== reply.text.trim()) {
    return { state: reply.state, note: 'It was changed there; other words stand below the mention now.' };
  }
  return {
    state: 'missing',
    note: 'It is no longer there in these words: it was changed or taken away there.',
  };
}

async function record(deps: ReplyDeps, reply: ReplyRow, seen: Seen): Promise<void> {
  const now = deps.now();
  const next = LOOKS_AFTER_MS[reply.looks];
  const lookAt = next === undefined ? undefined : new Date(now.getTime() + next);
  if (seen === 'untold' || seen === 'later') {
    const again = seen === 'later' && lookAt ? new Date(now.getTime() + AGAIN_MS) : undefined;
    const { state, missedLooks, lastError: error } = reply;
    return saveLook(deps.db, reply.id, { state, missedLooks, error, lookAt: again, now });
  }
  const missedLooks = seen.state === 'missing' ? reply.missedLooks + 1 : 0;
  const isGone = missedLooks >= MISSES_UNTIL_GONE;
  const state = seen.state === 'missing' ? (isGone ? 'removed' : reply.state) : seen.state;
  await deps.db.transaction(async (sql) => {
    const isAgain = seen.state === 'missing' && !isGone;
    await saveLook(sql, reply.id, {
      state,
      missedLooks,
      error: isGone || seen.state !== 'missing' ? seen.note || undefined : undefined,
      lookAt: isGone ? undefined : isAgain ? new Date(now.getTime() + AGAIN_MS) : lookAt,
      now,
    });
    const isNews =
      state !== reply.state ||
      (seen.note !== '' && seen.state !== 'missing' && seen.note !== reply.lastError);
    if (!isNews) return;
    const isLost = state === 'rejected' || state === 'removed';
    if (isLost && state !== reply.state) await reopenUnanswered(sql, reply.mentionId, DEED[state] ?? '', now);
    await saveReplyEvent(sql, reply.id, {
      at: now,
      actor: 'Earshot',
      deed: DEED[state] ?? 'changed',
      note: seen.note,
    });
  });
}

const DEED: Partial<Record<ReplyState, string>> = {
  sent: 'waits there to be shown',
  published: 'is shown',
  rejected: 'was rejected by the place',
  removed: 'is gone',
};
