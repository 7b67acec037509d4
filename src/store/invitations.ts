import type { FormLanguage } from '../domain/survey/survey.ts';
import type { Row, Sql } from './db.ts';
import type { Sealed } from './vault.ts';

/** What is known of somebody who is to be asked, beside the address. */
export interface Invited {
  readonly language: FormLanguage;
  readonly touchpoint: string | undefined;
  readonly location: string | undefined;
  readonly product: string | undefined;
  readonly segment: string | undefined;
  readonly customer: string | undefined;
  readonly eventId: string | undefined;
}

export type InvitationState = 'waiting' | 'sent' | 'answered' | 'held' | 'left' | 'failed';

export interface InvitationRow extends Invited {
  readonly id: number;
  readonly surveyId: number;
  readonly addressKey: string | undefined;
  readonly sealed: Sealed | undefined;
  readonly state: InvitationState;
  readonly step: 'first' | 'reminder';
  readonly messageKey: string;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
  readonly remindedAt: Date | undefined;
  readonly answeredAt: Date | undefined;
}

/** A secret opens only beside the message it was sealed for. */
export const addressPlace = (messageKey: string): string => `invitation ${messageKey}`;

interface Stored extends Row {
  id: number;
  survey_id: number;
  address_key: string | null;
  key_id: string | null;
  sealed: string | null;
  language: FormLanguage;
  touchpoint: string | null;
  location_code: string | null;
  product: string | null;
  segment: string | null;
  customer: string | null;
  event_id: string | null;
  state: InvitationState;
  step: 'first' | 'reminder';
  message_key: string;
  attempts: number;
  due_at: Date;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
  reminded_at: Date | null;
  answered_at: Date | null;
}

/**
 * Writes an invitation down, held back until somebody has claimed the person for it. Undefined when the event has
 * invited already.
 */
export async function insertInvitation(
  sql: Sql,
  invited: Invited,
  at: { surveyId: number; addressKey: string; messageKey: string; now: Date },
): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    insert into invitations (survey_id, address_key, language, touchpoint, location_code, product, segment, customer,
                             event_id, state, message_key, due_at, created_at)
    values (${at.surveyId}, ${at.addressKey}, ${invited.language}, ${invited.touchpoint ?? null},
            ${invited.location ?? null}, ${invited.product ?? null}, ${invited.segment ?? null},
            ${invited.customer ?? null}, ${invited.eventId ?? null}, 'held', ${at.messageKey}, ${at.now}, ${at.now})
        on conflict (survey_id, event_id) do nothing
    returning id`;
  return row?.id;
}

export async function startInvitation(
  sql: Sql,
  id: number,
  { sealed, dueAt }: { sealed: Sealed; dueAt: Date },
): Promise<void> {
  await sql`
    update invitations
       set state = 'waiting', key_id = ${sealed.keyId}, sealed = ${sealed.sealed}, due_at = ${dueAt}
     where id = ${id}`;
}

/** Ends what is to be sent, and forgets the address with it. */
export async function endInvitation(
  sql: Sql,
  id: number,
  end: { state: Exclude<InvitationState, 'waiting'>; now: Date; error?: string },
): Promise<void> {
  await sql`
    update invitations
       set state = ${end.state}, key_id = null, sealed = null, last_error = ${end.error ?? null},
           answered_at = case when ${end.state === 'answered'} then coalesce(answered_at, ${end.now}) else answered_at end
     where id = ${id}`;
}

/** Takes a mail that is due for as long as `leaseMs`; undefined when it is not due or was taken. */
export async function takeInvitation(
  sql: Sql,
  id: number,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<InvitationRow | undefined> {
  const [row] = await sql<Stored>`
    update invitations
       set attempts = attempts + 1, due_at = ${new Date(now.getTime() + leaseMs)}
     where id = ${id}
       and state = 'waiting'
       and due_at <= ${now}
    returning *`;
  return row && invitationOf(row);
}

/**
 * Writes down that a mail went out. With a reminder to come the address is kept until then. False when the person has
 * answered or left meanwhile.
 */
export async function saveSent(
  sql: Sql,
  { id, step }: Pick<InvitationRow, 'id' | 'step'>,
  { now, remindAt }: { now: Date; remindAt: Date | undefined },
): Promise<boolean> {
  const goesOn = step === 'first' && remindAt !== undefined;
  const waited = await sql`
    update invitations
       set state = case when ${goesOn} then 'waiting' else 'sent' end,
           step = case when ${goesOn} then 'reminder' else step end,
           due_at = ${remindAt ?? now},
           attempts = 0,
           last_error = null,
           key_id = case when ${goesOn} then key_id end,
           sealed = case when ${goesOn} then sealed end
     where id = ${id}
       and state = 'waiting'
    returning id`;
  await sql`
    update invitations
       set sent_at = coalesce(sent_at, ${now}),
           reminded_at = case when ${step === 'reminder'} then ${now}::timestamptz else reminded_at end
     where id = ${id}`;
  return waited.length > 0;
}

/** Writes down why a mail did not go out; it is tried again at `dueAt`. */
export async function putOff(
  sql: Sql,
  id: number,
  { error, dueAt }: { error: string; dueAt: Date },
): Promise<void> {
  await sql`
    update invitations set last_error = ${error}, due_at = ${dueAt} where id = ${id} and state = 'waiting'`;
}

export async function findInvitation(sql: Sql, id: number): Promise<InvitationRow | undefined> {
  const [row] = await sql<Stored>`select * from invitations where id = ${id}`;
  return row && invitationOf(row);
}

export async function listDueInvitations(sql: Sql, now: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select id from invitations where state = 'waiting' and due_at <= ${now} order by due_at limit ${limit}`;
  return rows.map((row) => row.id);
}

export async function listInvitations(sql: Sql, surveyId: number, limit: number): Promise<InvitationRow[]> {
  const rows = await sql<Stored>`
    select * from invitations where survey_id = ${surveyId} order by id desc limit ${limit}`;
  return rows.map(invitationOf);
}

function invitationOf(row: Stored): InvitationRow {
  return {
    id: row.id,
    surveyId: row.survey_id,
    addressKey: row.address_key ?? undefined,
    sealed:
      row.key_id === null || row.sealed === null ? undefined : { keyId: row.key_id, sealed: row.sealed },
    language: row.language,
    touchpoint: row.touchpoint ?? undefined,
    location: row.location_code ?? undefined,
    product: row.product ?? undefined,
    segment: row.segment ?? undefined,
    customer: row.customer ?? undefined,
    eventId: row.event_id ?? undefined,
    state: row.state,
    step: row.step,
    messageKey: row.message_key,
    attempts: row.attempts,
    dueAt: row.due_at,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    remindedAt: row.reminded_at ?? undefined,
    answeredAt: row.answered_at ?? undefined,
  };
}
