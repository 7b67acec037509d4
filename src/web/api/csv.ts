/** A table as CSV (RFC 4180: CRLF, quotes doubled), with its header. */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

export type CsvValue = string | number | boolean | undefined | null;

// A spreadsheet runs a cell that begins like this as a formula, and CSV has no other way to say "text".
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: CsvValue): string {
  if (value === undefined || value === null) return '';
  // Numbers of ours are numbers, also negative ones; only texts come from strangers.
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
