import { meanOf } from '../domain/estimates.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { readSentiment, type SentimentSums } from './reading/sentiment-sums.ts';

const NEEDS = 'Reviews with stars or another rating.';

export default {
  name: 'Average rating',
  unit: 'stars',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Mean of the ratings of reviews, each put on 1 to 5 stars first. Survey answers are not among them. 95 % interval with Student’s t.',
  needs: NEEDS,
  counted: 'rated reviews',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  sums: readSentiment,
  measure: (sums) => {
    const { stars_n: n = 0, stars_sum: sum = 0, stars_squares: squares = 0 } = sums ?? {};
    const interval = meanOf({ n, sum, squares }, { least: 1, most: 5 });
    if (!interval) return { value: undefined, n, parts: {}, missing: `No ratings in this period. ${NEEDS}` };
    return { ...interval, n, parts: {} };
  },
} satisfies KpiSource<SentimentSums>;
