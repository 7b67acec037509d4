import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getSource } from '../../../src/store/sources.ts';
import fetchSource from '../../../workers/fetch.ts';
import type { ApiServer } from '../../sources/servers/api-server.ts';
import facebook from '../../sources/servers/facebook.ts';
import google from '../../sources/servers/google-business-profile.ts';
import instagram from '../../sources/servers/instagram.ts';
import linkedin from '../../sources/servers/linkedin.ts';
import reddit from '../../sources/servers/reddit.ts';
import x from '../../sources/servers/x.ts';
import youtube from '../../sources/servers/youtube.ts';
import {
  type AuthorizationServer,
  type ConsentRules,
  startAuthorizationServer,
} from '../../support/authorization-server.ts';
import { workerDeps } from '../../support/worker-deps.ts';
import { json } from '../api/answers.ts';
import { openWebHouse, type WebHouse } from '../api/web-house.ts';

const EARSHOT = 'http://localhost';
const REDIRECT = `${EARSHOT}/sources/connected`;
const MINUTE = 60_000;

let clock = Date.parse('2026-11-23T10:00:00Z');
let server: AuthorizationServer;
let house: WebHouse;
let ada: Browser;
beforeAll(async () => {
  server = await startAuthorizationServer();
  const hosts = [google, youtube, facebook, linkedin, reddit, x].flatMap(({ hosts }) => hosts);
  house = await openWebHouse({
    now: () => new Date(clock),
    env: {
      EARSHOT_ALLOW_HOSTS: server.host,
      EARSHOT_API_GATEWAYS: [...new Set(hosts)].map((host) => `${host}=${server.url}`).join(','),
    },
  });
  await house.addUser('ada@example.com', 'analyst');
  await house.addUser('bob@example.com', 'analyst');
  ada = await browserOf('ada@example.com');
});
afterAll(async () => {
  await house.close();
  await server.close();
});
beforeEach(() => {
  clock += 60 * MINUTE;
  server.person = 'allows';
  server.world.now = clock;
  server.world.mood = 'ok';
});

interface Browser {
  get(path: string): Promise<Response>;
  post(path: string, form: Record<string, string>): Promise<Response>;
}

/** A signed-in browser that sends the token of its forms along. */
async function browserOf(email: string): Promise<Browser> {
  const cookie = await house.signIn(email);
  const { csrfToken } = await json<{ csrfToken: string }>(
    house.ask('/api/v1/session', { headers: { cookie } }),
  );
  return {
    get: (path) => house.ask(path, { headers: { cookie } }),
    post: (path, form) =>
      house.ask(path, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ ...form, csrf: csrfToken }),
      }),
  };
}

const PATHS = {
  google: ['/o/oauth2/v2/auth', '/token'],
  x: ['/i/oauth2/authorize', '/2/oauth2/token'],
  reddit: ['/api/v1/authorize', '/api/v1/access_token'],
  linkedin: ['/oauth/v2/authorization', '/oauth/v2/accessToken'],
  meta: ['/v26.0/dialog/oauth', '/v26.0/oauth/access_token'],
} as const;

interface Case {
  readonly kind: string;
  readonly api: ApiServer;
  readonly at: keyof typeof PATHS;
  readonly rules: Pick<ConsentRules, 'secretIn' | 'hasPkce' | 'demands'> & Partial<ConsentRules>;
}

const offline = { access_type: 'offline', prompt: 'consent' };
const app = {
  clientId: '4711',
  clientSecret: 'secret-of-the-app',
  grants: { access_token: 'an hour of mia' },
};
const meta = { secretIn: 'body', hasPkce: false, ...app } as const;

