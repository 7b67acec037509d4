import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  Classification,
  Classifier,
  ClassifierInput,
  Classifiers,
  ClassifyOptions,
} from '../domain/classification.ts';
import { aspectsOf } from './aspects.ts';
import { type Channel, confidenceOf, labelOf } from './channels.ts';
import { chargesOf } from './charges.ts';
import { clean } from './clean.ts';
import { emotionsOf } from './emotions.ts';
import type { Lexicon } from './entry.ts';
import { evidenceOf, type ReadField } from './evidence.ts';
import { type LanguageFinder, languageFinder } from './language.ts';
import { compileLexicon } from './lexicon.ts';
import { fingerprint, type LexiconFiles, listLanguageFolders, readLexiconFiles } from './lexicon-files.ts';
import { listDomains, withDomains } from './overlay.ts';
import { type Piece, type Pieces, type Reader, readerFor } from './pieces.ts';
import { risksOf } from './risks.ts';
import { scoreOf } from './score.ts';
import { fromStars, isConflict } from './stars.ts';
import { tokenizerOf, vocabularyOf } from './vocabulary.ts';
import { type RuleSet, ruledVersion, ruleSet } from './workspace-rules.ts';

export interface ClassifierOptions {
  /** Folder with one folder per language; the product's own when left out. */
  readonly lexiconFolder?: string | URL;
  /** Only these languages are judged; all that have a folder when left out. */
  readonly languages?: readonly string[];
}

/** A language ready for use: its data and the reader that knows its words. */
interface Language {
  readonly lexicon: Lexicon;
  readonly reader: Reader;
}

// Raise it whenever a rule changes, so that texts are classified again.
const RULES_REVISION = 7;
const OWN_LEXICONS = new URL('../../lexicons/', import.meta.url);
const SYMBOLS = 'emoji.tsv';
// A text of nothing but emoji is in no language; any language's reader knows them.
const SYMBOLS_READER = 'en';
const LETTER = /\p{L}/u;

/**
 * Judges every language that has a folder with a valence.tsv; a folder with only a language.tsv is a language that is
 * recognised but not judged. English is prepared at once, every other language with its first text.
 * @throws Error naming file and line when a lexicon is not as lexicons/README.md describes.
 */
export async function loadClassifier(options: ClassifierOptions = {}): Promise<Classifier> {
  return loadClassifiers(options).with({ domains: [], rules: [] });
}

/** The lexicons, read once; a classifier is made for each wording, and only changed domains compile words again. */
export function loadClassifiers(options: ClassifierOptions = {}): Classifiers {
  const folder = options.lexiconFolder ?? OWN_LEXICONS;
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  const wanted = (code: string) => options.languages === undefined || options.languages.includes(code);
  const all = listLanguageFolders(root).map((code) => readLexiconFiles(root, code));
  const plain = all.filter((files) => wanted(files.language) && files.contents.has('valence.tsv'));
  const symbols = readFileSync(join(root, SYMBOLS), 'utf8');
  const finder = languageFinder(hintTables(all), () => vocabulariesOf(plain));
  const known = listDomains(root);
  let latest: { readonly key: string; readonly version: string; readonly languageOf: LanguageOf } | undefined;
  const baseOf = (domains: readonly string[]) => {
    const key = domains.join(' ');
    if (latest?.key === key) return latest;
    const judged = plain.map((files) => withDomains(files, root, domains));
    const languageOf = preparedWhenNeeded(judged, symbols);
    languageOf(SYMBOLS_READER);
    latest = { key, version: fingerprint(versionedFiles(all, judged, symbols), RULES_REVISION), languageOf };
    return latest;
  };
  return {
    domains: known,
    with({ domains, rules }) {
      const base = baseOf(domains.filter((domain) => known.includes(domain)));
      const { languageOf } = base;
      const version = ruledVersion(base.version, rules);
      const own = ruleSet(rules);
      return {
        version,
        ruleTopics: own.topics,
        classify: (input, asked) => classify(input, { asked, finder, languageOf, rules: own, version }),
      };
    },
  };
}

/** Most teams read one or two languages; the others' words need no memory until somebody writes them. */
function preparedWhenNeeded(judged: readonly LexiconFiles[], symbols: string): LanguageOf {
  const filesOf = new Map(judged.map((files) => [files.language, files]));
  const prepared = new Map<string, Language | undefined>();
  return (code) => {
    if (prepared.has(code)) return prepared.get(code);
    const files = filesOf.get(code);
    if (!files) return undefined;
    const language = prepare(files, symbols);
    prepared.set(code, language);
    return language;
  };
}

