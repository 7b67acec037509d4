import { netSentiment } from '../domain/sentiment.ts';
import type { KpiSource } from './reading/kpi-source.ts';
import { readSentiment, type SentimentSums } from './reading/sentiment-sums.ts';

const NEEDS = 'Mentions that could be classified.';

export default {
  name: 'Net sentiment (all)',
  unit: 'points',
  direction: 'higher',
  minimumN: 10,
  formula:
    '(positive − negative) / (positive + neutral + negative) × 100, from the labels of mentions; unknown ones are left out. 95 % interval from the multinomial variance with a Jeffreys prior.',
  needs: NEEDS,
  counted: 'mentions',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  sums: readSentiment,
  measure: (sums) => {
    const { positive = 0, neutral = 0, negative = 0, unknown = 0 } = sums ?? {};
    const parts = { positive, neutral, negative, unknown };
    const net = netSentiment(parts);
    if (!net) return { value: undefined, n: 0, parts, missing: `No mentions in this period. ${NEEDS}` };
    return { ...net, parts };
  },
} satisfies KpiSource<SentimentSums>;
