import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

/** Cuts a run of text without white space into words, numbers, emoji and punctuation marks, in order. */
export interface Tokenizer {
  split(run: string): string[];
}

/** One spelling for both: "dont" is cut into "do" and "nt", "don't" into "do" and "n't". */
export function plainSpelling(word: string): string {
  return word === 'nt' ? "n't" : word;
}

// wink-nlp tries every suffix of a run it does not know: a run of a million characters takes minutes.
const LONGEST_WINK_RUN = 48;
// wink-nlp keeps every word it has ever met; a fresh instance forgets them (about 50 ms every now and then).
const RUNS_PER_INSTANCE = 100_000;

// What is one token to wink-nlp by itself needs no question: a bare word, a word or a hashtag with a number behind it,
// a number between marks, an ordinal, an hour, a word with a prefix, a title.
const ONE_TOKEN =
  /^(?:[a-z\u00c0-\u024f]+|[a-z]+&[a-z]|[a-z]*'m|n't|'(?:d|re|s|ve|ll)|#[A-Za-z][A-Za-z0-9]*|[A-Za-z]+\d+|\d+(?:[.,:/-]\d+)*|\d+(?:st|nd|rd|th|am|pm)|[a-z]\.)$/i;
const PREFIXED =
  /^(?:a|anti|bi|co|counter|de|e|ex|extra|mega|mid|mini|multi|neo|non|over|post|pre|pro|pseudo|re|semi|sub|super|tri|u|ultra|un|vice|x)-[a-z]+$/i;
const TITLE = /^(?:mr|mrs|ms|dr|jr|sr|st|vs|co)\.$/i;
// Nor what is plainly two: a contraction, an amount, a number with a word or with marks behind it, marks behind a word.
const CONTRACTED = /^([a-z]+?)(n't|'(?:s|d|ll|re|ve))$/i;
const AMOUNT = /^([$€£])(\d+(?:\.\d+)?)$/;
const COUNTED = /^(\d+)([A-Za-z]+)$/;
const MARKED = /^(#?[A-Za-z]+|\d+)([,;:!?"]{1,3}|\+{1,4}|\.{2,}|'|%|(?<=[A-Za-z])\.)$/;
// Nor words glued together.
const GLUED = /^[A-Za-z]+(?:(?:[-,/]|\.{2,})[A-Za-z]+)+$|^[A-Za-z]*[a-z]{3}\.[A-Z][a-z]*$/;
const GLUE = /([-,/]|\.+)/;
// A verb written together with its negation, alone or glued to other words.
const RUN_TOGETHER =
  /(?<![a-z])(can(?=not)|do|does|did|is|was|are|were|wo|would|could|should|have|has|had|ca|ai)(nt|not)(?![a-z])/i;

const PLAIN_TOKEN = /[\p{L}\p{M}\p{N}_]+(?:'[\p{L}\p{M}]+)*|\p{Extended_Pictographic}|[^\s]/gu;
const ELISION = /^(\p{L}{1,7}')(\p{L}.*)$/u;

/** What to cut off words that the platform leaves whole: "很好" is 很 and 好, "不过" is one word. See cuts.tsv. */
export interface WordCuts {
  readonly heads: ReadonlySet<string>;
  readonly tails: ReadonlySet<string>;
  /** Words that stay whole although they open or end like that. */
  readonly whole: ReadonlySet<string>;
  /** Words and phrases that are cut as they would be alone, whatever stands around them. */
  readonly known: ReadonlySet<string>;
  /** Those among them that a rule works on as a whole: they stay in one piece. */
  readonly units: ReadonlySet<string>;
}

export const NO_CUTS: WordCuts = {
  heads: new Set(),
  tails: new Set(),
  whole: new Set(),
  known: new Set(),
  units: new Set(),
};

// Longer phrases are left to the platform: its cuts rarely differ there, and every length costs a look-up.
const LONGEST_KNOWN = 10;

/** English is cut by wink-nlp, every other language by the platform's segmenter and the language's own cuts. */
export function tokenizerFor(language: string, cuts: WordCuts): Tokenizer {
  return language === 'en' ? winkTokenizer() : segmenterTokenizer(language, cuts);
}

// Only words are cut here: without the machines for sentences, names and parts of speech wink-nlp is smaller. The
// machine for custom names must go as well: the model escapes it anew for every instance, so that it doubles each time.
const noMachines = () => ({ machines: [], transformers: [], setter() {}, updater() {} });
const wordModel = { ...winkModel, sbd: noMachines, ner: noMachines, pos: noMachines, metaCER: noMachines };

function winkTokenizer(): Tokenizer {
  let nlp: ReturnType<typeof winkNLP> | undefined;
  let runs = 0;
  return {
    split(run) {
      if (run.length > LONGEST_WINK_RUN) return plainTokens(run);
      const plain = plainlyCut(run);
      if (plain) return plain;
      runs += 1;
      if (!nlp || runs > RUNS_PER_INSTANCE) {
        nlp = winkNLP(wordModel, []);
        runs = 0;
      }
      return nlp.readDoc(run).tokens().out();
    },
  };
}

/** As wink-nlp would cut it, where that is plain; undefined where it must be asked. */
function plainlyCut(run: string): string[] | undefined {
  const together = RUN_TOGETHER.exec(run);
  if (together?.[1] && together[2]) {
    return together[0] === run ? [together[1], together[2]] : undefined;
  }
  if (ONE_TOKEN.test(run) || PREFIXED.test(run) || TITLE.test(run)) return [run];
  if (GLUED.test(run)) return run.split(GLUE);
  const halved = CONTRACTED.exec(run) ?? AMOUNT.exec(run) ?? COUNTED.exec(run);
  if (halved?.[1] && halved[2]) return [halved[1], halved[2]];
  const marked = MARKED.exec(run);
  return marked?.[1] && marked[2] ? [marked[1], ...marked[2]] : undefined;
}

/** Every language but English: word boundaries of the platform, and articles cut off at the apostrophe (l'hôtel). */
function segmenterTokenizer(language: string, cuts: WordCuts): Tokenizer {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  if (cuts.heads.size + cuts.tails.size > 0) return cuttingTokenizer(segmenter, cuts);
  return {
    split(run) {
      const tokens: string[] = [];
      for (const { segment } of segmenter.segment(run)) {
        const elided = segment.length < LONGEST_WINK_RUN ? ELISION.exec(segment) : null;
        if (elided?.[1] && elided[2]) tokens.push(elided[1], elided[2]);
        else tokens.push(segment);
      }
      return tokens;
    },
  };
}

/**
 * The platform cuts a word by what stands around it: 难吃 is one word, and two in 难吃的面. What the lexicon knows is
 * therefore looked for first, at the platform's boundaries, and cut as it would be alone.
 */
function cuttingTokenizer(segmenter: Intl.Segmenter, cuts: WordCuts): Tokenizer {
  const alone = new Map<string, readonly string[]>();
  const cut = (run: string): string[] => {
    const tokens: string[] = [];
    for (const { segment } of segmenter.segment(run)) cutWord(segment, cuts, tokens);
    return tokens;
  };
  const cutAlone = (word: string): readonly string[] => {
    const tokens = alone.get(word) ?? cut(word);
    alone.set(word, tokens);
    return tokens;
  };
  return {
    split(run) {
      if (cuts.units.has(run)) return [run];
      const tokens: string[] = [];
      const ends = endsOf(cut(run), cuts.known);
      let at = 0;
      while (at < run.length) {
        const known = longestKnown(run, at, ends, cuts.known);
        if (known === undefined) {
          let end = at + 1;
          while (end < run.length && ends[end] !== BOUNDARY) end += 1;
          tokens.push(run.slice(at, end));
          at = end;
        } else {
          if (cuts.units.has(known)) tokens.push(known);
          else tokens.push(...cutAlone(known));
          at += known.length;
        }
      }
      return tokens;
    },
  };
}

const BOUNDARY = 1;
const INSIDE_KNOWN = 2;

/** For every offset of a run: a boundary between its tokens, inside a token that is a known word, or neither. */
function endsOf(tokens: readonly string[], known: ReadonlySet<string>): Uint8Array {
  const length = tokens.reduce((sum, token) => sum + token.length, 0);
  const ends = new Uint8Array(length + 1);
  let at = 0;
  for (const token of tokens) {
    if (token.length > 1 && known.has(token)) ends.fill(INSIDE_KNOWN, at + 1, at + token.length);
    at += token.length;
    ends[at] = BOUNDARY;
  }
  return ends;
}

function longestKnown(
  run: string,
  at: number,
  ends: Uint8Array,
  known: ReadonlySet<string>,
): string | undefined {
  for (let end = Math.min(run.length, at + LONGEST_KNOWN); end > at + 1; end -= 1) {
    if (ends[end] === INSIDE_KNOWN) continue;
    const word = run.slice(at, end);
    if (known.has(word)) return word;
  }
  return undefined;
}

function cutWord(word: string, { heads, tails, whole }: WordCuts, tokens: string[]): void {
  let rest = word;
  while (rest.length > 1 && !whole.has(rest) && heads.has(rest[0] ?? '')) {
    tokens.push(rest[0] ?? '');
    rest = rest.slice(1);
  }
  const isTailed = rest.length > 1 && !whole.has(rest) && tails.has(rest.at(-1) ?? '');
  if (isTailed) tokens.push(rest.slice(0, -1), rest.at(-1) ?? '');
  else tokens.push(rest);
}

function plainTokens(run: string): string[] {
  return run.match(PLAIN_TOKEN) ?? [];
}
