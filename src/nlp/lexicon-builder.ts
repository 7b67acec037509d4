import { type Entry, emptyEntry, type Leaning, type Phrase, type Phrases } from './entry.ts';
import { type LexiconFiles, parseList, parseTable, type Row } from './lexicon-files.ts';
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
  aspectEntry(words: string): Entry;
  riskEntry(words: string): Entry;
  /** The entry of a word or phrase that the rules charge; undefined where it has no charge. */
  charged(words: string): Entry | undefined;
  leaning(words: readonly string[]): Leaning;
}

type PhraseList = 'phrases' | 'aspectPhrases' | 'riskPhrases';

export function lexiconBuilder(files: LexiconFiles, tokenizer: Tokenizer): Builder {
  const entries = new Map<string, Entry>();
  const phrases = new Map<string, Entry>();
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
  const entryIn = (list: PhraseList, words: string): Entry => {
    if (PLAIN_WORD.test(words)) return wordEntry(words);
    const [first, ...rest] = wordsOf(words, tokenizer);
    if (first === undefined) throw new Error(`${path('')}: expected a word or phrase, found "${words}".`);
    const opener = wordEntry(first);
    if (rest.length === 0) return opener;
    const key = `${list} ${first} ${rest.join(' ')}`;
    const known = phrases.get(key);
    if (known) return known;
    const entry = emptyEntry();
    addPhrase(opener, list, { rest: rest.map(shared), entry });
    phrases.set(key, entry);
    return entry;
  };
  return {
    entries,
    followers,
    files,
    path,
    rows: (name, columns) => parseTable(files.contents.get(name) ?? columns.join('\t'), columns, path(name)),
    list: (name) => parseList(files.contents.get(name) ?? ''),
    entry: (words) => entryIn('phrases', words),
    aspectEntry: (words) => entryIn('aspectPhrases', words),
    riskEntry: (words) => entryIn('riskPhrases', words),
    charged(words) {
      // A phrase's key is its words after the list's name; see entryIn.
      const entry = entries.get(words) ?? phrases.get(`phrases ${words}`);
      return entry && entry.valence !== 0 ? entry : undefined;
    },
    leaning([first = '', ...rest]) {
      const opener = wordEntry(first);
      opener.leaning ??= { entry: undefined, next: undefined };
      let node = opener.leaning;
      for (const word of rest) {
        node.next ??= new Map();
        const next: Leaning = node.next.get(word) ?? { entry: undefined, next: undefined };
        node.next.set(shared(word), next);
        node = next;
      }
      return node;
    },
  };
}

function addPhrase(opener: Entry, list: PhraseList, phrase: Phrase): void {
  opener[list] ??= new Map();
  let nodes = opener[list];
  for (const [at, word] of phrase.rest.entries()) {
    const node = nodes.get(word) ?? { phrase: undefined, next: undefined };
    nodes.set(word, node);
    if (at === phrase.rest.length - 1) node.phrase = phrase;
    else nodes = node.next ??= new Map();
  }
}

/** Every phrase that opens with a word. */
export function* allPhrases(phrases: Phrases | undefined): Generator<Phrase> {
  for (const { phrase, next } of phrases?.values() ?? []) {
    if (phrase) yield phrase;
    yield* allPhrases(next);
  }
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
