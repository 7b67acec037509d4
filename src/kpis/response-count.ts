import { SURVEY_KINDS } from '../domain/facts.ts';
import { type AnswerSums, answered, readAnswers } from './reading/answer-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

export default {
  name: 'Survey answers',
  unit: 'count',
  direction: 'neither',
  minimumN: 0,
  formula:
    'Number of survey questions that were answered, of every kind. Without an interval: it is a count.',
  needs: 'Survey answers.',
  counted: 'answers',
  cutBy: ['topic', 'location', 'touchpoint', 'segment'],
  sums: (sql, cut) => readAnswers(sql, cut, SURVEY_KINDS),
  measure: (sums) => {
    const n = answered(sums);
    return { value: n, n, parts: { answers: n, unanswered: sums?.unanswered ?? 0 } };
  },
} satisfies KpiSource<AnswerSums>;
