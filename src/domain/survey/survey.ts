import type { SurveyKind } from '../facts.ts';
import de from './words/de.ts';
import en from './words/en.ts';
import es from './words/es.ts';
import fr from './words/fr.ts';
import it from './words/it.ts';
import nl from './words/nl.ts';
import pt from './words/pt.ts';
import type { SurveyWords } from './words/survey-words.ts';
import zh from './words/zh.ts';

/** What a form of our own may ask. */
export const FORM_KINDS = ['nps', 'csat', 'ces'] as const satisfies readonly SurveyKind[];
export type FormKind = (typeof FORM_KINDS)[number];

export const FORM_SCALES: Readonly<Record<FormKind, { min: number; max: number }>> = {
  nps: { min: 0, max: 10 },
  csat: { min: 1, max: 5 },
  ces: { min: 1, max: 7 },
};

const WORDS = { en, de, it, es, fr, pt, nl, zh } as const satisfies Record<string, SurveyWords>;
export type FormLanguage = keyof typeof WORDS;
export const FORM_LANGUAGES = Object.keys(WORDS) as FormLanguage[];

/** What a team says in its own words, per language; what is left out is said in ours. */
export interface OwnWords {
  readonly question?: string | undefined;
  readonly followUp?: string | undefined;
  readonly thanks?: string | undefined;
}

/** A form: one rated question, why, and whether the words may be shown. */
export interface SurveyForm {
  readonly kind: FormKind;
  readonly languages: readonly FormLanguage[];
  readonly ownWords: Readonly<Partial<Record<FormLanguage, OwnWords>>>;
  readonly asksWhy: boolean;
  readonly asksToQuote: boolean;
}

/** Everything a form says in one language, the company's name filled in. */
export interface Spoken extends Omit<SurveyWords, 'nps' | 'csat' | 'ces'> {
  readonly question: string;
  readonly low: string;
  readonly high: string;
}

export function spoken(form: SurveyForm, language: FormLanguage, company: string): Spoken {
  const own = form.ownWords[language] ?? {};
  const { nps, csat, ces, ...words } = WORDS[language];
  const asked = { nps, csat, ces }[form.kind];
  const said = {
    ...words,
    ...asked,
    question: own.question || asked.question,
    followUp: own.followUp || words.followUp,
    thanks: own.thanks || words.thanks,
  };
  return withCompany(said, company);
}

function withCompany<T>(words: T, company: string): T {
  if (typeof words === 'string') return words.replaceAll('{company}', () => company) as T;
  const entries = Object.entries(words as object).map(([name, value]) => [name, withCompany(value, company)]);
  return Object.fromEntries(entries) as T;
}

export const isFormLanguage = (language: string): language is FormLanguage =>
  (FORM_LANGUAGES as readonly string[]).includes(language);

/** The first wish that is offered, by its main language; otherwise the first that is offered. */
export function chosenLanguage(
  wishes: readonly (string | undefined)[],
  offered: readonly FormLanguage[],
): FormLanguage {
  const wanted = wishes.map((wish) => wish?.trim().toLowerCase().split(/[-_]/)[0] ?? '');
  return (
    wanted.find((wish): wish is FormLanguage => offered.some((one) => one === wish)) ?? offered[0] ?? 'en'
  );
}
