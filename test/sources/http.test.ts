import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createHttp } from '../../src/sources/http.ts';
import { drip, openHttp, startServer } from './test-server.ts';

const text = 'A review, a review, a review. '.repeat(50);
const answer =
  (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

async function get(listener: RequestListener, options: Parameters<typeof openHttp>[1] = {}, path = '') {
  const server = await startServer(listener);
  return openHttp([server], options).get({ url: `${server.url}${path}` });
}

const packed = [
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['zstd', zstdCompressSync(text)],
  ['deflate, gzip', gzipSync(deflateSync(text))],
  ['identity', Buffer.from(text)],
] as const;

for (const [encoding, body] of packed) {
  test(`an answer in ${encoding} (${body.length} bytes) is unpacked`, async () => {
    const response = await get(answer(body, { 'content-encoding': encoding }));
    expect(Buffer.from(response.body).toString()).toBe(text);
    expect(response.wireBytes).toBe(body.length);
  });
}

const bomb = Buffer.alloc(64_000_000);
const bombs = [
  ['gzip', gzipSync(bomb)],
  ['br', brotliCompressSync(bomb, { params: { 1: 1 } })],
  ['gzip, gzip', gzipSync(gzipSync(bomb))],
] as const;

for (const [encoding, body] of bombs) {
  test(`a bomb of ${body.length} bytes in ${encoding} is stopped at the limit`, async () => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(
      get(answer(body, { 'content-encoding': encoding }), { maxBytes: 1_000_000 }),
    ).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
  });
}

