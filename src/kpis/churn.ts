import type { KpiSource } from './reading/kpi-source.ts';
import { readStays, STAYS_NEED, type StaySums, shareOfStarters } from './reading/stay-sums.ts';

export default {
  name: 'Churn',
  unit: 'percent',
  direction: 'lower',
  minimumN: 10,
  formula:
    'Customers at the start of the period who are none at its end / customers at its start (Farris et al., Marketing Metrics): 100 % minus the retention rate. 95 % interval after Wilson.',
  needs: STAYS_NEED,
  counted: 'customers at the start',
  cutBy: ['location', 'segment'],
  readsEach: ['customer_spells'],
  sums: readStays,
  measure: (sums) => shareOfStarters(sums, ({ lost }) => lost),
} satisfies KpiSource<StaySums>;
