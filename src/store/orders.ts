import type { NewOrder } from '../domain/facts.ts';
import { json, type Sql } from './db.ts';
import type { FactCounts } from './facts.ts';
import type { Arrival } from './mentions.ts';

const FIELDS = [
  'customer_external_id',
  'amount_e2',
  'refunded_e2',
  'currency',
  'ordered_at',
  'is_referred',
  'location_id',
  'product',
  'segment',
] as const;

const valuesOf = (alias: string) => FIELDS.map((field) => `${alias}.${field}`).join(', ');

const SAVE = `
  with given as (
    select n.*, l.id as location_id
      from jsonb_to_recordset($1::jsonb) as n (
           external_id text, customer_external_id text, amount_e2 bigint, refunded_e2 bigint, currency text,
           ordered_at timestamptz, is_referred boolean, location_code text, product text, segment text)
      left join locations l on l.code = n.location_code
  ), known as (
    select o.id from orders o join given g on g.external_id = o.external_id where o.source_id = $2
  ), written as (
    insert into orders as s (source_id, external_id, ${FIELDS.join(', ')})
    select $2::bigint, external_id, ${FIELDS.join(', ')} from given order by external_id
        on conflict (source_id, external_id) do update
       set (${FIELDS.join(', ')}) = row(${valuesOf('excluded')}), removed_at = null
     where s.removed_at is not null
        or (${valuesOf('s')}) is distinct from (${valuesOf('excluded')})
    returning s.id
  )
  select (select count(*) from given) - (select count(*) from known) as added,
         (select count(*) from written join known using (id)) as updated`;

const ROWS_A_STATEMENT = 5_000;

/** Stores orders; the customer of one may come later. */
export async function saveOrders(sql: Sql, at: Arrival, orders: readonly NewOrder[]): Promise<FactCounts> {
  // Of several with one id the last one holds.
  const rows = [...new Map(orders.map((order) => [order.externalId, rowOf(order)])).values()];
  let added = 0;
  let updated = 0;
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const batch = json(rows.slice(start, start + ROWS_A_STATEMENT));
    const [stored] = await sql.raw<{ added: number; updated: number }>(SAVE, [batch, at.sourceId]);
    added += stored?.added ?? 0;
    updated += stored?.updated ?? 0;
  }
  return { added, updated, unchanged: orders.length - added - updated };
}

function rowOf(order: NewOrder) {
  return {
    external_id: order.externalId,
    customer_external_id: order.customer,
    amount_e2: Math.round(order.amount * 100),
    refunded_e2: Math.round((order.refunded ?? 0) * 100),
    currency: order.currency.toUpperCase(),
    ordered_at: order.orderedAt,
    is_referred: order.isReferred ?? false,
    location_code: order.location,
    product: order.product,
    segment: order.segment,
  };
}

/** Takes orders out of all numbers: their source says they are gone. Returns how many there were. */
export async function removeOrders(sql: Sql, at: Arrival, externalIds: readonly string[]): Promise<number> {
  if (externalIds.length === 0) return 0;
  const rows = await sql`
    update orders
       set removed_at = ${at.now}
     where source_id = ${at.sourceId}
       and external_id = any(${externalIds}::text[])
       and removed_at is null
    returning id`;
  return rows.length;
}
