import { csvRows } from '../../sources/import/csv-rows.ts';
import { textChunks } from '../../sources/import/text-chunks.ts';
import type { ImportInput } from './import-report.ts';

/** A row of a small table: column names in lower case, cells without surrounding space, empty cells left out. */
export type TableRow =
  | { readonly line: number; readonly row: Readonly<Record<string, string>> }
  | { readonly line: number; readonly error: string }
  | { readonly warning: string };

const LONGEST_LINE = 100_000;

/** Rows of a CSV file with a header, or of JSONL with one object a line. */
export async function* readTable({ stream, format }: ImportInput): AsyncGenerator<TableRow> {
  const warnings: string[] = [];
  const text = textChunks(stream, (warning) => warnings.push(warning));
  for await (const row of format === 'csv' ? readCsv(text) : readJsonl(text)) {
    for (const warning of warnings.splice(0)) yield { warning };
    yield row;
  }
}

async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<TableRow> {
  let header: readonly string[] | undefined;
  for await (const row of csvRows(text)) {
    if ('error' in row) yield row;
    else if (header)
      yield { line: row.line, row: rowOf(row.cells.map((cell, at) => [header?.[at] ?? '', cell])) };
    else header = row.cells;
  }
}

async function* readJsonl(text: AsyncIterable<string>): AsyncGenerator<TableRow> {
  let line = 0;
  for await (const content of linesOf(text)) {
    line += 1;
    if (content.trim() !== '') yield jsonRow(line, content);
  }
}

function jsonRow(line: number, content: string): TableRow {
  try {
    const parsed: unknown = JSON.parse(content);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return { line, row: rowOf(Object.entries(parsed)) };
    }
  } catch {
    // Told below, like any other kind of JSON.
  }
  return { line, error: 'expected a JSON object on the line' };
}

function rowOf(cells: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    cells
      .map(([name, value]) => [name.trim().toLowerCase(), plain(value)] as const)
      .filter(([name, value]) => name !== '' && value !== ''),
  );
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let pending = '';
  for await (const chunk of text) {
    const pieces = (pending + chunk).split('\n');
    pending = (pieces.pop() ?? '').slice(0, LONGEST_LINE);
    yield* pieces;
  }
  if (pending !== '') yield pending;
}
