import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openHttp, startServer } from '../test-server.ts';

const text = 'A review. '.repeat(50);

/** Hangs up on every request but the first of a connection. */
function onceAConnection(): RequestListener {
  const used = new WeakSet();
  return (request, response) => {
    if (used.has(request.socket)) return void request.socket.destroy();
    used.add(request.socket);
    response.end(text);
  };
}

test('a kept connection that is closed under a request is made anew, once', async () => {
  const server = await startServer(onceAConnection());
  const http = openHttp([server]);
  for (let round = 0; round < 3; round += 1) {
    expect((await http.get({ url: server.url })).status).toBe(200);
  }
  // At least the second round met the first connection, and knocked twice.
  expect(server.requests.length).toBeGreaterThan(3);
});

test('a server that hangs up on strangers is asked once', async () => {
  const server = await startServer((request) => void request.socket.destroy());
  await expect(openHttp([server]).get({ url: server.url })).rejects.toMatchObject({ code: 'network' });
  expect(server.requests).toHaveLength(1);
});

test('a server that hung up twice is no acquaintance any more', async () => {
  const server = await startServer((request, response) =>
    server.requests.length === 1 ? void response.end(text) : void request.socket.destroy(),
  );
  const http = openHttp([server]);
  await http.get({ url: server.url });
  await expect(http.get({ url: server.url })).rejects.toMatchObject({ code: 'network' });
  expect(server.requests).toHaveLength(3);
  await expect(http.get({ url: server.url })).rejects.toMatchObject({ code: 'network' });
  expect(server.requests).toHaveLength(4);
});

test('an answer that has begun is not asked for again', async () => {
  const server = await startServer((_request, response) =>
    server.requests.length === 1
      ? void response.end(text)
      : void response.writeHead(200).write(text, () => response.destroy()),
  );
  const http = openHttp([server]);
  await http.get({ url: server.url });
  await expect(http.get({ url: server.url })).rejects.toMatchObject({ code: 'truncated' });
  expect(server.requests).toHaveLength(2);
});

const odd = [
  ['a character set where the compression belongs', { 'content-encoding': 'UTF-8' }, Buffer.from(text)],
  ['no word about its compression', { 'content-type': 'application/x-gzip' }, gzipSync(text)],
  ['its compression in capitals', { 'content-encoding': 'GZip' }, gzipSync(text)],
] as const;

for (const [what, headers, body] of odd) {
  test(`an answer with ${what} is read`, async () => {
    const server = await startServer((_request, response) => void response.writeHead(200, headers).end(body));
    const { body: read } = await openHttp([server]).get({ url: server.url });
    expect(Buffer.from(read).toString()).toBe(text);
  });
}

test('a redirect to an address with letters of another script is followed', async () => {
  const location = Buffer.from('/neu/評論', 'utf8').toString('latin1');
  const server = await startServer((request, response) =>
    request.url === '/' ? void response.writeHead(302, { location }).end() : void response.end(text),
  );
  const { finalUrl } = await openHttp([server]).get({ url: server.url });
  expect(decodeURI(finalUrl)).toBe(`${server.url}neu/評論`);
});

test('a redirect without a target is told as such', async () => {
  const server = await startServer((_request, response) => void response.writeHead(302).end());
  await expect(openHttp([server]).get({ url: server.url })).rejects.toMatchObject({ code: 'redirect' });
});

test('what is left of the time goes down while an answer comes in', async () => {
  const server = await startServer((_request, response) => void response.end(text));
  const { remainingMs } = await openHttp([server], { totalTimeoutMs: 5_000 }).get({ url: server.url });
  expect(remainingMs).toBeGreaterThan(0);
  expect(remainingMs).toBeLessThan(5_000);
});
