import type { NewCustomer } from '../domain/facts.ts';
import { json, type Sql } from './db.ts';
import type { FactCounts } from './facts.ts';
import type { Arrival } from './mentions.ts';

/** Stays of customers `c` without overlaps: what touches or overlaps is one spell. */
const spellsOf = (which: string) => `
    select c.customer_id, lower(span) as started_at, upper(span) as ended_at
      from (select customer_id, range_agg(tstzrange(started_at, ended_at, '[)')) as spans
              from ${which} stays
             where ended_at is distinct from started_at
             group by customer_id) c
     cross join unnest(c.spans) as span`;

// The stays of a customer as they stand after the statement: those given replace those stored.
const SAVE = `
  with given as (
    select n.*, l.id as location_id
      from jsonb_to_recordset($1::jsonb) as n (
           external_id text, address_key text, segment text, location_code text, referred_by text)
      left join locations l on l.code = n.location_code
  ), written as (
    insert into customers as s (source_id, external_id, address_key, segment, location_id, referred_by)
    select $2::bigint, external_id, address_key, segment, location_id, referred_by
      from given
     order by external_id
        on conflict (source_id, external_id) do update
       set address_key = excluded.address_key, segment = excluded.segment, location_id = excluded.location_id,
           referred_by = excluded.referred_by
     where (s.address_key, s.segment, s.location_id, s.referred_by)
           is distinct from (excluded.address_key, excluded.segment, excluded.location_id, excluded.referred_by)
    returning s.id, s.external_id
  ), people as (
    select * from written
     union
    select c.id, c.external_id
      from customers c
      join given g on g.external_id = c.external_id
     where c.source_id = $2
  ), given_stays as (
    select p.id as customer_id, n.started_at, n.ended_at, s.customer_id is null as is_new
      from jsonb_to_recordset($3::jsonb) as n (external_id text, started_at timestamptz, ended_at timestamptz)
      join people p on p.external_id = n.external_id
      left join customer_stays s on s.customer_id = p.id and s.started_at = n.started_at
  ), stays as (
    insert into customer_stays as s (customer_id, started_at, ended_at)
    select customer_id, started_at, ended_at from given_stays order by customer_id, started_at
        on conflict (customer_id, started_at) do update
       set ended_at = excluded.ended_at
     where s.ended_at is distinct from excluded.ended_at
    returning s.*
  ), touched as (
    select distinct customer_id from stays
  ), now_stays as materialized (
    select * from stays
     union all
    select s.*
      from customer_stays s
      join touched t on t.customer_id = s.customer_id
     where not exists (
           select from stays n where n.customer_id = s.customer_id and n.started_at = s.started_at)
  ), spells as (${spellsOf('now_stays')}
  ), gone as (
    delete from customer_spells s
     using touched t
     where s.customer_id = t.customer_id
       and not exists (
           select from spells n where n.customer_id = s.customer_id and n.started_at = s.started_at)
  ), put as (
    insert into customer_spells as s (customer_id, started_at, ended_at)
    select customer_id, started_at, ended_at from spells order by customer_id, started_at
        on conflict (customer_id, started_at) do update
       set ended_at = excluded.ended_at
     where s.ended_at is distinct from excluded.ended_at
  )
  select count(*) filter (where g.is_new) as added,
         count(*) filter (where not g.is_new and (w.id is not null or s.customer_id is not null)) as updated
    from given_stays g
    left join written w on w.id = g.customer_id
    left join stays s on s.customer_id = g.customer_id and s.started_at = g.started_at`;

const ROWS_A_STATEMENT = 5_000;

/** Stores customers and their stays; what is counted are the stays, a returning customer's each for itself. */
export async function saveCustomers(
  sql: Sql,
  at: Arrival,
  customers: readonly NewCustomer[],
  keyOf: (email: string | undefined) => string | undefined,
): Promise<FactCounts> {
  let added = 0;
  let updated = 0;
  for (let start = 0; start < customers.length; start += ROWS_A_STATEMENT) {
    const batch = customers.slice(start, start + ROWS_A_STATEMENT);
    // Of several with one id, and of several that start at once, the last one holds.
    const people = new Map(batch.map((customer) => [customer.externalId, personOf(customer, keyOf)]));
    const stays = new Map(batch.map((customer) => [stayKey(customer), stayOf(customer)]));
    const [stored] = await sql.raw<{ added: number; updated: number }>(SAVE, [
      json([...people.values()]),
      at.sourceId,
      json([...stays.values()]),
    ]);
    added += stored?.added ?? 0;
    updated += stored?.updated ?? 0;
  }
  return { added, updated, unchanged: customers.length - added - updated };
}

function personOf(customer: NewCustomer, keyOf: (email: string | undefined) => string | undefined) {
  return {
    external_id: customer.externalId,
    address_key: keyOf(customer.email),
    segment: customer.segment,
    location_code: customer.location,
    referred_by: customer.referredBy,
  };
}

const stayKey = ({ externalId, startedAt }: NewCustomer) => `${startedAt.getTime()} ${externalId}`;

function stayOf({ externalId, startedAt, endedAt }: NewCustomer) {
  return { external_id: externalId, started_at: startedAt, ended_at: endedAt };
}

/** Takes away by which address customers could be known again who left before. Returns how many. */
export async function forgetFormerCustomers(
  sql: Sql,
  overdue: { sourceId: number; leftBefore: Date },
): Promise<number> {
  const rows = await sql`
    update customers c
       set address_key = null
     where c.source_id = ${overdue.sourceId}
       and c.address_key is not null
       and not exists (
           select from customer_spells s
            where s.customer_id = c.id
              and coalesce(s.ended_at, 'infinity') >= ${overdue.leftBefore})
    returning c.id`;
  return rows.length;
}

/** Spells that are not what the stays say; at most 100. */
export const SPELL_DIFFERENCES = `
  select 'customer_spells customer ' || customer_id as "where",
         e.spells::text as expected, f.spells::text as found
    from (select customer_id, array_agg(tstzrange(started_at, ended_at) order by started_at) as spells
            from (${spellsOf('customer_stays')}) s
           group by customer_id) e
    full join (select customer_id, array_agg(tstzrange(started_at, ended_at) order by started_at) as spells
                 from customer_spells
                group by customer_id) f using (customer_id)
   where e.spells is distinct from f.spells
   order by 1
   limit 100`;

export async function rewriteSpells(sql: Sql): Promise<void> {
  await sql.raw('delete from customer_spells');
  await sql.raw(`
    insert into customer_spells (customer_id, started_at, ended_at) ${spellsOf('customer_stays')}`);
}
