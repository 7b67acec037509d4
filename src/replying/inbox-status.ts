import type { Sql } from '../store/db.ts';
import type { ReplyRow } from '../store/reply-row.ts';

/** An answered item leaves the inbox; a change of the mention brings it back. */
export async function noteReplied(sql: Sql, reply: ReplyRow, now: Date): Promise<void> {
  await sql`
    update inbox_items
       set status = 'replied', closed_revision = ${reply.mentionRevision}, closed_at = ${now},
           claimed_by = null, claimed_until = null, updated_at = ${now}
     where mention_id = ${reply.mentionId}
       and status in ('new', 'claimed')`;
}
