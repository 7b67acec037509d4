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
  return {
    heads: new Set(of('head')),
    tails: new Set(of('tail')),
    whole: vocabularyOf(files).union(new Set(of('whole'))),
    known: knownTo(files),
  };
}

/** All words and phrases that the rules or the aspects know. */
function knownTo(files: LexiconFiles): Set<string> {
  const known = vocabularyOf(files);
  for (const name of ['idioms.tsv', 'emotions.tsv']) {
    const rows = parseTable(
      files.contents.get(name) ?? 'phrase',
      ['phrase'],
      `lexicons/${files.language}/${name}`,
    );
    for (const row of rows) known.add(String(row['phrase']));
  }
  const lists = ['negations.txt', 'contrasts.txt'].flatMap((name) =>
    parseList(files.contents.get(name) ?? ''),
  );
  for (const line of lists) known.add(line.slice(line.indexOf(' ') + 1));
  return known;
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
