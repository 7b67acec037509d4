/**
 * Earshot behind the few calls that a check against misbehaving servers needs. The fetch worker, the way out and the
 * feed reader are the real ones and run in this process; store, classifier, pages and export run in hostile-house.ts.
 * Set for the check are only the time a fetch may take, no pause between two requests to one host, and that what is
 * asked of the house waits until everything stored is classified.
 */
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { Classifier } from '../../src/domain/classification.ts';
import { RetryLater } from '../../src/domain/errors.ts';
import { createHttp } from '../../src/sources/http.ts';
import { sources } from '../../src/sources/index.ts';
import { type Db, type Row, type Sql, sqlOver } from '../../src/store/db.ts';
import { listRuns } from '../../src/store/source-runs.ts';
import { getSource, insertSource, makeDue } from '../../src/store/sources.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { openVault } from '../../src/store/vault.ts';
import type { Deps } from '../../workers/deps.ts';
import fetchSource from '../../workers/fetch.ts';
import { waysOver } from '../support/alerting.ts';
import { onlyThis } from '../support/word-classifier.ts';
import { type Ask, Backlog } from './hostile-backlog.ts';
import type { HouseAnswer, Numbered } from './hostile-house.ts';

export interface Polled {
  readonly outcome: 'ok' | 'not-modified' | 'error';
  /** Code of the failure. */
  readonly kind?: string;
  readonly message?: string;
  /** Seconds until the source is asked again; undefined for one that is not asked again. */
  readonly nextDelayS?: number;
}

/** What storing may take of the time for a poll. */
const STORING_MS = 700;
const FIRST_INTERVAL_S = 900;
const CARDS = /<div class="mentions">[\s\S]*?(?=<nav class="pager"|<\/main>)/;

export async function create({ deadlineMs }: { deadlineMs: number }) {
  const ask = await openHouse();
  const db = remoteDb(ask);
  const lines: string[] = [];
  const backlog = new Backlog(ask);
  const http = createHttp({
    userAgent: 'Earshot/0.1 (+https://github.com/earshot/earshot)',
    totalTimeoutMs: deadlineMs - STORING_MS,
  });
  const deps: Deps = {
    db,
    vault: openVault([]),
    http,
    queue: backlog,
    lexicons: onlyThis(ELSEWHERE),
    topics: new TopicCatalog(),
    log: pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(line) }),
    now: () => new Date(),
    random: Math.random,
    ...waysOver(http),
    politeness: { hostGapMs: 0, minIntervalMs: 300_000 },
  };
  const known = new Map<string, Promise<number>>();
  const states = new Map<string, { url: string; stopped: boolean; edits: string[] }>();
  const page = async (address: string) => {
    await backlog.done();
    return String(await ask({ ask: 'page', address }));
  };
  return {
    poll: async (url: string, { api = false }: { api?: boolean } = {}): Promise<Polled> => {
      const kind = api ? 'json-api' : 'feed';
      const settings = sources.get(kind)?.settings.safeParse({ url });
      if (!settings?.success) return { outcome: 'error', kind: 'blocked', message: String(settings?.error) };
      const adding = known.get(url) ?? addSource(db, kind, settings.data);
      known.set(url, adding);
      const polled = await poll(await adding, deps);
      states.set(url, await stateOf(db, await adding));
      return polled;
    },
    items: async () => {
      await backlog.done();
      return listItems(db);
    },
    url: (url: string) => states.get(url)?.url ?? url,
    edits: (url: string) => states.get(url)?.edits ?? [],
    stopped: (url: string) => states.get(url)?.stopped ?? false,
    html: async () => CARDS.exec(await page('/feed'))?.[0] ?? '',
    csv: () => page('/api/v1/mentions/export'),
    logs: async () => lines.join('') + String(await ask({ ask: 'log' })),
  };
}

