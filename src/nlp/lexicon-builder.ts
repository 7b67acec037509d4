import type { Risk } from '../domain/classification.ts';
import { type Entry, emptyEntry, type PhraseNode, type Phrases } from './entry.ts';
import { type LexiconFiles, parseList, parseTable, type Row } from './lexicon-files.ts';
import { newNode, phraseNode } from './phrases.ts';
import { plainSpelling, type Tokenizer } from './tokens.ts';

/** The entries of a language while they are put together. */
export interface Builder {
  readonly entries: Map<string, Entry>;
  readonly followers: Map<string, string>;
  readonly files: LexiconFiles;
  rows(name: string, columns: readonly string[]): Row[];
  list(name: string): string[];
  path(name: string): string;
  /** The entry of a word or a phrase, made when new. */
  entry(words: string): Entry;
  nameAspect(words: string, aspect: string): void;
  nameRisk(words: string, risk: Risk): void;
  /** The entry of a word or phrase that the rules charge; undefined where it has no charge. */
  charged(words: string): Entry | undefined;
  /** A learned word or phrase, written as texts are cut. */
  lean(words: string, entry: Entry): void;
}

export function lexiconBuilder(files: LexiconFiles, tokenizer: Tokenizer): Builder {
  const entries = new Map<string, Entry>();
  const followers = new Map<string, string>();
  const path = (name: string) => `lexicons/${files.language}/${name}`;
  const wordEntry = (word: string): Entry => {
    const entry = entries.get(word) ?? emptyEntry();
    entries.set(word, entry);
    return entry;
  };
  // The same string everywhere compares fast.
  const shared = (word: string): string => {
    if (!followers.has(word)) followers.set(word, word);
    return followers.get(word) ?? word;
  };
  const nodeOf = (opener: Entry, rest: readonly string[]): PhraseNode => {
    let node: PhraseNode | undefined;
    opener.phrases ??= new Map();
    let nodes: Phrases = opener.phrases;
    for (const word of rest) {
      if (node) {
        node.next ??= new Map();
        nodes = node.next;
      }
      const next: PhraseNode = nodes.get(word) ?? newNode(node ? node.length + 1 : 2);
      nodes.set(shared(word), next);
      node = next;
    }
    return node as PhraseNode;
  };
  /** A word's entry, or the node of a phrase. */
  const placeOf = (words: string): { word: Entry } | { phrase: PhraseNode } => {
    if (PLAIN_WORD.test(words)) return { word: wordEntry(words) };
    const [first, ...rest] = wordsOf(words, tokenizer);
    if (first === undefined) throw new Error(`${path('')}: expected a word or phrase, found "${words}".`);
    return rest.length === 0 ? { word: wordEntry(first) } : { phrase: nodeOf(wordEntry(first), rest) };
  };
  return {
    entries,
    followers,
    files,
    path,
    rows: (name, columns) => parseTable(files.contents.get(name) ?? columns.join('\t'), columns, path(name)),
    list: (name) => parseList(files.contents.get(name) ?? ''),
    entry(words) {
      const place = placeOf(words);
      if ('word' in place) return place.word;
      place.phrase.rule ??= emptyEntry();
      return place.phrase.rule;
    },
    nameAspect(words, aspect) {
      const place = placeOf(words);
      if ('word' in place) place.word.aspect = aspect;
      else place.phrase.aspect = aspect;
    },
    nameRisk(words, risk) {
      const place = placeOf(words);
      if ('word' in place) place.word.risk = risk;
      else place.phrase.risk = risk;
    },
    charged(words) {
      const [first = '', ...rest] = words.split(' ');
      const entry = entries.get(words) ?? phraseNode(entries.get(first)?.phrases, rest)?.rule;
      return entry && entry.valence !== 0 ? entry : undefined;
    },
    lean(words, entry) {
      const [first = '', ...rest] = words.split(' ');
      if (rest.length === 0) wordEntry(first).leaning = entry;
      else nodeOf(wordEntry(first), rest).leaning = entry;
    },
  };
}

// Never cut by any tokenizer ("dont" and "cannot" are); most words of most tables.
const PLAIN_WORD = /^(?!cannot)[a-z]{3,}(?<!nt)$/;
const WORDLIKE = /[\p{L}\p{N}]/u;

/** A phrase as the text will be cut: hyphens inside words are no tokens there either. */
function wordsOf(phrase: string, tokenizer: Tokenizer): string[] {
  const words: string[] = [];
  for (const run of phrase.toLowerCase().split(' ')) {
    if (PLAIN_WORD.test(run)) words.push(plainSpelling(run));
    else if (!WORDLIKE.test(run)) {
      if (run !== '') words.push(plainSpelling(run));
    } else for (const token of tokenizer.split(run)) if (token !== '-') words.push(plainSpelling(token));
  }
  return words;
}
