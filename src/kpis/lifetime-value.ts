import { daysBetween } from '../domain/day.ts';
import { productInterval } from '../domain/estimates.ts';
import type { KpiSource, ReadCut } from './reading/kpi-source.ts';
import { mixedCurrencies, type OrderSums, readOrders } from './reading/order-sums.ts';
import { endOf } from './reading/periods.ts';
import { readStays, type StaySums } from './reading/stay-sums.ts';

const NEEDS = 'Orders with their amounts, and customers with the days they came and left.';
const DAYS_A_YEAR = 365.2425;

type Sums = OrderSums & StaySums;

export default {
  name: 'Customer lifetime value',
  unit: 'money',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Mean order value × orders per customer and year × mean lifetime in years (1 / yearly churn); revenue after refunds, not profit, and not discounted (Gupta and Lehmann, Managing Customers as Investments). In one currency. 95 % interval by the delta method over the three inputs, taken as independent.',
  needs: NEEDS,
  counted: 'orders',
  cutBy: ['location', 'segment'],
  readsEach: ['orders', 'customer_spells'],
  sums: async (sql, cut) => {
    const key = ({ period, location_id }: { period: string; location_id: number }) =>
      `${period} ${location_id}`;
    const stays = new Map((await readStays(sql, cut)).map((row) => [key(row), row]));
    const nobody = { at_start: 0, at_end: 0, fresh: 0, lost: 0 };
    return (await readOrders(sql, cut)).map((row) => ({ ...nobody, ...stays.get(key(row)), ...row }));
  },
  measure: (sums, cut) => {
    if (!sums) return { value: undefined, n: 0, parts: {}, missing: `No orders in this period. ${NEEDS}` };
    const { orders: n, net, buyers, at_start: atStart, lost, currency } = sums;
    const mixed = mixedCurrencies(sums);
    if (mixed !== undefined) return { value: undefined, n, parts: {}, missing: mixed };
    const years = yearsOf(sums.period, cut);
    const inputs = {
      meanOrderValue: net / n,
      ordersPerYear: n / buyers / years,
      customers: buyers,
      atStart,
      lost,
    };
    if (atStart === 0 || lost === 0) {
      const what =
        atStart === 0 ? 'Nobody was a customer when this period began' : 'Nobody left in this period';
      return {
        value: undefined,
        n,
        parts: inputs,
        currency,
        missing: `${what}, so a lifetime cannot be told. ${NEEDS}`,
      };
    }
    const lifetimeYears = (years * atStart) / lost;
    const value = inputs.meanOrderValue * inputs.ordersPerYear * lifetimeYears;
    const interval = productInterval(value, [
      relativeVariance(n, net, sums.net_squares),
      relativeVariance(buyers, n, sums.order_squares),
      (atStart - lost) / (lost * atStart),
    ]);
    return { ...interval, n, parts: { ...inputs, lifetimeYears }, currency };
  },
} satisfies KpiSource<Sums>;

function yearsOf(period: string, cut: ReadCut): number {
  return daysBetween(period, endOf(period, cut)).length / DAYS_A_YEAR;
}

/** Of the mean of n values with this sum and these squares: its variance / its square. */
function relativeVariance(n: number, sum: number, squares: number): number {
  if (n < 2 || sum === 0) return 0;
  const mean = sum / n;
  return Math.max(0, (squares - sum * mean) / (n - 1)) / n / (mean * mean);
}
