import { withoutRepostMarks } from '../quoted.ts';

/** One word of a text as it is compared with those of another. */
export interface Word {
  readonly word: string;
  /** With its capitals. */
  readonly written: string;
}

const LONGEST = 20_000;
const ADDRESS = /\b(?:https?:\/\/|www\.)\S{1,2000}/gi;
const QUOTED_LINE = /^[ \t]*>[^\n]*$/gm;
const POINTERS =
  /(?:the post .{1,300} appeared first on .{1,120}|(?:read more|continue reading|weiterlesen|lire la suite|leer más|leggi tutto)\W*)$/i;
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|\p{Extended_Pictographic}|[\p{L}\p{N}\p{M}]+(?:['’.,][\p{L}\p{N}\p{M}]+)*/gu;

/**
 * The words that are the author's own: without addresses, quoted lines, "RT @…", "via @…" and the pointers back to
 * the site that feeds end with. Compatible forms of letters are the same; capitals are kept apart from the word.
 */
export function wordsOf(text: string): readonly Word[] {
  const own = text.slice(0, LONGEST).normalize('NFKC').replace(QUOTED_LINE, ' ').replace(ADDRESS, ' ').trim();
  return Array.from(withoutRepostMarks(own).replace(POINTERS, '').matchAll(WORDS), ([word]) => ({
    word: word.toLowerCase().replaceAll('’', "'"),
    written: word,
  }));
}

/** True when a feed has cut the text off. */
export function isCutOff(text: string): boolean {
  return /(?:…|\.{3}|\[(?:…|\.{3})\])\s*$/.test(text.replace(ADDRESS, '').trimEnd());
}

const NEGATIONS = new Set(
  (
    'no not never none nor neither without cannot hardly nicht kein keine keinen keinem keiner nie niemals ohne ' +
    'pas ne jamais aucun aucune sans non mai senza nessun nessuno nessuna nunca jamás sin ningún ninguno ninguna ' +
    'não sem nenhum nenhuma niet geen nooit zonder 不 没 沒 未 無 无 别 別'
  ).split(' '),
);

/** Begins with a capital, as names do (and German nouns). */
export function isName({ written }: Word): boolean {
  return /^\p{Lu}/u.test(written);
}

export function isNumber({ word }: Word): boolean {
  return /\p{N}/u.test(word);
}

export function isNegation({ word }: Word): boolean {
  return NEGATIONS.has(word) || word.endsWith("n't");
}

export function pairsOf(words: readonly Word[]): ReadonlySet<string> {
  return new Set(words.slice(1).map(({ word }, index) => `${words[index]?.word} ${word}`));
}
