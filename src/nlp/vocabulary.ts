import { formsOf, readForms } from './forms.ts';
import { type LexiconFiles, parseList, parseTable } from './lexicon-files.ts';
import { NO_CUTS, type Tokenizer, tokenizerFor, type WordCuts } from './tokens.ts';

/** The tokenizer of a language with its own cuts; words that the lexicon knows stay whole. */
export function tokenizerOf(files: LexiconFiles): Tokenizer {
  return tokenizerFor(files.language, readCuts(files));
}

function readCuts(files: LexiconFiles): WordCuts {
  const content = files.contents.get('cuts.tsv');
  if (content === undefined) return NO_CUTS;
  const rows = parseTable(content, ['kind', 'value'], `lexicons/${files.language}/cuts.tsv`);
  const of = (kind: string) => rows.flatMap((row) => (row['kind'] === kind ? [String(row['value'])] : []));
  const vocabulary = vocabularyOf(files);
  const units = unitsOf(files);
  return {
    heads: new Set(of('head')),
    tails: new Set(of('tail')),
    whole: vocabulary.union(new Set(of('whole'))),
    known: vocabulary.union(units).union(new Set(phrasesIn(files, 'emotions.tsv'))),
    units,
  };
}

/** Words and phrases that a rule charges, turns or silences as a whole. */
function unitsOf(files: LexiconFiles): Set<string> {
  const tables = [...files.contents.keys()].filter((name) => UNIT_TABLE.test(name));
  const lists = ['negations.txt', 'contrasts.txt'].flatMap((name) =>
    parseList(files.contents.get(name) ?? '').map((line) => line.slice(line.indexOf(' ') + 1)),
  );
  return new Set([...tables.flatMap((name) => phrasesIn(files, name)), ...lists]);
}

// The language's own tables and what lines of business lay over them (domains/food/zh.tsv), but not their aspects.
const UNIT_TABLE = /^(?:valence|idioms|modifiers)\.tsv$|^domains\/[a-z-]+\/[a-z]+\.tsv$/;

function phrasesIn(files: LexiconFiles, name: string): string[] {
  const column = name === 'valence.tsv' ? 'word' : 'phrase';
  const content = files.contents.get(name) ?? column;
  const rows = parseTable(content, [column], `lexicons/${files.language}/${name}`);
  return rows.map((row) => String(row[column])).filter((phrase) => !phrase.includes(' '));
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
