import { createHash } from 'node:crypto';
import type { Sql } from './db.ts';
import type { Vault } from './vault.ts';

/** A body that was sent to a source. */
export interface KeptDelivery {
  readonly id: number;
  readonly body: string;
  readonly receivedAt: Date;
}

const KEPT = 5;
const KEPT_DAYS = 3;
const LONGEST = 64_000;

const placeOf = (sourceId: number) => `delivery ${sourceId}`;

/** Keeps the latest few; without a key nothing is kept. */
export async function keepDelivery(
  sql: Sql,
  vault: Vault,
  { sourceId, body, now }: { sourceId: number; body: string; now: Date },
): Promise<void> {
  if (vault.keyId === undefined || body.length > LONGEST) return;
  const digest = createHash('sha256').update(body).digest('base64url');
  const { keyId, sealed } = vault.seal(body, placeOf(sourceId));
  await sql`
    insert into kept_deliveries (source_id, digest, key_id, sealed, received_at)
    values (${sourceId}, ${digest}, ${keyId}, ${sealed}, ${now})
        on conflict (source_id, digest) do update set received_at = excluded.received_at`;
  await sql`
    delete from kept_deliveries
     where source_id = ${sourceId}
       and id not in (select id from kept_deliveries where source_id = ${sourceId}
                       order by received_at desc, id desc limit ${KEPT})`;
}

/** The latest first. One that was sealed with a key that is gone is left out. */
export async function listKeptDeliveries(sql: Sql, vault: Vault, sourceId: number): Promise<KeptDelivery[]> {
  const rows = await sql<{ id: number; key_id: string; sealed: string; received_at: Date }>`
    select id, key_id, sealed, received_at
      from kept_deliveries
     where source_id = ${sourceId}
     order by received_at desc, id desc`;
  return rows.flatMap(({ id, key_id: keyId, sealed, received_at: receivedAt }) => {
    try {
      return [{ id, body: vault.open({ keyId, sealed }, placeOf(sourceId)), receivedAt }];
    } catch {
      return [];
    }
  });
}

/** What was taken back at its source is not kept here in another place. */
export async function forgetKeptDeliveries(sql: Sql, sourceId: number): Promise<void> {
  await sql`delete from kept_deliveries where source_id = ${sourceId}`;
}

export async function forgetOldKeptDeliveries(sql: Sql, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  await sql`delete from kept_deliveries where received_at < ${before}`;
}
