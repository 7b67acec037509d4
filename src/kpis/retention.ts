import { shareOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { readStays, type StaySums } from './reading/stay-sums.ts';

const NEEDS = 'Customers with the day they came and, where they left, the day they left.';

export default {
  name: 'Retention rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    '(customers at the end of the period − customers who are new in it) / customers at its start (Farris et al., Marketing Metrics). Who left and came back within the period is retained. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'customers at the start',
  cutBy: ['location', 'segment'],
  readsEach: ['customer_spells'],
  sums: readStays,
  measure: (sums) => {
    const { at_start: atStart = 0, at_end: atEnd = 0, fresh = 0, lost = 0 } = sums ?? {};
    const parts = { atStart, atEnd, new: fresh, lost };
    const interval = shareOf(atEnd - fresh, atStart);
    if (!interval) {
      return {
        value: undefined,
        n: 0,
        parts,
        missing: `Nobody was a customer when this period began. ${NEEDS}`,
      };
    }
    return { ...interval, n: atStart, parts };
  },
} satisfies KpiSource<StaySums>;
