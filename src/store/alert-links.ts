import type { Sql } from './db.ts';

/** What somebody with a link from a message may do: handle this alert, leave this digest, or switch the destination off. */
export interface AlertLink {
  readonly alertId: number | undefined;
  readonly digest: { readonly id: number; readonly name: string } | undefined;
  readonly destinationId: number;
  readonly destinationName: string;
}

/** Keeps the fingerprint of a link's token; the token itself is only in the message. */
export async function insertAlertLink(
  sql: Sql,
  link: {
    tokenHash: string;
    alertId: number | undefined;
    digestId?: number | undefined;
    destinationId: number;
    expiresAt: Date;
    now: Date;
  },
): Promise<void> {
  await sql`delete from alert_links where expires_at <= ${link.now}`;
  await sql`
    insert into alert_links (token_hash, alert_id, digest_id, destination_id, expires_at)
    values (${link.tokenHash}, ${link.alertId ?? null}, ${link.digestId ?? null}, ${link.destinationId},
            ${link.expiresAt})`;
}

export async function findAlertLink(sql: Sql, tokenHash: string, now: Date): Promise<AlertLink | undefined> {
  const [row] = await sql<{
    alert_id: number | null;
    digest_id: number | null;
    digest_name: string | null;
    destination_id: number;
    destination_name: string;
  }>`
    select k.alert_id, k.digest_id, g.name as digest_name, k.destination_id, d.name as destination_name
      from alert_links k
      join destinations d on d.id = k.destination_id
      left join digests g on g.id = k.digest_id
     where k.token_hash = ${tokenHash}
       and k.expires_at > ${now}`;
  if (!row) return undefined;
  return {
    alertId: row.alert_id ?? undefined,
    digest: row.digest_id === null ? undefined : { id: row.digest_id, name: row.digest_name ?? '' },
    destinationId: row.destination_id,
    destinationName: row.destination_name,
  };
}
