import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { sources } from '../../../src/sources/index.ts';
import type { Source, SourceState } from '../../../src/sources/source.ts';
import { fetchWith, openHttp, startServer } from '../test-server.ts';

const feed = sources.get('feed') as Source;
const rss =
  '<rss version="2.0"><channel><title>Shop</title><item><guid>1</guid><title>A</title></item></channel></rss>';
const page = (links: string) =>
  `<!doctype html><html><head><title>Shop</title>${links}</head><body>Hello</body></html>`;
const link = (href: string, type = 'application/rss+xml') =>
  `<link rel="alternate" type="${type}" href="${href}">`;

/** Reads "/" of a server that has a page there, and feeds elsewhere. */
async function readPage(
  html: string,
  options: { state?: SourceState; user?: string; other?: RequestListener } = {},
) {
  const server = await startServer((request, response) => {
    if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    else if (options.other) options.other(request, response);
    else response.writeHead(200, { etag: '"v1"' }).end(rss);
  });
  const url = options.user ? server.url.replace('://', `://${options.user}@`) : server.url;
  const fetching = fetchWith(feed, feed.settings.parse({ url }), options.state ?? {}, openHttp([server]));
  return { server, fetching };
}

const pages = [
  ['RSS', link('/rss.xml'), '/rss.xml'],
  ['Atom', link('atom', 'application/atom+xml; charset=utf-8'), '/atom'],
  ['JSON Feed', link('/f.json', 'application/feed+json'), '/f.json'],
  ['several, the first of them', `${link('/posts')}${link('/comments')}`, '/posts'],
  [
    'one beside a style sheet and a translation',
    `<link rel="stylesheet" href="/x">${link('/de', 'text/html')}${link('/rss')}`,
    '/rss',
  ],
  ['one under another base', `<base href="/blog/">${link('feed')}`, '/blog/feed'],
  ['one in capitals', '<LINK REL="Alternate" TYPE="application/RSS+XML" HREF="/rss">', '/rss'],
] as const;

for (const [what, links, path] of pages) {
  test(`a page that names ${what} leads to the feed`, async () => {
    const { server, fetching } = await readPage(page(links));
    const fetched = await fetching;
    const foundUrl = new URL(path, server.url).href;
    expect(fetched).toMatchObject({
      status: 'ok',
      foundUrl,
      finalUrl: foundUrl,
      mentions: [{ externalId: '1' }],
    });
    expect(fetched.state).toMatchObject({ etag: '"v1"' });
    expect(fetched.warnings[0]).toBe(
      `the address is a web page; the feed it names is read instead: ${foundUrl}`,
    );
  });
}

test('a page in the place of a feed that was read before is an error, whatever it names', async () => {
  const server = await startServer((_request, response) => void response.end(rss));
  const { state } = await fetchWith(feed, feed.settings.parse({ url: server.url }), {}, openHttp([server]));
  const { fetching, server: later } = await readPage(page(link('/rss.xml')), { state });
  await expect(fetching).rejects.toMatchObject({ code: 'not-feed' });
  expect(later.requests).toHaveLength(1);
});

test('a page that names a page is given up', async () => {
  const other: RequestListener = (_request, response) => void response.end(page(link('/again')));
  const { fetching, server } = await readPage(page(link('/rss')), { other });
  await expect(fetching).rejects.toMatchObject({ code: 'not-feed' });
  expect(server.requests).toHaveLength(2);
});

test('a feed that a page names on a private address is not contacted', async () => {
  const { fetching } = await readPage(page(link('http://169.254.169.254/latest/')));
  await expect(fetching).rejects.toMatchObject({ code: 'blocked' });
});

test('a password goes along to the feed of the same origin', async () => {
  const { fetching, server } = await readPage(page(link('/rss')), { user: 'bob:pw' });
  expect((await fetching).foundUrl).toBe(`${server.url.replace('://', '://bob:pw@')}rss`);
  expect(server.requests[1]?.headers.authorization).toMatch(/^Basic /);
});

test('a move is told with the password of the address, where the origin stays', async () => {
  const server = await startServer((request, response) =>
    request.url === '/' ? void response.writeHead(301, { location: '/new' }).end() : void response.end(rss),
  );
  const url = server.url.replace('://', '://bob:pw@');
  const { movedTo } = await fetchWith(feed, feed.settings.parse({ url }), {}, openHttp([server]));
  expect(movedTo).toBe(`${url}new`);
});

test('"not changed" in answer to a first question is an error, not a success', async () => {
  const server = await startServer((_request, response) => void response.writeHead(304).end());
  const fetching = fetchWith(feed, feed.settings.parse({ url: server.url }), {}, openHttp([server]));
  await expect(fetching).rejects.toMatchObject({ code: 'http', status: 304 });
});

test('what a feed and its server ask for is handed on: how often, and when not at all', async () => {
  const asked = rss.replace(
    '<item>',
    '<skipHours><hour>24</hour><hour>1</hour></skipHours><skipDays><day>Sunday</day></skipDays><item>',
  );
  const server = await startServer((_request, response) => {
    const headers = { date: 'Mon, 23 Nov 2026 10:00:00 GMT', expires: 'Mon, 23 Nov 2026 12:00:00 GMT' };
    response.writeHead(200, headers).end(asked);
  });
  const fetched = await fetchWith(feed, feed.settings.parse({ url: server.url }), {}, openHttp([server]));
  expect(fetched.intervalHintMs).toBe(7_200_000);
  expect(fetched.quietTimes).toEqual({ hours: [0, 1], days: [0] });
});
