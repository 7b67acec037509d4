import { expect, test } from 'vitest';
import { sources } from '../../../src/sources/index.ts';
import type { Source } from '../../../src/sources/source.ts';
import { fetchWith, openHttp, startServer } from '../test-server.ts';

const feed = sources.get('feed') as Source;
const settings = (extra: Record<string, unknown>) => feed.settings.parse(extra);
const rss =
  '<rss version="2.0"><channel><title>Shop</title><link>https://shop.example/</link><ttl>30</ttl><item><guid isPermaLink="false">1</guid><title>A</title><link>/a</link></item></channel></rss>';

test('a feed is fetched once and then asked for only if it has changed', async () => {
  const server = await startServer((request, response) => {
    if (request.headers['if-none-match'] === 'W/"a b;c"') response.writeHead(304).end();
    else
      response
        .writeHead(200, { etag: 'W/"a b;c"', 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' })
        .end(rss);
  });
  const http = openHttp([server]);
  const first = await fetchWith(feed, settings({ url: server.url }), {}, http);
  expect(first).toMatchObject({
    status: 'ok',
    feedTitle: 'Shop',
    siteUrl: 'https://shop.example/',
    finalUrl: server.url,
    bytes: rss.length,
    skipped: 0,
    intervalHintMs: 1_800_000,
    mentions: [{ externalId: '1', title: 'A', url: 'https://shop.example/a' }],
  });
  const second = await fetchWith(feed, settings({ url: server.url }), first.state, http);
  const third = await fetchWith(feed, settings({ url: server.url }), second.state, http);
  expect([second.status, third.status, third.mentions.length]).toEqual(['not-modified', 'not-modified', 0]);
  expect(server.requests[2]?.headers).toMatchObject({
    'if-none-match': 'W/"a b;c"',
    'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT',
  });
});

test('settings fill in what the items do not say', async () => {
  const server = await startServer((_request, response) => void response.end(rss));
  const url = server.url;
  const fetched = await fetchWith(
    feed,
    settings({
      url,
      kind: 'review',
      location: 'berlin',
      product: 'shoe',
      touchpoint: 'use',
      language: 'de_at',
    }),
    {},
    openHttp([server]),
  );
  expect(fetched.mentions[0]).toMatchObject({
    kind: 'review',
    location: 'berlin',
    product: 'shoe',
    touchpoint: 'use',
    language: 'de-AT',
  });
});

const failures = [
  [404, {}, { code: 'http', status: 404 }, 'answered 404: there is nothing at this address'],
  [500, {}, { code: 'http', status: 500 }, 'answered 500: the server has an internal error'],
  [503, { 'retry-after': '60' }, { code: 'http', retryAfterMs: 60_000 }, 'answered 503'],
  [429, { 'retry-after': '7200' }, { code: 'rate-limited', retryAfterMs: 7_200_000 }, 'answered 429'],
  [410, {}, { code: 'gone' }, 'gone for good'],
  [418, {}, { code: 'http' }, 'answered 418'],
] as const;

for (const [status, headers, failure, sentence] of failures) {
  test(`a ${status} is told as "${sentence}"`, async () => {
    const server = await startServer(
      (_request, response) => void response.writeHead(status, headers).end('no'),
    );
    const fetching = fetchWith(feed, settings({ url: server.url }), {}, openHttp([server]));
    await expect(fetching).rejects.toMatchObject({ name: 'FetchFailed', ...failure });
    await expect(fetching).rejects.toThrow(
      `${server.host} ${sentence.startsWith('gone') ? 'answered 410: the feed is ' : ''}${sentence}`,
    );
  });
}

test('a page instead of a feed is named with its host', async () => {
  const server = await startServer(
    (_request, response) => void response.end('<!doctype html><title>Sign in</title>'),
  );
  const fetching = fetchWith(feed, settings({ url: server.url }), {}, openHttp([server]));
  await expect(fetching).rejects.toThrow(`${server.host}: the answer is a web page, not a feed`);
});

test('only addresses of the web are accepted as settings', () => {
  for (const url of ['file:///etc/passwd', 'ftp://x.example/', 'x', '']) {
    expect(feed.settings.safeParse({ url }).success).toBe(false);
  }
  expect(feed.host(settings({ url: 'https://bob:pw@x.example:8443/f' }))).toBe('x.example:8443');
});
