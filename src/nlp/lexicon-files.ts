import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One row of a lexicon table with the line it stands on, so that a mistake can be pointed at. */
export interface Row {
  readonly line: number;
  readonly [column: string]: string | number;
}

/** The files of one language as they stand on disk: name → content. */
export interface LexiconFiles {
  readonly language: string;
  readonly contents: ReadonlyMap<string, string>;
}

const LANGUAGE_FOLDER = /^[a-z]{2,3}$/;
const LEXICON_FILE = /\.(tsv|txt)$/;

/** Codes of the languages that have a folder, in alphabetical order. */
export function listLanguageFolders(root: string): string[] {
  if (!existsSync(root))
    throw new Error(`Expected a folder of lexicons at ${root}, found none; check the path.`);
  return readdirSync(root)
    .filter((name) => LANGUAGE_FOLDER.test(name) && statSync(join(root, name)).isDirectory())
    .sort();
}

export function readLexiconFiles(root: string, language: string): LexiconFiles {
  const folder = join(root, language);
  const names = readdirSync(folder).filter((name) => LEXICON_FILE.test(name) && name !== 'cases.tsv');
  const contents = new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  return { language, contents };
}

/** Rows of a tab-separated table with a header; empty lines and lines that open with "# " are left out. */
export function parseTable(content: string, columns: readonly string[], file: string): Row[] {
  // Splitting by a pattern takes several times as long, and tables are most of what a start reads.
  const lines = (content.includes('\r') ? content.replaceAll('\r\n', '\n') : content).split('\n');
  const header = (lines[0] ?? '').split('\t');
  for (const column of columns) {
    if (!header.includes(column)) {
      throw new Error(
        `${file}: expected a header row naming "${column}", found "${header.join(' ')}"; add the column.`,
      );
    }
  }
  const rows: Row[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '' || line.startsWith('# ')) continue;
    const row: Record<string, string | number> = { line: at + 1 };
    const cells = line.split('\t');
    for (let c = 0; c < header.length; c += 1) row[header[c] ?? ''] = cells[c] ?? '';
    rows.push(row as Row);
  }
  return rows;
}

/** Lines of a plain list; empty lines and lines that open with "# " are left out. */
export function parseList(content: string): string[] {
  return content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('# '));
}

/** small.txt: words that say nothing of good or bad by themselves. */
export function smallWords({ contents }: LexiconFiles): Set<string> {
  return new Set(parseList(contents.get('small.txt') ?? '').flatMap((line) => line.toLowerCase().split(' ')));
}

/** A number cell within its range, or an error that names the file and the line. */
export function numberIn(
  row: Row,
  column: string,
  range: { min: number; max: number },
  file: string,
): number {
  const cell = String(row[column] ?? '');
  const value = Number(cell);
  if (cell === '' || !Number.isFinite(value) || value < range.min || value > range.max) {
    throw new Error(
      `${file} line ${row.line}: expected ${column} to be a number from ${range.min} to ${range.max}, found "${cell}".`,
    );
  }
  return value;
}

/** Short fingerprint of everything that may change a label: the files' content and the revision of the rules. */
export function fingerprint(contents: Iterable<readonly [string, string]>, rulesRevision: number): string {
  const hash = createHash('sha256').update(`rules ${rulesRevision}\n`);
  for (const [name, content] of contents) hash.update(`${name}\n${content.length}\n${content}\n`);
  return hash.digest('hex').slice(0, 12);
}
