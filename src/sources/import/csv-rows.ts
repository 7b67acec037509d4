import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';

/** Longest row, in characters: an unclosed quote must not swallow the whole file. */
const LONGEST_ROW = 1_000_000;
const LONGEST_HEADER = 64_000;
/** How some spreadsheets announce the delimiter, on a line before the header. */
const DELIMITER_HINT = /^sep=(.)\n/i;
const DELIMITERS = [',', ';', '\t', '|'];

/** One row with the number of the line it starts on; or what is wrong with the file from there on. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly error: string };

/** Rows of a CSV file, the header included. The delimiter is the one the header uses most: comma, semicolon, tab or bar. */
export async function* csvRows(file: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const text = unixLines(file);
  const beginning = await firstLine(text);
  const [hint = '', hintedDelimiter] = DELIMITER_HINT.exec(beginning) ?? [];
  const start = beginning.slice(hint.length);
  const rows: CsvRow[] = [];
  const linesBefore = hint === '' ? 0 : 1;
  const parser = parse({
    delimiter: hintedDelimiter ?? delimiterOf(start),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[], { lines }) => void rows.push(rowAt(linesBefore + lines, cells)),
  });
  const ended = finished(parser.resume()).then(() => undefined, asError);
  let line = linesBefore;
  // The parser works while it is written to, so the rows of a piece are there when it returns, even before a failure.
  for await (const piece of chained(start, text)) {
    if (parser.destroyed) break;
    parser.write(piece);
    line = rows.at(-1)?.line ?? line;
    yield* rows.splice(0);
  }
  if (!parser.destroyed) parser.end();
  const error = await ended;
  yield* rows;
  if (error) yield { line: (rows.at(-1)?.line ?? line) + 1, error: reasonOf(error) };
}

function rowAt(lastLine: number, cells: readonly string[]): CsvRow {
  const breaks = cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
  return { line: lastLine - breaks, cells: cells.map((cell) => cell.replace(GUARDED, '')) };
}

// Exports, ours among them, put an apostrophe before what a spreadsheet would run as a formula; it is no part of the text.
const GUARDED = /^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/;

/** @throws what is no finding about the file. */
function asError(error: unknown): CsvError {
  if (error instanceof CsvError) return error;
  throw error;
}

function reasonOf(error: CsvError): string {
  return `${reasons[error.code] ?? 'this is not CSV'}; nothing after it was read`;
}

const reasons: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened here or further down and never closed',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_ROW} characters; a quote may be missing`,
};

/** With one kind of line end, lines are counted right inside quotes as well. */
async function* unixLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of text) {
    const whole = held + piece;
    held = whole.endsWith('\r') ? '\r' : '';
    yield whole.slice(0, whole.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held) yield '\n';
}

/** Enough text to hold the header. */
async function firstLine(text: AsyncIterator<string>): Promise<string> {
  let start = '';
  while (!start.includes('\n') && start.length < LONGEST_HEADER) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  return start;
}

async function* chained(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Whoever stops early lets go of the file.
    await rest.return?.();
  }
}

function delimiterOf(start: string): string {
  const header = (start.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
