import type { Sql } from './db.ts';

/** What somebody with a link from a message may do: handle this alert, or switch the destination off. */
export interface AlertLink {
  readonly alertId: number | undefined;
  readonly destinationId: number;
  readonly destinationName: string;
}

/** Keeps the fingerprint of a link's token; the token itself is only in the message. */
export async function insertAlertLink(
  sql: Sql,
  link: {
    tokenHash: string;
    alertId: number | undefined;
    destinationId: number;
    expiresAt: Date;
    now: Date;
  },
): Promise<void> {
  await sql`delete from alert_links where expires_at <= ${link.now}`;
  await sql`
    insert into alert_links (token_hash, alert_id, destination_id, expires_at)
    values (${link.tokenHash}, ${link.alertId ?? null}, ${link.destinationId}, ${link.expiresAt})`;
}

export async function findAlertLink(sql: Sql, tokenHash: string, now: Date): Promise<AlertLink | undefined> {
  const [row] = await sql<{
    alert_id: number | null;
    destination_id: number;
    destination_name: string;
  }>`
    select k.alert_id, k.destination_id, d.name as destination_name
      from alert_links k
      join destinations d on d.id = k.destination_id
     where k.token_hash = ${tokenHash}
       and k.expires_at > ${now}`;
  if (!row) return undefined;
  return {
    alertId: row.alert_id ?? undefined,
    destinationId: row.destination_id,
    destinationName: row.destination_name,
  };
}
