import { type Hints, readHints } from './language-hints.ts';
import { type NgramScores, ngramScores } from './language-ngrams.ts';

/** Finds the language of a text from its script, its small words, its letters and, where they leave doubt, letter sequences. */
export interface LanguageFinder {
  /** Primary language code, or 'und' when nothing speaks for any language. */
  find(text: string, declared: string | undefined): string;
}

// The first words tell the language as well as the whole text, and cost is bounded.
const WORDS_READ = 60;
// Enough for a clear lead after a few words of an ordinary text.
const CLEAR_LEAD = 5;
// Enough once the text has ended: a lead of two small words is as good as asking the letters (measured on tweets).
const ENOUGH_LEAD = 2;
// Two small words: a contradiction would need eight of another language.
const ENOUGH_FOR_DECLARED = 2;
const CHARACTERS_READ = 2_000;
// A declared language is only overruled when it has no support at all and another has this much.
const CLEAR_CONTRADICTION = 3;
// Below this the lexicons' own words are asked as well.
const WEAK_SUPPORT = 2;
const VOCABULARY_WEIGHT = 0.6;
const SHORT_TEXT = 300;
// What a letter-sequence score of 1 is worth in small words, at most and for each word of the text.
const NGRAM_WEIGHT = 10;
const NGRAM_WEIGHT_PER_WORD = 1;
// English keeps a short text unless another language leads by this much: names say little.
const FALLBACK_LEAD = 0.3;
// When a text is in a language we do not have.
const FOREIGN_SCORE = 0.6;
const FOREIGN_LEAD = 0.1;
const FOREIGN_WORDS = 4;
// What each small word or letter of ours adds to the lead that is needed.
const FOREIGN_DOUBT = 0.05;
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
      if (!LATIN.test(sample)) return 'und';
      if (isClear(support, ENOUGH_LEAD)) return mostSupported(support, hints.codes);
      const scores = ngramScores(sample);
      const words = countWords(sample);
      const foreign = foreignLanguage(support, scores, words, hints.codes);
      if (foreign) return foreign;
      if (Math.max(...support) < WEAK_SUPPORT) {
        vocabularies ??= readVocabularies();
        addVocabularies(support, sample, vocabularies, hints.codes);
      }
      addScores(support, scores, words, hints.codes);
      return mostSupported(support, hints.codes, words < 2 ? 0 : FALLBACK_LEAD);
    },
  };
}

/** A language we do not have: only where the text is long enough, its letters are sure and far from ours. */
function foreignLanguage(
  support: readonly number[],
  scores: NgramScores,
  words: number,
  codes: readonly string[],
): string | undefined {
  const [best, score] = scores[0] ?? ['', 0];
  if (codes.includes(best) || words < FOREIGN_WORDS) return undefined;
  const ours = scores.find(([code]) => codes.includes(code))?.[1] ?? 0;
  return score >= FOREIGN_SCORE && score - ours >= FOREIGN_LEAD + FOREIGN_DOUBT * Math.max(...support)
    ? best
    : undefined;
}

/** Letter sequences say the more, the more words there are; of one word the lexicons know more. */
function addScores(support: number[], scores: NgramScores, words: number, codes: readonly string[]): void {
  if (words < 2) return;
  const weight = Math.min(NGRAM_WEIGHT, words * NGRAM_WEIGHT_PER_WORD);
  for (const [code, score] of scores) {
    const at = codes.indexOf(code);
    if (at >= 0) support[at] = (support[at] ?? 0) + weight * score;
  }
}

function countWords(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
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
  let seen = '';
  for (let at = 0; at <= sample.length && words < WORDS_READ; at += 1) {
    if (isLetter(at < sample.length ? sample.charCodeAt(at) : 0)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      seen = addWord(support, sample.slice(from, at).toLowerCase(), seen, hints);
      from = -1;
      words += 1;
      if ((support[declared] ?? 0) >= ENOUGH_FOR_DECLARED) break;
      if (words % 10 === 0 && isClear(support, CLEAR_LEAD)) break;
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

/** Adds a word and those of its accented letters that were not `seen` before. @returns all that are seen now. */
function addWord(support: number[], word: string, seen: string, hints: Hints): string {
  addTo(support, hints.words.get(word));
  let all = seen;
  for (let at = 0; at < word.length; at += 1) {
    if (word.charCodeAt(at) <= 127 || all.includes(word[at] ?? '')) continue;
    all += word[at];
    addTo(support, hints.letters.get(word[at] ?? ''));
  }
  return all;
}

function isClear(support: readonly number[], lead: number): boolean {
  let first = 0;
  let second = 0;
  for (const value of support) {
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return first >= lead && first > 3 * second;
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
function mostSupported(support: readonly number[], codes: readonly string[], fallbackLead = 0): string {
  const fallback = codes.indexOf(FALLBACK);
  let best = fallback;
  for (let at = 0; at < codes.length; at += 1) {
    const lead = best === fallback ? fallbackLead : 0;
    if ((support[at] ?? 0) > (support[best] ?? 0) + lead) best = at;
  }
  return codes[best] ?? FALLBACK;
}
