import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { saveDisabled } from '../../../src/store/users.ts';
import { ensureFirstUser } from '../../../src/web/auth/first-user.ts';
import { openWebHouse, PASSWORD, type WebHouse } from './web-house.ts';

let house: WebHouse;
let now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
  await house.addUser('Ada@Example.com', 'analyst');
});

afterAll(() => house.close());

beforeEach(() => {
  // Whoever failed in an earlier test may try again.
  now = new Date(now.getTime() + 3_600_000);
});

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return house.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
}

async function csrfOf(cookie: string): Promise<string> {
  const answer = await house.ask('/api/v1/session', { headers: { cookie } });
  return ((await answer.json()) as { csrfToken: string }).csrfToken;
}

describe('signing in', () => {
  test('the right password opens a session that only the browser can read', async () => {
    const answer = await post('/sign-in', {
      email: 'ada@example.com',
      password: PASSWORD,
      next: '/feed?topic=1',
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/feed?topic=1');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^earshot_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('a wrong password and an unknown address lead back to the form alike', async () => {
    const wrong = await post('/sign-in', { email: 'ada@example.com', password: 'wrong', next: '/feed' });
    const unknown = await post('/sign-in', { email: 'nobody@example.com', password: 'wrong', next: '/feed' });
    expect(wrong.headers.get('location')).toBe('/sign-in?failed=1&next=%2Ffeed');
    expect(unknown.headers.get('location')).toBe(wrong.headers.get('location'));
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ];
  for (const next of elsewhere) {
    test(`nobody is sent to ${JSON.stringify(next)}`, async () => {
      const answer = await post('/sign-in', { email: 'ada@example.com', password: PASSWORD, next });
      expect(answer.headers.get('location')).toBe('/');
    });
  }

  test('a form of another site is refused', async () => {
    const fields = { email: 'ada@example.com', password: PASSWORD };
    const byFetchSite = await post('/sign-in', fields, { 'sec-fetch-site': 'cross-site' });
    const byOrigin = await post('/sign-in', fields, { origin: 'https://evil.example' });
    expect([byFetchSite.status, byOrigin.status]).toEqual([403, 403]);
  });

  test('after five wrong passwords even the right one has to wait, twice as long each time', async () => {
    await house.addUser('bob@example.com', 'viewer');
    const attempt = (password: string) => post('/sign-in', { email: 'bob@example.com', password });
    for (let i = 0; i < 5; i += 1) await attempt('wrong');
    expect((await attempt(PASSWORD)).headers.get('location')).toBe('/sign-in?failed=1&next=%2F&wait=2');
    now = new Date(now.getTime() + 2_000);
    await attempt('wrong');
    expect((await attempt(PASSWORD)).headers.get('location')).toBe('/sign-in?failed=1&next=%2F&wait=4');
    now = new Date(now.getTime() + 4_000);
    expect((await attempt(PASSWORD)).headers.get('location')).toBe('/');
  });
});

describe('a session', () => {
  test('ends for a person who is switched off', async () => {
    const id = await house.addUser('carl@example.com', 'viewer');
    const cookie = await house.signIn('carl@example.com');
    expect((await house.ask('/api/v1/session', { headers: { cookie } })).status).toBe(200);
    await saveDisabled(house.deps.db, id, now);
    expect((await house.ask('/api/v1/session', { headers: { cookie } })).status).toBe(401);
    expect(await house.signIn('carl@example.com')).toBe('');
  });

  test('slides on while it is used and ends 14 days after its last use', async () => {
    const cookie = await house.signIn('ada@example.com');
    const use = () => house.ask('/api/v1/session', { headers: { cookie } });
    const start = now.getTime();
    const day = 24 * 3_600_000;
    now = new Date(start + 10 * day);
    expect((await use()).headers.get('set-cookie')).toContain('Max-Age=1209600');
    now = new Date(start + 23 * day);
    expect((await use()).status).toBe(200);
    now = new Date(start + 38 * day);
    expect((await use()).status).toBe(401);
  });

  test('ends with signing out, which needs its CSRF token', async () => {
    const cookie = await house.signIn('ada@example.com');
    expect((await post('/sign-out', {}, { cookie })).status).toBe(403);
    const answer = await post('/sign-out', { csrf: await csrfOf(cookie) }, { cookie });
    expect(answer.headers.get('location')).toBe('/sign-in');
    expect((await house.ask('/api/v1/session', { headers: { cookie } })).status).toBe(401);
  });

  test('is kept by its hash alone', async () => {
    const cookie = await house.signIn('ada@example.com');
    const rows = await house.deps.db`select * from sessions`;
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1]);
  });
});

test('over https the cookie is Secure and bound to the host', async () => {
  const secure = await openWebHouse({ env: { EARSHOT_URL: 'https://earshot.example' } });
  await secure.addUser('ada@example.com', 'viewer');
  const body = new URLSearchParams({ email: 'ada@example.com', password: PASSWORD });
  const headers = { host: 'earshot.example' };
  const answer = await secure.ask('/sign-in', { method: 'POST', body, headers });
  expect(answer.headers.get('set-cookie')).toMatch(
    /^__Host-earshot_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await secure.ask('/api/v1/session', { headers: { cookie, ...headers } })).status).toBe(200);
  const rebound = await secure.ask('/api/v1/session', { headers: { cookie, host: 'rebind.evil.example' } });
  expect(rebound.status).toBe(421);
  await secure.close();
});

test('the first start makes an administrator, once', async () => {
  const fresh = await openWebHouse();
  const { db, config } = fresh.deps;
  const login = await ensureFirstUser(db, config, now);
  expect(login).toEqual({
    email: 'admin@earshot.local',
    password: expect.stringMatching(/^([a-z]{4}-){4}[a-z]{4}$/),
  });
  expect(await ensureFirstUser(db, config, now)).toBeUndefined();
  const body = new URLSearchParams({ email: login?.email ?? '', password: login?.password ?? '' });
  const answer = await fresh.ask('/sign-in', { method: 'POST', body });
  expect(answer.headers.get('location')).toBe('/');
  const [row] = await db<{ password_hash: string }>`select password_hash from users`;
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await fresh.close();
});
