import type { PgliteSession } from './pglite-session.ts';

/** A row as the driver hands it over; every query names the columns it reads. */
export type Row = Record<string, unknown>;

/** SQL as a tagged template: every value is a parameter. Lower case, one clause a line. */
export interface Sql {
  <R extends Row = Row>(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Promise<R[]>;
  /** The same for statements kept as text (migrations, catalogue queries). */
  raw<R extends Row = Row>(text: string, values?: readonly SqlValue[]): Promise<R[]>;
}

export type SqlValue = string | number | boolean | Date | null | readonly (string | number)[];

/** The store. Two drivers, one behaviour: PGlite in a folder, or a Postgres server. */
export interface Db extends Sql {
  readonly kind: 'pglite' | 'postgres';
  /** Runs `work` in one transaction; an error rolls everything back and is thrown on. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls `listener` with each NOTIFY payload on `channel` until the returned function is called. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  /** Runs several statements without parameters. */
  exec(script: string): Promise<void>;
  close(): Promise<void>;
  /** The embedded session for the queue that shares it; undefined on a server. */
  readonly session: PgliteSession | undefined;
}

type Run = (text: string, values: readonly SqlValue[]) => Promise<Row[]>;

/** Builds the tagged template over a driver's query function. */
export function sqlOver(run: Run): Sql {
  const tag = <R extends Row>(strings: TemplateStringsArray, ...values: readonly SqlValue[]) =>
    run(statementOf(strings), values) as Promise<R[]>;
  return Object.assign(tag, {
    raw: <R extends Row>(text: string, values: readonly SqlValue[] = []) => run(text, values) as Promise<R[]>,
  });
}

// A call site always has the same strings array, so its statement is put together once.
const statements = new WeakMap<TemplateStringsArray, string>();

function statementOf(strings: TemplateStringsArray): string {
  let statement = statements.get(strings);
  if (statement === undefined) {
    statement = strings.reduce((text, part, index) => `${text}$${index}${part}`);
    statements.set(strings, statement);
  }
  return statement;
}

/** JSON for a `::jsonb` parameter; NUL and lone surrogates, which Postgres refuses, become U+FFFD. */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!UNSTORABLE.test(text)) return text;
  return JSON.stringify(value, (_, item) => (typeof item === 'string' ? storable(item) : item));
}

// How JSON.stringify writes both; asking it for every string would take most of the time of a large batch.
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

function storable(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  return formed.includes('\u0000') ? formed.replaceAll('\u0000', '\ufffd') : formed;
}

/** True when Postgres answered with this SQLSTATE. */
export function isSqlState(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
