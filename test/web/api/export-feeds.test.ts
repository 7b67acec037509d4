import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOpml } from '../../../src/sources/opml.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
  const feeds = {
    'News & views': 'https://news.example/feed?a=1&b=2',
    Shop: 'https://me:secret@shop.example/feed',
  };
  for (const [name, url] of Object.entries(feeds)) {
    expect((await house.call('POST', '/api/v1/sources', { name, settings: { url } })).status).toBe(201);
  }
});
afterAll(() => house.close());

test('the feeds leave as a list that comes back the same, without passwords', async () => {
  const answer = await house.call('GET', '/api/v1/sources/export');
  expect(answer.headers.get('content-disposition')).toContain('earshot-feeds.opml');
  expect(readOpml(await answer.text()).feeds).toEqual([
    { url: 'https://news.example/feed?a=1&b=2', title: 'News & views' },
    { url: 'https://shop.example/feed', title: 'Shop' },
  ]);
});

test('the sources page has the same list behind a button, for whoever is signed in', async () => {
  await house.addUser('ann@example.com', 'viewer');
  const headers = { cookie: await house.signIn('ann@example.com'), accept: 'text/html' };
  expect(await (await house.ask('/sources', { headers })).text()).toContain('href="/sources/feeds.opml"');
  const list = await (await house.ask('/sources/feeds.opml', { headers })).text();
  expect(readOpml(list).feeds).toHaveLength(2);
  expect((await house.ask('/sources/feeds.opml')).status).not.toBe(200);
});
