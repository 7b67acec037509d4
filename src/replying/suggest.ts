import type { AspectSentiment, Evidence, Label } from '../domain/classification.ts';
import type { LengthUnit } from '../domain/reply.ts';
import { fillIn, type VariableValues } from '../domain/reply-variables.ts';
import { lengthOf } from '../sources/reply.ts';
import { type Phrases, phrases, type Trouble } from './phrases.ts';

/** What a reply is begun from. */
export interface Occasion {
  readonly text: string;
  readonly title?: string | undefined;
  /** BCP 47 primary language. */
  readonly language: string;
  readonly label: Label;
  readonly aspects: readonly AspectSentiment[];
  readonly evidence: readonly Evidence[];
}

export interface SuggestOptions {
  readonly values: VariableValues;
  /** Below the text; empty: nothing. */
  readonly signature: string;
  readonly limit: { readonly most: number; readonly unit: LengthUnit } | undefined;
  /** Counts up from one reply to the next, so that neighbours do not read the same. */
  readonly turn: number;
}

export interface Suggestion {
  readonly text: string;
  readonly language: string;
  /** False where we have no words in the language of the mention: then it is English. */
  readonly isInItsLanguage: boolean;
}

const FALLBACK = 'en';

/**
 * Words to begin with: thanks, what went wrong or well as the customer said it, and a way to say more. It repeats only
 * what stands in the mention, promises nothing and knows nothing else. What does not fit the limit is left out from
 * the end.
 */
export function suggest(occasion: Occasion, options: SuggestOptions): Suggestion {
  const all = phrases();
  const known = all.get(occasion.language);
  const words = known ?? (all.get(FALLBACK) as Phrases);
  const say = wordingOf(words, options);
  const { greeting, thanks, body, closing, regards } = partsOf(occasion, words, options, say);
  const [first = ''] = body;
  const candidates: [string, string[], string | undefined][] = [
    [greeting, [thanks, ...body, closing], regards],
    [greeting, [thanks, ...body], regards],
    [greeting, [thanks, first], regards],
    [greeting, [thanks, first], undefined],
    [greeting, [thanks], undefined],
    ['', [thanks], undefined],
  ];
  const texts = candidates.map(([hello, sentences, bye]) =>
    joined(words.language, hello, sentences.filter(Boolean), bye),
  );
  const { limit } = options;
  const fitting = texts.find((text) => !limit || lengthOf(text, limit.unit) <= limit.most);
  return {
    text: fitting ?? texts.at(-1) ?? '',
    language: words.language,
    isInItsLanguage: known !== undefined,
  };
}

export const suggestedLanguages = (): string[] => [...phrases().keys()];

type Say = (key: string, places?: Readonly<Record<string, string>>) => string;

/** The wording whose turn it is, with its places filled. */
function wordingOf(words: Phrases, { turn, values }: SuggestOptions): Say {
  return (key, places = {}) => {
    const all = words.wordings.get(key) ?? [];
    const text = all[turn % Math.max(1, all.length)] ?? '';
    const filled = text.replace(/\{([abx])\}(?!\})/g, (_, place: string) => places[place] ?? '');
    return fillIn(filled, values);
  };
}

function partsOf(occasion: Occasion, words: Phrases, { values, signature }: SuggestOptions, say: Say) {
  const { label } = occasion;
  const bad = sorrySentences(occasion, words, say);
  const isPraise = label === 'positive';
  const good = gladSentences(occasion, words, say, { isAfterSorry: bad.length > 0 && !isPraise });
  const isMixed = bad.length > 0 && isPraise;
  const tone = label === 'unknown' || isMixed ? 'neutral' : label;
  const body = isPraise ? [...good, ...bad] : [...bad, ...good];
  return {
    greeting: values.author ? say('greeting named') : say('greeting plain'),
    thanks: say(`thanks ${tone}`),
    body: body.length === 0 && label === 'negative' ? [say('sorry none')] : body,
    closing: say(`closing ${tone}`),
    regards: signature === '' ? undefined : `${say('regards any')}\n${signature}`,
  };
}

/** Who waited for a delivery has said so once. */
const SAID_WITH: Readonly<Record<string, string>> = { delivery: 'waiting' };

function sorrySentences(occasion: Occasion, words: Phrases, say: Say): string[] {
  const bad = namesOf(occasion.aspects, 'negative', words);
  const trouble = words.troubles.find(
    (one) => bad.some(([aspect]) => aspect === one.aspect) && isTold(one, occasion),
  );
  const told = trouble ? [trouble.aspect, SAID_WITH[trouble.aspect]] : [];
  const [first, second] = bad.filter(([aspect]) => !told.includes(aspect)).map(([, noun]) => noun);
  if (trouble) {
    const more = first === undefined ? [] : [say('sorry also', { a: first })];
    return [say('sorry clause', { x: trouble.clause }), ...more];
  }
  if (first === undefined) return [];
  return [second === undefined ? say('sorry one', { a: first }) : say('sorry two', { a: first, b: second })];
}

function gladSentences(
  { aspects }: Occasion,
  words: Phrases,
  say: Say,
  { isAfterSorry }: { isAfterSorry: boolean },
): string[] {
  const [first, second] = namesOf(aspects, 'positive', words).map(([, noun]) => noun);
  if (first === undefined) return [];
  if (isAfterSorry) return [say('glad also', { a: first })];
  return [second === undefined ? say('glad one', { a: first }) : say('glad two', { a: first, b: second })];
}

/** Those felt most strongly first. */
function namesOf(aspects: readonly AspectSentiment[], label: Label, words: Phrases): [string, string][] {
  return aspects
    .filter((one) => one.label === label)
    .toSorted((a, b) => Math.abs(b.compound) - Math.abs(a.compound))
    .flatMap(({ aspect }) => {
      const noun = words.nouns.get(aspect);
      return noun === undefined ? [] : [[aspect, noun] as [string, string]];
    });
}

/** A cue stands in the text, and not as something that did not happen. */
function isTold({ cues }: Trouble, { title = '', text, evidence, language }: Occasion): boolean {
  const fields = { title, text };
  return cues.some((cue) =>
    (['title', 'text'] as const).some((field) => {
      const at = placeOf(cue, fields[field], language);
      if (at === -1) return false;
      const around = evidence.filter((one) => one.field === field && one.start <= at && at < one.end);
      return !around.some(({ rule }) => rule.includes('negated'));
    }),
  );
}

/** As whole words, but in a language without spaces anywhere. */
function placeOf(cue: string, whole: string, language: string): number {
  const text = whole.toLowerCase();
  if (language === 'zh') return text.indexOf(cue);
  const escaped = cue.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u'));
}

function joined(
  language: string,
  greeting: string,
  sentences: readonly string[],
  regards: string | undefined,
): string {
  const body = sentences.join(language === 'zh' ? '' : ' ');
  const begun = greeting === '' ? capital(body) : body;
  return [greeting, begun, regards].filter((part) => part !== undefined && part !== '').join('\n\n');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
