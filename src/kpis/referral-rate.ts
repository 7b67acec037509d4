import { ratioOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { mixedCurrencies, type OrderSums, readOrders } from './reading/order-sums.ts';

const NEEDS = 'Orders, and who of the customers came by a referral.';

export default {
  name: 'Referral rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Revenue from referred customers / revenue, after refunds; an order counts as referred when it or its customer is. In one currency. 95 % interval from the linearised variance of a ratio (Cochran, Sampling Techniques).',
  needs: NEEDS,
  counted: 'orders',
  cutBy: ['location', 'segment'],
  readsEach: ['orders'],
  sums: readOrders,
  measure: (sums) => {
    if (!sums) return { value: undefined, n: 0, parts: {}, missing: `No orders in this period. ${NEEDS}` };
    const { orders: n, net, referred, referred_squares, net_squares, currency } = sums;
    const parts = { revenue: net, referredRevenue: referred };
    const mixed = mixedCurrencies(sums);
    if (mixed !== undefined) return { value: undefined, n, parts: {}, missing: mixed };
    const ratio = ratioOf({
      n,
      part: referred,
      whole: net,
      partSquares: referred_squares,
      products: referred_squares,
      wholeSquares: net_squares,
    });
    if (!ratio)
      return { value: undefined, n, parts, currency, missing: 'The orders of this period came to nothing.' };
    return { ...ratio, n, parts, currency };
  },
} satisfies KpiSource<OrderSums>;