function vocabulariesOf(judged: readonly LexiconFiles[]): Map<string, ReadonlySet<string>> {
  return new Map(judged.map((files) => [files.language, vocabularyOf(files)]));
}

function hintTables(all: readonly LexiconFiles[]): Map<string, string> {
  const tables = new Map<string, string>();
  for (const { language, contents } of all) {
    const table = contents.get('language.tsv');
    if (table) tables.set(language, table);
  }
  return tables;
}

function* versionedFiles(
  all: readonly LexiconFiles[],
  judged: readonly LexiconFiles[],
  symbols: string,
): Generator<readonly [string, string]> {
  yield [SYMBOLS, symbols];
  for (const files of all) {
    const read = judged.find(({ language }) => language === files.language);
    for (const [name, content] of (read ?? files).contents) {
      if (name === 'language.tsv' || read) yield [`${files.language}/${name}`, content];
    }
  }
}

function prepare(files: LexiconFiles, symbols: string): Language {
  const tokenizer = tokenizerOf(files);
  const lexicon = compileLexicon(files, symbols, tokenizer);
  return { lexicon, reader: readerFor(tokenizer, lexicon) };
}

type LanguageOf = (code: string) => Language | undefined;

interface Context {
  readonly asked: ClassifyOptions;
  readonly finder: LanguageFinder;
  readonly languageOf: LanguageOf;
  readonly rules: RuleSet;
  readonly version: string;
}

/** The journey of one text; every step is a pure function of the step before. */
function classify(input: ClassifierInput, context: Context): Classification {
  const title = input.title ? clean(input.title) : NO_TITLE;
  const text = clean(input.text);
  const lang = context.finder.find(title.text === '' ? text.text : `${title.text}\n${text.text}`, input.lang);
  const language = context.languageOf(
    lang === 'und' && !LETTER.test(title.text + text.text) ? SYMBOLS_READER : lang,
  );
  if (!language) return fromStars(input.stars, lang, context.version);

  const titlePieces = title === NO_TITLE ? NO_PIECES : language.reader.read(title.text);
  const textPieces = language.reader.read(text.text);
  const read = titlePieces.pieces.length === 0 ? textPieces : joined(titlePieces, textPieces);
  const { pieces, met, silenced } = context.rules.apply(read, language, context.asked);
  if (!pieces.pieces.some(isUsable)) return fromStars(input.stars, lang, context.version);

  const said = chargesOf(pieces, { isDetailed: context.asked.evidence });
  const cut = language.lexicon.channels[channelOf(input.kind)];
  const score = scoreOf(said.charges, said, cut.edges);
  const { compound } = score;
  const label = labelOf(compound, cut);
  const explained = () => {
    const firstPiece = pieces.pieces.length - textPieces.pieces.length;
    const fields: ReadField[] = [
      { field: 'title', clean: title, pieces: titlePieces, firstPiece: 0 },
      { field: 'text', clean: text, pieces: textPieces, firstPiece },
    ];
    return evidenceOf({ ...said, charges: [...said.charges, ...silenced] }, fields, score);
  };
  return {
    label,
    compound,
    confidence: confidenceOf(label, compound, cut),
    lang,
    aspects: aspectsOf(said, cut),
    emotions: emotionsOf(said.feelings),
    risks: risksOf(said.risks),
    conflict: isConflict(label, input.stars),
    evidence: context.asked.evidence ? explained() : [],
    rules: met,
    lexiconVersion: context.version,
  };
}

const NO_TITLE = clean('');
const NO_PIECES: Pieces = { pieces: [], starts: [] };

function channelOf(kind: ClassifierInput['kind']): Channel {
  return kind === 'review' || kind === 'survey' ? kind : 'mention';
}

const isUsable = (piece: Piece): boolean => piece.isUsable;

const TITLE_END: Piece = {
  kind: 'stop',
  word: '',
  length: 0,
  entry: undefined,
  isCapital: false,
  isShouted: false,
  isDrawnOut: false,
  isExclamation: false,
  isQuestion: false,
  isFollower: false,
  isUsable: false,
};

/** The title is a sentence before the text. */
function joined(title: Pieces, text: Pieces): Pieces {
  return {
    pieces: [...title.pieces, TITLE_END, ...text.pieces],
    starts: [...title.starts, 0, ...text.starts],
  };
}
