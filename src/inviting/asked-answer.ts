import type { NewAnswer } from '../domain/facts.ts';
import { FORM_SCALES } from '../domain/survey/survey.ts';
import type { InvitationRow } from '../store/invitations.ts';
import type { SurveyRow } from '../store/surveys.ts';

/** The id of the one answer that an invitation may bring. */
export const answerIdOf = (invitation: Pick<InvitationRow, 'id'>): string => `invitation-${invitation.id}`;

/** What is known of an answer before it is given; what the invitation says comes before what the form says of all. */
export function askedAnswer(
  survey: SurveyRow,
  invitation: InvitationRow | undefined,
): Omit<NewAnswer, 'externalId' | 'answeredAt'> {
  const { kind } = survey;
  const touchpoint = invitation?.touchpoint ?? survey.touchpoint;
  const location = invitation?.location ?? survey.location;
  const product = invitation?.product ?? survey.product;
  return {
    kind,
    scale: FORM_SCALES[kind],
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(invitation?.segment === undefined ? {} : { segment: invitation.segment }),
    ...(invitation?.customer === undefined ? {} : { customer: invitation.customer }),
    ...(invitation?.addressKey === undefined ? {} : { addressKey: invitation.addressKey }),
    ...(invitation?.sentAt === undefined ? {} : { invitedAt: invitation.sentAt }),
  };
}
