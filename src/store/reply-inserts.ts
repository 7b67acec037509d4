import { randomUUID } from 'node:crypto';
import type { Sql } from './db.ts';
import type { Begun } from './reply-row.ts';

/** A reply that goes out by a rule. Undefined when the mention has one already, whatever became of it. */
export async function insertAutomatic(
  sql: Sql,
  reply: {
    mentionId: number;
    mentionRevision: number;
    text: string;
    savedReplyId: number;
    variant: number;
    rule: { id: number; name: string };
    dueAt: Date;
    now: Date;
  },
): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    insert into replies (mention_id, mention_revision, way, state, text, origin, basis, saved_reply_id, variant,
                         author, is_automated, automatic_rule_id, key, due_at, submitted_at, created_at, updated_at)
    select ${reply.mentionId}::bigint, ${reply.mentionRevision}::int, 'source', 'queued', ${reply.text}, 'saved',
           ${reply.text}, ${reply.savedReplyId}::bigint, ${reply.variant}::int, ${`rule ${reply.rule.name}`}, true,
           ${reply.rule.id}::bigint, ${`reply-${randomUUID()}`}, ${reply.dueAt}::timestamptz,
           ${reply.now}::timestamptz, ${reply.now}::timestamptz, ${reply.now}::timestamptz
     where not exists (select from replies where mention_id = ${reply.mentionId} and state <> 'draft')
        on conflict do nothing
    returning id`;
  return row?.id;
}

/** An answer that somebody gave at the original. */
export async function insertCopied(
  sql: Sql,
  reply: {
    mentionId: number;
    mentionRevision: number;
    authorId: number | undefined;
    author: string;
    text: string;
    begun: Begun;
    claimNumber: number | undefined;
    now: Date;
  },
): Promise<number> {
  const { begun, now } = reply;
  const [row] = await sql<{ id: number }>`
    insert into replies (mention_id, mention_revision, way, state, text, origin, basis, saved_reply_id, variant,
                         author_id, author, claim_number, key, created_at, updated_at, submitted_at, sent_at,
                         published_at)
    values (${reply.mentionId}, ${reply.mentionRevision}, 'copied', 'published', ${reply.text}, ${begun.origin},
            ${begun.basis ?? null}, ${begun.savedReplyId ?? null}, ${begun.variant ?? null}, ${reply.authorId ?? null},
            ${reply.author}, ${reply.claimNumber ?? null}, ${`reply-${randomUUID()}`}, ${now}, ${now}, ${now}, ${now},
            ${now})
    returning id`;
  return row?.id ?? 0;
}
