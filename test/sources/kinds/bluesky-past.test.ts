import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseQuery } from '../../../src/domain/query/parse.ts';
import { contextOf, PAGES_A_RUN } from '../../../src/sources/context.ts';
import { createHttp, type Http } from '../../../src/sources/http.ts';
import { searchesFor } from '../../../src/sources/kinds/bluesky-stream/past.ts';
import kind from '../../../src/sources/kinds/bluesky-stream.ts';
import type { SourceState } from '../../../src/sources/source.ts';
import type { Db } from '../../../src/store/db.ts';
import { listRuns } from '../../../src/store/source-runs.ts';
import { saveSecrets } from '../../../src/store/source-secrets.ts';
import { insertSource, makeDue } from '../../../src/store/sources.ts';
import fetchSource from '../../../workers/fetch.ts';
import { type JetstreamServer, startJetstream } from '../../support/jetstream-server.ts';
import { openTestStore } from '../../support/test-store.ts';
import { workerDeps } from '../../support/worker-deps.ts';
import { type RunningApi, startApi } from '../servers/api-server.ts';
import bluesky from '../servers/bluesky.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANN = 'did:plc:ann2345';

let store: Db;
let stream: JetstreamServer;
let account: RunningApi;
let http: Http;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  stream = await startJetstream();
  account = await startApi(bluesky);
  http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [stream.host, account.host] });
});
afterEach(async () => {
  await http.close();
  await stream.close();
  await account.close();
});

const SIGN_IN = { handle: 'acme.example', password: 'abcd-efgh-ijkl-mnop' };

/** Something is said on the stream, so many milliseconds before now. */
const say = (agoMs: number, text: string, rkey = `k${stream.events.length}`) =>
  stream.events.push({ timeUs: (NOW - agoMs) * 1000, did: ANN, rkey, text });

/** The stream from where a new source begins up to now, with nothing of ours in it. */
function chatter(): void {
  say(5 * MINUTE - 1000, 'good morning');
  say(-1000, 'good night');
}

function published(count: number, text = (n: number) => `acme ${n}`): void {
  for (let n = 0; n < count; n += 1) {
    const at = NOW - DAY - n * MINUTE;
    account.world.posts.push({ id: `p${n}`, text: text(n), at, editedAt: at, author: 'ann2345', stars: 0 });
  }
}

const settingsOf = (more: object) =>
  kind.settings.parse({ query: 'acme NOT job', url: stream.url, server: account.url, ...more });

const run = (more: object = SIGN_IN, rest: { state?: SourceState; nowMs?: number } = {}) =>
  kind.fetch(
    contextOf({
      settings: settingsOf(more),
      http,
      state: rest.state ?? {},
      now: () => new Date(rest.nowMs ?? NOW),
      since: new Date(NOW - 7 * DAY),
      mostPages: PAGES_A_RUN,
    }),
  );

const searched = () => account.asked.filter(({ url }) => url.pathname.endsWith('searchPosts'));

test('with an account, what was said before the stream is searched for and held to the query', async () => {
  chatter();
  published(3, (n) => (n === 1 ? 'acme has a job for you' : `acme ${n}`));
  const { mentions, coversFrom, hasMore, warnings } = await run();
  expect(mentions.map(({ text }) => text)).toEqual(['acme 0', 'acme 2']);
  expect(mentions[0]).toMatchObject({
    externalId: `at://${ANN}/app.bsky.feed.post/p0`,
    author: { handle: ANN, url: `https://bsky.app/profile/${ANN}` },
  });
  expect({ coversFrom, hasMore, warnings }).toEqual({
    coversFrom: new Date(NOW - 7 * DAY),
    hasMore: false,
    warnings: [],
  });
  const [asked] = searched();
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({
    q: 'acme',
    since: new Date(NOW - 7 * DAY).toISOString(),
    until: new Date(NOW - 5 * MINUTE + 1000).toISOString(),
  });
});

test('more than one run may read is gone on with, each post once, and then never again', async () => {
  chatter();
  published(100 * PAGES_A_RUN + 50);
  const first = await run();
  expect(first).toMatchObject({ hasMore: true, coversFrom: new Date(NOW - 5 * MINUTE) });
  const second = await run(SIGN_IN, { state: first.state });
  expect(second.hasMore).toBe(false);
  const ids = [...first.mentions, ...second.mentions].map(({ externalId }) => externalId);
  expect([ids.length, new Set(ids).size]).toEqual([100 * PAGES_A_RUN + 50, 100 * PAGES_A_RUN + 50]);
  const before = searched().length;
  await run(SIGN_IN, { state: second.state });
  expect(searched().length).toBe(before);
});

test('what was taken away while the stream was listened to is not brought back by the search', async () => {
  chatter();
  published(1);
  stream.events.push({ timeUs: (NOW - MINUTE) * 1000, did: ANN, rkey: 'p0', operation: 'delete' });
  stream.events.sort((a, b) => a.timeUs - b.timeUs);
  const { mentions, removed } = await run();
  expect(mentions).toEqual([]);
  expect(removed).toEqual([`at://${ANN}/app.bsky.feed.post/p0`]);
});

