import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSource } from '../../src/store/sources.ts';
import fetchSource from '../../workers/fetch.ts';
import hubs from '../../workers/hubs.ts';
import { waysOver } from '../support/alerting.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { type HubServer, startHubServer } from '../support/hub-server.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';

const PUBLIC = 'https://earshot.example';
const HOUR_MS = 3_600_000;
let clock: number;
let house: WebHouse;
let feed: FeedServer;
let hub: HubServer;
let closeWeb: () => Promise<void>;

beforeEach(async () => {
  clock = Date.UTC(2026, 2, 20, 12);
  house = await openWebHouse({
    env: { EARSHOT_URL: PUBLIC, EARSHOT_ALLOW_HOSTS: '127.0.0.1' },
    now: () => new Date(clock),
  });
  const server = createServer(getRequestListener(house.app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeWeb = () => new Promise((resolve) => server.close(() => resolve()));
  hub = await startHubServer(PUBLIC, () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  feed = await startFeedServer();
  publish('one');
});
afterEach(async () => {
  await closeWeb();
  await feed.close();
  await hub.close();
  await house.close();
});

const topic = () => `${feed.url}/feed.xml`;

function publish(...guids: readonly string[]): string {
  const items = guids.map((guid) => `<item><guid>${guid}</guid><title>${guid}</title></item>`).join('');
  const links = `<atom:link rel="hub" href="${hub.url}"/><atom:link rel="self" href="${topic()}"/>`;
  const body = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>S</title>${links}${items}</channel></rss>`;
  feed.documents.set('/feed.xml', { body, type: 'application/rss+xml' });
  return body;
}

const deps = (origin: string | undefined = PUBLIC) => ({
  ...house.deps,
  ...waysOver(house.deps.http),
  origin,
  random: () => 0,
  politeness: { hostGapMs: 0, minIntervalMs: 300_000 },
});
const askHubs = async (origin?: string) => {
  await hubs.work({}, deps(origin));
  await hub.settled();
};

async function addSource(): Promise<number> {
  const answer = await house.call('POST', '/api/v1/sources', { name: 'S', settings: { url: topic() } });
  const { id } = (await answer.json()) as { id: number };
  await fetchSource.work({ sourceId: id }, deps());
  return id;
}

/** Whether a fetch is due now. */
async function isDue(id: number): Promise<boolean> {
  const source = await findSource(house.deps.db, id);
  return (source?.nextFetchAt.getTime() ?? Infinity) <= clock;
}

test('a feed that names a hub is subscribed to, a signed push fetches it, and news is stored', async () => {
  const id = await addSource();
  await askHubs();
  expect(hub.log).toEqual([{ mode: 'subscribe', topic: topic(), confirmed: true }]);
  expect(await isDue(id)).toBe(false);
  for (const [index, algorithm] of ['sha1', 'sha256', 'sha512'].entries()) {
    clock += 60_000;
    const body = publish('one', ...['two', 'three', 'four'].slice(0, index + 1));
    expect(await hub.publish(topic(), body, { algorithm })).toEqual([202]);
    expect(await isDue(id)).toBe(true);
    await fetchSource.work({ sourceId: id }, deps());
    const [row] = await house.deps.db<{ n: number }>`select count(*) as n from mentions`;
    expect(row?.n).toBe(index + 2);
    expect(await isDue(id)).toBe(false);
  }
});

test('a JSON Feed names its hub in the document', async () => {
  const body = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'S',
    feed_url: topic(),
    hubs: [{ type: 'WebSub', url: hub.url }],
    items: [{ id: 'one', content_text: 'one' }],
  });
  feed.documents.set('/feed.xml', { body, type: 'application/feed+json' });
  const id = await addSource();
  await askHubs();
  expect(hub.log).toEqual([{ mode: 'subscribe', topic: topic(), confirmed: true }]);
  clock += 60_000;
  expect(await hub.publish(topic(), body)).toEqual([202]);
  expect(await isDue(id)).toBe(true);
});

test('while its news is announced a feed is still asked, at a relaxed pace', async () => {
  const id = await addSource();
  expect((await findSource(house.deps.db, id))?.intervalSeconds).toBeLessThan(3600);
  await askHubs();
  clock += HOUR_MS / 2;
  publish('one', 'two');
  await hub.publish(topic(), 'news');
  await fetchSource.work({ sourceId: id }, deps());
  expect((await findSource(house.deps.db, id))?.intervalSeconds).toBe(3600);
});

const forged = [
  ['no signature', { signature: null }],
  ['a wrong signature', { signature: `sha256=${'0'.repeat(64)}` }],
  ['a signature by another way', { signature: 'md5=d41d8cd98f00b204e9800998ecf8427e' }],
  ['half a signature', { signature: 'sha256=00ff' }],
] as const;

for (const [what, options] of forged) {
  test(`a push with ${what} is taken and ignored`, async () => {
    const id = await addSource();
    await askHubs();
    expect(await hub.publish(topic(), 'news', options)).toEqual([202]);
    expect(await isDue(id)).toBe(false);
  });
}

test('a lease is renewed before it ends, and a hub that fails is asked again later', async () => {
  await addSource();
  hub.leaseSeconds = 6 * 3600;
  await askHubs();
  clock += 3 * HOUR_MS;
  await askHubs();
  expect(hub.log).toHaveLength(1);
  clock += HOUR_MS;
  hub.failsWith = 503;
  await askHubs();
  expect(hub.log).toHaveLength(1);
  hub.failsWith = undefined;
  await askHubs();
  expect(hub.log).toHaveLength(1);
  clock += HOUR_MS;
  await askHubs();
  expect(hub.log).toHaveLength(2);
});

test('a source that is removed is unsubscribed from, and only then', async () => {
  const id = await addSource();
  await askHubs();
  const [subscription] = hub.subscriptions.values();
  const callback = new URL(subscription?.callback ?? '');
  const verify = (query: Record<string, string>) =>
    house.ask(`${callback.pathname}?${new URLSearchParams(query)}`);
  const asked = { 'hub.topic': topic(), 'hub.challenge': 'c' };
  expect((await verify({ ...asked, 'hub.mode': 'unsubscribe' })).status).toBe(404);
  expect((await verify({ ...asked, 'hub.mode': 'subscribe', 'hub.topic': `${feed.url}/other` })).status).toBe(
    404,
  );
  expect((await house.ask('/hubs/nobody?hub.mode=subscribe&hub.challenge=c')).status).toBe(404);
  await house.call('DELETE', `/api/v1/sources/${id}`);
  await askHubs();
  expect(hub.log.at(-1)).toEqual({ mode: 'unsubscribe', topic: topic(), confirmed: true });
  expect(hub.subscriptions.size).toBe(0);
  expect(await house.deps.db`select from hub_subscriptions`).toEqual([]);
});

test('a hub that denies is left alone for a day', async () => {
  await addSource();
  hub.verifies = false;
  await askHubs();
  const [row] = await house.deps.db<{ callback_id: string }>`select callback_id from hub_subscriptions`;
  const denied = new URLSearchParams({ 'hub.mode': 'denied', 'hub.topic': topic(), 'hub.reason': 'full' });
  expect((await house.ask(`/hubs/${row?.callback_id}?${denied}`)).status).toBe(200);
  hub.verifies = true;
  clock += 2 * HOUR_MS;
  await askHubs();
  expect(hub.log).toEqual([]);
  clock += 24 * HOUR_MS;
  await askHubs();
  expect(hub.log).toHaveLength(1);
});

for (const address of [
  'http://earshot.example',
  'https://localhost:3000',
  'https://10.0.0.1',
  'https://earshot',
]) {
  test(`nobody is asked to push to ${address}`, async () => {
    await addSource();
    await askHubs(address);
    expect(hub.log).toEqual([]);
  });
}
