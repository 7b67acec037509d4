import type { AnswerWay, ClaimState, InboxStatus } from '../domain/inbox.ts';
import type { TriagePart } from '../domain/triage.ts';
import { json, type Row, type Sql } from './db.ts';

/** A mention that may want an answer, and what people do about it. */
export interface InboxItem {
  readonly mentionId: number;
  readonly status: InboxStatus;
  readonly score: number;
  /** What the score is made of. */
  readonly parts: readonly TriagePart[];
  readonly assignedTo: number | undefined;
  /** The latest claim, whether or not it still holds: ask `holderAt`. */
  readonly claim: ClaimState | undefined;
  /** Rises with every change of hands, also when nobody has it now. */
  readonly claimNumber: number;
  readonly snoozedUntil: Date | undefined;
  /** When the clock of its target began, and when an answer is due; undefined: no target. */
  readonly beganAt: Date | undefined;
  readonly dueAt: Date | undefined;
  readonly tags: readonly string[];
  readonly locationId: number | undefined;
  readonly closedAt: Date | undefined;
  readonly answeredAt: Date | undefined;
  readonly answeredHow: AnswerWay | undefined;
  readonly enteredAt: Date;
}

export interface InboxEvent {
  readonly at: Date;
  readonly actor: string;
  readonly deed: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface StoredItem extends Row {
  mention_id: number;
  status: InboxStatus;
  score_e2: number;
  parts: TriagePart[];
  assigned_to: number | null;
  claimed_by: number | null;
  claimed_until: Date | null;
  claim_number: number;
  snoozed_until: Date | null;
  began_at: Date | null;
  due_at: Date | null;
  tags: string[];
  location_id: number;
  closed_at: Date | null;
  answered_at: Date | null;
  answered_how: AnswerWay | null;
  entered_at: Date;
}

/** Undefined for a mention that never entered the inbox. */
export async function findItem(sql: Sql, mentionId: number): Promise<InboxItem | undefined> {
  const [row] = await sql<StoredItem>`select * from inbox_items where mention_id = ${mentionId}`;
  return row && itemOf(row);
}

/** The same, held until the transaction ends: nobody changes hands or status meanwhile. */
export async function lockItem(sql: Sql, mentionId: number): Promise<InboxItem | undefined> {
  const [row] = await sql<StoredItem>`select * from inbox_items where mention_id = ${mentionId} for update`;
  return row && itemOf(row);
}

/**
 * Moves an item to another status and writes down who did it; false when it was there already. Answering or putting
 * away ends claim and snooze and remembers the text that was dealt with, so that an edit brings the item back. In the
 * caller's transaction. `detail.how` and `detail.userId` say how and by whom it was answered; a reply without them
 * counts as sent.
 */
export async function setStatus(
  sql: Sql,
  change: {
    mentionId: number;
    status: InboxStatus;
    actor: string;
    now: Date;
    detail?: StatusDetail;
  },
): Promise<boolean> {
  const { mentionId, status, actor, now, detail = {} } = change;
  const isClosing = status === 'replied' || status === 'archived';
  const how = status === 'replied' ? (detail.how ?? 'sent') : null;
  const rows = await sql`
    update inbox_items i
       set status = ${status},
           claimed_by = case when ${isClosing} then null else claimed_by end,
           claimed_until = case when ${isClosing} then null else claimed_until end,
           snoozed_until = null,
           closed_at = case when ${isClosing} then ${now}::timestamptz end,
           closed_revision = case when ${isClosing} then m.revision end,
           answered_at = case when ${how}::text is null then answered_at else coalesce(answered_at, ${now}) end,
           answered_by = case when ${how}::text is null or answered_at is not null then answered_by
                              else ${detail.userId ?? null}::bigint end,
           answered_how = case when ${how}::text is null or answered_at is not null then answered_how
                               else ${how} end,
           updated_at = ${now}
      from mentions m
     where m.id = i.mention_id
       and i.mention_id = ${mentionId}
       and i.status <> ${status}
    returning i.mention_id`;
  if (rows.length === 0) return false;
  await saveInboxEvent(sql, mentionId, {
    at: now,
    actor,
    deed: DEED_OF_STATUS[status],
    detail: { ...detail },
  });
  await announceItems(sql, [mentionId]);
  return true;
}

export interface StatusDetail {
  /** Whoever answered. */
  readonly userId?: number | undefined;
  readonly how?: AnswerWay;
  readonly [more: string]: unknown;
}

const DEED_OF_STATUS: Readonly<Record<InboxStatus, string>> = {
  new: 'opened again',
  claimed: 'claimed',
  replied: 'answered',
  archived: 'archived',
};

export async function saveInboxEvent(sql: Sql, mentionId: number, event: InboxEvent): Promise<void> {
  await sql`
    insert into inbox_events (mention_id, at, actor, deed, detail)
    values (${mentionId}, ${event.at}, ${event.actor}, ${event.deed}, ${json(event.detail)}::jsonb)`;
}

export async function listInboxEvents(sql: Sql, mentionId: number): Promise<InboxEvent[]> {
  return sql<{ at: Date; actor: string; deed: string; detail: Record<string, unknown> }>`
    select at, actor, deed, detail from inbox_events where mention_id = ${mentionId} order by id`;
}

/** A notification holds 8,000 bytes. */
const ANNOUNCED_AT_MOST = 400;

/** Tells whoever has these items, or a list of them, on the screen. */
export async function announceItems(sql: Sql, mentionIds: readonly number[]): Promise<void> {
  if (mentionIds.length === 0) return;
  const items = mentionIds.slice(0, ANNOUNCED_AT_MOST);
  await sql`select pg_notify('earshot_cells', ${JSON.stringify({ topics: [], items })})`;
}

export function itemOf(row: StoredItem): InboxItem {
  return {
    mentionId: row.mention_id,
    status: row.status,
    score: row.score_e2 / 100,
    parts: row.parts,
    assignedTo: row.assigned_to ?? undefined,
    claim:
      row.claimed_by === null || row.claimed_until === null
        ? undefined
        : { userId: row.claimed_by, until: row.claimed_until, number: row.claim_number },
    claimNumber: row.claim_number,
    snoozedUntil: row.snoozed_until ?? undefined,
    beganAt: row.began_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    tags: row.tags,
    locationId: row.location_id === 0 ? undefined : row.location_id,
    closedAt: row.closed_at ?? undefined,
    answeredAt: row.answered_at ?? undefined,
    answeredHow: row.answered_how ?? undefined,
    enteredAt: row.entered_at,
  };
}
