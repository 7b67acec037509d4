import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextOf, PAGES_A_RUN } from '../../../src/sources/context.ts';
import { createHttp, type Http } from '../../../src/sources/http.ts';
import kind from '../../../src/sources/kinds/mastodon-stream.ts';
import type { Fetched, SourceState } from '../../../src/sources/source.ts';
import { gone, type MastodonServer, startMastodon, type Toot, told } from '../../support/mastodon-server.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;

let server: MastodonServer;
let http: Http;
beforeEach(async () => {
  server = await startMastodon();
  http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host] });
});
afterEach(async () => {
  await http.close();
  await server.close();
});

/** Somebody posted so many minutes before NOW (after it with a negative number). */
const toot = (n: number, minutes: number, text = `acme ${n}`): Toot => ({
  id: String(114_900_000_000 + n),
  text,
  at: NOW - minutes * MINUTE,
});

const run = (
  settings: Record<string, unknown> = {},
  state: SourceState = {},
  nowMs = NOW,
): Promise<Fetched> =>
  kind.fetch(
    contextOf({
      settings: kind.settings.parse({ url: server.url, tag: '#acme', token: 'a token', ...settings }),
      http,
      state,
      mostPages: PAGES_A_RUN,
      now: () => new Date(nowMs),
    }),
  );

const texts = ({ mentions }: Fetched) => mentions.map(({ text }) => text).sort();

test('a hashtag is listened to with the token, and read from the list as well', async () => {
  server.timeline.push(toot(1, 5));
  server.says.push(told('update', toot(2, 0)));
  const fetched = await run();
  expect(texts(fetched)).toEqual(['acme 1', 'acme 2']);
  expect(fetched).toMatchObject({ hasMore: true, warnings: [], skipped: 0 });
  expect(server.asked).toContainEqual({
    path: '/api/v1/streaming?stream=hashtag&tag=acme',
    authorization: 'Bearer a token',
  });
});

test('what is published after the stream has hung up is caught up with by the next run', async () => {
  server.timeline.push(toot(1, 5));
  const first = await run();
  for (let n = 2; n < 100; n += 1) server.timeline.unshift(toot(n, -1));
  const second = await run({}, first.state, NOW + 2 * MINUTE);
  expect(new Set(texts(second))).toEqual(new Set(server.timeline.map(({ text }) => text)));
});

test('what is published while the stream is silent is found in the list of the same run', async () => {
  server.whenHeard = () => server.timeline.unshift(toot(7, 0));
  expect(texts(await run())).toEqual(['acme 7']);
});

test('an edit is heard, however old its post is', async () => {
  server.says.push(told('status.update', toot(1, 60 * 24 * 90, 'acme, with other words')));
  const { mentions } = await run();
  expect(mentions).toMatchObject([{ externalId: '114900000001', text: 'acme, with other words' }]);
});

test('a post that was edited to be about something else is taken away', async () => {
  server.says.push(told('status.update', toot(1, 60, 'never mind')), told('update', toot(2, 0, 'hello')));
  expect(await run({ query: 'acme' })).toMatchObject({ mentions: [], removed: ['114900000001'] });
});

test('a deletion is heard, and takes away what the same turn has told', async () => {
  server.says.push(told('update', toot(1, 0)), gone('114900000001'), gone('114900000077'));
  expect(await run()).toMatchObject({ mentions: [], removed: ['114900000001', '114900000077'] });
});

test('where the list and the stream have the same post, the list is right: it was read later', async () => {
  server.says.push(told('update', toot(1, 1, 'acme, first words')));
  server.timeline.push(toot(1, 1, 'acme, last words'));
  expect(texts(await run())).toEqual(['acme, last words']);
});

test.each([
  ['local', '?stream=public:local', '/api/v1/timelines/public?limit=40&local=true'],
  ['public', '?stream=public', '/api/v1/timelines/public?limit=40'],
])('of all %s posts those that match are kept', async (what, stream, list) => {
  server.says.push(told('update', toot(1, 0, 'good morning')), told('update', toot(2, 0, 'my acme kettle')));
  server.timeline.push(toot(3, 0, 'acme has a job'), toot(4, 0, 'acme broke'));
  const fetched = await run({ what, query: 'acme NOT job' });
  expect(texts(fetched)).toEqual(['acme broke', 'my acme kettle']);
  expect(fetched.removed).toEqual([]);
  const paths = server.asked.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([`/api/v1/streaming${stream}`, list]));
});

