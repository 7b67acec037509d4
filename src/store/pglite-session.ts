import { execFile } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

export interface QueryResult {
  readonly rows: Record<string, unknown>[];
  readonly rowCount: number;
}

/**
 * One PGlite session shared by the store and the queue. PGlite has a single connection, so whoever
 * opens a transaction owns the session until it ends: everybody else waits in line.
 */
export class PgliteSession {
  readonly #pglite: PGlite;
  #tail: Promise<void> = Promise.resolve();

  private constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  static async open(folder: string): Promise<PgliteSession> {
    if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(folder);
    const pglite = await PGlite.create({
      dataDir: folder,
      // The default of 128 MB of shared buffers is resident from the start; the file cache serves the rest.
      startParams: [
        ...PGlite.defaultStartParams,
        ...['-c', 'shared_buffers=8MB'],
        // Pages come from the file cache: a few rows are never dearer by an index than by reading the whole table.
        ...['-c', 'random_page_cost=1.1'],
        // Whoever counts what is in the tables holds up everybody else: a third of the usual sample is enough.
        ...['-c', 'default_statistics_target=33'],
      ],
      parsers: { 20: Number, 1700: Number },
    });
    // The queue's functions use unqualified names of its own schema.
    await pglite.exec('create schema if not exists bullmq; set search_path = public, bullmq');
    return new PgliteSession(pglite);
  }

  /** Waits for the session and keeps it until the returned function is called. */
  async acquire(): Promise<() => void> {
    const before = this.#tail;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#tail = promise;
    await before;
    return resolve;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Only for a caller that holds the session. */
  async query(text: string, values: readonly unknown[]): Promise<QueryResult> {
    // Like the `pg` package: without values a text may hold several statements, and the last one answers.
    const result =
      values.length > 0
        ? await this.#pglite.query<Record<string, unknown>>(text, [...values])
        : (await this.#pglite.exec(text)).at(-1);
    const rows = result?.rows ?? [];
    return { rows, rowCount: result?.affectedRows || rows.length };
  }

  async exec(script: string): Promise<void> {
    await this.run(() => this.#pglite.exec(script));
  }

  async listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>> {
    const unlisten = await this.run(() => this.#pglite.listen(channel, listener));
    return () => this.run(() => unlisten());
  }

  onNotification(listener: (channel: string, payload: string) => void): () => void {
    return this.#pglite.onNotification(listener);
  }

  async close(): Promise<void> {
    await this.run(() => this.#pglite.close());
  }

  /** The session dressed as a pool of the `pg` package, for the queue's Postgres backend. */
  asPool(): PooledSession {
    return new PooledSession(this);
  }
}

const INITIALISE = fileURLToPath(new URL('./initialise-folder.ts', import.meta.url));

/** Makes the store in a process of its own; one that died half-way leaves nothing that could be taken for a store. */
async function initialise(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await promisify(execFile)(process.execPath, [INITIALISE, unfinished]);
  await rename(unfinished, folder);
}

/** What the queue needs of a `pg.Pool`. Closing it leaves the session open: the store owns that. */
export class PooledSession extends EventEmitter {
  readonly #session: PgliteSession;

  constructor(session: PgliteSession) {
    super();
    this.#session = session;
  }

  query = (text: string, values: readonly unknown[] = []) =>
    this.#session.run(() => this.#session.query(text, values));

  connect = async () => new PooledClient(this.#session);

  end = async () => {};
}

class PooledClient extends EventEmitter {
  readonly #session: PgliteSession;
  readonly #stopNotifications: () => void;
  #release: (() => void) | undefined;

  constructor(session: PgliteSession) {
    super();
    this.#session = session;
    this.#stopNotifications = session.onNotification((channel, payload) =>
      this.emit('notification', { channel, payload }),
    );
  }

  async query(text: string, values: readonly unknown[] = []): Promise<QueryResult> {
    const verb = text.trimStart().slice(0, 8).toLowerCase();
    if (verb.startsWith('begin')) this.#release ??= await this.#session.acquire();
    if (!this.#release) return this.#session.run(() => this.#session.query(text, values));
    try {
      return await this.#session.query(text, values);
    } finally {
      if (verb.startsWith('commit') || verb.startsWith('rollback')) this.#endTransaction();
    }
  }

  release(): void {
    this.#stopNotifications();
    this.#endTransaction();
  }

  #endTransaction(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
