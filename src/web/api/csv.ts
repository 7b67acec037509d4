/** A table as CSV (RFC 4180: CRLF, quotes doubled), with its header. */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return csvLine(header) + rows.map(csvLine).join('');
}

export function csvLine(cells: readonly CsvValue[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A table as a file to keep. */
export function csvAnswer(
  file: string,
  header: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): Response {
  return new Response(csvOf(header, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${file}"`,
    },
  });
}

export type CsvValue = string | number | boolean | undefined | null;

// A spreadsheet runs a cell that begins like this as a formula, and CSV has no other way to say "text".
// Line ends are skipped by some, and the full-width signs read as the plain ones by others.
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function cellOf(value: CsvValue): string {
  if (value === undefined || value === null) return '';
  // Numbers of ours are numbers, also negative ones; only texts come from strangers.
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
