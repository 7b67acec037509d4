import type { NoticeKind } from '../domain/inbox.ts';
import type { Sql } from './db.ts';

/** What the team tells itself about an item. */
export interface InboxNote {
  readonly id: number;
  readonly at: Date;
  readonly author: string;
  readonly text: string;
}

/** What one person has to hear about an item. */
export interface InboxNotice {
  readonly id: number;
  readonly mentionId: number;
  readonly kind: NoticeKind;
  readonly at: Date;
  readonly actor: string;
}

export async function insertNote(
  sql: Sql,
  note: { mentionId: number; at: Date; authorId: number | undefined; author: string; text: string },
): Promise<number> {
  const [row] = await sql<{ id: number }>`
    insert into inbox_notes (mention_id, at, author_id, author, text)
    values (${note.mentionId}, ${note.at}, ${note.authorId ?? null}, ${note.author}, ${note.text})
    returning id`;
  return row?.id ?? 0;
}

export async function listNotes(sql: Sql, mentionId: number): Promise<InboxNote[]> {
  return sql<{ id: number; at: Date; author: string; text: string }>`
    select id, at, author, text from inbox_notes where mention_id = ${mentionId} order by id`;
}

export async function saveNotice(
  sql: Sql,
  notice: { userId: number; mentionId: number; kind: NoticeKind; at: Date; actor: string },
): Promise<void> {
  await sql`
    insert into inbox_notices (user_id, mention_id, kind, at, actor)
    values (${notice.userId}, ${notice.mentionId}, ${notice.kind}, ${notice.at}, ${notice.actor})`;
}

const NOTICES_SHOWN = 20;

/** What this person has not looked at yet, the latest first. */
export async function listNotices(sql: Sql, userId: number): Promise<InboxNotice[]> {
  const rows = await sql<{ id: number; mention_id: number; kind: NoticeKind; at: Date; actor: string }>`
    select id, mention_id, kind, at, actor
      from inbox_notices
     where user_id = ${userId}
       and seen_at is null
     order by id desc
     limit ${NOTICES_SHOWN}`;
  return rows.map(({ mention_id, ...notice }) => ({ ...notice, mentionId: mention_id }));
}

/** Marks what somebody had to hear as heard: of one item, or of all. */
export async function seeNotices(
  sql: Sql,
  seen: { userId: number; mentionId: number | undefined; now: Date },
): Promise<void> {
  await sql`
    update inbox_notices
       set seen_at = ${seen.now}
     where user_id = ${seen.userId}
       and seen_at is null
       and (${seen.mentionId ?? null}::bigint is null or mention_id = ${seen.mentionId ?? null})`;
}
