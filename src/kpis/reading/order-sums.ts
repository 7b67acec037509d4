import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { periodOf } from './periods.ts';

/** Orders that were not paid back whole, of one period. */
const ORDERS = `
  select ${periodOf('day', { from: '$1', by: '$3' })}::text as period,
         case when $4::boolean then coalesce(o.location_id, 0) else 0 end as location_id,
         o.source_id, o.customer_external_id, o.currency, o.is_referred, o.amount_e2 - o.refunded_e2 as net_e2
    from orders o
   cross join lateral (select (o.ordered_at at time zone $5)::date as day) d
   where o.ordered_at >= $1::date::timestamp at time zone $5
     and o.ordered_at < ($2::date + 1)::timestamp at time zone $5
     and o.removed_at is null
     and (o.refunded_e2 < o.amount_e2 or o.amount_e2 = 0)
     and ($6::bigint[] is null or o.location_id = any($6))
     and ($7::text is null or o.segment = $7)`;

const valuesOf = ({ from, to, by, perLocation, timeZone, locations, segment }: ReadCut) =>
  [from, to, by, perLocation, timeZone, locations ?? null, segment ?? null] as const;

/** Customers who bought in one period, and who of them more than once. */
export interface BuyerSums extends KpiSums {
  readonly buyers: number;
  readonly repeaters: number;
}

const BUYERS = `
  select period, location_id, count(*) as buyers, count(*) filter (where orders > 1) as repeaters
    from (select period, location_id, source_id, customer_external_id, count(*) as orders
            from (${ORDERS}) o
           group by 1, 2, 3, 4) bought
   group by 1, 2`;

export function readBuyers(sql: Sql, cut: ReadCut): Promise<readonly BuyerSums[]> {
  return cut.once('buyers', () => sql.raw<BuyerSums & Row>(BUYERS, valuesOf(cut)));
}

/** Money is added up in one currency only. */
export interface MoneySums extends KpiSums {
  readonly currency: string;
  /** All currencies that the cut has orders in, with how many: 'EUR (120), USD (30)'. */
  readonly currencies: string;
  readonly is_mixed: 0 | 1;
}

/** What customers bought for in one period, on average and by customer. */
export interface PurchaseSums extends MoneySums {
  readonly orders: number;
  readonly net: number;
  readonly net_squares: number;
  readonly buyers: number;
  /** Σ of the squared number of orders of each buyer. */
  readonly order_squares: number;
}

const PURCHASES = `
  select period, location_id, currency, sum(orders) as orders, sum(net)::float8 as net,
         sum(net_squares)::float8 as net_squares, count(*) as buyers, sum(orders * orders) as order_squares
    from (select period, location_id, currency, source_id, customer_external_id, count(*) as orders,
                 sum(net_e2) / 1e2 as net, sum((net_e2 / 1e2) ^ 2) as net_squares
            from (${ORDERS}) o
           group by 1, 2, 3, 4, 5) bought
   group by 1, 2, 3`;

export function readPurchases(sql: Sql, cut: ReadCut): Promise<readonly PurchaseSums[]> {
  return cut.once('purchases', async () =>
    inOneCurrency(await sql.raw<PurchaseSums & Row>(PURCHASES, valuesOf(cut)), cut),
  );
}

/** Revenue of one period, and what of it came from referred customers. */
export interface ReferralSums extends MoneySums {
  readonly orders: number;
  readonly net: number;
  readonly net_squares: number;
  readonly referred: number;
  readonly referred_squares: number;
}

// An order is referred when its source says so, or when its customer is.
const REFERRALS = `
  select period, location_id, currency, count(*) as orders,
         sum(net)::float8 as net, sum(net * net)::float8 as net_squares,
         coalesce(sum(net) filter (where is_referred), 0)::float8 as referred,
         coalesce(sum(net * net) filter (where is_referred), 0)::float8 as referred_squares
    from (select o.period, o.location_id, o.currency, o.net_e2::float8 / 1e2 as net,
                 o.is_referred or c.referred_by is not null as is_referred
            from (${ORDERS}) o
            left join customers c
              on c.source_id = o.source_id
             and c.external_id = o.customer_external_id
             and c.referred_by is not null) said
   group by 1, 2, 3`;

export function readReferrals(sql: Sql, cut: ReadCut): Promise<readonly ReferralSums[]> {
  return cut.once('referrals', async () =>
    inOneCurrency(await sql.raw<ReferralSums & Row>(REFERRALS, valuesOf(cut)), cut),
  );
}

/** The rows of the chosen currency, or of the only one; of several, the rows of the first that say it is not alone. */
function inOneCurrency<Sums extends MoneySums & { orders: number }>(
  rows: readonly Sums[],
  { currency: chosen }: ReadCut,
): Sums[] {
  const counts = new Map<string, number>();
  for (const { currency, orders } of rows) counts.set(currency, (counts.get(currency) ?? 0) + orders);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const currencies = byCount.map(([currency, orders]) => `${currency} (${orders})`).join(', ');
  const currency = chosen ?? byCount[0]?.[0];
  const isMixed = chosen === undefined && byCount.length > 1 ? 1 : 0;
  return rows
    .filter((row) => row.currency === currency)
    .map((row) => ({ ...row, currencies, is_mixed: isMixed }) as const);
}

/** Why money cannot be added up; undefined where it can. */
export function mixedCurrencies(sums: MoneySums | undefined): string | undefined {
  if (!sums?.is_mixed) return undefined;
  return `Orders are in more than one currency: ${sums.currencies}. Choose one of them.`;
}