const spoilt = [
  ['says gzip and sends text', answer(text, { 'content-encoding': 'gzip' }), 'decode'],
  ['uses an unknown compression', answer(text, { 'content-encoding': 'rot13' }), 'decode'],
  ['packs its answer too often', answer(text, { 'content-encoding': 'gzip, gzip, gzip, gzip' }), 'decode'],
  [
    'breaks off inside gzip',
    answer(gzipSync(text).subarray(0, 30), { 'content-encoding': 'gzip' }),
    'truncated',
  ],
  ['sends more than it may', answer(Buffer.alloc(200_000)), 'too-large'],
  ['sends endlessly', (_request, response) => drip(response.writeHead(200)), 'timeout'],
  ['never answers', () => {}, 'timeout'],
  ['hangs up at once', (request) => void request.socket.destroy(), 'network'],
  ['does not speak HTTP', (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'network'],
  [
    'promises more than it sends',
    (_request, response) =>
      void response.writeHead(200, { 'content-length': '5000' }).write(text, () => response.destroy()),
    'truncated',
  ],
  [
    'breaks off between chunks',
    (_request, response) => void response.writeHead(200).write(text, () => response.destroy()),
    'truncated',
  ],
  [
    'sends endless headers',
    (_request, response) => void response.writeHead(200, { a: 'x'.repeat(40_000) }).end(),
    'too-large',
  ],
] as const satisfies readonly (readonly [string, RequestListener, string])[];

for (const [what, listener, code] of spoilt) {
  test(`a server that ${what} fails as "${code}"`, async () => {
    await expect(get(listener, { maxBytes: 100_000, totalTimeoutMs: 400 })).rejects.toMatchObject({
      name: 'FetchFailed',
      code,
    });
  });
}

test('nobody listening is a failure of the network, told with the host', async () => {
  const http = openHttp([{ host: '127.0.0.1:1', url: '', requests: [] }]);
  await expect(http.get({ url: 'http://127.0.0.1:1/' })).rejects.toThrow(
    '127.0.0.1:1 refused the connection',
  );
});

test('whoever asks can stop it', async () => {
  const server = await startServer(() => stop.abort());
  const stop = new AbortController();
  await expect(openHttp([server]).get({ url: server.url, signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('an error page does not matter, however large: its status is the answer', async () => {
  const response = await get(answer(Buffer.alloc(500_000), {}, 503));
  expect([response.status, response.body.length]).toEqual([503, 0]);
});

const redirect = (location: string, status = 302): RequestListener => answer('', { location }, status);

for (const target of [
  'http://127.0.0.1:9/',
  'http://127.1:9/',
  'http://2130706433:9/',
  'http://0x7f000001:9/',
  'http://[::1]:9/',
  'http://[::ffff:127.0.0.1]:9/',
  'http://localhost:9/',
  'http://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'file:///etc/passwd',
  'ftp://example.com/',
]) {
  test(`a redirect to ${target} is not followed`, async () => {
    await expect(get(redirect(target))).rejects.toMatchObject({ code: 'blocked' });
  });
}

test('without an exception a server on this machine is not contacted at all', async () => {
  const server = await startServer(answer(text));
  const http = createHttp({ userAgent: 'test' });
  await expect(http.get({ url: server.url })).rejects.toMatchObject({ code: 'blocked' });
  await expect(http.get({ url: server.url.replace('127.0.0.1', 'localhost') })).rejects.toMatchObject({
    code: 'blocked',
  });
  expect(server.requests).toHaveLength(0);
  await http.close();
});

test('relative redirects are followed, and a permanent move is told as far as it is permanent', async () => {
  const hops: Record<string, RequestListener> = {
    '/': redirect('/b', 301),
    '/b': redirect('c?x=1', 308),
    '/c?x=1': redirect('/d', 302),
    '/d': answer(text),
  };
  const server = await startServer((request, response) => hops[request.url ?? '']?.(request, response));
  const response = await openHttp([server]).get({ url: server.url });
  expect(response.finalUrl).toBe(`${server.url}d`);
  expect(response.movedTo).toBe(`${server.url}c?x=1`);
});

test('a temporary redirect is no move', async () => {
  const server = await startServer((request, response) =>
    (request.url === '/' ? redirect('/b', 307) : answer(text))(request, response),
  );
  expect(await openHttp([server]).get({ url: server.url })).not.toHaveProperty('movedTo');
});

test('redirects in a circle or without end are given up', async () => {
  await expect(get(redirect('/'))).rejects.toThrow('in a circle');
  const endless: RequestListener = (request, response) => redirect(`${request.url}x`)(request, response);
  const server = await startServer(endless);
  await expect(openHttp([server], { maxRedirects: 3 }).get({ url: server.url })).rejects.toMatchObject({
    code: 'redirect',
  });
  expect(server.requests).toHaveLength(4);
});

test('passwords and other headers stay with the host they were meant for', async () => {
  const other = await startServer(answer(text));
  const first = await startServer((request, response) =>
    (request.url === '/' ? redirect('/here') : redirect(other.url))(request, response),
  );
  const url = first.url.replace('http://', 'http://bob:s%40cret@');
  await openHttp([first, other]).get({ url, headers: { 'X-Api-Key': 'key', 'If-None-Match': '"v1"' } });
  const basic = `Basic ${Buffer.from('bob:s@cret').toString('base64')}`;
  expect(first.requests.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
    [basic, 'key'],
    [basic, 'key'],
  ]);
  expect(other.requests[0]?.headers).toMatchObject({ 'if-none-match': '"v1"' });
  expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(other.requests[0]?.headers).not.toHaveProperty('x-api-key');
});

test('no failure repeats the secrets of an address', async () => {
  const server = await startServer((request) => void request.socket.destroy());
  const url = `${server.url.replace('http://', 'http://bob:PASSWORD@')}?api_key=SECRET`;
  const failure = await openHttp([server])
    .get({ url })
    .catch((error: Error) => error);
  expect(String(failure)).toContain(server.host);
  expect(JSON.stringify([String(failure), failure])).not.toMatch(/PASSWORD|SECRET/);
});

test('it says who is asking and what it can unpack', async () => {
  const server = await startServer(answer(text));
  await openHttp([server]).get({ url: server.url });
  expect(server.requests[0]?.headers).toMatchObject({
    'user-agent': 'Earshot/test (+https://earshot.example/)',
    'accept-encoding': 'gzip, deflate, br, zstd',
  });
});

test('at most four requests at a time go to one host', async () => {
  let open = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const server = await startServer(async (_request, response) => {
    open += 1;
    most = Math.max(most, open);
    // Answers only once four are waiting, so that more would show.
    waiting.push(() => {
      open -= 1;
      response.end(text);
    });
    if (waiting.length === 4) for (const go of waiting.splice(0)) setImmediate(go);
    await once(response, 'close');
  });
  const http = openHttp([server]);
  await Promise.all(Array.from({ length: 12 }, (_, index) => http.get({ url: `${server.url}${index}` })));
  expect(most).toBe(4);
});
