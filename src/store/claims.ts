import { Conflict, NotFound } from '../domain/errors.ts';
import { type ClaimState, holderAt } from '../domain/inbox.ts';
import type { Sql } from './db.ts';
import { announceItems, type InboxItem, lockItem, saveInboxEvent } from './inbox.ts';
import { saveNotice } from './inbox-notes.ts';

/*
 * A claim says who has an item open. It lasts a while and is renewed by working; its number rises whenever the item
 * changes hands, so that whoever lost it is told apart from whoever has it, also when that is the same person again.
 * Every change happens while the item's row is held.
 */

/** Who claims, as a person and by name. */
export interface Claimer {
  readonly mentionId: number;
  readonly userId: number;
  readonly actor: string;
  readonly now: Date;
}

/** Takes an item that nobody has. @throws NotFound; Conflict while somebody else has it. */
export async function claim(sql: Sql, by: Claimer & { leaseMs: number }): Promise<ClaimState> {
  const item = await getLocked(sql, by.mentionId);
  const holder = holderAt(item.claim, by.now);
  if (holder && holder.userId !== by.userId) {
    const [other] = await sql<{ name: string }>`select name from users where id = ${holder.userId}`;
    throw new Conflict(
      `${other?.name ?? 'Somebody else'} has this item open. Take it over, or choose another.`,
    );
  }
  const taken = await take(sql, item, by);
  if (!holder) await saveInboxEvent(sql, by.mentionId, event(by, 'claimed'));
  return taken;
}

/** Takes an item from whoever has it, who is told. @throws NotFound */
export async function takeOver(sql: Sql, by: Claimer & { leaseMs: number }): Promise<ClaimState> {
  const item = await getLocked(sql, by.mentionId);
  const holder = holderAt(item.claim, by.now);
  const taken = await take(sql, item, by);
  const { mentionId, now, actor } = by;
  if (!holder) await saveInboxEvent(sql, mentionId, event(by, 'claimed'));
  else if (holder.userId !== by.userId) {
    await saveNotice(sql, { userId: holder.userId, mentionId, kind: 'taken-over', at: now, actor });
    await saveInboxEvent(sql, mentionId, { ...event(by, 'took over'), detail: { from: holder.userId } });
  }
  return taken;
}

/** The longest a claim lasts from now, given to whoever still has this very one; undefined when it was lost. */
export async function renew(
  sql: Sql,
  by: { mentionId: number; userId: number; claimNumber: number; now: Date; leaseMs: number },
): Promise<Date | undefined> {
  const until = new Date(by.now.getTime() + by.leaseMs);
  const rows = await sql`
    update inbox_items
       set claimed_until = greatest(claimed_until, ${until}), updated_at = ${by.now}
     where mention_id = ${by.mentionId}
       and claimed_by = ${by.userId}
       and claim_number = ${by.claimNumber}
       and claimed_until > ${by.now}
    returning mention_id`;
  return rows.length > 0 ? until : undefined;
}

/** Gives an item back; false when it was lost before. */
export async function release(
  sql: Sql,
  by: { mentionId: number; userId: number; claimNumber: number; actor: string; now: Date },
): Promise<boolean> {
  const rows = await sql`
    update inbox_items
       set claimed_by = null, claimed_until = null, updated_at = ${by.now},
           status = case when status = 'claimed' then 'new' else status end
     where mention_id = ${by.mentionId}
       and claimed_by = ${by.userId}
       and claim_number = ${by.claimNumber}
    returning mention_id`;
  if (rows.length === 0) return false;
  await saveInboxEvent(sql, by.mentionId, event(by, 'gave it back'));
  await announceItems(sql, [by.mentionId]);
  return true;
}

/**
 * Whether this person has this very claim now. Holds the item's row until the transaction ends, so that what is written
 * in it is written before anybody can take the item over.
 */
export async function holdsClaim(
  sql: Sql,
  by: { mentionId: number; userId: number; claimNumber: number; now: Date },
): Promise<boolean> {
  const item = await lockItem(sql, by.mentionId);
  const holder = holderAt(item?.claim, by.now);
  return holder?.userId === by.userId && holder.number === by.claimNumber;
}

const RELEASED_A_STEP = 500;

/** Gives back what nobody has worked on until its claim ran out; returns the items. */
export async function releaseIdle(sql: Sql, now: Date): Promise<number[]> {
  const rows = await sql<{ mention_id: number }>`
    update inbox_items
       set claimed_by = null, claimed_until = null, updated_at = ${now},
           status = case when status = 'claimed' then 'new' else status end
     where mention_id in (
           select mention_id
             from inbox_items
            where claimed_by is not null
              and claimed_until <= ${now}
            order by mention_id
            limit ${RELEASED_A_STEP}
              for update skip locked)
    returning mention_id`;
  const ids = rows.map((row) => row.mention_id);
  for (const mentionId of ids) {
    await saveInboxEvent(sql, mentionId, {
      at: now,
      actor: 'Earshot',
      deed: 'given back: nobody worked on it',
      detail: {},
    });
  }
  await announceItems(sql, ids);
  return ids;
}

async function take(
  sql: Sql,
  item: InboxItem,
  by: { mentionId: number; userId: number; now: Date; leaseMs: number },
): Promise<ClaimState> {
  const number = item.claimNumber + 1;
  const until = new Date(by.now.getTime() + by.leaseMs);
  await sql`
    update inbox_items
       set claimed_by = ${by.userId}, claimed_until = ${until}, claim_number = ${number}, updated_at = ${by.now},
           status = case when status = 'new' then 'claimed' else status end
     where mention_id = ${by.mentionId}`;
  await announceItems(sql, [by.mentionId]);
  return { userId: by.userId, until, number };
}

async function getLocked(sql: Sql, mentionId: number): Promise<InboxItem> {
  const item = await lockItem(sql, mentionId);
  if (!item) throw new NotFound(`There is no item of the inbox with the id ${mentionId}.`);
  return item;
}

const event = ({ now, actor }: { now: Date; actor: string }, deed: string) => ({
  at: now,
  actor,
  deed,
  detail: {},
});
