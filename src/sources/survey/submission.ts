import type { NewAnswer, SurveyKind } from '../../domain/facts.ts';
import { SURVEY_KINDS } from '../../domain/facts.ts';
import type { NewMention } from '../../domain/mention.ts';
import { plainText } from '../html-to-text.ts';
import { languageTag } from '../language-tag.ts';
import type { SurveySettings } from './survey-settings.ts';

/** A question as the definition of a survey tells of it, in the survey's order. */
export interface Question {
  readonly id: string;
  /** Another name for it that people give themselves. */
  readonly ref?: string | undefined;
  readonly title?: string | undefined;
  /** `scale`: a rating of which nobody says what it measures. */
  readonly asks: SurveyKind | 'scale' | 'words' | 'other';
  /** Undefined where only an answer would tell. */
  readonly scale?: Scale | undefined;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** What one person has sent in. */
export interface Submission {
  readonly id: string;
  readonly answeredAt: Date;
  /** By the id of the question; a question that was passed over is missing. */
  readonly given: ReadonlyMap<string, string | number>;
  /** Hidden fields and custom variables by their names. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly language?: string | undefined;
  readonly country?: string | undefined;
  readonly email?: string | undefined;
  readonly customer?: string | undefined;
  readonly invitedAt?: Date | undefined;
  readonly url?: string | undefined;
}

export interface SubmissionRead {
  /** The first one carries the comment and has the id of the submission. */
  readonly answers: readonly NewAnswer[];
  readonly mention: NewMention | undefined;
}

/** What a submission says, as answers to rated questions and as the mention that its comment is. */
export function readSubmission(
  submission: Submission,
  questions: readonly Question[],
  settings: SurveySettings,
): SubmissionRead {
  const rated = ratedQuestions(questions, settings);
  const comment = commentOf(submission, questions, rated[0]?.question, settings);
  const about = aboutAll(submission, questions, settings);
  const answers = rated.flatMap(({ question, kind }, index): NewAnswer[] => {
    const scale = question.scale ?? USUAL[kind];
    const score = scoreOf(submission.given.get(question.id), scale);
    const isWorthARow = score !== undefined || (index === 0 && comment !== undefined);
    if (!scale || !isWorthARow) return [];
    const externalId = index === 0 ? submission.id : partId(submission.id, question);
    return [
      {
        externalId,
        kind,
        scale,
        answeredAt: submission.answeredAt,
        ...about,
        ...(score === undefined ? {} : { score }),
        ...(question.title ? { question: plainText(question.title) } : {}),
        ...(index === 0 && comment !== undefined ? { comment } : {}),
      },
    ];
  });
  return { answers, mention: comment === undefined ? undefined : mentionOf(submission, comment, about) };
}

/** The ids of all that a submission may have become: whatever of it is there is gone when the submission is. */
export function idsOf(id: string, questions: readonly Question[], settings: SurveySettings): string[] {
  const [, ...others] = ratedQuestions(questions, settings);
  return [id, ...others.map(({ question }) => partId(id, question))];
}

const partId = (id: string, question: Question) => `${id}/${question.id}`;

/** NPS is 0–10 by definition; the others differ from team to team. */
const USUAL: Partial<Record<SurveyKind, Scale>> = { nps: { min: 0, max: 10 } };

interface Rated {
  readonly question: Question;
  readonly kind: SurveyKind;
}

function ratedQuestions(questions: readonly Question[], { rated, scaleIs }: SurveySettings): Rated[] {
  if (rated !== undefined) {
    return rated.split(',').flatMap((pair): Rated[] => {
      const [kind = '', id = ''] = pair.split('=').map((part) => part.trim());
      const question = questions.find((one) => one.id === id || one.ref === id);
      return question && isKind(kind) ? [{ question, kind }] : [];
    });
  }
  const all = questions.flatMap((question): Rated[] => {
    if (question.asks === 'scale') return [{ question, kind: scaleIs }];
    return isKind(question.asks) ? [{ question, kind: question.asks }] : [];
  });
  // The comment goes with what is asked first of all: whether somebody would recommend us.
  return all.toSorted((a, b) => SURVEY_KINDS.indexOf(a.kind) - SURVEY_KINDS.indexOf(b.kind));
}

const isKind = (kind: string): kind is SurveyKind => (SURVEY_KINDS as readonly string[]).includes(kind);

function commentOf(
  { given }: Submission,
  questions: readonly Question[],
  rated: Question | undefined,
  { comment }: SurveySettings,
): string | undefined {
  const named = comment?.split(',').map((id) => id.trim());
  const open = questions.filter(({ asks }) => asks === 'words');
  const after = rated && open.find((question) => questions.indexOf(question) > questions.indexOf(rated));
  const automatic = [after ?? open[0]].filter((question) => question !== undefined);
  const chosen = named
    ? questions.filter(({ id, ref }) => named.includes(id) || (ref !== undefined && named.includes(ref)))
    : automatic;
  const words = chosen.map(({ id }) => plainText(String(given.get(id) ?? ''))).filter(Boolean);
  return words.length > 0 ? words.join('\n\n') : undefined;
}

/** A score outside its scale is somebody's mistake, and would be one in every mean. */
function scoreOf(value: string | number | undefined, scale: Scale | undefined): number | undefined {
  if (value === undefined || scale === undefined || String(value).trim() === '') return undefined;
  const score = Number(value);
  return score >= scale.min && score <= scale.max ? score : undefined;
}

type About = Omit<
  NewAnswer,
  'externalId' | 'kind' | 'score' | 'scale' | 'question' | 'comment' | 'answeredAt'
>;

/** What holds for every answer of a submission: its own fields come before what the source says of all of them. */
function aboutAll(submission: Submission, questions: readonly Question[], settings: SurveySettings): About {
  const of = (name: string | undefined) => fieldOf(submission, questions, name);
  const country = submission.country?.toUpperCase();
  const mayQuote = of(settings.quoteField);
  return withoutMissing({
    language: languageTag(submission.language) ?? languageTag(settings.language),
    customer: of(settings.customerField) ?? submission.customer,
    email: of(settings.emailField) ?? submission.email,
    invitedAt: submission.invitedAt,
    location: of(settings.locationField) ?? settings.location,
    touchpoint: of(settings.touchpointField) ?? settings.touchpoint,
    product: of(settings.productField) ?? settings.product,
    segment: of(settings.segmentField),
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    url: submission.url,
    mayQuote: mayQuote === undefined ? undefined : isYes(mayQuote),
  });
}

function fieldOf(
  { fields, given }: Submission,
  questions: readonly Question[],
  name: string | undefined,
): string | undefined {
  if (name === undefined) return undefined;
  const id = questions.find((one) => one.id === name || one.ref === name)?.id ?? name;
  const value = Object.hasOwn(fields, name) ? fields[name] : given.get(id);
  const words = typeof value === 'string' || typeof value === 'number' ? plainText(String(value)) : '';
  return words === '' ? undefined : words.slice(0, 200);
}

const YES = new Set(['yes', 'true', '1', 'ja', 'sì', 'si', 'sí', 'oui', 'sim', '是', 'y']);
const isYes = (words: string) => YES.has(words.toLowerCase());

type Without<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutMissing<T extends Record<string, unknown>>(values: T): Without<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Without<T>;
}

function mentionOf({ id, answeredAt }: Submission, text: string, about: About): NewMention {
  const { language, location, touchpoint, product, country, url } = about;
  return {
    externalId: id,
    kind: 'survey',
    text,
    publishedAt: answeredAt,
    ...withoutMissing({ language, location, touchpoint, product, country, url }),
  };
}
