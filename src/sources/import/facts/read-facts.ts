import { Refused } from '../../../domain/errors.ts';
import type { NewAnswer, NewCustomer, NewOrder } from '../../../domain/facts.ts';
import { csvRows } from '../csv-rows.ts';
import { jsonRows } from '../json-rows.ts';
import { type ByteStream, textChunks } from '../text-chunks.ts';
import { answerOfRow } from './answer-row.ts';
import { customerOfRow } from './customer-row.ts';
import { type FactKind, type MappedColumn, mapColumns } from './fact-columns.ts';
import { type FactOptions, FactRow, type Layout, layoutOf, type RowOutcome } from './fact-row.ts';
import { IdSet } from './id-set.ts';
import { orderOfRow } from './order-row.ts';

export interface FactImport extends FactOptions {
  readonly format: 'csv' | 'jsonl';
  /** Column → field, where names do not say it; an empty field leaves the column out. */
  readonly map: Readonly<Record<string, string>>;
}

export type Fact = NewAnswer | NewCustomer | NewOrder;

/** What some rows of a file came to. */
export interface FactBatch {
  readonly facts: readonly { readonly line: number; readonly fact: Fact }[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  /** Rows that are fine and no facts of their own. */
  readonly passed: number;
  readonly warnings: readonly string[];
  /** What the columns are read as, once they are known. */
  readonly columns: readonly MappedColumn[];
}

const ROWS_A_BATCH = 5_000;
const MOST_DUPLICATES = 50;

const READERS: Readonly<Record<FactKind, (row: FactRow, options: FactOptions) => RowOutcome>> = {
  surveys: answerOfRow,
  customers: customerOfRow,
  orders: orderOfRow,
};

/**
 * The facts of a CSV or JSONL file, some thousand rows at a time: a row that cannot be read gives its reason and the
 * next one goes on. Memory hardly grows with the file. @throws Refused when a column is mapped that is not there.
 */
export async function* readFacts(stream: ByteStream, options: FactImport): AsyncGenerator<FactBatch> {
  const file = new FactFile(options);
  const text = textChunks(stream, (warning) => file.warn(warning));
  if (options.format === 'csv') {
    for await (const row of csvRows(text)) {
      if ('error' in row) file.reject(row.line, row.error);
      else file.take(row.line, row.cells);
      if (file.isFull) yield file.batch();
    }
  } else {
    for await (const row of jsonRows(text)) {
      if ('error' in row) file.reject(row.line, row.error);
      else file.takeObject(row.line, row.entries);
      if (file.isFull) yield file.batch();
    }
  }
  file.end();
  yield file.batch();
}

/** What is known of a file while it is read. */
class FactFile {
  readonly #options: FactImport;
  readonly #read: (row: FactRow, options: FactOptions) => RowOutcome;
  readonly #ids = new IdSet();
  readonly #layouts = new Map<string, Layout>();
  readonly #unread = new Set<string>();
  readonly #reasons = new Map<string, number>();
  #columns: readonly MappedColumn[] = [];
  #layout: Layout | undefined;
  #rows = 0;
  #duplicates = 0;
  #facts: { line: number; fact: Fact }[] = [];
  #rejected: { line: number; reason: string }[] = [];
  #passed = 0;
  #warnings: string[] = [];

  constructor(options: FactImport) {
    this.#options = options;
    this.#read = READERS[options.kind];
  }

  get isFull(): boolean {
    return this.#facts.length + this.#rejected.length + this.#passed >= ROWS_A_BATCH;
  }

  warn(warning: string): void {
    this.#warnings.push(warning);
  }

  reject(line: number, reason: string): void {
    this.#rejected.push({ line, reason });
  }

