import type { NewAnswer } from '../../domain/facts.ts';
import { type FormLanguage, spoken } from '../../domain/survey/survey.ts';
import { askedAnswer } from '../../inviting/asked-answer.ts';
import { findAnsweredAt } from '../../store/answers.ts';
import { endInvitation, type InvitationRow } from '../../store/invitations.ts';
import { getSource } from '../../store/sources.ts';
import type { SurveyRow } from '../../store/surveys.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { takeIn } from './receive.ts';

/** What somebody has sent with a form. */
export interface SentAnswer {
  /** The same for everything sent with one form, or by one invitation. */
  readonly id: string;
  readonly score: number;
  readonly comment: string | undefined;
  readonly mayQuote: boolean;
  readonly language: FormLanguage;
}

/**
 * Takes an answer as one of any source: stored whole and once, however often it is sent; the later one with the same id
 * holds. One that came by an invitation ends it.
 */
export async function answerSurvey(
  deps: WebDeps,
  survey: SurveyRow,
  sent: SentAnswer,
  invitation: InvitationRow | undefined,
): Promise<void> {
  const now = deps.now();
  const [source, workspace, answeredBefore] = await Promise.all([
    getSource(deps.db, survey.sourceId),
    getWorkspace(deps.db),
    findAnsweredAt(deps.db, survey.sourceId, sent.id),
  ]);
  const { question } = spoken(survey, sent.language, workspace.name);
  // The first time is when it counts: a change of mind is no later visit.
  const answer: NewAnswer = {
    ...askedAnswer(survey, invitation),
    externalId: sent.id,
    answeredAt: answeredBefore ?? now,
    question,
    score: sent.score,
    language: sent.language,
    mayQuote: sent.mayQuote && sent.comment !== undefined,
    ...(sent.comment === undefined ? {} : { comment: sent.comment }),
  };
  // First, so that a mail that is being written down as sent meanwhile does not count the person as silent.
  if (invitation) await endInvitation(deps.db, invitation.id, { state: 'answered', now });
  await takeIn(deps, source, {
    id: undefined,
    bytes: Buffer.byteLength(sent.comment ?? ''),
    received: { mentions: [], facts: { answers: [answer] }, removed: [], skipped: 0 },
  });
}
