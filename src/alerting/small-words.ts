import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEXICONS = fileURLToPath(new URL('../../lexicons/', import.meta.url));

let words: ReadonlySet<string> | undefined;

/** Words that give a language away ("the", "nicht", "pour") and therefore never what drives a spike; read once. */
export function smallWords(): ReadonlySet<string> {
  words ??= new Set(
    readdirSync(LEXICONS).flatMap((language) => [...hintsOf(language), ...listedOf(language)]),
  );
  return words;
}

/** Of a language that its script gives away, small words stand in a list of their own. */
function listedOf(language: string): string[] {
  const file = `${LEXICONS}${language}/small-words.txt`;
  if (!existsSync(file)) return [];
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.flatMap((row) => (row.startsWith('#') ? [] : row.trim().split(' '))).filter(Boolean);
}

/** The rows "word" of a language's language.tsv; see lexicons/README.md. */
function hintsOf(language: string): string[] {
  const file = `${LEXICONS}${language}/language.tsv`;
  if (!existsSync(file)) return [];
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.flatMap((row) =>
    row.startsWith('word\t') ? row.slice('word\t'.length).trim().split(' ') : [],
  );
}
