import { Conflict } from '../domain/errors.ts';
import type { Sql } from '../store/db.ts';
import type { ReplyRow } from '../store/reply-row.ts';

/** An answered item leaves the inbox; a change of the mention brings it back. */
export async function closeAnswered(
  sql: Sql,
  reply: Pick<ReplyRow, 'mentionId' | 'mentionRevision'>,
  by: {
    actor: string;
    userId: number | undefined;
    how: 'sent' | 'marked' | 'automatic';
    now: Date;
  },
): Promise<void> {
  await sql`
    update inbox_items
       set status = 'replied', closed_revision = ${reply.mentionRevision}, closed_at = ${by.now},
           claimed_by = null, claimed_until = null, updated_at = ${by.now}
     where mention_id = ${reply.mentionId}
       and status in ('new', 'claimed')`;
}

/**
 * Holds the item's row until the transaction ends, so that nobody takes it over while a reply is written.
 * @throws Conflict when somebody else has the item, or the claim it was opened with has changed hands.
 */
export async function refuseWithoutClaim(
  sql: Sql,
  by: { mentionId: number; userId: number | undefined; claimNumber: number | undefined; now: Date },
): Promise<void> {
  const [item] = await sql<{ claimed_by: number | null; claimed_until: Date | null; claim_number: number }>`
    select claimed_by, claimed_until, claim_number from inbox_items where mention_id = ${by.mentionId} for update`;
  if (!item || item.claimed_by === null || item.claimed_until === null || item.claimed_until <= by.now) {
    if (item && by.claimNumber !== undefined && item.claim_number !== by.claimNumber) throw lost();
    return;
  }
  if (item.claimed_by !== by.userId) throw lost();
  if (by.claimNumber !== undefined && item.claim_number !== by.claimNumber) throw lost();
}

const lost = () =>
  new Conflict(
    'Somebody else has taken this item meanwhile. Nothing was sent; your words are kept as a draft.',
  );
