import type { Row } from './lexicon-files.ts';
import { parseTable } from './lexicon-files.ts';

/** Finds the language of a text from its script, its small words and its letters. */
export interface LanguageFinder {
  /** Primary language code, or 'und' when nothing speaks for any language. */
  find(text: string, declared: string | undefined): string;
}

// The first words tell the language as well as the whole text, and cost is bounded.
const WORDS_READ = 60;
// Enough for a clear lead after a few words of an ordinary text.
const CLEAR_LEAD = 5;
// Two small words: a contradiction would need eight of another language.
const ENOUGH_FOR_DECLARED = 2;
const CHARACTERS_READ = 2_000;
// A declared language is only overruled when it has no support at all and another has this much.
const CLEAR_CONTRADICTION = 3;
const LETTER_WEIGHT = 1.5;
// Below this the lexicons' own words are asked as well.
const WEAK_SUPPORT = 2;
const VOCABULARY_WEIGHT = 0.6;
const SHORT_TEXT = 300;
const FALLBACK = 'en';

const UNSHARED_SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\u3040-\u30ff]/, 'ja'],
  [/[\uac00-\ud7af]/, 'ko'],
  [/[\u4e00-\u9fff]/, 'zh'],
  [/[\u0590-\u05ff]/, 'he'],
  [/[\u0370-\u03ff]/, 'el'],
  [/[\u0e00-\u0e7f]/, 'th'],
];
const OTHER_SCRIPT = /[\u0400-\u052f\u0600-\u06ff\u0900-\u0dff]/;
const LATIN = /[A-Za-z\u00c0-\u024f]/;
const NON_LATIN = /[\u0370-\u1fff\u3040-\ud7af]/;

interface Hints {
  /** Word → for each language how much it speaks for it, by position in `codes`. */
  readonly words: ReadonlyMap<string, readonly number[]>;
  readonly letters: ReadonlyMap<string, readonly number[]>;
  readonly codes: readonly string[];
}

/** The words a language's lexicon has entries for. */
type Vocabulary = Pick<ReadonlyMap<string, unknown>, 'has'>;

/**
 * @param tables language code → content of its language.tsv (columns kind and value).
 * @param readVocabularies language code → its lexicon's words; asked for once, when small words are too few to tell.
 */
export function languageFinder(
  tables: ReadonlyMap<string, string>,
  readVocabularies: () => ReadonlyMap<string, Vocabulary>,
): LanguageFinder {
  const hints = readHints(tables);
  let vocabularies: ReadonlyMap<string, Vocabulary> | undefined;
  return {
    find(text, declared) {
      const sample = text.length > CHARACTERS_READ ? text.slice(0, CHARACTERS_READ) : text;
      const script = NON_LATIN.test(sample) ? languageOfScript(sample) : undefined;
      if (script) return script;
      const wanted = primaryCode(declared);
      const support = supportOf(sample, hints, wanted === undefined ? -1 : hints.codes.indexOf(wanted));
      if (wanted) return declaredOrContradicted(wanted, support, hints.codes);
      if (Math.max(...support) < WEAK_SUPPORT) {
        vocabularies ??= readVocabularies();
        addVocabularies(support, sample, vocabularies, hints.codes);
      }
      return LATIN.test(sample) ? mostSupported(support, hints.codes) : 'und';
    },
  };
}

/** "de-AT" → "de"; undefined for nothing, "auto" and "und". */
function primaryCode(declared: string | undefined): string | undefined {
  const code = declared?.trim().toLowerCase().split(/[-_]/)[0];
  return code === undefined || code === '' || code === 'auto' || code === 'und' ? undefined : code;
}

/** Language of a text most of whose letters are in a script that one language has for itself. */
function languageOfScript(sample: string): string | undefined {
  const latin = sample.match(/[A-Za-z\u00c0-\u024f]/g)?.length ?? 0;
  const other = sample.match(/[\u0370-\u1fff\u3040-\ud7af]/g)?.length ?? 0;
  if (latin > 3 * other) return undefined;
  for (const [letters, code] of UNSHARED_SCRIPTS) if (letters.test(sample)) return code;
  return OTHER_SCRIPT.test(sample) ? 'und' : undefined;
}

