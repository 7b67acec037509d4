import type { ByteStream } from '../../sources/import/text-chunks.ts';

type ImportFormat = 'csv' | 'jsonl';

export interface ImportInput {
  readonly stream: ByteStream;
  readonly format: ImportFormat;
}

export interface Rejected {
  readonly line: number;
  readonly reason: string;
}

/** What an import has done so far, or in all. */
export interface ImportCounts {
  /** Rows that were read, rejected ones among them. */
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  /** Rows that were there already, just so. */
  readonly unchanged: number;
}

/** One line of the answer to an import; the last one is the report. */
export type ImportLine =
  | { readonly progress: ImportCounts & { readonly rejected: number } }
  | { readonly warning: string }
  | ImportReport;

export interface ImportReport extends ImportCounts {
  /** The first of them; `rejectedTotal` counts all. */
  readonly rejected: readonly Rejected[];
  readonly rejectedTotal: number;
}

/** What a file that was read to its end is worth saying of. */
export function* remarksOn({ read }: ImportReport): Generator<ImportLine> {
  if (read === 0) yield { warning: 'The file has no rows, so nothing was imported.' };
}

const MOST_REASONS = 1_000;

/** Adds up an import while it runs; its size does not depend on the file's. */
export class ImportTally {
  #read = 0;
  #added = 0;
  #updated = 0;
  #unchanged = 0;
  #rejectedTotal = 0;
  readonly #rejected: Rejected[] = [];

  reject(line: number, reason: string): void {
    this.#read += 1;
    this.#rejectedTotal += 1;
    if (this.#rejected.length < MOST_REASONS) this.#rejected.push({ line, reason });
  }

  store(stored: { added: number; updated: number; unchanged: number }): void {
    this.#read += stored.added + stored.updated + stored.unchanged;
    this.#added += stored.added;
    this.#updated += stored.updated;
    this.#unchanged += stored.unchanged;
  }

  get counts(): ImportCounts {
    return { read: this.#read, added: this.#added, updated: this.#updated, unchanged: this.#unchanged };
  }

  get progress(): ImportLine {
    return { progress: { ...this.counts, rejected: this.#rejectedTotal } };
  }

  get report(): ImportReport {
    return { ...this.counts, rejected: this.#rejected, rejectedTotal: this.#rejectedTotal };
  }
}
