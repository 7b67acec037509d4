import type { KpiSource } from './reading/kpi-source.ts';
import { type ReplySums, readReplies } from './reading/reply-sums.ts';

const NEEDS = 'Replies of the owner with their time, below reviews with theirs.';

export default {
  name: 'Time to reply',
  unit: 'hours',
  direction: 'lower',
  minimumN: 10,
  formula:
    'Median of the hours from the publication of a review to the first reply by a person; the 90th percentile beside it. Reviews without a reply are not among them. 95 % interval from order statistics (Conover, Practical Nonparametric Statistics).',
  needs: NEEDS,
  counted: 'replies',
  cutBy: ['topic', 'location', 'touchpoint'],
  readsEach: ['mentions'],
  sums: readReplies,
  measure: (sums) => {
    const { timed: n = 0, median, median_low: low, median_high: high, p90 } = sums ?? {};
    if (typeof median !== 'number') {
      return { value: undefined, n, parts: {}, missing: `No replies whose time is known. ${NEEDS}` };
    }
    return { value: median, low: low ?? median, high: high ?? median, n, parts: { p90: p90 ?? median } };
  },
} satisfies KpiSource<ReplySums>;
