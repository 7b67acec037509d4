import { shareOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { type ReplySums, readReplies } from './reading/reply-sums.ts';

const NEEDS = 'Reviews that were answered from here, or from a source that shows what the owner replied.';

export default {
  name: 'Response rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Reviews with at least one reply by a person / reviews, of sources that have shown a reply or were answered from here. Automatic replies are counted apart. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'reviews',
  cutBy: ['topic', 'location', 'touchpoint'],
  readsEach: ['mentions'],
  sums: readReplies,
  measure: (sums) => {
    const { reviews = 0, replied = 0, automated = 0 } = sums ?? {};
    const parts = { replied, automated, unanswered: reviews - replied - automated };
    const interval = shareOf(replied, reviews);
    if (!interval) {
      return { value: undefined, n: 0, parts, missing: `No reviews whose replies are known. ${NEEDS}` };
    }
    return { ...interval, n: reviews, parts };
  },
} satisfies KpiSource<ReplySums>;
