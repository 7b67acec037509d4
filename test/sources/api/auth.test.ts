import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../../src/sources/api/api-client.ts';
import {
  type Auth,
  basic,
  clientCredentials,
  googleServiceAccount,
  header,
  queryKey,
  refreshGrant,
  signedToken,
} from '../../../src/sources/api/auth.ts';
import { contextOf } from '../../../src/sources/context.ts';
import type { SourceContext } from '../../../src/sources/source.ts';
import { openHttp, startServer, type TestServer } from '../test-server.ts';

const NOW = new Date('2026-11-23T10:00:00Z');

interface Seen {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A service with a token endpoint at /token; `tokens` are its answers, one after the other. */
async function service(tokens: readonly unknown[], good: (seen: Seen) => boolean) {
  const seen: Seen[] = [];
  let asked = 0;
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url = '', headers } = request;
    const one = { path: url, authorization: headers.authorization, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    if (url === '/token') {
      const token = tokens[asked];
      asked += 1;
      response.writeHead(token === undefined ? 400 : 200);
      return response.end(JSON.stringify(token ?? { error: 'invalid_grant' }));
    }
    return response.writeHead(good(one) ? 200 : 401).end('{}');
  };
  const server = await startServer(listener);
  return { server, seen };
}

function ask(server: TestServer, authOf: (context: SourceContext, tokenUrl: string) => Auth) {
  const context = contextOf({ settings: {}, http: openHttp([server]), now: () => NOW });
  const auth = authOf(context, `${server.url}token`);
  const api = openApi(context, { base: server.url, auth });
  return { context, call: () => api.call({ path: '/things' }, z.object({})) };
}

const withToken = (token: string) => (seen: Seen) => seen.authorization === `Bearer ${token}`;

test('a token for a client is asked for once and used until it runs out', async () => {
  const { server, seen } = await service([{ access_token: 'a', expires_in: 3600 }], withToken('a'));
  const { call } = ask(server, (context, url) => clientCredentials(context, { url, id: 'id', secret: 's' }));
  await call();
  await call();
  expect(seen.map(({ path }) => path)).toEqual(['/token', '/things', '/things']);
  expect(seen[0]).toMatchObject({
    authorization: `Basic ${Buffer.from('id:s').toString('base64')}`,
    body: 'grant_type=client_credentials',
  });
});

test('a token that is refused is renewed once', async () => {
  const { server, seen } = await service(
    [{ access_token: 'old' }, { access_token: 'new' }],
    withToken('new'),
  );
  const { call } = ask(server, (context, url) => clientCredentials(context, { url, id: 'id', secret: 's' }));
  await call();
  expect(seen.map(({ path }) => path)).toEqual(['/token', '/things', '/token', '/things']);
});

test('a new token that is refused as well means signing in again', async () => {
  const { server, seen } = await service([{ access_token: 'a' }, { access_token: 'b' }], () => false);
  const { call } = ask(server, (context, url) => clientCredentials(context, { url, id: 'id', secret: 's' }));
  await expect(call()).rejects.toMatchObject({
    code: 'sign-in',
    message: expect.stringMatching(/Sign in again/),
  });
  expect(seen.length).toBe(4);
});

test('a refresh token that was replaced is not used again', async () => {
  const tokens = [
    { access_token: 'a', refresh_token: 'r2' },
    { access_token: 'b', refresh_token: 'r3' },
  ];
  const { server, seen } = await service(tokens, withToken('b'));
  const client = { id: 'id', secret: 's', refreshToken: 'r1', inBody: true };
  const { call } = ask(server, (context, url) => refreshGrant(context, { ...client, url }));
  await call();
  const sent = seen.filter(({ path }) => path === '/token').map(({ body }) => new URLSearchParams(body));
  expect(sent.map((form) => form.get('refresh_token'))).toEqual(['r1', 'r2']);
  expect(sent[0]?.get('client_secret')).toBe('s');
});

test('a refresh token that was taken away means signing in again', async () => {
  const { server } = await service([], () => true);
  const client = { id: 'id', secret: 's', refreshToken: 'r1' };
  const { call } = ask(server, (context, url) => refreshGrant(context, { ...client, url }));
  await expect(call()).rejects.toMatchObject({
    code: 'sign-in',
    message: expect.stringContaining('invalid_grant'),
  });
});

