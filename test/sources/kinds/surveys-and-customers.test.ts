import { expect, onTestFinished, test } from 'vitest';
import { contextOf } from '../../../src/sources/context.ts';
import { createHttp } from '../../../src/sources/http.ts';
import { sources } from '../../../src/sources/index.ts';
import type { Fetched, Source } from '../../../src/sources/source.ts';
import { type Answer, type Asked, startApi } from '../servers/api-server.ts';
import pipedrive from '../servers/pipedrive.ts';
import qualtrics from '../servers/qualtrics.ts';
import stripe from '../servers/stripe.ts';

/*
 * What only these kinds do, and the contract of all kinds cannot ask for: exports that take their time, customers who
 * come back, reading everything again after a long absence.
 */

const NOW = Date.parse('2026-11-23T10:00:00Z');
const DAY = 86_400_000;

type Server = { hosts: readonly string[]; settings(): object; answer(asked: Asked, world: never): Answer };

/** Runs of one kind against a server, each with what the one before it remembers. */
async function runsOf(name: string, server: Server, answer: Server['answer'] = server.answer) {
  const api = await startApi({
    settings: () => ({}),
    pageSize: 0,
    waitMs: 0,
    tokens: 'none',
    answer: (asked, world) => answer(asked, world as never),
  });
  const gateways = Object.fromEntries(server.hosts.map((host) => [host, api.url]));
  const http = createHttp({ userAgent: 'Earshot tests', allowPrivate: [api.host], gateways });
  onTestFinished(async () => {
    await http.close();
    await api.close();
  });
  const kind = sources.get(name) as Source;
  api.world.now = NOW;
  let state = {};
  const run = async (options: { mostPages?: number; since?: Date } = {}): Promise<Fetched> => {
    const context = contextOf({
      settings: kind.settings.parse(server.settings()),
      http,
      now: () => new Date(api.world.now),
      state: JSON.parse(JSON.stringify(state)),
      mostPages: 20,
      since: new Date(NOW - 400 * DAY),
      ...options,
    });
    const fetched = await (kind.fetch as NonNullable<Source['fetch']>)(context);
    state = fetched.state;
    return fetched;
  };
  return { run, world: api.world, asked: api.asked };
}

const post = (n: number, at: number) => ({
  id: String(100 + n),
  text: `Word ${n}`,
  at,
  editedAt: at,
  author: 'mia',
  stars: 4,
});

test('Qualtrics: an export that is not ready is waited for by the next run, and asked for once', async () => {
  let looks = 0;
  const { run, world, asked } = await runsOf('qualtrics', qualtrics, (request, given) => {
    const isProgress = /export-responses\/ES_[^/]+$/.test(request.url.pathname);
    looks += isProgress ? 1 : 0;
    return isProgress && looks < 3
      ? { body: { result: { percentComplete: 40, status: 'inProgress' } } }
      : qualtrics.answer(request, given);
  });
  world.posts.push(post(1, NOW - DAY));
  const since = new Date(NOW - 7 * DAY);
  expect(await run({ since })).toMatchObject({ mentions: [], hasMore: true });
  expect(await run({ since })).toMatchObject({ mentions: [], hasMore: true });
  expect(await run({ since })).toMatchObject({ mentions: [{ text: 'Word 1' }] });
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('Qualtrics: an export that failed, or got lost, is asked for anew', async () => {
  let isBroken = true;
  const { run, world } = await runsOf('qualtrics', qualtrics, (request, given) => {
    const isProgress = /export-responses\/ES_[^/]+$/.test(request.url.pathname);
    return isProgress && isBroken
      ? { body: { result: { percentComplete: 40, status: 'failed' } } }
      : qualtrics.answer(request, given);
  });
  world.posts.push(post(1, NOW - DAY));
  const since = new Date(NOW - 7 * DAY);
  expect((await run({ since })).warnings.join()).toMatch(/asked for again/);
  isBroken = false;
  expect(await run({ since })).toMatchObject({ mentions: [{ text: 'Word 1' }] });
});

test('Qualtrics: a long past is read a month at a time', async () => {
  const { run, world } = await runsOf('qualtrics', qualtrics);
  world.posts.push(post(1, NOW - 65 * DAY));
  const since = new Date(NOW - 70 * DAY);
  const found: Fetched[] = [];
  do found.push(await run({ since }));
  while (found.at(-1)?.hasMore);
  expect(found).toHaveLength(3);
  expect(found.flatMap(({ mentions }) => mentions.map(({ text }) => text))).toContain('Word 1');
});

test('Stripe: after the first run only events are read; after a month away everything is', async () => {
  const { run, world, asked } = await runsOf('stripe', stripe);
  world.posts.push(post(1, NOW - DAY));
  await run();
  const before = asked.length;
  world.now += DAY;
  world.posts.unshift(post(2, NOW + DAY / 2));
  const second = await run();
  expect(second.facts?.orders?.map(({ externalId }) => externalId)).toEqual(['ch_102']);
  expect(asked.slice(before).map(({ url }) => url.pathname)).toEqual(['/v1/events', '/v1/subscriptions']);
  world.now += 40 * DAY;
  const third = await run();
  expect(third.facts?.orders).toHaveLength(2);
});

test('Stripe: more events than a run may read have everything read again', async () => {
  const { run, world } = await runsOf('stripe', stripe);
  await run();
  for (let n = 1; n <= 60; n += 1) world.posts.unshift(post(n, NOW + n * 60_000));
  world.now += DAY;
  expect(await run({ mostPages: 1 })).toMatchObject({ hasMore: true });
  const orders = new Set<string>();
  for (let goesOn = true; goesOn; ) {
    const fetched = await run();
    for (const { externalId } of fetched.facts?.orders ?? []) orders.add(externalId);
    goesOn = fetched.hasMore === true;
  }
  expect(orders.size).toBe(60);
});

test('Pipedrive: a deal that is reopened is an order no more', async () => {
  const { run, world } = await runsOf('pipedrive', pipedrive, (asked, given) => {
    const answer = pipedrive.answer(asked, given);
    const isReopened = world.now > NOW && asked.url.pathname === '/api/v2/deals';
    return isReopened
      ? { body: JSON.parse(JSON.stringify(answer.body).replaceAll('"status":"won"', '"status":"open"')) }
      : answer;
  });
  world.posts.push(post(1, NOW - DAY));
  expect((await run()).facts).toMatchObject({ orders: [{ externalId: '101' }], removedOrders: [] });
  world.now += DAY;
  for (const one of world.posts) one.editedAt = world.now;
  expect((await run()).facts).toMatchObject({ orders: [], removedOrders: ['101'] });
});