test('what is for followers only is left out', async () => {
  server.says.push(told('update', { ...toot(1, 0), visibility: 'private' }));
  expect((await run()).mentions).toEqual([]);
});

test('a stream that cannot be heard is said, and the list is read all the same', async () => {
  server.lets = 503;
  server.timeline.push(toot(1, 5));
  const fetched = await run();
  expect(texts(fetched)).toEqual(['acme 1']);
  expect(fetched).toMatchObject({ hasMore: false, warnings: [expect.stringContaining('answered 503')] });
});

test('a stream that ends with an error is said as well', async () => {
  server.says.push({ error: 'Unknown stream type', status: 400 });
  expect((await run()).warnings).toEqual([expect.stringContaining('Unknown stream type')]);
});

test.each(['at the door', 'in the stream'])(
  'a token that is refused %s asks for a new one',
  async (where) => {
    if (where === 'at the door') server.lets = 401;
    else server.says.push({ error: 'Invalid access token', status: 401 });
    await expect(run()).rejects.toMatchObject({ name: 'FetchFailed', code: 'sign-in' });
  },
);

test('what makes no sense is skipped and counted, and word of other things is not', async () => {
  server.says.push('what?', { event: 'update', payload: '{"id":"1"}' }, { event: 'filters_changed' });
  expect(await run()).toMatchObject({ mentions: [], skipped: 2 });
});

test('a server whose stream has another host is listened to there', async () => {
  const other = await startMastodon();
  other.says.push(told('update', toot(1, 0)));
  server.streaming = `ws://${other.host}`;
  const both = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host, other.host] });
  const settings = kind.settings.parse({ url: server.url, tag: 'acme', token: 'a token' });
  const fetched = await kind.fetch(contextOf({ settings, http: both, now: () => new Date(NOW) }));
  await both.close();
  await other.close();
  expect(texts(fetched)).toEqual(['acme 1']);
});

test('whoever shuts down does not wait for a stream: what was heard counts', async () => {
  server.staysOn = true;
  server.says.push(told('update', toot(1, 0)));
  server.timeline.push(toot(2, 1));
  server.whenTold = () => http.hangUp();
  expect(texts(await run())).toEqual(['acme 1', 'acme 2']);
  expect(texts(await run())).toEqual(['acme 2']);
});

test('a private host that the server names for its stream is not contacted', async () => {
  const inner = await startMastodon();
  server.streaming = `ws://${inner.host}`;
  expect((await run()).warnings).toEqual([expect.stringContaining('not contacted')]);
  await inner.close();
  expect(inner.asked).toEqual([]);
});

test('the token is not sent in the open where the server itself is asked encrypted', async () => {
  const gateways = { 'social.example': server.url };
  const encrypted = createHttp({ userAgent: 'Earshot tests', allowPrivate: [server.host], gateways });
  server.streaming = 'ws://stream.example';
  const settings = kind.settings.parse({ url: 'https://social.example', tag: 'acme', token: 'a token' });
  const fetched = kind.fetch(contextOf({ settings, http: encrypted }));
  await expect(fetched).rejects.toMatchObject({ code: 'blocked' });
  await encrypted.close();
});

test('the test of the connection says who listens, or why nobody can', async () => {
  const settings = kind.settings.parse({ url: server.url, tag: 'acme', token: 'a token' });
  const context = contextOf({ settings, http });
  expect(await kind.testConnection(context)).toBe(
    'Social answers, signed in as @acme. The stream can be heard.',
  );
  server.lets = 404;
  await expect(kind.testConnection(context)).rejects.toThrow(/signed in as @acme.*answered 404/);
});

test('all public posts are not listened to without words that they have to match', () => {
  const parse = (settings: object) =>
    kind.settings.safeParse({ url: 'https://social.example', token: 'a token', ...settings }).success;
  expect(parse({ what: 'public' })).toBe(false);
  expect(parse({ what: 'tag' })).toBe(false);
  expect(parse({ what: 'local', query: 'acme AND (' })).toBe(false);
  expect(parse({ what: 'local', query: 'acme' })).toBe(true);
});
