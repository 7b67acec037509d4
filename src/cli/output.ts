import { once } from 'node:events';

/** Whoever reads our output may stop early (`| head`): that is an end, not an error. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}

/** Writes to stdout and waits while the reader is behind: memory stays the same however long the output is. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export async function writeLine(text: string): Promise<void> {
  await write(`${text}\n`);
}

export async function writeJson(value: unknown): Promise<void> {
  await write(`${JSON.stringify(value, undefined, 2)}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A line that replaces itself, for a person who waits; nothing where nobody looks. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

export type Cell = string | number | undefined | null;

/** Columns under their names, numbers to the right; a table without rows says so. */
export async function writeTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  if (rows.length === 0) return writeLine('(none)');
  const cells = [header, ...rows.map((row) => row.map(shown))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  await write(`${lines.join('\n')}\n`);
}

// A control character in a name must not steer the terminal.
const CONTROLS = /\p{Cc}+/gu;

function shown(cell: Cell): string {
  return cell === undefined || cell === null || cell === '' ? '-' : String(cell).replace(CONTROLS, ' ');
}
