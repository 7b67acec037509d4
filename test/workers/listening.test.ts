import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createHttp } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { saveSecrets } from '../../src/store/source-secrets.ts';
import { getSource, insertSource } from '../../src/store/sources.ts';
import fetchSource from '../../workers/fetch.ts';
import { startMastodon } from '../support/mastodon-server.ts';
import { openTestStore } from '../support/test-store.ts';
import { workerDeps } from '../support/worker-deps.ts';

const NOW = new Date('2026-11-23T10:20:00Z');

let store: Db;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('while as many streams are listened to as may be, others wait and nothing else does', async () => {
  const server = await startMastodon();
  const http = createHttp({ userAgent: 'test', allowPrivate: [server.host] });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const deps = workerDeps(store, http, () => NOW);
  const source = async (name: string, kind: string, settings: object): Promise<number> => {
    const { id } = await insertSource(store, { name, kind, settings, intervalSeconds: 900, now: NOW });
    await saveSecrets(store, deps.vault, id, { token: 'a token' }, NOW);
    return id;
  };
  const stream = { url: server.url, what: 'tag', tag: 'acme' };
  const first = await source('first', 'mastodon-stream', stream);
  const second = await source('second', 'mastodon-stream', stream);
  const other = await source('other', 'mastodon', { url: server.url, what: 'tag', query: 'acme' });
  const met: Promise<unknown>[] = [];
  server.whenHeard = () => {
    if (met.length > 0) return;
    met.push(fetchSource.work({ sourceId: second }, deps).catch((error: unknown) => error));
    met.push(fetchSource.work({ sourceId: other }, deps));
  };
  await fetchSource.work({ sourceId: first }, deps);
  expect(await Promise.all(met)).toMatchObject([{ name: 'RetryLater' }, undefined]);
  expect((await getSource(store, other)).lastSuccessAt).toEqual(NOW);
  await fetchSource.work({ sourceId: second }, deps);
  expect((await getSource(store, second)).lastSuccessAt).toEqual(NOW);
});