async function openHouse(): Promise<Ask> {
  const child = fork(path.join(import.meta.dirname, 'hostile-house.ts'), {
    serialization: 'advanced',
    // Pages are compiled by the settings of the folder the process runs in.
    cwd: path.resolve(import.meta.dirname, '../..'),
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const open = Promise.withResolvers<unknown>();
  waiting.set(0, open);
  child.on('message', ({ number, value, error }: HouseAnswer) => {
    const asked = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  child.once('exit', (code) => {
    for (const asked of waiting.values()) asked.reject(new Error(`the house ended with ${code}`));
  });
  await open.promise;
  let last = 0;
  return (question) => {
    last += 1;
    const asked = Promise.withResolvers<unknown>();
    waiting.set(last, asked);
    child.send({ ...question, number: last } satisfies Numbered);
    return asked.promise;
  };
}

/** The store's one session, taken for a statement or for a whole transaction. */
function remoteDb(ask: Ask): Db {
  const query = async (text: string, values: readonly unknown[]) =>
    (await ask({ ask: 'query', text, values: values as never })) as Row[];
  const held = sqlOver(query);
  const holding = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    await ask({ ask: 'acquire' });
    try {
      return await work(held);
    } finally {
      await ask({ ask: 'release' });
    }
  };
  const transaction = <T>(work: (sql: Sql) => Promise<T>) =>
    holding(async (sql) => {
      await sql.raw('begin');
      try {
        const result = await work(sql);
        await sql.raw('commit');
        return result;
      } catch (error) {
        await sql.raw('rollback');
        throw error;
      }
    });
  const single = sqlOver((text, values) => holding(() => query(text, values)));
  const unused = () => Promise.reject(new Error('not needed for fetching'));
  const rest = { kind: 'pglite' as const, session: undefined, listen: unused, exec: unused, close: unused };
  return Object.assign(single, { ...rest, transaction });
}

const ELSEWHERE: Classifier = {
  version: '',
  ruleTopics: new Set(),
  classify: () => {
    throw new Error('mentions are classified in the other process');
  },
};

async function poll(sourceId: number, deps: Deps): Promise<Polled> {
  const { db } = deps;
  const before = await getSource(db, sourceId);
  if (!before.enabled) return { outcome: 'error', kind: 'gone', message: before.lastError ?? 'switched off' };
  await makeDue(db, sourceId, new Date());
  await patiently(() => fetchSource.work({ sourceId }, deps));
  const [run] = await listRuns(db, sourceId, 1);
  const source = await getSource(db, sourceId);
  if (!run) throw new Error('a poll left no run behind');
  const next = source.enabled ? { nextDelayS: (source.nextFetchAt.getTime() - Date.now()) / 1000 } : {};
  if (run.status !== 'failed') return { outcome: run.status, ...next };
  return { outcome: 'error', kind: run.errorCode ?? '', message: run.error ?? '', ...next };
}

/** What the queue does with work that has to wait. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      await pause(error.delayMs);
    }
  }
}

async function addSource(db: Db, kind: string, settings: unknown): Promise<number> {
  const source = { name: `Source ${crypto.randomUUID()}`, kind, settings, intervalSeconds: FIRST_INTERVAL_S };
  return (await insertSource(db, { ...source, now: new Date() })).id;
}

async function stateOf(db: Db, id: number) {
  const source = await getSource(db, id);
  const edited = await db<{ external_id: string }>`
    select external_id from mentions where source_id = ${id} and edited_at is not null order by id`;
  const { url } = source.settings as { url: string };
  return { url, stopped: !source.enabled, edits: edited.map((row) => row.external_id) };
}

async function listItems(db: Db) {
  const rows = await db<{
    id: string;
    title: string | null;
    text: string;
    link: string | null;
    published_at: Date | null;
    counted_at: Date;
    author: string | null;
    feed_url: string;
  }>`
    select m.external_id as id, m.title, m.text, m.url as link, m.published_at, c.counted_at,
           m.author_name as author, s.settings ->> 'url' as feed_url
      from mentions m
      join countable_mentions c on c.mention_id = m.id
      join sources s on s.id = m.source_id
     order by c.counted_at desc, m.id desc`;
  return rows.map(({ published_at, counted_at, feed_url, ...row }) => ({
    ...row,
    plain: row.text,
    date: published_at?.toISOString() ?? null,
    sortDate: counted_at.toISOString(),
    feedUrl: feed_url,
  }));
}