/** Reads until one language leads clearly, or the declared one has spoken for itself. */
function supportOf(sample: string, hints: Hints, declared: number): number[] {
  const support = new Array<number>(hints.codes.length).fill(0);
  let from = -1;
  let words = 0;
  for (let at = 0; at <= sample.length && words < WORDS_READ; at += 1) {
    if (isLetter(at < sample.length ? sample.charCodeAt(at) : 0)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      addWord(support, sample.slice(from, at).toLowerCase(), hints);
      from = -1;
      words += 1;
      if ((support[declared] ?? 0) >= ENOUGH_FOR_DECLARED) break;
      if (words % 10 === 0 && isClear(support)) break;
    }
  }
  return support;
}

/** "Consegna veloce": no small word, but words of one lexicon. */
function addVocabularies(
  support: number[],
  sample: string,
  vocabularies: ReadonlyMap<string, Vocabulary>,
  codes: readonly string[],
): void {
  const words = sample
    .slice(0, SHORT_TEXT)
    .toLowerCase()
    .split(/[^\p{L}']+/u);
  for (const word of words) {
    if (word === '') continue;
    const knowing = [...vocabularies].filter(([, vocabulary]) => vocabulary.has(word));
    for (const [code] of knowing) {
      const at = codes.indexOf(code);
      if (at >= 0) support[at] = (support[at] ?? 0) + VOCABULARY_WEIGHT / knowing.length;
    }
  }
}

// Letters of the Latin alphabet with all its accents; other scripts are told apart before.
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0x24f);
}

function addWord(support: number[], word: string, hints: Hints): void {
  addTo(support, hints.words.get(word));
  for (let at = 0; at < word.length; at += 1) {
    if (word.charCodeAt(at) > 127) addTo(support, hints.letters.get(word[at] ?? ''));
  }
}

function isClear(support: readonly number[]): boolean {
  let first = 0;
  let second = 0;
  for (const value of support) {
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return first >= CLEAR_LEAD && first > 3 * second;
}

function addTo(support: number[], weights: readonly number[] | undefined): void {
  if (!weights) return;
  for (let at = 0; at < weights.length; at += 1) support[at] = (support[at] ?? 0) + (weights[at] ?? 0);
}

function declaredOrContradicted(
  declared: string,
  support: readonly number[],
  codes: readonly string[],
): string {
  const best = mostSupported(support, codes);
  if (best === declared) return declared;
  const own = support[codes.indexOf(declared)] ?? 0;
  const other = support[codes.indexOf(best)] ?? 0;
  return other >= CLEAR_CONTRADICTION && other > 4 * own ? best : declared;
}

/** English when nothing or nobody clearly leads: single words and names are most often English in our sources. */
function mostSupported(support: readonly number[], codes: readonly string[]): string {
  let best = codes.indexOf(FALLBACK);
  for (let at = 0; at < codes.length; at += 1) if ((support[at] ?? 0) > (support[best] ?? 0)) best = at;
  return codes[best] ?? FALLBACK;
}

function readHints(tables: ReadonlyMap<string, string>): Hints {
  const codes = [...tables.keys()];
  const words = new Map<string, number[]>();
  const letters = new Map<string, number[]>();
  for (const [position, [code, content]] of [...tables].entries()) {
    for (const row of parseTable(content, ['kind', 'value'], `${code}/language.tsv`)) {
      addHint({ row, position, size: codes.length }, words, letters);
    }
  }
  for (const weights of words.values()) shareOut(weights, 1);
  for (const weights of letters.values()) shareOut(weights, LETTER_WEIGHT);
  return { words, letters, codes };
}

function addHint(
  hint: { row: Row; position: number; size: number },
  words: Map<string, number[]>,
  letters: Map<string, number[]>,
): void {
  const target = hint.row['kind'] === 'word' ? words : hint.row['kind'] === 'letter' ? letters : undefined;
  if (!target) return;
  for (const value of String(hint.row['value']).split(' ')) {
    const weights = target.get(value) ?? new Array<number>(hint.size).fill(0);
    weights[hint.position] = 1;
    target.set(value, weights);
  }
}

/** A hint that several languages share counts for each of them the less. */
function shareOut(weights: number[], total: number): void {
  const shared = weights.reduce((sum, weight) => sum + weight, 0);
  for (let at = 0; at < weights.length; at += 1) weights[at] = ((weights[at] ?? 0) * total) / shared;
}
