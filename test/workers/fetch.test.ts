import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createHttp } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { getSource, insertSource, makeDue, type SourceRow } from '../../src/store/sources.ts';
import fetchSource from '../../workers/fetch.ts';
import { openTestStore } from '../support/test-store.ts';
import { workerDeps } from '../support/worker-deps.ts';

const rss =
  '<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>A</title></item></channel></rss>';
/** A Monday, twenty past ten in Greenwich. */
const NOW = new Date('2026-11-23T10:20:00Z');

let store: Db;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** A source at "/" of a server with these answers; the function reads it once more. */
async function sourceAt(listener: RequestListener): Promise<() => Promise<SourceRow>> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = createHttp({ userAgent: 'test', allowPrivate: true });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const source = { name: url, kind: 'feed', settings: { url }, intervalSeconds: 900, now: NOW };
  const { id } = await insertSource(store, source);
  const deps = workerDeps(store, http, () => NOW);
  return async () => {
    await makeDue(store, id, NOW);
    await fetchSource.work({ sourceId: id }, deps);
    return getSource(store, id);
  };
}

/** The path that a source is read at after each of so many runs. */
async function pathsAfter(runs: number, listener: RequestListener): Promise<string[]> {
  const run = await sourceAt(listener);
  const paths: string[] = [];
  for (let n = 0; n < runs; n += 1) {
    const { settings } = await run();
    paths.push(new URL((settings as { url: string }).url).pathname);
  }
  return paths;
}

/** Redirects its n-th visitor at "/" to where `to` says. */
function moving(to: (visit: number) => string | undefined, status: number): RequestListener {
  let visits = 0;
  return (request, response) => {
    if (request.url === '/') visits += 1;
    const location = request.url === '/' ? to(visits) : undefined;
    if (location === undefined) response.end(rss);
    else response.writeHead(status, { location }).end();
  };
}

const moves = [
  ['told twice is followed from then on', () => '/new', 301, ['/', '/new', '/new']],
  ['told as a 308 is one, too', () => '/new', 308, ['/', '/new', '/new']],
  ['that is temporary is not followed', () => '/new', 302, ['/', '/', '/']],
  ['to another place each time is not followed', (n: number) => `/new${n}`, 301, ['/', '/', '/']],
  ['taken back is not followed', (n: number) => (n % 2 === 1 ? '/new' : undefined), 301, ['/', '/', '/']],
] as const;

for (const [what, to, status, paths] of moves) {
  test(`a move ${what}`, async () => expect(await pathsAfter(3, moving(to, status))).toEqual(paths));
}

test('a move to something that is no feed is not followed', async () => {
  const login: RequestListener = (request, response) => {
    if (request.url === '/') response.writeHead(301, { location: '/in' }).end();
    else response.end('<html></html>');
  };
  expect(await pathsAfter(3, login)).toEqual(['/', '/', '/']);
});

test('the feed that a page names is read from the first run on', async () => {
  const page = '<html><link rel="alternate" type="application/atom+xml" href="/atom"></html>';
  const named: RequestListener = (request, response) => void response.end(request.url === '/' ? page : rss);
  expect(await pathsAfter(2, named)).toEqual(['/atom', '/atom']);
});

test('hours that a feed wants to be left alone are left out', async () => {
  const asking = rss.replace('<item>', '<skipHours><hour>10</hour><hour>11</hour></skipHours><item>');
  const run = await sourceAt((_request, response) => void response.end(asking));
  expect((await run()).nextFetchAt).toEqual(new Date('2026-11-23T12:00:00Z'));
});

test('a feed that is gone for good is asked no more', async () => {
  const run = await sourceAt((_request, response) => void response.writeHead(410).end());
  expect(await run()).toMatchObject({ enabled: false, failures: 1 });
});
