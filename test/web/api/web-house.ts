import { pino } from 'pino';
import { type Config, readConfig } from '../../../src/config.ts';
import { connectQueuePool } from '../../../src/queue/connection.ts';
import { openQueues } from '../../../src/queue/queue.ts';
import { createHttp } from '../../../src/sources/http.ts';
import type { LexiconCatalog } from '../../../src/store/lexicon-catalog.ts';
import { TopicCatalog } from '../../../src/store/topic-catalog.ts';
import { insertUser } from '../../../src/store/users.ts';
import { openVault } from '../../../src/store/vault.ts';
import { createApp } from '../../../src/web/app.ts';
import { hashPassword } from '../../../src/web/auth/passwords.ts';
import type { WebDeps } from '../../../src/web/deps.ts';
import { LOCAL_OPERATOR, type Role } from '../../../src/web/principal.ts';
import classify from '../../../workers/classify.ts';
import { waysOver } from '../../support/alerting.ts';
import { openTestStore } from '../../support/test-store.ts';
import { onlyThis, wordClassifier } from '../../support/word-classifier.ts';

export const PASSWORD = 'correct horse battery';

export interface WebHouse {
  readonly deps: WebDeps;
  readonly app: ReturnType<typeof createApp>;
  /** As the operator of the machine; a body that is no string goes as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** With nothing but what the request says. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  addUser(email: string, role: Role): Promise<number>;
  /** The session cookie, as a browser would send it back. */
  signIn(email: string): Promise<string>;
  /** Does the work that waits for the `classify` job, without a worker. */
  classifyAll(): Promise<void>;
  close(): Promise<void>;
}

/** The whole web over a real embedded store and queue, without a network and without workers. */
export async function openWebHouse(
  options: {
    env?: Record<string, string>;
    now?: () => Date;
    lexicons?: LexiconCatalog;
    /** Hands the queue's own storage over, for what only its tables show. */
  } = {},
): Promise<WebHouse> {
  const config: Config = readConfig({
    EARSHOT_DATA: '/nonexistent',
    EARSHOT_TIME_ZONE: 'UTC',
    ...options.env,
  });
  const db = await openTestStore();
  if (!db.session) throw new Error('expected an embedded store');
  const queue = openQueues(await connectQueuePool(db.session.asPool()));
  const http = createHttp({
    userAgent: 'Earshot tests',
    allowPrivate: config.EARSHOT_ALLOW_HOSTS,
    gateways: config.EARSHOT_API_GATEWAYS,
  });
  const deps: WebDeps = {
    db,
    vault: openVault(['a key for tests of thirty-two characters']),
    queue,
    http,
    lexicons: options.lexicons ?? onlyThis(wordClassifier('fine is neutral')),
    topics: new TopicCatalog(),
    sample: { load: async () => {}, remove: async () => {} },
    config,
    log: pino({ level: 'silent' }),
    now: options.now ?? (() => new Date()),
  };
  const app = createApp(deps);
  const ask = async (path: string, init?: RequestInit) => app.request(`http://localhost${path}`, init);
  return {
    deps,
    app,
    ask,
    call: async (method, path, body) =>
      app.request(`http://localhost${path}`, requestOf(method, body), { principal: LOCAL_OPERATOR }),
    addUser: async (email, role) => {
      const user = {
        email,
        name: email.split('@')[0] ?? email,
        role,
        passwordHash: await hashPassword(PASSWORD),
      };
      return (await insertUser(db, { ...user, now: deps.now() })).id;
    },
    signIn: async (email) => {
      const body = new URLSearchParams({ email, password: PASSWORD, next: '/' });
      const answer = await ask('/sign-in', { method: 'POST', body });
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    classifyAll: () => classifyAll(deps),
    close: async () => {
      await queue.close();
      await http.close();
      await db.close();
    },
  };
}

function requestOf(method: string, body: unknown): RequestInit {
  if (body === undefined) return { method };
  if (typeof body === 'string' || body instanceof URLSearchParams) return { method, body };
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function classifyAll(deps: WebDeps): Promise<void> {
  const rows = await deps.db<{ id: number }>`select id from mentions order by id`;
  const politeness = { hostGapMs: 0, minIntervalMs: 1_000 };
  await classify.work(
    { mentionIds: rows.map((row) => row.id) },
    { ...deps, ...waysOver(deps.http), politeness, random: Math.random },
  );
}
