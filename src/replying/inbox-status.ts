import { Conflict } from '../domain/errors.ts';
import { type AnswerWay, holderAt } from '../domain/inbox.ts';
import { holdsClaim } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { lockItem, setStatus } from '../store/inbox.ts';

/** An answered item leaves the inbox; a change of the mention brings it back. */
export async function closeAnswered(
  sql: Sql,
  mentionId: number,
  by: { actor: string; userId: number | undefined; how: AnswerWay; now: Date },
): Promise<void> {
  const { actor, userId, how, now } = by;
  await setStatus(sql, { mentionId, status: 'replied', actor, now, detail: { userId, how } });
}

/** The place did not keep the reply: the item waits for an answer again. */
export async function reopenUnanswered(sql: Sql, mentionId: number, why: string, now: Date): Promise<void> {
  await setStatus(sql, { mentionId, status: 'new', actor: 'Earshot', now, detail: { why } });
}

/**
 * Holds the item's row until the transaction ends, so that nobody takes it over while a reply is written.
 * @throws Conflict when somebody else has the item, or the claim it was opened with has changed hands.
 */
export async function refuseWithoutClaim(
  sql: Sql,
  by: { mentionId: number; userId: number | undefined; claimNumber: number | undefined; now: Date },
): Promise<void> {
  const { mentionId, userId, claimNumber, now } = by;
  const item = await lockItem(sql, mentionId);
  if (!item) return;
  const isMine =
    userId !== undefined && claimNumber !== undefined
      ? await holdsClaim(sql, { mentionId, userId, claimNumber, now })
      : isFreeFor(userId, holderAt(item.claim, now)?.userId);
  if (isMine) return;
  throw new Conflict(
    'You no longer have this item open: somebody has taken it over, or your claim ran out. Nothing was sent; your words are kept as a draft.',
  );
}

/** Who has not said under which claim may go on as long as nobody else is at it. */
const isFreeFor = (userId: number | undefined, holder: number | undefined) =>
  holder === undefined || holder === userId;
