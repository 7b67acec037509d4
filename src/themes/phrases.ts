import { wordsOf } from '../alerting/driving-words.ts';
import type { Said } from '../store/said.ts';
import { fillersOf } from './fillers.ts';

const HAN = /\p{Script=Han}/u;

/**
 * What a mention may be about: its words and pairs of words without small words. A word that only says good or bad
 * ("great") is no theme, but may stand in one ("great coffee"); one that fills a sentence ("actually", "time") is none
 * either, and the former not in a pair.
 */
export function phrasesOf({ title, text, language, charged }: Said): string[] {
  const found = wordsOf(spaced(title === undefined ? text : `${title}. ${text}`));
  const { nowhere, alone } = fillersOf(language);
  return [...found].filter((phrase) => {
    const words = phrase.split(' ');
    const isTelling = words.some((word) => !charged.has(word) && !alone.has(word));
    return isTelling && !words.some((word) => nowhere.has(word)) && LETTER.test(phrase);
  });
}

const LETTER = /\p{L}/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Scripts without spaces get some between their words. */
export function spaced(text: string): string {
  if (!HAN.test(text)) return text;
  return Array.from(segmenter.segment(text), ({ segment }) => segment).join(' ');
}
