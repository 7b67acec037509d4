import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertNew } from '../../../src/store/mentions.ts';
import { insertSource } from '../../../src/store/sources.ts';
import findTwins from '../../../workers/find-twins.ts';
import { waysOver } from '../../support/alerting.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const STORY =
  'good tea and bread at the old mill this week says the owner who has run the place with her two brothers for years';

let house: WebHouse;
let session: string;
let csrf: string;
beforeAll(async () => {
  house = await openWebHouse({ now: () => NOW });
  await house.addUser('ann@example.com', 'analyst');
  await house.addUser('vic@example.com', 'viewer');
  for (const name of ['blog', 'shop']) {
    const { db } = house.deps;
    const source = await insertSource(db, {
      name,
      kind: 'feed',
      settings: {},
      intervalSeconds: 900,
      now: NOW,
    });
    const at = { sourceId: source.id, now: NOW, isBackfill: true };
    const mention = { externalId: 'a', kind: 'mention' as const, text: STORY, reach: 1000, engagement: 7 };
    await db.transaction((sql) => insertNew(sql, at, [{ ...mention, url: `https://${name}.example/a` }]));
  }
  await house.classifyAll();
  session = await house.signIn('ann@example.com');
  csrf = /name="csrf" value="([^"]+)"/.exec(await page('/feed'))?.[1] ?? '';
});
afterAll(() => house.close());

const page = async (path: string, cookie = session) =>
  (await house.ask(path, { headers: { cookie, accept: 'text/html' } })).text();
const submit = (path: string, form: Record<string, string>) =>
  house.ask(path, {
    method: 'POST',
    headers: { cookie: session, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ csrf, ...form }),
  });
const mentionAt = async (id: number) => (await house.call('GET', `/api/v1/mentions/${id}`)).json();
const isChecked = async () =>
  (
    (await (await house.call('POST', '/api/v1/rebuild', { check: true })).json()) as {
      differences: unknown[];
    }
  ).differences;

test('the interface names the places and the first one', async () => {
  expect(await mentionAt(1)).toMatchObject({
    duplicateOf: null,
    twins: {
      count: 1,
      reach: 1000,
      engagement: 7,
      places: [{ id: 2, source: 'shop', url: 'https://shop.example/a' }],
    },
  });
  expect(await mentionAt(2)).toMatchObject({
    duplicateOf: 1,
    isApart: false,
    topics: [],
    twins: { count: 0 },
  });
});

test('the feed shows one card, with links to the others and what they reach together', async () => {
  const feed = await page('/feed');
  expect(feed.match(/<article/g)).toHaveLength(1);
  expect(feed).toContain('Also in 1 place, counted once; together reach 2,000 people, 14 reactions');
  expect(feed).toContain('href="/mentions/2"');
  expect(feed).toContain('href="https://shop.example/a"');
  expect(await page('/mentions/2')).toContain('The same as <a href="/mentions/1">an earlier mention</a>');
});

test('"Not the same" counts it for itself, from the page as from the interface, and can be taken back', async () => {
  const answer = await submit('/mentions/2/apart', { apart: 'yes', back: '/feed' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/feed']);
  expect((await page('/feed')).match(/<article/g)).toHaveLength(2);
  expect(await isChecked()).toEqual([]);
  expect(await (await house.call('DELETE', '/api/v1/mentions/2/apart')).json()).toMatchObject({
    duplicateOf: 1,
  });
  expect(await (await house.call('POST', '/api/v1/mentions/2/apart')).json()).toMatchObject({
    isApart: true,
  });
  expect(await page('/mentions/2')).toContain('Kept apart by a person');
  await submit('/mentions/2/apart', { apart: 'no', back: '/feed' });
  expect(await mentionAt(2)).toMatchObject({ duplicateOf: 1, isApart: false });
  expect(await isChecked()).toEqual([]);
  expect((await house.call('POST', '/api/v1/mentions/99/apart')).status).toBe(404);
});

test('who may only look is not asked', async () => {
  const cookie = await house.signIn('vic@example.com');
  expect(await page('/feed', cookie)).toContain('Also in 1 place');
  expect(await page('/feed', cookie)).not.toContain('Not the same');
});

test('switched off, every copy counts; switched on again, once', async () => {
  const seek = async () => {
    const deps = {
      ...house.deps,
      ...waysOver(house.deps.http),
      politeness: { hostGapMs: 0, minIntervalMs: 1000 },
      random: () => 0,
    };
    await findTwins.work({ afterId: 0 }, deps);
  };
  const change = (twinDays: number) => house.call('PATCH', '/api/v1/workspace', { twinDays });
  expect(await (await change(0)).json()).toMatchObject({ twinDays: 0 });
  await seek();
  expect(await mentionAt(2)).toMatchObject({ duplicateOf: null });
  expect((await page('/feed')).match(/<article/g)).toHaveLength(2);
  expect((await change(61)).status).toBe(400);
  await change(7);
  await seek();
  expect(await mentionAt(2)).toMatchObject({ duplicateOf: 1 });
  expect(await isChecked()).toEqual([]);
});

test('a rebuild mends a duplicate that hangs on nothing that counts', async () => {
  const { db } = house.deps;
  await db`update mentions set removed_at = ${NOW} where id = 1`;
  expect(await isChecked()).not.toEqual([]);
  await house.call('POST', '/api/v1/rebuild', { check: false });
  expect(await mentionAt(2)).toMatchObject({ duplicateOf: null });
  expect(await isChecked()).toEqual([]);
  expect((await page('/feed')).match(/<article/g)).toHaveLength(1);
});
