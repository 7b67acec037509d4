import { meanOf } from '../domain/estimates.ts';
import { type AnswerSums, answered, readAnswers } from './reading/answer-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

const NEEDS = 'Answers to “… made it easy for me”, from 1 (strongly disagree) to 7 (strongly agree).';

export default {
  name: 'CES',
  unit: 'score',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Mean of the answers from 1 to 7, 7 being the easiest (“CES 2.0” after Dixon, Toman and DeLisi, The Effortless Experience, 2013). Other scales are stretched to 1–7. 95 % interval with Student’s t.',
  needs: NEEDS,
  counted: 'answers',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  opens: { kind: 'ces', bands: { high: 'easy', middle: 'between', low: 'hard' } },
  sums: (sql, cut) => readAnswers(sql, cut, ['ces']),
  measure: (sums) => {
    const {
      high: easy = 0,
      middle: between = 0,
      low: hard = 0,
      score_sum = 0,
      score_squares = 0,
    } = sums ?? {};
    const parts = { easy, between, hard };
    const n = answered(sums);
    const interval = meanOf({ n, sum: score_sum, squares: score_squares }, { least: 1, most: 7 });
    if (!interval) return { value: undefined, n, parts, missing: `No answers in this period. ${NEEDS}` };
    return { ...interval, n, parts };
  },
} satisfies KpiSource<AnswerSums>;
