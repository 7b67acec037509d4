import { type QuestionWords, questionWords } from './question-words.ts';

const LONGEST = 300;
const FEWEST_WORDS = 3;
// Words that a question without a mark needs, and that its writer may need to ask and to answer by themselves.
const FEWEST_UNMARKED = 4;
const SHORT_ASKED = 4;
const SHORT_ANSWER = 3;
const FEWEST_HAN = 4;

export interface Said {
  readonly title?: string | undefined;
  readonly text: string;
  /** BCP 47 primary language; 'und' where it could not be told. */
  readonly language: string;
}

/** Whether a text wants an answer of somebody: it holds a question, or a plea for help in so many words. */
export function asksForAnswer({ title = '', text, language }: Said): boolean {
  const said = `${title}\n${text}`;
  return questionWords(language).pleads.test(plain(said)) || questionsIn(said, language).length > 0;
}

/**
 * The sentences of a text that want an answer: with a question mark, or beginning like a question where somebody left
 * it out. Left out is what only sounds like one: "Who cares?", "right?", "Really?!", and what its writer answers in the
 * next breath ("The staff? Rude.").
 */
export function questionsIn(text: string, language: string): string[] {
  const words = questionWords(language);
  const bare = withoutAddresses(text);
  if (!mayAsk(bare, words)) return [];
  const sentences = sentencesOf(bare, language);
  return sentences.flatMap(({ from, said }, at) => {
    const next = sentences[at + 1];
    const isAsked =
      said.length <= LONGEST && asks(said, words) && !(next && answersItself(said, next.said, words));
    return isAsked ? [text.slice(from, from + said.length)] : [];
  });
}

// The address of a page may hold a question mark, but not end with one.
const ADDRESS = /\bhttps?:\/\/\S*[\p{L}\p{N}/=&#_-]/giu;
const withoutAddresses = (text: string) => text.replaceAll(ADDRESS, (address) => 'x'.repeat(address.length));

const plain = (text: string) => text.toLowerCase().replaceAll('’', "'");

const ENDS = /[.!…。！\n]/u;
const HAN_END = /[吗呢]/u;

/** Cutting a text into sentences is dear, and most texts ask nothing. */
function mayAsk(text: string, words: QuestionWords): boolean {
  if (/[?？]/u.test(text) || HAN_END.test(text)) return true;
  // One sentence without a mark at its end is the last one: it begins the text or follows an end of another.
  return plain(text)
    .split(ENDS)
    .some((part) => words.surely.test(part.trimStart()));
}

const MARK = /[?？]["'”’»)\]]*$/u;
const OUTCRY = /[!！]/u;
const INSISTS = /[?？]\s*[?？]\s*[?？]/u;
const HAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

function asks(sentence: string, words: QuestionWords): boolean {
  if (OUTCRY.test(sentence)) return false;
  const bare = plain(sentence)
    .replaceAll(/[¿¡?？.。"“”«»()[\]]+/gu, ' ')
    .trim();
  if (words.rhetorical.test(bare)) return false;
  const isMarked = MARK.test(sentence);
  if (HAN.test(bare)) return bare.length >= FEWEST_HAN && (isMarked || /[吗呢]$/u.test(bare));
  const said = wordsOf(bare);
  const first = said[0] ?? '';
  if (!isMarked)
    return said.length >= FEWEST_UNMARKED && !/[.。…]\s*$/u.test(sentence) && words.surely.test(bare);
  if (said.length < FEWEST_WORDS) return false;
  // "Why is it always late???" is a reproach.
  if (INSISTS.test(sentence) && words.blames.has(first)) return false;
  const tail = bare.slice(bare.lastIndexOf(',') + 1).trim();
  if (bare.includes(',') && words.tags.has(tail)) return false;
  return beginsLikeOne(said, words) || !words.tags.has(said.at(-1) ?? '');
}

/** "And the food here? Terrible." */
function answersItself(asked: string, next: string, words: QuestionWords): boolean {
  const said = wordsOf(plain(asked));
  const answer = wordsOf(plain(next));
  if (MARK.test(next) || answer.length > SHORT_ANSWER || words.thanks.has(answer[0] ?? '')) return false;
  return said.length <= SHORT_ASKED && !beginsLikeOne(said, words);
}

const beginsLikeOne = (said: readonly string[], { starts }: QuestionWords) =>
  starts.has(said[0] ?? '') || starts.has(said[1] ?? '');

const wordsOf = (text: string): string[] =>
  text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*(?:-[\p{L}\p{N}]+)*/gu) ?? [];

const segmenters = new Map<string, Intl.Segmenter>();

interface Sentence {
  /** Where it begins in the text. */
  readonly from: number;
  readonly said: string;
}

function sentencesOf(text: string, language: string): Sentence[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    // What is no code of a language is cut as English is.
    segmenter = new Intl.Segmenter(/^[a-z]{2,3}$/.test(language) ? language : 'en', {
      granularity: 'sentence',
    });
    segmenters.set(language, segmenter);
  }
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({
    from: index + segment.length - segment.trimStart().length,
    said: segment.trim(),
  })).filter(({ said }) => said !== '');
}