test('keys go into a header, a password or the address', async () => {
  const { server, seen } = await service([], () => true);
  await ask(server, () => basic('me', 'pass')).call();
  await ask(server, () => queryKey('key', 'k&1')).call();
  await ask(server, () => header('authorization', 'Token t')).call();
  expect(seen.map(({ authorization }) => authorization)).toEqual([
    `Basic ${Buffer.from('me:pass').toString('base64')}`,
    undefined,
    'Token t',
  ]);
  expect(seen[1]?.path).toBe('/things?key=k%261');
});

function claimsOf(token: string, publicKey: string) {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const key = { key: createPublicKey(publicKey), dsaEncoding: 'ieee-p1363' as const };
  const isValid = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { isValid, head: read(head), claims: read(claims) };
}

const PUBLIC = { type: 'spki', format: 'pem' } as const;
const PRIVATE = { type: 'pkcs8', format: 'pem' } as const;

test('a token we sign with an elliptic key can be verified', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: PUBLIC,
    privateKeyEncoding: PRIVATE,
  });
  const { server, seen } = await service([], () => true);
  // As it comes out of a form that took its line breaks for two characters.
  const key = { algorithm: 'ES256' as const, privateKey: privateKey.replaceAll('\n', '\\n'), id: 'K1' };
  const claims = (now: number) => ({ iss: 'issuer', exp: now + 600, aud: 'appstoreconnect-v1' });
  await ask(server, () => signedToken(key, claims, () => NOW)).call();
  const token = seen[0]?.authorization?.replace('Bearer ', '') ?? '';
  expect(claimsOf(token, publicKey)).toEqual({
    isValid: true,
    head: { alg: 'ES256', typ: 'JWT', kid: 'K1' },
    claims: {
      iat: NOW.getTime() / 1000,
      iss: 'issuer',
      exp: NOW.getTime() / 1000 + 600,
      aud: 'appstoreconnect-v1',
    },
  });
});

test('a service account trades its signature for a token', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: PUBLIC,
    privateKeyEncoding: PRIVATE,
  });
  const { server, seen } = await service([{ access_token: 'g', expires_in: 3599 }], withToken('g'));
  const file = (url: string) =>
    JSON.stringify({
      client_email: 'a@p.iam.example',
      private_key: privateKey,
      private_key_id: 'k',
      token_uri: url,
    });
  await ask(server, (context, url) => googleServiceAccount(context, file(url), 'scope-1')).call();
  const form = new URLSearchParams(seen[0]?.body);
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { isValid, claims } = claimsOf(form.get('assertion') ?? '', publicKey);
  expect([isValid, claims['scope'], claims['iss']]).toEqual([true, 'scope-1', 'a@p.iam.example']);
});

const useless = [
  ['no JSON', 'hello'],
  ['no key', JSON.stringify({ client_email: 'a', private_key: 'x' })],
] as const;

for (const [what, file] of useless) {
  test(`a key file with ${what} in it means signing in again`, async () => {
    const { server } = await service([], () => true);
    const call = async () => ask(server, (context) => googleServiceAccount(context, file, 's')).call();
    await expect(call()).rejects.toMatchObject({ code: 'sign-in' });
  });
}

test('a next page at another place never gets the token', async () => {
  const { server } = await service([], () => true);
  const context = contextOf({ settings: {}, http: openHttp([server]) });
  const api = openApi(context, { base: server.url, auth: header('authorization', 'secret') });
  await expect(api.call({ path: 'http://elsewhere.example/2' }, z.unknown())).rejects.toMatchObject({
    code: 'redirect',
  });
});

test('a token endpoint that asks us to come less often is a limit, with its wait', async () => {
  const server = await startServer(
    (_request, response) => void response.writeHead(429, { 'retry-after': '120' }).end('{}'),
  );
  const { call } = ask(server, (context, url) => clientCredentials(context, { url, id: 'i', secret: 's' }));
  await expect(call()).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 120_000 });
});
