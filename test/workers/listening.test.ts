import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createHttp } from '../../src/sources/http.ts';
import { listSourceCoverage } from '../../src/store/coverage.ts';
import type { Db } from '../../src/store/db.ts';
import { listRuns } from '../../src/store/source-runs.ts';
import { saveSecrets } from '../../src/store/source-secrets.ts';
import { getSource, insertSource, makeDue } from '../../src/store/sources.ts';
import { healthOf } from '../../src/web/parts/source-health.ts';
import fetchSource from '../../workers/fetch.ts';
import { startMastodon, told } from '../support/mastodon-server.ts';
import { openTestStore } from '../support/test-store.ts';
import { workerDeps } from '../support/worker-deps.ts';

const NOW = new Date('2026-11-23T10:20:00Z');

let store: Db;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** A server that is listened to, and what a worker listens with. */
async function openListening() {
  const server = await startMastodon();
  const http = createHttp({ userAgent: 'test', allowPrivate: [server.host] });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const deps = workerDeps(store, http, () => NOW);
  return { server, deps };
}

test('while as many streams are listened to as may be, others wait and nothing else does', async () => {
  const { server, deps } = await openListening();
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

test('a live source that hears nothing keeps a row for five minutes and is heard of all the same', async () => {
  const { server, deps } = await openListening();
  const settings = { url: server.url, what: 'tag', tag: 'acme' };
  const row = { name: 'quiet', kind: 'mastodon-stream', settings, intervalSeconds: 300, now: NOW };
  const { id } = await insertSource(store, row);
  await saveSecrets(store, deps.vault, id, { token: 'a token' }, NOW);
  const runAt = async (seconds: number): Promise<Date> => {
    const at = new Date(NOW.getTime() + seconds * 1000);
    await store`delete from hosts`;
    await makeDue(store, id, at);
    await fetchSource.work({ sourceId: id }, { ...deps, now: () => at });
    return at;
  };
  for (let turn = 0; turn < 8; turn += 1) await runAt(turn * 35);
  server.says.push(told('update', { id: '114900000001', text: 'acme', at: NOW.getTime() + 270_000 }));
  await runAt(280);
  server.says.length = 0;
  const last = await runAt(299);
  const runs = await listRuns(store, id, 20);
  expect(runs.map(({ added }) => added)).toEqual([0, 1, 0]);
  const source = await getSource(store, id);
  expect(source.lastSuccessAt).toEqual(last);
  expect(healthOf(source, last)).toBe('ok');
  const coverage = await listSourceCoverage(store, { days: 1, timeZone: 'UTC', now: last });
  expect([...(coverage.get(id)?.values() ?? [])]).toEqual([1]);
});
