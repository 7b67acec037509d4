import { logOddsScore } from './log-odds.ts';
import { phrasesOf } from './phrases.ts';
import { type QuestionWords, questionWords } from './question-words.ts';
import type { Voiced } from './voices.ts';

/** What several people ask. Counts are of voices. */
export interface AskedTheme {
  /** The word or pair of words that the questions share. */
  readonly name: string;
  readonly voices: number;
  readonly before: number | undefined;
  readonly isNew: boolean;
  readonly examples: readonly AskedQuestion[];
}

export interface AskedQuestion {
  readonly mentionId: number;
  readonly sentence: string;
}

export interface Questions {
  /** Voices that asked anything. */
  readonly voices: number;
  /** What two voices and more ask, the most asked first. */
  readonly themes: readonly AskedTheme[];
  /** The latest of what nobody else asks. */
  readonly others: readonly AskedQuestion[];
}

const SHOWN = 12;
const EXAMPLES = 3;
const NEW_VOICES = 4;
const CLEAR = 1.96;

/** The questions people ask, put together by what they are about. */
export function questionsOf(now: readonly Voiced[], before: readonly Voiced[] | undefined): Questions {
  const asked = askedIn(now);
  const earlier = before && byPhrase(askedIn(before));
  const voices = new Set(asked.map(({ voice }) => voice));
  const beforeOf = before && new Set(before.map(({ voice }) => voice)).size;
  const nowOf = new Set(now.map(({ voice }) => voice)).size;
  const themes: AskedTheme[] = [];
  let left = asked;
  while (themes.length < SHOWN) {
    const [most] = [...byPhrase(left)].sort(byVoices);
    if (!most || most[1].length < 2) break;
    const [name, askers] = most;
    const was = earlier ? (earlier.get(name)?.length ?? 0) : undefined;
    const isNew =
      was !== undefined &&
      beforeOf !== undefined &&
      beforeOf > 0 &&
      askers.length >= NEW_VOICES &&
      logOddsScore({ n: askers.length, of: nowOf }, { n: was, of: beforeOf }) >= CLEAR;
    themes.push({
      name,
      voices: askers.length,
      before: beforeOf ? was : undefined,
      isNew,
      examples: askers.slice(0, EXAMPLES).map(({ mentionId, sentence }) => ({ mentionId, sentence })),
    });
    left = left.filter(({ phrases }) => !phrases.has(name));
  }
  const others = left.slice(0, SHOWN).map(({ mentionId, sentence }) => ({ mentionId, sentence }));
  return { voices: voices.size, themes, others };
}

interface Asked extends AskedQuestion {
  readonly voice: string;
  readonly phrases: ReadonlySet<string>;
}

function askedIn(said: readonly Voiced[]): Asked[] {
  return said.flatMap((one) =>
    questionsIn(one.text, one.language).map((sentence) => ({
      mentionId: one.id,
      sentence,
      voice: one.voice,
      phrases: new Set(phrasesOf({ ...one, title: undefined, text: sentence })),
    })),
  );
}

/** Phrase → the first question of each voice that holds it. */
function byPhrase(asked: readonly Asked[]): Map<string, Asked[]> {
  const found = new Map<string, Asked[]>();
  for (const one of asked) {
    for (const phrase of one.phrases) {
      const askers = found.get(phrase) ?? [];
      if (!askers.some(({ voice }) => voice === one.voice)) askers.push(one);
      found.set(phrase, askers);
    }
  }
  return found;
}

/** Most voices first; of as many, the pair before its word. */
function byVoices([a, ofA]: [string, Asked[]], [b, ofB]: [string, Asked[]]): number {
  const isPair = (name: string) => (name.includes(' ') ? 1 : 0);
  return ofB.length - ofA.length || isPair(b) - isPair(a) || (a < b ? -1 : 1);
}

const LONGEST = 300;
const FEWEST_WORDS = 3;

/**
 * The sentences of a text that want an answer: with a question mark, or beginning like a question where somebody left
 * it out. Left out is what only sounds like one: "Who cares?", "right?", "Really?!", and what its writer answers in the
 * next breath ("The staff? Rude.").
 */
export function questionsIn(text: string, language: string): string[] {
  const words = questionWords().get(language);
  if (!words) return [];
  const sentences = sentencesOf(text, language);
  return sentences.filter((sentence) => sentence.length <= LONGEST && asks(sentence, language, words));
}

const MARK = /[?？]["'”’»)\]]*$/u;
const DOUBTFUL = /([?？]\s*[!！])|([!！]\s*[?？])|([?？]\s*[?？]\s*[?？])/u;

function asks(sentence: string, language: string, words: QuestionWords): boolean {
  if (DOUBTFUL.test(sentence)) return false;
  const bare = sentence
    .toLowerCase()
    .replaceAll(/[¿¡?？!！."“”«»()[\]]+/gu, ' ')
    .replaceAll('’', "'")
    .trim();
  if (words.rhetorical.some((phrase) => bare.includes(phrase))) return false;
  const isMarked = MARK.test(sentence);
  if (language === 'zh') return isMarked ? bare.length >= 4 : endsAsking(bare);
  const said = bare.split(/[\s,;:–—-]+/u).filter(Boolean);
  const begins = words.starts.has(said[0] ?? '') || words.starts.has(said[1] ?? '');
  if (!isMarked)
    return words.starts.has(said[0] ?? '') && said.length >= FEWEST_WORDS + 1 && isBare(sentence, language);
  const tail = bare.slice(bare.lastIndexOf(',') + 1).trim();
  if (bare.includes(',') && words.tags.has(tail)) return false;
  if (words.tags.has(said.at(-1) ?? '') && !begins) return false;
  return said.length >= FEWEST_WORDS && (begins || said.length > FEWEST_WORDS);
}

const endsAsking = (bare: string) => bare.length >= 4 && /(吗|呢)$/u.test(bare);

// "What a lovely shop", "Wie schön es war", "How nice the staff was" begin like questions and end with a full stop or an
// exclamation mark; without a mark at their end only these few beginnings are taken for questions.
const SURE: Readonly<Record<string, RegExp>> = {
  en: /^(how (do|does|can|could|long|much|many|often)|what (is|are|time|does|do)|when (will|is|are|do|does|can)|where (is|are|can|do|does)|why (is|are|do|does|did|can't|cant)|can (i|you|we|someone|anyone|somebody)|could (i|you|we)|do you|does (it|this|anyone|anybody)|is (there|it|this) (a|an|any|possible|still)|are there|anyone know|any idea)\b/iu,
  de: /^(wie (kann|kommt|lange|viel|oft)|wann (kommt|gibt|wird|ist|sind|kann)|wo (ist|finde|kann|bleibt)|warum (ist|gibt|geht|kann)|kann (ich|man|mir)|könnt ihr|gibt es|weiß jemand|hat jemand)\b/iu,
};

function isBare(sentence: string, language: string): boolean {
  if (/[.!！。…]\s*$/u.test(sentence)) return false;
  return SURE[language]?.test(sentence.trim()) ?? false;
}

const segmenters = new Map<string, Intl.Segmenter>();

function sentencesOf(text: string, language: string): string[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter(Boolean);
}
