import { netSentimentOpinionated } from '../domain/sentiment.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { readSentiment, type SentimentSums } from './reading/sentiment-sums.ts';

const NEEDS = 'Mentions that are positive or negative.';

export default {
  name: 'Net sentiment (opinionated)',
  unit: 'points',
  direction: 'higher',
  minimumN: 10,
  formula:
    '(positive − negative) / (positive + negative) × 100: what is left when neutral mentions are set aside. 95 % interval from the variance of two shares with a Jeffreys prior.',
  needs: NEEDS,
  counted: 'positive and negative mentions',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  sums: readSentiment,
  measure: (sums) => {
    const { positive = 0, neutral = 0, negative = 0, unknown = 0 } = sums ?? {};
    const parts = { positive, negative };
    const net = netSentimentOpinionated({ ...parts, neutral, unknown });
    if (!net) return { value: undefined, n: 0, parts, missing: `No opinions in this period. ${NEEDS}` };
    return { ...net, parts };
  },
} satisfies KpiSource<SentimentSums>;
