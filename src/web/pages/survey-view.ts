import type { InvitationRow } from '../../store/invitations.ts';
import type { daysHeard, SurveyAnswer, SurveyCounts } from '../../store/survey-counts.ts';
import type { SurveyRow } from '../../store/surveys.ts';
import type { InviteReport } from '../deeds/invitations.ts';
import type { Visit } from './visit.ts';

/** What was done with the last button. */
export interface Done {
  readonly report?: InviteReport;
  readonly secret?: string;
  readonly mistake?: string;
  readonly said?: string | undefined;
}

export interface ReportProps {
  readonly visit: Visit;
  readonly survey: SurveyRow;
  readonly counts: SurveyCounts | undefined;
  readonly answers: readonly SurveyAnswer[];
  readonly invitations: readonly InvitationRow[];
  readonly heard: Awaited<ReturnType<typeof daysHeard>> | undefined;
  /** Where people reach this server; undefined: nobody said. */
  readonly origin: string | undefined;
  readonly done: Done;
}
