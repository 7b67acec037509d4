import { Refused } from '../domain/errors.ts';
import type { NewMention } from '../domain/mention.ts';
import { csvRows } from './import/csv-rows.ts';
import { rowOf, unknownColumns } from './import/import-columns.ts';
import { type ImportDefaults, mentionOfRow } from './import/import-mention.ts';
import { jsonRows } from './import/json-rows.ts';
import { type ByteStream, textChunks } from './import/text-chunks.ts';

export interface ImportOptions extends ImportDefaults {
  readonly format: 'csv' | 'jsonl';
}

/** What reading one line gave; a warning is about the file as a whole. */
export type ImportEvent =
  | { readonly line: number; readonly mention: NewMention }
  | { readonly line: number; readonly error: string }
  | { readonly warning: string };

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
  for await (const row of jsonRows(text)) {
    if ('error' in row) {
      yield row;
      continue;
    }
    yield eventOf(row.line, () => mentionOfRow(rowOf(row.entries), options));
    const unseen = row.entries.map(([key]) => key).filter((key) => !unknown.has(key));
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
