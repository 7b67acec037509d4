import { expect, test } from 'vitest';
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
