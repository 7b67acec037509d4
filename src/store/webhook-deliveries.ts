import type { Sql } from './db.ts';

/** Marks a delivery as taken, in the transaction that stores what it brought; false when it was taken before. */
export async function takeDelivery(
  sql: Sql,
  delivery: { sourceId: number; id: string; now: Date },
): Promise<boolean> {
  const rows = await sql`
    insert into webhook_deliveries (source_id, delivery_id, received_at)
    values (${delivery.sourceId}, ${delivery.id}, ${delivery.now})
        on conflict (source_id, delivery_id) do nothing
    returning delivery_id`;
  return rows.length > 0;
}

const KEPT_DAYS = 30;

/** Senders repeat a delivery for days at most. */
export async function forgetOldDeliveries(sql: Sql, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  await sql`delete from webhook_deliveries where received_at < ${before}`;
}