const cases: readonly Case[] = [
  {
    kind: 'google-business-profile',
    api: google,
    at: 'google',
    rules: {
      secretIn: 'body',
      hasPkce: true,
      demands: { ...offline, scope: 'https://www.googleapis.com/auth/business.manage' },
    },
  },
  {
    kind: 'youtube',
    api: youtube,
    at: 'google',
    rules: {
      secretIn: 'body',
      hasPkce: true,
      demands: { ...offline, scope: 'https://www.googleapis.com/auth/youtube.force-ssl' },
    },
  },
  {
    kind: 'x',
    api: x,
    at: 'x',
    rules: {
      secretIn: 'header',
      hasPkce: true,
      demands: { scope: 'tweet.read tweet.write users.read offline.access' },
    },
  },
  {
    kind: 'reddit',
    api: reddit,
    at: 'reddit',
    rules: {
      secretIn: 'header',
      hasPkce: false,
      demands: { duration: 'permanent', scope: 'read identity history privatemessages submit edit' },
    },
  },
  {
    kind: 'linkedin',
    api: linkedin,
    at: 'linkedin',
    rules: {
      secretIn: 'body',
      hasPkce: false,
      demands: {
        scope:
          'r_organization_social r_organization_social_feed w_organization_social_feed rw_organization_admin',
      },
    },
  },
  {
    kind: 'facebook',
    api: facebook,
    at: 'meta',
    rules: {
      ...meta,
      demands: {
        scope:
          'pages_show_list,pages_read_engagement,pages_read_user_content,pages_manage_engagement,business_management',
      },
    },
  },
  {
    kind: 'instagram',
    api: instagram,
    at: 'meta',
    rules: {
      ...meta,
      demands: {
        scope:
          'pages_show_list,pages_read_engagement,instagram_basic,instagram_manage_comments,business_management',
      },
    },
  },
];
const [first] = cases as [Case];
const byKind = (kind: string) => cases.find((one) => one.kind === kind) ?? first;

/** The form as somebody fills it in who has an app but no tokens. */
function play({ kind, api, at, rules }: Case, more: Partial<ConsentRules> = {}): Record<string, string> {
  const settings = api.settings(server.url) as Record<string, string>;
  const { refreshToken, token, clientId = '4711', clientSecret = 'secret-of-the-app', ...rest } = settings;
  const [authorizePath, tokenPath] = PATHS[at];
  server.play(api, {
    authorizePath,
    tokenPath,
    clientId,
    clientSecret,
    redirectUri: REDIRECT,
    grants: { access_token: server.world.token, expires_in: 3_600, refresh_token: refreshToken },
    ...rules,
    ...more,
  });
  const own = at === 'meta' ? { appId: clientId, appSecret: clientSecret } : { clientId, clientSecret };
  return { 'source-kind': kind, ...rest, ...own };
}

/** Presses "Connect" and returns the address that the page leads to. */
async function leave(browser: Browser, path: string, form: Record<string, string>): Promise<string> {
  const page = await (await browser.post(path, { ...form, do: 'connect' })).text();
  const [, address] = /href="([^"]+)" class="button" rel="noreferrer"/.exec(page) ?? [];
  if (address === undefined) throw new Error(/role="alert">([^<]*)</.exec(page)?.[1] ?? page);
  return address.replaceAll('&amp;', '&');
}

const comeBack = (browser: Browser, location: string) => browser.get(location.slice(EARSHOT.length));

/** All the way there and back; returns the new source. */
async function connect(form: Record<string, string>): Promise<number> {
  const back = await comeBack(ada, await server.visit(await leave(ada, '/sources', form)));
  if (back.status !== 303) throw new Error(/role="alert">\s*([^<]*)</.exec(await back.text())?.[1]);
  return Number(/\/sources\/(\d+)\?connected=1/.exec(back.headers.get('location') ?? '')?.[1]);
}

async function run(id: number): Promise<void> {
  await house.deps.db`delete from hosts`;
  const deps = {
    ...workerDeps(house.deps.db, house.deps.http, () => new Date(clock)),
    vault: house.deps.vault,
  };
  await fetchSource.work({ sourceId: id }, deps);
}

const post = () => ({
  id: '114900000001',
  text: 'Word of a customer',
  at: clock - MINUTE,
  editedAt: clock - MINUTE,
  author: 'mia',
  stars: 4,
});

const names: readonly string[] = cases.map(({ kind }) => kind);
test.each(names)('%s: signing in there gives a source that reads, without a token typed', async (kind) => {
  const form = play(byKind(kind));
  server.world.posts.splice(0, Infinity, post());
  const id = await connect({ ...form, 'source-name': `Connected ${kind}` });
  await run(id);
  const rows = await house.deps.db`select text from mentions where source_id = ${id}`;
  expect((await getSource(house.deps.db, id)).lastError).toBeUndefined();
  expect(rows).toMatchObject([{ text: 'Word of a customer' }]);
});

test('what is asked for and where to register is said before anybody leaves', async () => {
  const form = play(first);
  const empty = await (await ada.get(`/sources/new?kind=${first.kind}`)).text();
  expect(empty).toContain('Connect with Google');
  expect(empty).toContain(REDIRECT);
  const page = await (await ada.post('/sources', { ...form, do: 'connect' })).text();
  expect(page).toContain('https://www.googleapis.com/auth/business.manage');
  expect(page).toContain('Continue at accounts.google.com');
});

