/**
 * Texts and terms as words, by one set of rules, so that whatever a person can type in a query is found as typed.
 *
 * - Letters, digits and marks make a word; everything else parts words. Inner underscores belong to the word.
 * - Han, Kana, Thai, Lao, Khmer and Burmese have no spaces: every character (with its marks) is a word of its own,
 *   so a term in these scripts is found as a sequence of characters. Korean has spaces and is read like Latin.
 * - Apostrophes of all shapes are one and part words ("Acme's" is "Acme" and "s", "l'acme" is "l" and "acme"), but
 *   "can't" stays whole: it must not answer to "can".
 * - `#tag` and `@name` are the word, marked. Emoji are words, without skin tone; `+` and `#` right after a letter
 *   ("Disney+", "C#") are words too.
 * - Compatibility forms are one (full-width letters, half-width Kana, ligatures), invisible characters are dropped.
 */
export interface Word {
  /** As written, with capitals. */
  readonly raw: string;
  /** Without capitals: full case folding, so "Straße" and "STRASSE" are the same. */
  readonly fold: string;
  /** Without capitals and diacritics: "café" is "cafe". */
  readonly bare: string;
  readonly mark: '#' | '@' | '';
  /** Ordinal of the word in the text for counting distance; emoji, signs and what follows an apostrophe do not count. */
  readonly place: number;
  /** A character of a script without spaces. */
  readonly spaceless: boolean;
}

const SPACELESS =
  '[[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}]&&[\\p{L}\\p{N}]]';
const LETTER = `[[\\p{L}\\p{N}]--${SPACELESS}]`;
const JOINED = `[[\\p{L}\\p{N}\\p{M}]--${SPACELESS}]`;
const ANY = '[\\p{L}\\p{N}\\p{M}]';
const PICTURE = '[\\p{Extended_Pictographic}--[©®‼⁉ℹ]][\\uFE0F\\p{Emoji_Modifier}]*';
const WORD = new RegExp(
  [
    `((?<!${ANY})[#@]_*)?(?:(${LETTER}${JOINED}*(?:_+${JOINED}+)*(?:(?<=[nN])'[tT](?!${ANY}))?)|(${SPACELESS}\\p{M}*))`,
    `((?<=${ANY})(?:\\++|#(?!${ANY})))`,
    `(\\p{RI}\\p{RI}|${PICTURE}(?:\\u200D${PICTURE})*)`,
  ].join('|'),
  'gv',
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole.
const NOT_ASCII = /[^\x00-\x7f]/;

export function readWords(text: string): Word[] {
  const cleaned = clean(text);
  const words: Word[] = [];
  let place = -1;
  let end = -1;
  for (const match of cleaned.matchAll(WORD)) {
    const [whole, sign = '', letters, spaceless, symbol, emoji] = match;
    const raw = letters ?? spaceless ?? symbol ?? emoji ?? whole;
    const afterApostrophe = end === match.index - 1 && cleaned[end] === "'";
    const counts = symbol === undefined && emoji === undefined && !afterApostrophe;
    if (counts || place < 0) place += 1;
    const fold = emoji === undefined ? foldCase(raw) : raw.replace(/[\uFE0F\p{Emoji_Modifier}]/gu, '');
    const mark = sign.charAt(0) as Word['mark'];
    words.push({ raw, fold, bare: withoutDiacritics(fold), mark, place, spaceless: spaceless !== undefined });
    end = match.index + whole.length;
  }
  return words;
}

/** Full case folding. The dotted capital I of Turkish becomes a plain i. */
export function foldCase(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i').normalize('NFC');
}

const LETTERS_WITH_STROKE: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/**
 * Accents, umlauts, Hebrew points and Arabic vowel signs go. The marks of Kana, Thai and the Indic scripts are
 * letters in all but name and stay, and so does the breve that makes Cyrillic й.
 */
export function withoutDiacritics(folded: string): string {
  if (!NOT_ASCII.test(folded)) return folded;
  return folded
    .normalize('NFD')
    .replace(/(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, '')
    .replace(/[øłđðħæœþ]/g, (letter) => LETTERS_WITH_STROKE[letter] ?? letter)
    .normalize('NFC');
}

function clean(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  return text
    .replace(/[™℠]/g, ' ')
    .replace(/[‘’‛ʼʹ´′＇]/g, "'")
    .replace(/[\u00ad\u2060\ufeff\u200c]|\u200d(?=\p{L})/gu, '')
    .normalize('NFKC');
}
