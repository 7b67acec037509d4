import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { sources } from '../../../src/sources/index.ts';
import type { Source } from '../../../src/sources/source.ts';
import { fetchWith, openHttp, startServer } from '../test-server.ts';

const api = sources.get('json-api') as Source;

async function read(listener: RequestListener, settings: Record<string, unknown> = {}) {
  const server = await startServer(listener);
  const fetching = fetchWith(
    api,
    api.settings.parse({ url: server.url, ...settings }),
    {},
    openHttp([server]),
  );
  return { server, fetching };
}

const answering =
  (body: unknown): RequestListener =>
  (_request, response) =>
    void response.end(typeof body === 'string' ? body : JSON.stringify(body));

async function mentionsOf(body: unknown, settings: Record<string, unknown> = {}) {
  return (await (await read(answering(body), settings)).fetching).mentions;
}

test('ids beyond 2^53 keep all their digits', async () => {
  const mentions = await mentionsOf(
    '{"reviews":[{"id":9007199254740993,"text":"a"},{"id":9007199254740992,"text":"b"}]}',
  );
  expect(mentions.map(({ externalId }) => externalId)).toEqual(['9007199254740993', '9007199254740992']);
});

const shapes = [
  ['a bare list', [{ id: 1, text: 'a' }]],
  ['a list under a usual name', { results: [{ id: 1, text: 'a' }] }],
  ['a list two levels down', { status: 200, data: { thread: { replies: [{ id: 1, body: 'a' }] } } }],
  ['an error that is none', { error: null, errors: [], items: [{ id: 1, content: '<p>a</p>' }] }],
] as const;

for (const [what, body] of shapes) {
  test(`${what} is found without being told where`, async () =>
    expect(await mentionsOf(body)).toMatchObject([{ externalId: '1', text: 'a' }]));
}

test('items say who wrote them, when, how many stars and where to read them', async () => {
  const item = {
    id: 'x',
    title: 'Good',
    text: 'Really',
    user: { name: 'Ann' },
    created_utc: 1_767_614_400,
    stars: 4,
    url: '/r/1',
  };
  const server = await startServer(answering([item]));
  const { mentions } = await fetchWith(api, api.settings.parse({ url: server.url }), {}, openHttp([server]));
  expect(mentions).toMatchObject([
    {
      kind: 'review',
      title: 'Good',
      text: 'Really',
      author: { name: 'Ann' },
      publishedAt: new Date('2026-01-05T12:00:00Z'),
      rating: { value: 4, min: 1, max: 5 },
      url: `${server.url}r/1`,
    },
  ]);
});

test('paths say where things stand', async () => {
  const body = {
    a: { list: [{ meta: { key: 'k' }, words: [{ value: 'first' }], score: { of: 8 } }] },
    items: [],
  };
  const paths = { items: 'a.list', id: 'meta.key', text: 'words.0.value', rating: 'score.of', ratingMax: 10 };
  expect(await mentionsOf(body, paths)).toMatchObject([
    { externalId: 'k', text: 'first', rating: { value: 8, min: 1, max: 10 } },
  ]);
});

test('pages are followed to the last one', async () => {
  const { fetching } = await read((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x/').searchParams.get('page') ?? 1);
    const next = page < 3 ? `?page=${page + 1}` : null;
    response.end(JSON.stringify({ data: [{ id: page, text: 'a' }], links: { next } }));
  });
  expect((await fetching).mentions.map(({ externalId }) => externalId)).toEqual(['1', '2', '3']);
});