test('tokens and secrets are sealed, and what waits for somebody to come back as well', async () => {
  const form = play(first);
  const address = await leave(ada, '/sources', { ...form, 'source-name': 'Sealed' });
  const all = async () =>
    JSON.stringify([
      await house.deps.db`select * from sign_ins`,
      await house.deps.db`select * from sources`,
      await house.deps.db`select * from source_secrets`,
      await house.deps.db`select * from audit_log`,
    ]);
  const state = new URL(address).searchParams.get('state') ?? '';
  const before = await all();
  const back = await server.visit(address);
  await comeBack(ada, back);
  for (const kept of [before, await all()]) {
    expect(kept).not.toContain('secret-of-the-client');
    expect(kept).not.toContain('refresh-token-of-mia');
    expect(kept).not.toContain(state);
  }
  expect(await house.deps.db`select from sign_ins`).toEqual([]);
});

test('a sign-in works once', async () => {
  const back = await server.visit(await leave(ada, '/sources', { ...play(first), 'source-name': 'Once' }));
  expect((await comeBack(ada, back)).status).toBe(303);
  const again = await comeBack(ada, back);
  expect(again.status).toBe(422);
  expect(await again.text()).toContain('or it is done already');
});

test('nobody can finish what was begun in another session, and whoever began it still can', async () => {
  const back = await server.visit(await leave(ada, '/sources', { ...play(first), 'source-name': 'Mine' }));
  const bob = await browserOf('bob@example.com');
  const elsewhere = await browserOf('ada@example.com');
  for (const other of [bob, elsewhere]) {
    const answer = await comeBack(other, back);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('begun in another browser');
  }
  expect((await comeBack(ada, back)).status).toBe(303);
});

test('a sign-in that took longer than a quarter of an hour has to be begun again', async () => {
  const back = await server.visit(await leave(ada, '/sources', { ...play(first), 'source-name': 'Slow' }));
  clock += 16 * MINUTE;
  expect((await comeBack(ada, back)).status).toBe(422);
});

test.each([
  '/sources/connected',
  '/sources/connected?code=code-1',
  '/sources/connected?state=made-up&code=code-1',
])('%s leads to nothing', async (path) => {
  expect((await ada.get(path)).status).toBe(422);
  expect((await house.ask(path)).status).toBe(302);
});

test('who does not allow it is told that nothing was changed', async () => {
  server.person = 'denies';
  const before = (await house.deps.db`select from sources`).length;
  const back = await server.visit(await leave(ada, '/sources', { ...play(first), 'source-name': 'Denied' }));
  const page = await (await comeBack(ada, back)).text();
  expect(page).toContain('It was not allowed at Google, so nothing was changed.');
  expect((await house.deps.db`select from sources`).length).toBe(before);
});

test('a wrong secret of the app is told in plain words, with the address to register', async () => {
  const form = { ...play(first), clientSecret: 'a wrong one', 'source-name': 'Wrong' };
  const back = await server.visit(await leave(ada, '/sources', form));
  const page = await (await comeBack(ada, back)).text();
  expect(page).toContain('Google did not take the sign-in (The client secret is wrong)');
  expect(page).toContain(REDIRECT);
});

test('a sign-in that ends within hours and cannot be renewed is refused', async () => {
  const form = play(first, { grants: { access_token: 'for an hour', expires_in: 3_600 } });
  await expect(connect({ ...form, 'source-name': 'Short' })).rejects.toThrow(/none to renew it with/);
});

test('nobody leaves while something else is missing or the name is taken', async () => {
  const { place: _, ...form } = play(first);
  await expect(leave(ada, '/sources', { ...form, 'source-name': 'Half' })).rejects.toThrow(/place/);
  const { clientSecret: __, ...noApp } = play(first);
  await expect(leave(ada, '/sources', noApp)).rejects.toThrow(/secret of your own app at Google/);
  await connect({ ...play(first), 'source-name': 'Taken' });
  await expect(leave(ada, '/sources', { ...play(first), 'source-name': 'Taken' })).rejects.toThrow(/already/);
});

