import type { NewAnswer, NewCustomer, NewOrder } from '../../domain/facts.ts';
import {
  type FactField,
  type FactKind,
  fieldsOf,
  type MappedColumn,
} from '../../sources/import/facts/fact-columns.ts';
import { type Fact, readFacts } from '../../sources/import/facts/read-facts.ts';
import type { ByteStream } from '../../sources/import/text-chunks.ts';
import type { WebDeps } from '../deps.ts';
import { type FactChoices, optionsFor } from './import-facts.ts';
import type { ImportInput, Rejected } from './import-report.ts';

/** What a file would become, as far as its beginning tells. */
export interface FactPreview {
  readonly columns: readonly MappedColumn[];
  /** What a column may be read as. */
  readonly fields: readonly FactField[];
  readonly rows: readonly { readonly line: number; readonly values: Readonly<Record<string, string>> }[];
  readonly rejected: readonly Rejected[];
  readonly read: number;
  readonly warnings: readonly string[];
}

/** Enough for a first impression, and little enough to answer at once. */
const BYTES_LOOKED_AT = 200_000;
const ROWS_SHOWN = 10;
const MOST_REASONS = 50;

/** Reads the beginning of a file as the import would, and stores nothing. @throws Refused as the import does. */
export async function previewFacts(
  deps: Pick<WebDeps, 'db' | 'vault'>,
  input: ImportInput & { kind: FactKind; choices: FactChoices },
): Promise<FactPreview> {
  const options = await optionsFor(deps, input);
  const beginning = beginningOf(input.stream);
  for await (const batch of readFacts(beginning.stream, options)) {
    // A row that was cut off is no mistake of the file.
    const { facts, columns, warnings } = batch;
    const rejected = beginning.isCut() ? batch.rejected.slice(0, -1) : batch.rejected;
    return {
      columns,
      fields: fieldsOf(input.kind),
      rows: facts.slice(0, ROWS_SHOWN).map(({ line, fact }) => ({ line, values: valuesOf(fact) })),
      rejected: rejected.slice(0, MOST_REASONS),
      read: facts.length + batch.rejected.length + batch.passed,
      warnings,
    };
  }
  throw new Error('reading a file ends with a batch, even of an empty one');
}

function beginningOf(stream: ByteStream): { stream: ByteStream; isCut: () => boolean } {
  let bytes = 0;
  let isCut = false;
  async function* beginning() {
    for await (const piece of stream) {
      yield piece;
      bytes += piece.length;
      if (bytes < BYTES_LOOKED_AT) continue;
      isCut = true;
      return;
    }
  }
  return { stream: beginning(), isCut: () => isCut };
}

function valuesOf(fact: Fact): Record<string, string> {
  const { email, ...facts } = fact as Partial<NewAnswer & NewCustomer & NewOrder>;
  const shown = Object.entries(facts).map(([name, value]) => [name, wordsOf(value)] as const);
  return Object.fromEntries([
    ...shown,
    ...(email === undefined ? [] : [['email', '(kept as a digest)'] as const]),
  ]);
}

function wordsOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null && 'min' in value && 'max' in value)
    return `${value.min}–${value.max}`;
  return String(value);
}
