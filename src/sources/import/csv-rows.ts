import { finished } from 'node:stream/promises';
import { CsvError, type Options, parse } from 'csv-parse';

/** Longest row, in characters: an unclosed quote must not swallow the whole file. */
const LONGEST_ROW = 1_000_000;
const LONGEST_HEADER = 64_000;
const DELIMITERS = [',', ';', '\t', '|'];

/** One row with the number of the line it starts on; or what is wrong with the file from there on. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly error: string };

/** Rows of a CSV file, the header included. The delimiter is the one the header uses most: comma, semicolon, tab or bar. */
export async function* csvRows(text: AsyncIterator<string>): AsyncGenerator<CsvRow> {
  const start = await firstLine(text);
  const rows: CsvRow[] = [];
  const parser = parse({
    ...optionsFor(start),
    on_record: (record: string[], { lines }) => void rows.push(rowAt(lines, record)),
  });
  const ended = finished(parser.resume()).then(
    () => undefined,
    (error: unknown) => error,
  );
  let line = 0;
  // The parser works while it is written to, so every piece's rows are there when it returns, also before a failure.
  for await (const piece of chained(start, text)) {
    if (parser.destroyed) break;
    parser.write(piece);
    line = rows.at(-1)?.line ?? line;
    yield* rows.splice(0);
  }
  if (!parser.destroyed) parser.end();
  const error = await ended;
  yield* rows;
  line = rows.at(-1)?.line ?? line;
  if (error instanceof CsvError)
    yield { line: line + 1, error: `${reasons[error.code] ?? 'this is not CSV'}; nothing after it was read` };
  else if (error) throw error;
}

function optionsFor(start: string): Options<string[]> {
  const hint = /^sep=(.)\r?\n/i.exec(start);
  return {
    delimiter: hint?.[1] ?? delimiterOf(start),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    from_line: hint ? 2 : 1,
  };
}

function rowAt(linesSoFar: number, cells: readonly string[]): CsvRow {
  return {
    line: linesSoFar - cells.reduce((lines, cell) => lines + (cell.match(/\n/g)?.length ?? 0), 0),
    cells,
  };
}

const reasons: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened here or further down and never closed',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_ROW} characters; a quote may be missing`,
};

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
  const header = (start.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
