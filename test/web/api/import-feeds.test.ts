import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSources } from '../../../src/store/sources.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const LIST = `<?xml version="1.0"?>
<opml version="2.0"><head><title>Readers</title></head><body>
  <outline text="News">
    <outline type="rss" text="A blog" xmlUrl="https://a.example/feed"/>
    <outline type="rss" text="A blog" xmlUrl="https://b.example/feed"/>
  </outline>
  <outline text="Old" xmlUrl="ftp://c.example/feed"/>
</body></opml>`;

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
});
afterAll(() => house.close());

async function importList(list: string): Promise<Record<string, unknown>[]> {
  const response = await house.call('POST', '/api/v1/imports/feeds?format=opml', list);
  const text = await response.text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a list of feeds becomes sources, and again changes nothing', async () => {
  const first = await importList(LIST);
  expect(first[0]).toEqual({ warning: expect.stringContaining('Old') });
  expect(first.at(-1)).toMatchObject({ read: 2, added: 2, unchanged: 0, rejected: [] });
  const names = (await listSources(house.deps.db)).map((source) => source.name);
  expect(names).toEqual(['A blog', 'https://b.example/feed']);
  expect((await importList(LIST)).at(-1)).toMatchObject({ read: 2, added: 0, unchanged: 2 });
});

test('what is no list of feeds is refused in plain words', async () => {
  const response = await house.call(
    'POST',
    '/api/v1/imports/feeds?format=opml',
    'name;url\nblog;https://a.example',
  );
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('OPML') });
});
