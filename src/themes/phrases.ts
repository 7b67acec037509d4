import { wordsOf } from '../alerting/driving-words.ts';
import type { Said } from '../store/said.ts';

const HAN = /\p{Script=Han}/u;

/**
 * What a mention may be about: its words and pairs of words without small words. A word that only says good or bad
 * ("great") is no theme, but may stand in one ("great coffee").
 */
export function phrasesOf({ title, text, charged }: Said): string[] {
  const found = wordsOf(spaced(title === undefined ? text : `${title}. ${text}`));
  return [...found].filter(
    (phrase) => !phrase.split(' ').every((word) => charged.has(word)) && LETTER.test(phrase),
  );
}

const LETTER = /\p{L}/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Scripts without spaces get some between their words. */
export function spaced(text: string): string {
  if (!HAN.test(text)) return text;
  return Array.from(segmenter.segment(text), ({ segment }) => segment).join(' ');
}
