import { Refused } from '../domain/errors.ts';
import type { NewMention } from '../domain/mention.ts';
import { csvRows } from './import/csv-rows.ts';
import { type ImportRow, rowOf, unknownColumns } from './import/import-columns.ts';
import { type ImportDefaults, mentionOfRow } from './import/import-mention.ts';
import { type ByteStream, textChunks } from './import/text-chunks.ts';

export interface ImportOptions extends ImportDefaults {
  readonly format: 'csv' | 'jsonl';
}

/** What reading one line gave; a warning is about the file as a whole. */
export type ImportEvent =
  | { readonly line: number; readonly mention: NewMention }
  | { readonly line: number; readonly error: string }
  | { readonly warning: string };

/** Longest line of a JSONL file, in characters. */
const LONGEST_LINE = 1_000_000;

/**
 * Mentions of a CSV or JSONL file, line by line: a line that cannot be read gives its reason and the next one goes on.
 * Memory stays the same however long the file is.
 */
export async function* readImport(stream: ByteStream, options: ImportOptions): AsyncGenerator<ImportEvent> {
  const warnings: string[] = [];
  const text = textChunks(stream, (warning) => warnings.push(warning));
  const events = options.format === 'csv' ? readCsv(text, options) : readJsonl(text, options);
  for await (const event of events) {
    for (const warning of warnings.splice(0)) yield { warning };
    yield event;
  }
  for (const warning of warnings) yield { warning };
}

async function* readCsv(text: AsyncGenerator<string>, options: ImportOptions): AsyncGenerator<ImportEvent> {
  let header: readonly string[] | undefined;
  for await (const row of csvRows(text)) {
    if ('error' in row) {
      yield row;
    } else if (header) {
      const cells = row.cells.map((cell, index) => [header?.[index] ?? '', cell] as const);
      yield eventOf(row.line, () => mentionOfRow(rowOf(cells), options));
    } else {
      header = row.cells;
      const warning = unknownColumns(header);
      if (warning) yield { warning };
    }
  }
}

async function* readJsonl(text: AsyncGenerator<string>, options: ImportOptions): AsyncGenerator<ImportEvent> {
  const unknown = new Set<string>();
  for await (const { line, content } of lines(text)) {
    if (content.trim() === '') continue;
    const keys: string[] = [];
    yield eventOf(line, () => mentionOfRow(rowOfJson(content, keys), options));
    const unseen = keys.filter((key) => !unknown.has(key));
    for (const key of unseen) unknown.add(key);
    const warning = unknownColumns(unseen);
    if (warning) yield { warning };
  }
}

function eventOf(line: number, read: () => NewMention): ImportEvent {
  try {
    return { line, mention: read() };
  } catch (error) {
    if (error instanceof Refused) return { line, error: error.message };
    throw error;
  }
}

function rowOfJson(content: string, keys: string[]): ImportRow {
  if (content.length > LONGEST_LINE) throw new Refused(`the line is longer than ${LONGEST_LINE} characters`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new Refused('expected a JSON object on the line, got something that is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refused('expected a JSON object on the line, got another kind of JSON');
  }
  const entries = Object.entries(parsed);
  keys.push(...entries.map(([key]) => key));
  return rowOf(entries);
}

/** Of a line that is too long only the beginning is kept: enough to refuse it. */
async function* lines(text: AsyncIterable<string>): AsyncGenerator<{ line: number; content: string }> {
  let line = 1;
  let pending = '';
  for await (const chunk of text) {
    const pieces = chunk.split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield { line, content: `${pending}${piece}` };
      pending = '';
      line += 1;
    }
    pending = `${pending}${last}`.slice(0, LONGEST_LINE + 1);
  }
  if (pending !== '') yield { line, content: pending };
}