test('without an account it says once that it starts now', async () => {
  chatter();
  const first = await run({});
  expect(first.warnings).toEqual([expect.stringMatching(/^It starts now: .*app password/)]);
  expect((await run({}, { state: first.state })).warnings).toEqual([]);
  expect(account.asked).toEqual([]);
  expect(await kind.testConnection(contextOf({ settings: settingsOf({}), http }))).toContain('starts now');
});

test('a query that can match without a whole word starts now and says why', async () => {
  chatter();
  const { warnings } = await run({ ...SIGN_IN, query: 'acm*' });
  expect(warnings).toEqual([expect.stringMatching(/only be searched for by words/)]);
});

test('a password that is not taken stops neither the stream nor the run, and is tried again in an hour', async () => {
  chatter();
  say(MINUTE, 'acme on the stream');
  stream.events.sort((a, b) => a.timeUs - b.timeUs);
  published(1);
  const first = await run({ ...SIGN_IN, password: 'a wrong one' });
  expect(first).toMatchObject({ mentions: [{ text: 'acme on the stream' }], hasMore: false });
  expect(first.warnings).toEqual([
    expect.stringMatching(/could not be read \(.*no longer accepts.*in an hour/),
  ]);
  const asked = account.asked.length;
  const soon = await run(SIGN_IN, { state: first.state, nowMs: NOW + 1000 });
  expect([soon.warnings, account.asked.length]).toEqual([[], asked]);
  say(-61 * MINUTE, 'good night');
  const later = await run(SIGN_IN, { state: soon.state, nowMs: NOW + 61 * MINUTE });
  expect(later.mentions.map(({ text }) => text)).toContain('acme 0');
});

test('a handle without its password is refused in the form', () => {
  expect(kind.settings.safeParse({ query: 'acme', handle: 'acme.example' }).success).toBe(false);
});

test.each([
  ['acme', ['acme']],
  ['acme OR "acme cloud"', ['acme', '"acme cloud"']],
  ['(acme OR apex) AND kettle', ['kettle']],
  ['acme NOT job', ['acme']],
  ['(acme OR apex) NEAR/5 kettle', ['kettle']],
  ['{ACME} AND lang:en', ['ACME']],
  ['tag:acme OR acme', ['#acme', 'acme']],
  ['acme OR apex*', undefined],
  ['lang:en NOT job', undefined],
])('%s is searched for as %j', (query, searches) => {
  expect(searchesFor(parseQuery(query))).toEqual(searches);
});

test('what was said before it was added is kept as history, what comes after is not', async () => {
  const { source, work, mentions } = await added({ backfillDays: 7 });
  chatter();
  published(2);
  await work();
  say(-2 * MINUTE, 'acme is new');
  await work(3 * MINUTE);
  expect(await mentions()).toEqual([
    { text: 'acme 0', is_backfill: true },
    { text: 'acme 1', is_backfill: true },
    { text: 'acme is new', is_backfill: false },
  ]);
  expect((await listRuns(store, source, 5)).map(({ error }) => error)).toEqual([undefined, undefined]);
});

test('a stream that breaks off again and again is gone on with where it broke, and every post counts once', async () => {
  const { work, mentions } = await added({ backfillDays: 0 });
  chatter();
  for (let n = 0; n < 9; n += 1) say(4 * MINUTE - n * 10_000, `acme ${n}`);
  stream.events.sort((a, b) => a.timeUs - b.timeUs);
  stream.hangsUpAfter = 4;
  for (let turn = 0; turn < 6; turn += 1) await work(turn);
  stream.hangsUpAfter = Number.POSITIVE_INFINITY;
  await work(10);
  expect((await mentions()).map(({ text }) => text)).toEqual(
    Array.from({ length: 9 }, (_, n) => `acme ${n}`),
  );
  const cursors = stream.cursors.map(Number);
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
});

/** A source in a store, and its runs through the worker, so many milliseconds later. */
async function added({ backfillDays }: { backfillDays: number }) {
  await store`delete from sources`;
  const { handle, password } = SIGN_IN;
  const settings = { query: 'acme NOT job', url: stream.url, server: account.url, handle };
  const options = { backfillDays };
  const row = { name: 'Stream', kind: 'bluesky-stream', settings, intervalSeconds: 300, now: new Date(NOW) };
  const { id } = await insertSource(store, { ...row, options });
  const deps = workerDeps(store, http, () => new Date(NOW));
  await saveSecrets(store, deps.vault, id, { password }, new Date(NOW));
  return {
    source: id,
    work: async (laterMs = 0) => {
      const now = new Date(NOW + laterMs);
      await store`delete from hosts`;
      await makeDue(store, id, now);
      await fetchSource.work({ sourceId: id }, { ...deps, now: () => now });
    },
    mentions: () => store<{ text: string; is_backfill: boolean }>`
      select text, is_backfill from mentions where source_id = ${id} order by text`,
  };
}
