import { shareOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { type ReplySums, readReplies } from './reading/reply-sums.ts';

const NEEDS = 'Reviews from a source that shows what the owner replied.';

export default {
  name: 'Response rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Reviews with at least one reply of the owner / reviews, of sources that have shown such a reply before. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'reviews',
  cutBy: ['topic', 'location', 'touchpoint'],
  sums: readReplies,
  measure: (sums) => {
    const { reviews = 0, replied = 0 } = sums ?? {};
    const parts = { replied, unanswered: reviews - replied };
    const interval = shareOf(replied, reviews);
    if (!interval) {
      return { value: undefined, n: 0, parts, missing: `No reviews whose replies are known. ${NEEDS}` };
    }
    return { ...interval, n: reviews, parts };
  },
} satisfies KpiSource<ReplySums>;
