import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextOf } from '../../../src/sources/context.ts';
import { createHttp, type Http } from '../../../src/sources/http.ts';
import kind from '../../../src/sources/kinds/bluesky-stream.ts';
import type { Fetched, SourceState } from '../../../src/sources/source.ts';
import { type JetstreamServer, startJetstream } from '../../support/jetstream-server.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const ANN = 'did:plc:ann2345';
const BOB = 'did:plc:bob2345';

let server: JetstreamServer;
let http: Http;
beforeEach(async () => {
  server = await startJetstream();
  http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host] });
});
afterEach(async () => {
  await http.close();
  await server.close();
});

/** Somebody posts `seconds` before NOW (after it with a negative number). */
function post(seconds: number, text: string, rest: { did?: string; rkey?: string } = {}): void {
  const timeUs = (NOW - seconds * 1000) * 1000;
  server.events.push({ timeUs, did: ANN, rkey: `k${server.events.length}`, text, ...rest });
}

/** What everybody else says: it tells a listener how late it is, and that nothing is missing before. */
const chatter = (seconds: number) => post(seconds, 'good morning', { did: BOB });

const run = (state: SourceState = {}, nowMs = NOW): Promise<Fetched> =>
  kind.fetch(
    contextOf({
      settings: kind.settings.parse({ query: 'acme NOT job', url: server.url }),
      http,
      state,
      now: () => new Date(nowMs),
    }),
  );

test('posts that match are kept, with who said it and where it stands', async () => {
  chatter(299);
  post(60, 'my acme kettle is great');
  post(50, 'acme has a job for you');
  chatter(-1);
  const { mentions, status } = await run();
  expect(status).toBe('ok');
  expect(mentions).toEqual([
    {
      externalId: `at://${ANN}/app.bsky.feed.post/k1`,
      kind: 'mention',
      url: `https://bsky.app/profile/${ANN}/post/k1`,
      text: 'my acme kettle is great',
      publishedAt: new Date(NOW - 60_000),
      author: { handle: ANN, url: `https://bsky.app/profile/${ANN}` },
      language: 'en',
    },
  ]);
});

test('the next run goes on where the last one ended and vouches for the time between', async () => {
  chatter(299);
  post(60, 'acme one');
  chatter(-1);
  const first = await run();
  expect(first.coversFrom).toEqual(new Date(NOW - 300_000));
  server.events.length = 0;
  chatter(-2);
  post(-120, 'acme two');
  chatter(-301);
  const second = await run(first.state, NOW + 300_000);
  expect(second.mentions).toMatchObject([{ text: 'acme two' }]);
  expect(second.coversFrom).toEqual(new Date(NOW + 1000));
  expect(server.cursors.map(Number)).toEqual([(NOW - 305_000) * 1000, (NOW + 1000 - 5000) * 1000]);
});

test('a post that is deleted is taken away, also within one run', async () => {
  chatter(299);
  post(60, 'acme first', { rkey: 'gone' });
  server.events.push({ timeUs: (NOW - 30_000) * 1000, did: ANN, rkey: 'gone', operation: 'delete' });
  server.events.push({ timeUs: (NOW - 20_000) * 1000, did: BOB, rkey: 'old', operation: 'delete' });
  chatter(-1);
  const { mentions, removed } = await run();
  expect(mentions).toEqual([]);
  expect(removed).toEqual([`at://${ANN}/app.bsky.feed.post/gone`, `at://${BOB}/app.bsky.feed.post/old`]);
});

test('a server that hangs up is asked on, and nothing is vouched for before the present is reached', async () => {
  chatter(299);
  post(200, 'acme one');
  post(100, 'acme two');
  chatter(-1);
  server.hangsUpAfter = 2;
  const first = await run();
  expect(first).toMatchObject({ mentions: [{ text: 'acme one' }], hasMore: true, coversFrom: new Date(NOW) });
  server.hangsUpAfter = Number.POSITIVE_INFINITY;
  const second = await run(first.state);
  expect(second.mentions.map(({ text }) => text)).toEqual(['acme one', 'acme two']);
  expect(second).toMatchObject({ hasMore: false, coversFrom: new Date(NOW - 300_000) });
});

test('what the server no longer keeps is said, and not vouched for', async () => {
  post(60, 'acme late');
  chatter(-1);
  const hourAgo = { cursor: { timeUs: (NOW - 3_600_000) * 1000 } };
  const { warnings, coversFrom } = await run(hourAgo);
  expect(warnings).toEqual(['The server no longer keeps 59 minutes of what was published since.']);
  expect(coversFrom).toEqual(new Date(NOW - 60_000));
});

test('posts without a text or date are skipped and counted', async () => {
  server.events.push({ timeUs: (NOW - 9_000) * 1000, did: ANN, rkey: 'a', record: { text: 7 } });
  chatter(-1);
  expect(await run()).toMatchObject({ mentions: [], skipped: 1 });
});

test('a server that speaks another language is malformed', async () => {
  for (let n = 0; n < 25; n += 1) chatter(60 - n);
  server.sends = 'nonsense';
  await expect(run()).rejects.toMatchObject({ name: 'FetchFailed', code: 'malformed' });
});

test('no server, and one that says nothing, are failures with their reason', async () => {
  const closed = await startJetstream();
  await closed.close();
  const settings = kind.settings.parse({ query: 'acme', url: closed.url });
  const nobody = createHttp({ userAgent: 'Earshot tests', allowPrivate: [closed.host] });
  await expect(kind.fetch(contextOf({ settings, http: nobody }))).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('refused the connection'),
  });
  await nobody.close();
  server.hangsUpAfter = 0;
  chatter(5);
  await expect(run()).rejects.toMatchObject({ code: 'timeout' });
});

test('a private server is not contacted unless an operator allows it', async () => {
  const guarded = createHttp({ userAgent: 'Earshot tests' });
  const settings = kind.settings.parse({ query: 'acme', url: server.url });
  await expect(kind.fetch(contextOf({ settings, http: guarded }))).rejects.toMatchObject({ code: 'blocked' });
  await guarded.close();
  expect(server.cursors).toEqual([]);
});

test('a query that cannot be read is refused in the form', () => {
  expect(kind.settings.safeParse({ query: 'acme AND (' }).success).toBe(false);
});
