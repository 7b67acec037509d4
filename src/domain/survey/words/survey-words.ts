/** What a survey form and its invitations say in one language. `{company}` is the team's own name. */
export interface SurveyWords {
  readonly nps: Asked;
  readonly csat: Asked;
  readonly ces: Asked;
  readonly followUp: string;
  readonly mayBeEmpty: string;
  readonly mayQuote: string;
  readonly send: string;
  readonly chooseScore: string;
  /** Said when a score came by a click in a mail: `{score}`. */
  readonly chosen: string;
  readonly noted: string;
  readonly thanks: string;
  readonly changeMind: string;
  readonly closed: string;
  readonly ranOut: string;
  readonly tooMany: string;
  readonly language: string;
  readonly mail: {
    readonly subject: string;
    readonly reminder: string;
    /** `{name}`; without a name, `greetingPlain`. */
    readonly greeting: string;
    readonly greetingPlain: string;
    readonly intro: string;
    readonly choose: string;
    readonly page: string;
    readonly why: string;
    readonly leave: string;
  };
  readonly left: string;
  readonly leaveQuestion: string;
  readonly leaveButton: string;
}

interface Asked {
  readonly question: string;
  readonly low: string;
  readonly high: string;
}
