import { addDays } from '../../domain/day.ts';
import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, ReadCut } from './kpi-source.ts';
import { endOf, periodsOf } from './periods.ts';

/** Customers who bought in one period, and who of them more than once. */
export interface BuyerSums extends KpiSums {
  readonly buyers: number;
  readonly repeaters: number;
}

/** What customers bought in one period, in one currency: money is never added up over several. */
interface CurrencySums extends BuyerSums {
  readonly currency: string;
  readonly orders: number;
  /** After refunds. */
  readonly net: number;
  readonly net_squares: number;
  readonly referred: number;
  readonly referred_squares: number;
  /** Σ of the squared number of orders of each buyer. */
  readonly order_squares: number;
}

export interface OrderSums extends CurrencySums {
  /** All currencies that the cut has orders in, with how many: 'EUR (120), USD (30)'. */
  readonly currencies: string;
  readonly is_mixed: 0 | 1;
}

/** Orders in the chosen currency, or in the only one; of several, those of the first, which say that it is not alone. */
export async function readOrders(sql: Sql, cut: ReadCut): Promise<readonly OrderSums[]> {
  const rows = await readByCurrency(sql, cut);
  // Places that are told apart may each have a currency of their own.
  return [...Map.groupBy(rows, (row) => row.location_id).values()].flatMap((own) => inOneCurrency(own, cut));
}

/** Whoever pays in two currencies is one customer all the same. */
export async function readBuyers(sql: Sql, cut: ReadCut): Promise<readonly BuyerSums[]> {
  // Half as much work, unless the money is asked for as well.
  if (!cut.isRead('orders')) return readEveryBuyer(sql, cut);
  const rows = await readByCurrency(sql, cut);
  const places = new Set(rows.map(({ period, location_id }) => `${period} ${location_id}`));
  if (places.size === rows.length) return rows;
  return readEveryBuyer(sql, cut);
}

function readEveryBuyer(sql: Sql, cut: ReadCut): Promise<readonly BuyerSums[]> {
  return cut.once('buyers', async () => withPeriods(cut, await sql.raw<Stepped>(BUYERS, valuesOf(cut))));
}

function readByCurrency(sql: Sql, cut: ReadCut): Promise<readonly CurrencySums[]> {
  return cut.once('orders', async () => withPeriods(cut, await sql.raw<Stepped>(ORDERS, valuesOf(cut))));
}

// An order is referred when its source says so, or when its customer is. What was paid back whole is no order.
const BOUGHT = `
    select width_bucket(o.ordered_at, b.at) as step,
           case when $3::boolean then coalesce(o.location_id, 0) else 0 end as location_id,
           o.source_id, o.customer_external_id, o.currency, (o.amount_e2 - o.refunded_e2)::float8 / 1e2 as net,
           o.is_referred or c.id is not null as is_referred
      from orders o
     cross join (select array_agg(day::timestamp at time zone $2::text order by day) as at
                   from unnest($1::date[]) as day) b
      left join customers c
        on c.source_id = o.source_id
       and c.external_id = o.customer_external_id
       and c.referred_by is not null
     where o.ordered_at >= b.at[1]
       and o.ordered_at < b.at[cardinality(b.at)]
       and o.removed_at is null
       and (o.refunded_e2 < o.amount_e2 or o.amount_e2 = 0)
       and ($4::bigint[] is null or o.location_id = any($4))
       and ($5::text is null or o.segment = $5)`;

const ORDERS = `
  select step, location_id, currency, sum(orders)::bigint as orders, sum(net) as net, sum(net_squares) as net_squares,
         sum(referred) as referred, sum(referred_squares) as referred_squares, count(*) as buyers,
         count(*) filter (where orders > 1) as repeaters, sum(orders * orders)::bigint as order_squares
    from (select step, location_id, currency, source_id, customer_external_id, count(*) as orders,
                 sum(net) as net, sum(net * net) as net_squares,
                 coalesce(sum(net) filter (where is_referred), 0) as referred,
                 coalesce(sum(net * net) filter (where is_referred), 0) as referred_squares
            from (${BOUGHT}) o
           group by step, location_id, currency, source_id, customer_external_id) bought
   group by step, location_id, currency`;

const BUYERS = `
  select step, location_id, count(*) as buyers, count(*) filter (where orders > 1) as repeaters
    from (select step, location_id, count(*) as orders
            from (${BOUGHT}) o
           group by step, location_id, source_id, customer_external_id) bought
   group by step, location_id`;

function valuesOf(cut: ReadCut) {
  const { timeZone, perLocation, locations, segment } = cut;
  const periods = periodsOf(cut);
  const boundaries = [...periods, addDays(endOf(periods.at(-1) ?? cut.from, cut), 1)];
  return [boundaries, timeZone, perLocation, locations ?? null, segment ?? null] as const;
}

/** Rows as the store has them: by the number of the period instead of its first day. */
type Stepped = Row & { step: number; location_id: number };

function withPeriods<Sums extends KpiSums>(cut: ReadCut, rows: readonly Stepped[]): Sums[] {
  const periods = periodsOf(cut);
  return rows.map((row) => ({ ...row, period: periods[row.step - 1] ?? cut.from }) as unknown as Sums);
}

function inOneCurrency(rows: readonly CurrencySums[], { currency: chosen }: ReadCut): OrderSums[] {
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
export function mixedCurrencies(sums: OrderSums): string | undefined {
  if (!sums.is_mixed) return undefined;
  return `Orders are in more than one currency: ${sums.currencies}. Choose one of them.`;
}
