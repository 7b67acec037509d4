import { differenceOfShares } from '../domain/estimates.ts';
import { type AnswerSums, answered, readAnswers } from './reading/answer-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

const NEEDS = 'Answers to “How likely are you to recommend us?” on a scale of 0 to 10.';

export default {
  name: 'NPS',
  unit: 'points',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Percentage of answers of 9 or 10 (promoters) minus percentage of 0 to 6 (detractors); Reichheld, “The One Number You Need to Grow”, Harvard Business Review 2003. Scales that do not end at 10 are stretched to 0–10. 95 % interval from the multinomial variance with a Jeffreys prior.',
  needs: NEEDS,
  counted: 'answers',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  opens: { kind: 'nps', bands: { high: 'promoters', middle: 'passives', low: 'detractors' } },
  sums: (sql, cut) => readAnswers(sql, cut, ['nps']),
  measure: (sums) => {
    const { high: promoters = 0, middle: passives = 0, low: detractors = 0 } = sums ?? {};
    const parts = { promoters, passives, detractors };
    const n = answered(sums);
    const interval = differenceOfShares([promoters, passives, detractors]);
    if (!interval) return { value: undefined, n, parts, missing: `No answers in this period. ${NEEDS}` };
    return { ...interval, n, parts };
  },
} satisfies KpiSource<AnswerSums>;