test('a sign-in that was taken away stops the source, and connecting again lets it go on', async () => {
  const id = await connect({ ...play(first), 'source-name': 'Taken away' });
  server.world.mood = 'revoked';
  await run(id);
  expect(await getSource(house.deps.db, id)).toMatchObject({
    enabled: false,
    lastError: expect.stringMatching(/expired or revoked.*Sign in again/),
  });
  const page = await (await ada.get(`/sources/${id}`)).text();
  expect(page).toContain('Connect again');
  server.world.mood = 'ok';
  const again = await comeBack(ada, await server.visit(await leave(ada, `/sources/${id}/connect`, {})));
  expect(again.headers.get('location')).toBe(`/sources/${id}?connected=1`);
  server.world.posts.splice(0, Infinity, post());
  await run(id);
  expect(await getSource(house.deps.db, id)).toMatchObject({ enabled: true, lastError: undefined });
  expect(await house.deps.db`select from mentions where source_id = ${id}`).toHaveLength(1);
});

test('a source that somebody has paused stays paused when its sign-in is renewed', async () => {
  const id = await connect({ ...play(first), 'source-name': 'Paused' });
  await house.call('PATCH', `/api/v1/sources/${id}`, { enabled: false });
  await comeBack(ada, await server.visit(await leave(ada, `/sources/${id}/connect`, {})));
  expect(await getSource(house.deps.db, id)).toMatchObject({ enabled: false });
});

test('connecting from the form of a source saves what was typed there as well', async () => {
  const id = await connect({ ...play(first), 'source-name': 'Typed' });
  const { clientSecret: _, ...form } = play(first);
  const typed = { ...form, place: '333', 'source-name': 'Typed anew' };
  await comeBack(ada, await server.visit(await leave(ada, `/sources/${id}`, typed)));
  expect(await getSource(house.deps.db, id)).toMatchObject({
    name: 'Typed anew',
    settings: { place: '333' },
  });
});

test('where there is no refresh token, the end of the sign-in is told two weeks before', async () => {
  const sixtyDays = 5_184_000;
  const grants = { access_token: server.world.token, expires_in: sixtyDays };
  const id = await connect({ ...play(byKind('linkedin'), { grants }), 'source-name': 'Sixty days' });
  const until = new Date(clock + sixtyDays * 1_000);
  expect((await getSource(house.deps.db, id)).signInUntil).toEqual(until);
  expect(await json(house.call('GET', `/api/v1/sources/${id}`))).toMatchObject({
    signInUntil: until.toISOString(),
    secrets: ['clientSecret', 'token'],
  });
  expect(await (await ada.get(`/sources/${id}`)).text()).toContain('Its sign-in is good until');
  const soon = { ...grants, expires_in: 10 * 86_400 };
  play(byKind('linkedin'), { grants: soon });
  await comeBack(ada, await server.visit(await leave(ada, `/sources/${id}/connect`, {})));
  const page = await (await ada.get(`/sources/${id}`)).text();
  expect(page).toContain('Its sign-in ends soon');
  expect(await json(house.call('GET', '/api/v1/status'))).toMatchObject({
    warnings: expect.arrayContaining([expect.stringContaining('sign-in of the source "Sixty days" ends on')]),
  });
  expect(page).toContain('Connect again');
});

test('a pasted token has no known end', async () => {
  const grants = { access_token: server.world.token, expires_in: 5_184_000 };
  const form = play(byKind('linkedin'), { grants });
  const id = await connect({ ...form, 'source-name': 'Pasted' });
  const settings = { organization: '2414183', token: 'pasted' };
  await json(house.call('PATCH', `/api/v1/sources/${id}`, { settings }));
  expect((await getSource(house.deps.db, id)).signInUntil).toBeUndefined();
});

test('with several pages at Meta and none named, the page to name is said', async () => {
  const { page: _, ...form } = play(byKind('facebook'));
  await expect(connect({ ...form, 'source-name': 'Which' })).rejects.toThrow(
    /Enter under .*page.* 1000 \(Acme\), 1001 \(Acme Outlet\)/,
  );
});

test('the only account at Meta need not be named', async () => {
  const { account: _, ...form } = play(byKind('instagram'));
  const id = await connect({ ...form, 'source-name': 'The only one' });
  expect((await getSource(house.deps.db, id)).settings).toMatchObject({ account: '17841400000000000' });
});

test('who may not change sources can neither leave nor come back', async () => {
  const id = await connect({ ...play(first), 'source-name': 'Not yours' });
  await house.addUser('viv@example.com', 'viewer');
  const viewer = await browserOf('viv@example.com');
  expect((await viewer.post(`/sources/${id}/connect`, {})).status).toBe(403);
  expect((await viewer.get('/sources/connected?state=a&code=b')).status).toBe(403);
});
