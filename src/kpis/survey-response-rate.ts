import { shareOf } from '../domain/estimates.ts';
import { SURVEY_KINDS } from '../domain/facts.ts';
import { type AnswerSums, answered, readAnswers } from './reading/answer-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

const NEEDS =
  'Questions that were asked and not answered beside those that were: an export with empty scores, or invitations.';

export default {
  name: 'Survey response rate',
  unit: 'percent',
  direction: 'higher',
  minimumN: 10,
  formula:
    'Answers / questions that were put to somebody, answered or not (response rate RR1 of the AAPOR Standard Definitions, with every question known to have been seen). 95 % interval after Wilson.',
  needs: NEEDS,
  counted: 'questions asked',
  cutBy: ['location', 'touchpoint', 'segment'],
  sums: (sql, cut) => readAnswers(sql, cut, SURVEY_KINDS),
  measure: (sums) => {
    const answers = answered(sums);
    const unanswered = sums?.unanswered ?? 0;
    const parts = { answers, unanswered };
    // Tools that export answers only would make every rate 100 %.
    const interval = unanswered > 0 ? shareOf(answers, answers + unanswered) : undefined;
    if (!interval) {
      return { value: undefined, n: 0, parts, missing: `Who did not answer is not known. ${NEEDS}` };
    }
    return { ...interval, n: answers + unanswered, parts };
  },
} satisfies KpiSource<AnswerSums>;
