import { type Channels, readChannels } from './channels.ts';
import { formsOf, readForms } from './forms.ts';
import { type LexiconFiles, numberIn, parseList, parseTable, type Row } from './lexicon-files.ts';
import { NO_CUTS, type Tokenizer, tokenizerFor, type WordCuts } from './tokens.ts';

/** What a modifier does: makes stronger or weaker, makes unreal (wish, would be), or reports an opinion (think, say). */
type ModifierKind = 'boost' | 'dampen' | 'unreal' | 'opinion';

/** Whether what follows a contrast counts more ("but") or less ("although"). */
type Contrast = 'more' | 'less';

/** Everything the lexicon knows about a word or phrase. */
export interface Entry {
  /** −4…4; 0 where the word carries no charge of its own. */
  valence: number;
  /** True for idioms: a charge of 0 is meant and silences the words inside. */
  idiom: boolean;
  origin: string;
  modifier: ModifierKind | undefined;
  factor: number;
  negates: boolean;
  /** At the end of a clause it denies what stands before it ("gefällt mir nicht"). */
  deniesBefore: boolean;
  contrast: Contrast | undefined;
  aspect: string | undefined;
  emotions: readonly Emotion[];
  /** Phrases that open with this word, longest first. */
  phrases: readonly Phrase[];
  aspectPhrases: readonly Phrase[];
  /** What learned words and phrases that open here add; see learned.tsv. */
  leaning: Leaning | undefined;
}

/** A node of the learned phrases that open with a word: what is added up to here, and how phrases go on. */
export interface Leaning {
  entry: Entry | undefined;
  next: Map<string, Leaning> | undefined;
}

export interface Phrase {
  /** The words after the first, in lower case. */
  readonly rest: readonly string[];
  readonly entry: Entry;
}

export interface Emotion {
  readonly axis: string;
  /** −1…1. */
  readonly intensity: number;
}

/** The data of one language, compiled for look-up. */
export interface Lexicon {
  readonly language: string;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly channels: Channels;
}

// Shared by all words that open no phrase, which is most.
const NO_PHRASES: readonly Phrase[] = [];
const NO_EMOTIONS: readonly Emotion[] = [];
const VALENCES = { min: -4, max: 4 };

/** @throws Error naming file, line and cell when a file is not as lexicons/README.md describes. */
export function compileLexicon(files: LexiconFiles, symbols: string, tokenizer: Tokenizer): Lexicon {
  const builder = lexiconBuilder(files, tokenizer);
  addSymbols(builder, symbols);
  addValences(builder);
  addModifiers(builder);
  addNegations(builder);
  addContrasts(builder);
  addIdioms(builder);
  addAspects(builder);
  addEmotions(builder);
  addLearned(builder, tokenizer);
  builder.sortPhrases();
  return { language: files.language, entries: builder.entries, channels: readChannels(files) };
}

/** The tokenizer of a language with its own cuts; words that the lexicon knows stay whole. */
export function tokenizerOf(files: LexiconFiles): Tokenizer {
  return tokenizerFor(files.language, readCuts(files));
}

function readCuts(files: LexiconFiles): WordCuts {
  const content = files.contents.get('cuts.tsv');
  if (content === undefined) return NO_CUTS;
  const rows = parseTable(content, ['kind', 'value'], `lexicons/${files.language}/cuts.tsv`);
  const of = (kind: string) => rows.flatMap((row) => (row['kind'] === kind ? [String(row['value'])] : []));
  return {
    heads: new Set(of('head')),
    tails: new Set(of('tail')),
    whole: vocabularyOf(files).union(new Set(of('whole'))),
  };
}

/** Words by which a language may be told when its small words are missing. */
export function vocabularyOf(files: LexiconFiles): Set<string> {
  const words = new Set<string>();
  const path = `lexicons/${files.language}/`;
  const rowsOf = (name: string, columns: readonly string[]) =>
    parseTable(files.contents.get(name) ?? columns.join('\t'), columns, path + name);
  const forms = readForms(rowsOf('forms.tsv', ['rule', 'cut', 'endings']));
  for (const row of rowsOf('valence.tsv', ['word'])) {
    const where = `${path}valence.tsv line ${row.line}`;
    for (const form of formsOf(String(row['word']), String(row['forms'] ?? ''), forms, where))
      words.add(form);
  }
  for (const name of ['aspects.tsv', 'modifiers.tsv']) {
    for (const row of rowsOf(name, ['phrase'])) {
      const phrase = String(row['phrase']);
      if (!phrase.includes(' ')) words.add(phrase);
    }
  }
  return words;
}

