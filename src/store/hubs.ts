import { randomBytes } from 'node:crypto';
import type { Row, Sql } from './db.ts';
import type { Sealed, Vault } from './vault.ts';

/** Our standing with one hub about one feed. */
export interface HubSubscription {
  readonly id: number;
  /** Undefined once the source is removed. */
  readonly sourceId: number | undefined;
  readonly hubUrl: string;
  readonly topicUrl: string;
  readonly callbackId: string;
  /** See `hubSecret`. */
  readonly sealed: Sealed;
  readonly state: 'wanted' | 'asked' | 'active' | 'refused' | 'leaving';
  readonly asks: number;
  readonly leaseUntil: Date | undefined;
}

interface Stored extends Row {
  id: number;
  source_id: number | null;
  hub_url: string;
  topic_url: string;
  callback_id: string;
  key_id: string;
  sealed: string;
  state: HubSubscription['state'];
  asks: number;
  lease_until: Date | null;
}

function subscriptionOf(row: Stored): HubSubscription {
  return {
    id: row.id,
    sourceId: row.source_id ?? undefined,
    hubUrl: row.hub_url,
    topicUrl: row.topic_url,
    callbackId: row.callback_id,
    sealed: { keyId: row.key_id, sealed: row.sealed },
    state: row.state,
    asks: row.asks,
    leaseUntil: row.lease_until ?? undefined,
  };
}

/**
 * A feed names its hub. Another hub or another name of the feed ends what was agreed with the old one. Without a key
 * to keep a secret with, no hub is asked.
 */
export async function noteHub(
  sql: Sql,
  vault: Vault,
  sourceId: number,
  links: { hub: string; topic: string },
  now: Date,
): Promise<void> {
  await sql`
    update hub_subscriptions
       set state = 'leaving', ask_at = ${now}, asks = 0
     where source_id = ${sourceId}
       and state <> 'leaving'
       and (hub_url <> ${links.hub} or topic_url <> ${links.topic})`;
  if (vault.keyId === undefined) return;
  const callbackId = random();
  const { keyId, sealed } = vault.seal(random(), placeOf(callbackId));
  await sql`
    insert into hub_subscriptions (source_id, hub_url, topic_url, callback_id, key_id, sealed, state, ask_at)
    values (${sourceId}, ${links.hub}, ${links.topic}, ${callbackId}, ${keyId}, ${sealed}, 'wanted', ${now})
        on conflict (source_id) where state <> 'leaving' do nothing`;
}

/** What the hub signs with. @throws Refused when it was sealed with a key that is not known any more. */
export function hubSecret(vault: Vault, { sealed, callbackId }: HubSubscription): string {
  return vault.open(sealed, placeOf(callbackId));
}

const placeOf = (callbackId: string) => `hub ${callbackId}`;

const random = () => randomBytes(32).toString('base64url');

/** A source goes: its hub has to be told, unless it was never asked. */
export async function leaveHub(sql: Sql, sourceId: number, now: Date): Promise<void> {
  await sql`delete from hub_subscriptions where source_id = ${sourceId} and state = 'wanted'`;
  await sql`
    update hub_subscriptions
       set state = 'leaving', ask_at = ${now}, asks = 0
     where source_id = ${sourceId}
       and state <> 'leaving'`;
}

/** Whether news of a source is announced to us at this moment. */
export async function isAnnounced(sql: Sql, sourceId: number, now: Date): Promise<boolean> {
  const rows = await sql`
    select from hub_subscriptions
     where source_id = ${sourceId} and state <> 'leaving' and lease_until > ${now}`;
  return rows.length > 0;
}

/** Takes up to `limit` subscriptions whose hub is to be asked; nobody else takes them until `againAt`. */
export async function takeDueHubs(
  sql: Sql,
  at: { now: Date; againAt: Date; limit: number },
): Promise<HubSubscription[]> {
  const rows = await sql<Stored>`
    update hub_subscriptions
       set ask_at = ${at.againAt}, asks = asks + 1,
           state = case when state in ('wanted', 'refused') then 'asked' else state end
     where id in (select id
                    from hub_subscriptions
                   where ask_at <= ${at.now}
                   order by ask_at
                   limit ${at.limit}
                     for update skip locked)
    returning *`;
  return rows.map(subscriptionOf);
}

export async function findByCallback(sql: Sql, callbackId: string): Promise<HubSubscription | undefined> {
  const [row] = await sql<Stored>`select * from hub_subscriptions where callback_id = ${callbackId}`;
  return row && subscriptionOf(row);
}

/** The hub has agreed until `leaseUntil`; it is asked again at `askAt`. */
export async function saveLease(sql: Sql, id: number, lease: { until: Date; askAt: Date }): Promise<void> {
  await sql`
    update hub_subscriptions
       set state = 'active', lease_until = ${lease.until}, ask_at = ${lease.askAt}, asks = 0, last_error = null
     where id = ${id} and state <> 'leaving'`;
}

/** The hub could not be asked or said no. */
export async function saveHubError(
  sql: Sql,
  id: number,
  failed: { error: string; askAt: Date; isRefused: boolean },
): Promise<void> {
  await sql`
    update hub_subscriptions
       set last_error = ${failed.error}, ask_at = ${failed.askAt},
           state = case when ${failed.isRefused} and state <> 'leaving' then 'refused' else state end,
           lease_until = case when ${failed.isRefused} then null else lease_until end
     where id = ${id}`;
}

export async function notePush(sql: Sql, id: number, now: Date): Promise<void> {
  await sql`update hub_subscriptions set pushed_at = ${now} where id = ${id}`;
}

export async function forgetHub(sql: Sql, id: number): Promise<void> {
  await sql`delete from hub_subscriptions where id = ${id}`;
}
