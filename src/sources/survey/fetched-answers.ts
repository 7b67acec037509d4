import type { NewFacts } from '../../domain/facts.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Question, readSubmission, type Submission } from './submission.ts';
import type { SurveySettings } from './survey-settings.ts';

/** The part of an answer to a run that submissions become: mentions for those with words, answers for all that rate. */
export function fromSubmissions(
  submissions: readonly Submission[],
  questions: readonly Question[],
  settings: SurveySettings,
): { mentions: NewMention[]; facts: NewFacts } {
  const read = submissions.map((submission) => readSubmission(submission, questions, settings));
  return {
    mentions: read.flatMap(({ mention }) => mention ?? []),
    facts: { answers: read.flatMap(({ answers }) => answers) },
  };
}

/** Says what a survey's questions are taken for, so that a person sees it before anything is read. */
export function saidOf(questions: readonly Question[], settings: SurveySettings): string {
  const known = questions.map((one) => ({ ...one, scale: one.scale ?? { min: 0, max: 10 } }));
  const probe: Submission = {
    id: 'probe',
    answeredAt: new Date(0),
    fields: {},
    given: new Map(known.map(({ id, asks, scale }) => [id, asks === 'words' ? id : scale.max])),
  };
  const { answers, mention } = readSubmission(probe, known, settings);
  const names = answers.map(
    ({ kind, question }) => `${kind.toUpperCase()}: ${question ?? 'without a title'}`,
  );
  const comment = questions.filter(({ id }) => mention?.text.split('\n\n').includes(id));
  const rated =
    names.length > 0
      ? `Rated is ${names.join('; ')}.`
      : 'No question looks rated: name one under “Rated questions”.';
  const words = comment.map(({ title, id }) => title ?? id).join('; ');
  return `${rated} ${words ? `The comment is: ${words}.` : 'There is no open question.'}`;
}
