import { shareOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { type BuyerSums, readBuyers } from './reading/order-sums.ts';

const NEEDS = 'Orders with the id of their customer.';

export default {
  name: 'Repeat purchase rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Customers with at least two orders in the period / customers with at least one (Farris et al., Marketing Metrics, “repeat rate”). Orders that were paid back whole are left out. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'customers who ordered',
  cutBy: ['location', 'segment'],
  readsEach: ['orders'],
  sums: readBuyers,
  measure: (sums) => {
    const { buyers = 0, repeaters = 0 } = sums ?? {};
    const parts = { customers: buyers, repeatCustomers: repeaters };
    const interval = shareOf(repeaters, buyers);
    if (!interval) return { value: undefined, n: 0, parts, missing: `No orders in this period. ${NEEDS}` };
    return { ...interval, n: buyers, parts };
  },
} satisfies KpiSource<BuyerSums>;
