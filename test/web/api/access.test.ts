import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;
const now = new Date('2026-03-10T12:00:00Z');

beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
});

afterAll(() => house.close());

describe('who may do what', () => {
  test('nobody gets 401 with a hint, as problem details', async () => {
    const answer = await house.ask('/api/v1/topics');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Earshot"');
    const problem = await json<Problem>(answer, 401);
    expect(problem).toMatchObject({ type: '/api/docs#problem-sign-in-needed', status: 401 });
  });

  test('a token does what its scopes say and no more', async () => {
    const made = await json<{ id: number; token: string }>(
      house.call('POST', '/api/v1/tokens', { name: 'report', scopes: ['read'] }),
      201,
    );
    expect(made.token).toMatch(/^esh_[\w-]{43}$/);
    const headers = { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' };
    await json(house.ask('/api/v1/topics', { headers }));
    const body = JSON.stringify({ name: 'X', query: 'x' });
    const refused = await json<Problem>(house.ask('/api/v1/topics', { method: 'POST', headers, body }), 403);
    expect(refused.detail).toContain('"topics"');
    const { tokens } = await json<{ tokens: { id: number; lastUsedAt: string }[] }>(
      house.call('GET', '/api/v1/tokens'),
    );
    expect(tokens.find(({ id }) => id === made.id)?.lastUsedAt).toBe(now.toISOString());
    const stored = await house.deps.db`select * from tokens`;
    expect(JSON.stringify(stored)).not.toContain(made.token);
    expect((await house.call('DELETE', `/api/v1/tokens/${made.id}`)).status).toBe(204);
    await json(house.ask('/api/v1/topics', { headers }), 401);
  });

  test('a person cannot make a token that may do more than they may', async () => {
    await house.addUser('viewer@example.com', 'viewer');
    const cookie = await house.signIn('viewer@example.com');
    const { csrfToken } = await json<{ csrfToken: string }>(
      house.ask('/api/v1/session', { headers: { cookie } }),
    );
    const ask = (scopes: string[], csrf: string) =>
      house.ask('/api/v1/tokens', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify({ name: 'mine', scopes }),
      });
    await json(ask(['read'], ''), 403);
    await json(ask(['admin'], csrfToken), 422);
    const made = await json<{ id: number; token: string }>(ask(['read'], csrfToken), 201);
    const others = await json<{ tokens: { id: number }[] }>(
      house.ask('/api/v1/tokens', { headers: { cookie } }),
    );
    expect(others.tokens.map(({ id }) => id)).toEqual([made.id]);
  });

  test('a viewer sees everything but people and changes nothing', async () => {
    await house.addUser('eye@example.com', 'viewer');
    const cookie = await house.signIn('eye@example.com');
    expect((await house.ask('/api/v1/mentions', { headers: { cookie } })).status).toBe(200);
    expect((await house.ask('/api/v1/users', { headers: { cookie } })).status).toBe(403);
    expect((await house.ask('/admin/queues', { headers: { cookie } })).status).toBe(403);
  });

  test('pages of nobody lead to the sign-in and back', async () => {
    const answer = await house.ask('/admin/queues?x=1');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      '/sign-in?next=%2Fadmin%2Fqueues%3Fx%3D1',
    ]);
  });
});

describe('people, workspace and locations', () => {
  test('somebody is added with a password that is shown once, and changed', async () => {
    const made = await json<{ id: number; password: string }>(
      house.call('POST', '/api/v1/users', { email: 'New@Example.com', role: 'agent' }),
      201,
    );
    expect(made).toMatchObject({ email: 'new@example.com', name: 'New', role: 'agent' });
    expect(made.password).toMatch(/^[a-z-]{24}$/);
    await json(house.call('POST', '/api/v1/users', { email: 'new@example.com' }), 409);
    await json(house.call('POST', '/api/v1/users', { email: 'nonsense' }), 400);
    await json(house.call('PATCH', `/api/v1/users/${made.id}`, { password: 'short' }), 422);
    const given = await json(
      house.call('POST', `/api/v1/users/${made.id}/password`, { password: 'long enough 1' }),
    );
    expect(given).toEqual({ password: null });
  });

  test('the last administrator cannot be taken away', async () => {
    const id = await house.addUser('boss@example.com', 'admin');
    const problem = await json<Problem>(house.call('PATCH', `/api/v1/users/${id}`, { disabled: true }), 422);
    expect(problem.detail).toContain('last administrator');
    const after = await json(house.call('GET', `/api/v1/users/${id}`));
    expect(after).toMatchObject({ disabledAt: null });
  });

  test('the workspace can be renamed, its time zone is fixed once days are counted', async () => {
    expect(await json(house.call('PATCH', '/api/v1/workspace', { name: 'Acme' }))).toMatchObject({
      name: 'Acme',
    });
    await json(house.call('PATCH', '/api/v1/workspace', { timeZone: 'Europe/Berlin' }));
    await (await house.call('POST', '/api/v1/imports/mentions', 'date,text\n2026-03-01,good\n')).text();
    await house.classifyAll();
    await json(house.call('PATCH', '/api/v1/workspace', { timeZone: 'Europe/Paris' }), 422);
    await json(house.call('PATCH', '/api/v1/workspace', { timeZone: 'Mars/Base' }), 400);
  });

  test('a location is known by its code', async () => {
    await json(house.call('PUT', '/api/v1/locations', { code: 'b1', name: 'Berlin', country: 'de' }));
    const again = await json(
      house.call('PUT', '/api/v1/locations', { code: 'b1', name: 'Berlin Mitte', country: 'de' }),
    );
    expect(again).toMatchObject({ code: 'b1', name: 'Berlin Mitte', country: 'DE' });
    const { locations } = await json<{ locations: object[] }>(house.call('GET', '/api/v1/locations'));
    expect(locations).toHaveLength(1);
  });
});

describe('every error', () => {
  test('is problem details, also for an unknown path and broken JSON', async () => {
    expect(await json(house.call('GET', '/api/v1/nothing'), 404)).toMatchObject({ status: 404 });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    const token = await json<{ token: string }>(
      house.call('POST', '/api/v1/tokens', { name: 't', scopes: ['topics'] }),
      201,
    );
    const headers = { ...init.headers, authorization: `Bearer ${token.token}` };
    await json(house.ask('/api/v1/topics', { ...init, headers }), 400);
  });

  test('that nobody expected has an id and no trace of the code', async () => {
    const broken = await openWebHouse();
    await broken.deps.db`drop table tokens cascade`;
    const answer = await broken.call('GET', '/api/v1/tokens');
    const problem = await json<Problem>(answer, 500);
    expect(problem.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(problem)).not.toMatch(/tokens|\.ts|select/);
    await broken.close();
  });

  test('a body over the limit is 413', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_100_000), query: 'x' });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    await json(house.ask('/api/v1/topics', { method: 'POST', body, headers }), 413);
  });
});