test('pages that lead to themselves are read once', async () => {
  const { server, fetching } = await read((request, response) => {
    response.end(
      JSON.stringify({ reviews: [{ id: 1, text: 'a' }], next: `http://${request.headers.host}/` }),
    );
  });
  expect((await fetching).mentions).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

test('pages without end are left after the fifth, and that is said', async () => {
  const { server, fetching } = await read((_request, response) => {
    response.end(
      JSON.stringify({
        reviews: [{ id: server.requests.length, text: 'a' }],
        next: `?${server.requests.length}`,
      }),
    );
  });
  const { mentions, warnings } = await fetching;
  expect([mentions.length, server.requests.length]).toEqual([5, 5]);
  expect(warnings).toContain('only the first 5 pages were read');
});

const refused = [
  ['an error in an answer that says it is fine', '{"error":{"code":"invalid_key"}}', 'not-feed'],
  ['a limit in an answer that says it is fine', '{"error":{"code":"rate_limited"}}', 'rate-limited'],
  ['errors beside an empty list', '{"errors":[{"message":"no"}],"data":{"reviews":[]}}', 'not-feed'],
  ['no list', '{"success":false}', 'not-feed'],
  ['a list broken off', '{"reviews":[{"id":1}', 'not-feed'],
  ['a web page', '<html></html>', 'not-feed'],
  ['brackets without end', '['.repeat(200_000), 'not-feed'],
] as const;

for (const [what, body, code] of refused) {
  test(`${what} is refused as "${code}"`, async () => {
    const { fetching } = await read(answering(body));
    await expect(fetching).rejects.toMatchObject({ name: 'FetchFailed', code });
  });
}

test('a next page at another place is not asked', async () => {
  const { fetching } = await read(answering({ reviews: [{ id: 1 }], next: 'http://169.254.169.254/latest' }));
  await expect(fetching).rejects.toMatchObject({ code: 'redirect' });
});

test('an empty list is an answer', async () => expect(await mentionsOf({ reviews: [] })).toEqual([]));

const many = Array.from({ length: 7 }, (_, n) => ({ id: n + 1, text: `Word ${n + 1}` }));

/** Seven items, three on a page, in the paging style asked for. */
const paged: RequestListener = (request, response) => {
  const { searchParams: query } = new URL(request.url ?? '', 'http://x/');
  const from = query.has('p')
    ? (Number(query.get('p')) - 1) * 3
    : Number(query.get('offset') ?? query.get('cursor') ?? 0);
  const next = from + 3 < many.length ? from + 3 : undefined;
  const link = next === undefined ? {} : { link: `</?offset=${next}>; rel="next"` };
  const body = { data: many.slice(from, from + 3), meta: { after: next ?? null } };
  response.writeHead(200, link).end(JSON.stringify(body));
};

const styles = [
  ['numbers', { paging: 'page', pageParameter: 'p' }],
  ['offsets', { paging: 'offset' }],
  ['cursors', { paging: 'cursor', next: '$.meta.after' }],
  ['Link headers', { paging: 'link' }],
] as const;

for (const [what, settings] of styles) {
  test(`pages with ${what} are followed to the last one`, async () => {
    const { fetching } = await read(paged, settings);
    expect((await fetching).mentions.map(({ text }) => text)).toEqual(many.map(({ text }) => text));
  });
}

test('a cursor that leads back ends the reading with a warning', async () => {
  const { server, fetching } = await read(answering({ data: [{ id: 1, text: 'a' }], after: 'x' }), {
    paging: 'cursor',
    next: 'after',
  });
  expect((await fetching).warnings.join()).toContain('circle');
  expect(server.requests.length).toBe(2);
});

test('a key goes into the header it belongs to', async () => {
  const { server, fetching } = await read(answering([{ id: 1, text: 'a' }]), {
    token: 'Token t',
    header: 'X-Key',
  });
  await fetching;
  expect(server.requests[0]?.headers['x-key']).toBe('Token t');
});

test('the address can say since when', async () => {
  const server = await startServer(answering([{ id: 1, text: 'a' }]));
  const settings = api.settings.parse({ url: `${server.url}?after={since_seconds}&day={today}` });
  const first = await fetchWith(api, settings, {}, openHttp([server]));
  await fetchWith(api, settings, first.state, openHttp([server]));
  const [before, after] = server.requests.map(({ url = '' }) =>
    Number(new URL(url, 'http://x/').searchParams.get('after')),
  );
  expect(after).toBeGreaterThan((before ?? 0) + 6 * 86_400);
});

test('paths may be written as JSONPath, and the answer of the owner is kept', async () => {
  const body = { data: [{ 'review text': { body: 'Bad' }, key: 1, answers: [{ text: 'Sorry' }], stars: 0 }] };
  const paths = {
    items: '$.data',
    id: '$.key',
    text: '$["review text"].body',
    reply: 'answers[0].text',
    rating: 'stars',
    ratingMin: 0,
  };
  expect(await mentionsOf(body, paths)).toMatchObject([
    { externalId: '1', text: 'Bad', ownerReply: { text: 'Sorry' }, rating: { value: 0, min: 0, max: 5 } },
  ]);
});
