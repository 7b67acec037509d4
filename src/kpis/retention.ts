import type { KpiSource } from './reading/kpi-source.ts';
import { readStays, STAYS_NEED, type StaySums, shareOfStarters } from './reading/stay-sums.ts';

export default {
  name: 'Retention rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    '(customers at the end of the period − customers who are new in it) / customers at its start (Farris et al., Marketing Metrics). Who left and came back within the period is retained. 95 % interval after Wilson.',
  needs: STAYS_NEED,
  counted: 'customers at the start',
  cutBy: ['location', 'segment'],
  readsEach: ['customer_spells'],
  sums: readStays,
  measure: (sums) => shareOfStarters(sums, ({ at_end, fresh }) => at_end - fresh),
} satisfies KpiSource<StaySums>;
