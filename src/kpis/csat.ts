import { shareOf } from '../domain/estimates.ts';
import { type AnswerSums, answered, readAnswers } from './reading/answer-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

const NEEDS = 'Answers to a question about satisfaction on a scale, such as 1 to 5.';

export default {
  name: 'CSAT',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Share of answers of 4 or 5 on a scale of 1 to 5 (“top two box”). On other scales the top 40 % of the points, rounded down, at least one: 6–7 of 1–7, 7–10 of 0–10. 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'answers',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  opens: { kind: 'csat', bands: { high: 'satisfied', middle: 'between', low: 'dissatisfied' } },
  sums: (sql, cut) => readAnswers(sql, cut, ['csat']),
  measure: (sums) => {
    const { high: satisfied = 0, middle: between = 0, low: dissatisfied = 0 } = sums ?? {};
    const parts = { satisfied, between, dissatisfied };
    const n = answered(sums);
    const interval = shareOf(satisfied, n);
    if (!interval) return { value: undefined, n, parts, missing: `No answers in this period. ${NEEDS}` };
    return { ...interval, n, parts };
  },
} satisfies KpiSource<AnswerSums>;
