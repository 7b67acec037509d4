import { expect, test } from 'vitest';
import { parseFeedDocument } from '../../../src/sources/feed/feed-document.ts';
import { hubOf, linksOfHeader } from '../../../src/sources/feed/hub-links.ts';

const FEED = 'https://news.example/feed';

const headers = [
  [
    '<https://hub.example/>; rel="hub", <https://news.example/self>; rel="self"',
    'https://hub.example/',
    'https://news.example/self',
  ],
  ['<https://hub.example/>;rel=hub', 'https://hub.example/', FEED],
  ['</hub>; title="a, b"; rel="self-made hub"', 'https://news.example/hub', FEED],
  ['<javascript:alert(1)>; rel=hub, <https://b.example/>; rel=HUB', 'https://b.example/', FEED],
] as const;

for (const [header, hub, topic] of headers) {
  test(`${header} names a hub`, () => {
    expect(hubOf(linksOfHeader(header), FEED)).toEqual({ hub, topic });
  });
}

for (const header of [null, '', '<https://x.example/>; rel="next"', 'rel=hub', '<<<<>>>>;;;"']) {
  test(`${header} names none`, () => expect(hubOf(linksOfHeader(header), FEED)).toBeUndefined());
}

const jsonFeeds = [
  [
    { feed_url: 'https://news.example/self.json', hubs: [{ type: 'WebSub', url: 'https://hub.example/' }] },
    'https://news.example/self.json',
  ],
  [
    {
      hubs: [
        { type: 'rssCloud', url: 'https://cloud.example/' },
        { type: 'websub', url: 'https://hub.example/' },
      ],
    },
    FEED,
  ],
  [
    {
      hubs: [7, null, { type: 'WebSub' }, { type: 'PubSubHubbub', url: 'https://hub.example/' }],
      feed_url: 7,
    },
    FEED,
  ],
] as const;

for (const [parts, topic] of jsonFeeds) {
  test(`a JSON Feed with ${JSON.stringify(parts)} names a hub`, async () => {
    expect(hubOf(await linksIn(parts), FEED)).toEqual({ hub: 'https://hub.example/', topic });
  });
}

for (const hubs of [
  undefined,
  'https://hub.example/',
  [{ type: 'rssCloud', url: 'https://cloud.example/' }],
  [{ type: 'WebSub', url: 'mailto:a@b.example' }],
]) {
  test(`a JSON Feed with the hubs ${JSON.stringify(hubs)} names none`, async () => {
    expect(hubOf(await linksIn({ hubs }), FEED)).toBeUndefined();
  });
}

async function linksIn(parts: object) {
  const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'News', items: [], ...parts };
  const { links } = await parseFeedDocument({ bytes: Buffer.from(JSON.stringify(feed)), url: FEED });
  return links ?? [];
}
