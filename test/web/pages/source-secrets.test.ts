import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_OPERATOR } from '../../../src/web/principal.ts';
import { type RunningApi, startApi } from '../../sources/servers/api-server.ts';
import mastodon from '../../sources/servers/mastodon.ts';
import { json } from '../api/answers.ts';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const TOKEN = 'token-of-an-application';

let server: RunningApi;
let house: WebHouse;
beforeAll(async () => {
  server = await startApi(mastodon);
  house = await openWebHouse({ env: { EARSHOT_ALLOW_HOSTS: server.host } });
});
afterAll(async () => {
  await house.close();
  await server.close();
});

function send(path: string, form: Record<string, string>): Promise<Response> {
  const request = { method: 'POST', body: new URLSearchParams(form) };
  return Promise.resolve(
    house.app.request(`http://localhost${path}`, request, { principal: LOCAL_OPERATOR }),
  );
}

const form = (name: string) => ({
  'source-kind': 'mastodon',
  'source-name': name,
  url: server.url,
  what: 'search',
  query: 'acme',
});

const typedIn = (page: string) => /name="source-typed" value="([^"]+)"/.exec(page)?.[1] ?? '';

async function addSource(name: string): Promise<number> {
  const settings = { url: server.url, what: 'search', query: 'acme', token: TOKEN };
  const sent = { name, kind: 'mastodon', settings, options: { budgetPerDay: 100 } };
  return (await json<{ id: number }>(house.call('POST', '/api/v1/sources', sent), 201)).id;
}

test('a form that comes back after a test neither shows the token nor asks for it again', async () => {
  const tested = await send('/sources', { ...form('Form'), token: TOKEN, do: 'test' });
  const page = await tested.text();
  expect(page).toContain('signed in as @acme');
  expect(page).not.toContain(TOKEN);
  const typed = typedIn(page);
  expect(typed).not.toBe('');
  const saved = await send('/sources', { ...form('Form'), 'source-typed': typed, do: 'save' });
  expect(saved.status).toBe(303);
});

test('a sealed token that was tampered with has to be typed again', async () => {
  const page = await (await send('/sources', { ...form('Other'), token: TOKEN, do: 'test' })).text();
  const typed = typedIn(page).replace(/.{6}$/, 'AAAAAA');
  const saved = await send('/sources', { ...form('Other'), 'source-typed': typed, do: 'save' });
  expect([saved.status, await saved.text()]).toEqual([
    422,
    expect.stringContaining('expected an access token'),
  ]);
});

test('the API says which secrets are set and never what they are', async () => {
  const id = await addSource('Shown');
  for (const path of ['/api/v1/sources', `/api/v1/sources/${id}`, `/sources/${id}/edit`, `/sources/${id}`]) {
    const text = await (await house.call('GET', path)).text();
    expect(text).not.toContain(TOKEN);
  }
  expect(await json(house.call('GET', `/api/v1/sources/${id}`))).toMatchObject({
    secrets: ['token'],
    settings: { query: 'acme' },
    budget: [{ period: 'day', spent: 0, most: 100, unit: 'call', state: 'ok' }],
  });
});

test('a secret that is left out stays, and tries the connection', async () => {
  const id = await addSource('Kept');
  const settings = { url: server.url, what: 'search', query: 'other words' };
  await json(house.call('PATCH', `/api/v1/sources/${id}`, { settings }));
  const tried = { kind: 'mastodon', settings, id };
  expect(await json(house.call('POST', '/api/v1/sources/test', tried))).toEqual({
    message: 'Social answers, signed in as @acme.',
  });
});

test('a kept secret is not sent to another host', async () => {
  const id = await addSource('Moved');
  const settings = { url: 'https://elsewhere.example', what: 'search', query: 'acme' };
  const problem = await json<{ detail: string }>(
    house.call('PATCH', `/api/v1/sources/${id}`, { settings }),
    422,
  );
  expect(problem.detail).toContain('Enter its secrets again');
  const tried = await house.call('POST', '/api/v1/sources/preview', { kind: 'mastodon', settings, id });
  expect(tried.status).toBe(422);
});

test('a secret can be taken away where the source can do without', async () => {
  const id = await addSource('Open');
  const settings = { url: server.url, what: 'tag', query: 'acme', token: null };
  expect(await json(house.call('PATCH', `/api/v1/sources/${id}`, { settings }))).toMatchObject({
    secrets: [],
  });
});

test('every kind says what it asks for', async () => {
  const { kinds } = await json<{ kinds: { kind: string; fields: object[] }[] }>(
    house.call('GET', '/api/v1/source-kinds'),
  );
  const found = kinds.find(({ kind }) => kind === 'mastodon');
  expect(found).toMatchObject({ canReply: true });
  expect(found?.fields).toContainEqual(
    expect.objectContaining({ name: 'token', secret: true, required: false }),
  );
});

test('the form of every kind can be opened', async () => {
  const { kinds } = await json<{ kinds: { kind: string; label: string }[] }>(
    house.call('GET', '/api/v1/source-kinds'),
  );
  for (const { kind, label } of kinds) {
    const answer = await house.call('GET', `/sources/new?kind=${kind}`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(label)]);
  }
});