interface Builder {
  readonly entries: Map<string, Entry>;
  readonly files: LexiconFiles;
  rows(name: string, columns: readonly string[]): Row[];
  list(name: string): string[];
  path(name: string): string;
  /** The entry of a word or a phrase, made when new. */
  entry(words: string): Entry;
  aspectEntry(words: string): Entry;
  /** The entry of a word or phrase that the rules charge; undefined where it has no charge. */
  charged(words: string): Entry | undefined;
  leaning(words: readonly string[]): Leaning;
  sortPhrases(): void;
}

function lexiconBuilder(files: LexiconFiles, tokenizer: Tokenizer): Builder {
  const entries = new Map<string, Entry>();
  const phrases = new Map<string, Entry>();
  const path = (name: string) => `lexicons/${files.language}/${name}`;
  const wordEntry = (word: string): Entry => {
    const entry = entries.get(word) ?? emptyEntry();
    entries.set(word, entry);
    return entry;
  };
  const entryIn = (list: 'phrases' | 'aspectPhrases', words: string): Entry => {
    const [first, ...rest] = wordsOf(words, tokenizer);
    if (first === undefined) throw new Error(`${path('')}: expected a word or phrase, found "${words}".`);
    const opener = wordEntry(first);
    if (rest.length === 0) return opener;
    const key = `${list} ${first} ${rest.join(' ')}`;
    const known = phrases.get(key);
    if (known) return known;
    const entry = emptyEntry();
    opener[list] = [...opener[list], { rest, entry }];
    phrases.set(key, entry);
    return entry;
  };
  return {
    entries,
    files,
    path,
    rows: (name, columns) => parseTable(files.contents.get(name) ?? columns.join('\t'), columns, path(name)),
    list: (name) => parseList(files.contents.get(name) ?? ''),
    entry: (words) => entryIn('phrases', words),
    aspectEntry: (words) => entryIn('aspectPhrases', words),
    charged(words) {
      const [first = '', ...rest] = wordsOf(words, tokenizer);
      const entry = entries.get(words) ?? phrases.get(`phrases ${first} ${rest.join(' ')}`);
      return entry && entry.valence !== 0 ? entry : undefined;
    },
    leaning([first = '', ...rest]) {
      const opener = wordEntry(first);
      opener.leaning ??= { entry: undefined, next: undefined };
      let node = opener.leaning;
      for (const word of rest) {
        node.next ??= new Map();
        const next: Leaning = node.next.get(word) ?? { entry: undefined, next: undefined };
        node.next.set(word, next);
        node = next;
      }
      return node;
    },
    sortPhrases() {
      const longestFirst = (a: Phrase, b: Phrase) => b.rest.length - a.rest.length;
      for (const entry of entries.values()) {
        if (entry.phrases.length > 1) entry.phrases = entry.phrases.toSorted(longestFirst);
        if (entry.aspectPhrases.length > 1) entry.aspectPhrases = entry.aspectPhrases.toSorted(longestFirst);
      }
    },
  };
}

export function emptyEntry(): Entry {
  return {
    valence: 0,
    idiom: false,
    origin: '',
    modifier: undefined,
    factor: 1,
    negates: false,
    deniesBefore: false,
    contrast: undefined,
    aspect: undefined,
    emotions: NO_EMOTIONS,
    phrases: NO_PHRASES,
    aspectPhrases: NO_PHRASES,
    leaning: undefined,
  };
}

const WORDLIKE = /[\p{L}\p{N}]/u;

/** A phrase as the text will be cut: hyphens inside words are no tokens there either. */
function wordsOf(phrase: string, tokenizer: Tokenizer): string[] {
  return phrase
    .toLowerCase()
    .split(' ')
    .filter((run) => run !== '')
    .flatMap((run) => (WORDLIKE.test(run) ? tokenizer.split(run).filter((token) => token !== '-') : [run]));
}

function addSymbols(builder: Builder, symbols: string): void {
  for (const row of parseTable(symbols, ['symbol', 'valence', 'origin'], 'lexicons/emoji.tsv')) {
    const symbol = String(row['symbol']);
    const entry = emptyEntry();
    entry.valence = numberIn(row, 'valence', VALENCES, 'lexicons/emoji.tsv');
    entry.origin = String(row['origin']);
    builder.entries.set(symbol, entry);
  }
}