  /** A row of a CSV file; the first one names the columns. */
  take(line: number, cells: readonly string[]): void {
    if (!this.#layout) this.#begin(cells);
    else if (this.#isExplanation(this.#layout, cells)) {
      this.warn(`line ${line} explains the columns and was passed over`);
    } else if (cells.slice(this.#columns.length).some((cell) => cell.trim() !== '')) {
      const sizes = `${cells.length} cells and the header ${this.#columns.length}`;
      this.reject(line, `the row has ${sizes}; a quote may be missing`);
    } else this.#takeRow(line, this.#layout, cells);
  }

  takeObject(line: number, entries: readonly (readonly [string, unknown])[]): void {
    const names = entries.map(([name]) => name);
    const key = names.join('\u0000');
    let layout = this.#layouts.get(key);
    if (!layout) {
      const map = Object.fromEntries(
        Object.entries(this.#options.map).filter(([name]) => names.includes(name)),
      );
      const columns = mapColumns(this.#options.kind, names, map);
      layout = layoutOf(columns);
      if (this.#layouts.size < 1_000) this.#layouts.set(key, layout);
      if (this.#columns.length === 0) this.#columns = columns;
      this.#tellUnread(columns);
    }
    this.#takeRow(
      line,
      layout,
      entries.map(([, value]) => value),
    );
  }

  end(): void {
    for (const [reason, count] of this.#reasons) {
      this.warn(`${count} ${count === 1 ? 'row was' : 'rows were'} passed over: ${reason}`);
    }
    const more = this.#duplicates - MOST_DUPLICATES;
    if (more > 0) this.warn(`and ${more} more rows whose id was there before`);
  }

  batch(): FactBatch {
    const batch = {
      facts: this.#facts,
      rejected: this.#rejected,
      passed: this.#passed,
      warnings: this.#warnings,
      columns: this.#columns,
    };
    this.#facts = [];
    this.#rejected = [];
    this.#passed = 0;
    this.#warnings = [];
    return batch;
  }

  #begin(header: readonly string[]): void {
    this.#columns = mapColumns(this.#options.kind, header, this.#options.map);
    this.#layout = layoutOf(this.#columns);
    this.#tellUnread(this.#columns);
  }

  /** Some tools write a second line of names below the first: "Response", "Open-Ended Response". */
  #isExplanation({ at }: Layout, cells: readonly string[]): boolean {
    this.#rows += 1;
    const text = (field: 'id' | 'answeredAt' | 'score') => cells[at[field] ?? -1]?.trim() ?? '';
    const isEmpty = text('id') === '' && text('answeredAt') === '' && !/\d/.test(text('score'));
    return this.#rows === 1 && at.answeredAt !== undefined && isEmpty;
  }

  #takeRow(line: number, layout: Layout, cells: readonly unknown[]): void {
    const outcome = this.#outcomeOf(line, layout, cells);
    if (!outcome) return;
    if ('passed' in outcome) {
      this.#passed += 1;
      this.#reasons.set(outcome.passed, (this.#reasons.get(outcome.passed) ?? 0) + 1);
      return;
    }
    this.#facts.push({ line, fact: this.#apart(line, outcome) });
  }

  #outcomeOf(line: number, layout: Layout, cells: readonly unknown[]): RowOutcome | undefined {
    try {
      return this.#read(new FactRow(layout, cells, this.#options), this.#options);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.reject(line, error.message);
      return undefined;
    }
  }

  /** Two rows with one id are one fact, and that is said; two that only look alike, without ids, are two. */
  #apart(line: number, { fact, hasOwnId }: { fact: Fact; hasOwnId: boolean }): Fact {
    if (!hasOwnId) {
      const count = this.#ids.count(fact.externalId);
      return count === 1 ? fact : { ...fact, externalId: `${fact.externalId}-${count}` };
    }
    const start = 'startedAt' in fact ? ` ${fact.startedAt.getTime()}` : '';
    const before = this.#ids.note(`${fact.externalId}${start}`, line);
    if (before === 0) return fact;
    this.#duplicates += 1;
    if (this.#duplicates <= MOST_DUPLICATES) {
      this.warn(
        `line ${line}: the id "${fact.externalId}" was on line ${before} before; the later row holds`,
      );
    }
    return fact;
  }

  #tellUnread(columns: readonly MappedColumn[]): void {
    const unread = columns.filter(
      ({ column, field }) => !field && column.trim() !== '' && !this.#unread.has(column),
    );
    for (const { column } of unread) this.#unread.add(column);
    if (unread.length > 0) {
      this.warn(`these columns were not read: ${unread.map(({ column }) => column).join(', ')}`);
    }
  }
}