function addValences(builder: Builder): void {
  const file = builder.path('valence.tsv');
  const forms = readForms(builder.rows('forms.tsv', ['rule', 'cut', 'endings']));
  const rows = builder.rows('valence.tsv', ['word', 'valence', 'origin']);
  const written = new Set(rows.map((row) => String(row['word'])));
  for (const row of rows) {
    const valence = numberIn(row, 'valence', VALENCES, file);
    const word = String(row['word']);
    for (const form of formsOf(word, String(row['forms'] ?? ''), forms, `${file} line ${row.line}`)) {
      // A form that has its own row keeps that row's charge.
      if (form !== word && written.has(form)) continue;
      const entry = builder.entry(form);
      entry.valence = valence;
      entry.origin = String(row['origin']);
    }
  }
}

const MODIFIER_KINDS = new Set(['boost', 'dampen', 'unreal', 'opinion']);

function addModifiers(builder: Builder): void {
  const file = builder.path('modifiers.tsv');
  for (const row of builder.rows('modifiers.tsv', ['phrase', 'kind', 'factor', 'origin'])) {
    const kind = String(row['kind']);
    if (!MODIFIER_KINDS.has(kind)) {
      throw new Error(
        `${file} line ${row.line}: expected boost, dampen, unreal or opinion, found "${kind}".`,
      );
    }
    const entry = builder.entry(String(row['phrase']));
    entry.modifier = kind as ModifierKind;
    entry.factor = numberIn(row, 'factor', { min: -2, max: 3 }, file);
  }
}

/** One negation a line; "after nicht" for one that may stand behind what it denies. */
function addNegations(builder: Builder): void {
  for (const line of builder.list('negations.txt')) {
    const entry = builder.entry(line.replace(/^after /, ''));
    entry.negates = true;
    if (line.startsWith('after ')) entry.deniesBefore = true;
  }
}

/** Each line says whether what follows counts more or less, then the word: "more but", "less although". */
function addContrasts(builder: Builder): void {
  for (const line of builder.list('contrasts.txt')) {
    const space = line.indexOf(' ');
    const contrast = line.slice(0, space);
    if (contrast !== 'more' && contrast !== 'less') {
      throw new Error(`${builder.path('contrasts.txt')}: expected "more …" or "less …", found "${line}".`);
    }
    builder.entry(line.slice(space + 1)).contrast = contrast;
  }
}

function addIdioms(builder: Builder): void {
  const file = builder.path('idioms.tsv');
  for (const row of builder.rows('idioms.tsv', ['phrase', 'valence', 'origin'])) {
    const entry = builder.entry(String(row['phrase']));
    entry.valence = numberIn(row, 'valence', VALENCES, file);
    entry.idiom = true;
    entry.origin = String(row['origin']);
  }
}

function addAspects(builder: Builder): void {
  for (const row of builder.rows('aspects.tsv', ['phrase', 'aspect', 'origin'])) {
    builder.aspectEntry(String(row['phrase'])).aspect = String(row['aspect']);
  }
}

function addEmotions(builder: Builder): void {
  const file = builder.path('emotions.tsv');
  for (const row of builder.rows('emotions.tsv', ['phrase', 'axis', 'intensity', 'origin'])) {
    const entry = builder.entry(String(row['phrase']));
    const intensity = numberIn(row, 'intensity', { min: -1, max: 1 }, file);
    entry.emotions = [...entry.emotions, { axis: String(row['axis']), intensity }];
    if (entry.origin === '') entry.origin = String(row['origin']);
  }
}

/**
 * learned.tsv: a word that is charged already gets its learned valence; every other word or phrase leans the text
 * a little without being touched by negations or boosters.
 */
function addLearned(builder: Builder, tokenizer: Tokenizer): void {
  const file = builder.path('learned.tsv');
  for (const row of builder.rows('learned.tsv', ['phrase', 'valence', 'count', 'origin'])) {
    const phrase = String(row['phrase']);
    const valence = numberIn(row, 'valence', VALENCES, file);
    const known = builder.charged(phrase);
    if (known) {
      known.valence = valence;
      known.origin = String(row['origin']);
    } else {
      const entry = emptyEntry();
      entry.valence = valence;
      entry.origin = String(row['origin']);
      builder.leaning(phrase.includes(' ') ? phrase.split(' ') : wordsOf(phrase, tokenizer)).entry = entry;
    }
  }
}
