import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getSource } from '../../../src/store/sources.ts';
import { byKind, cases, first } from '../../support/consent-cases.ts';
import { type ConsentHouse, MINUTE, openConsentHouse, REDIRECT } from '../../support/consent-house.ts';
import { json } from '../api/answers.ts';

let it: ConsentHouse;
beforeAll(async () => {
  it = await openConsentHouse();
});
afterAll(() => it.close());
beforeEach(() => it.freshen());

const names: readonly string[] = cases.map(({ kind }) => kind);
test.each(names)('%s: signing in there gives a source that reads, without a token typed', async (kind) => {
  const form = it.play(byKind(kind));
  it.server.world.posts.splice(0, Infinity, it.post());
  const id = await it.connect({ ...form, 'source-name': `Connected ${kind}` });
  await it.run(id);
  const rows = await it.house.deps.db`select text from mentions where source_id = ${id}`;
  expect((await getSource(it.house.deps.db, id)).lastError).toBeUndefined();
  expect(rows).toMatchObject([{ text: 'Word of a customer' }]);
});

test('what is asked for and where to register is said before anybody leaves', async () => {
  const form = it.play(first);
  const empty = await (await it.ada.get(`/sources/new?kind=${first.kind}`)).text();
  expect(empty).toContain('Connect with Google');
  expect(empty).toContain(REDIRECT);
  const page = await (await it.ada.post('/sources', { ...form, do: 'connect' })).text();
  expect(page).toContain('https://www.googleapis.com/auth/business.manage');
  expect(page).toContain('Continue at accounts.google.com');
});

test('tokens and secrets are sealed, and what waits for somebody to come back as well', async () => {
  const form = it.play(first);
  const address = await it.leave(it.ada, '/sources', { ...form, 'source-name': 'Sealed' });
  const all = async () =>
    JSON.stringify([
      await it.house.deps.db`select * from sign_ins`,
      await it.house.deps.db`select * from sources`,
      await it.house.deps.db`select * from source_secrets`,
      await it.house.deps.db`select * from audit_log`,
    ]);
  const state = new URL(address).searchParams.get('state') ?? '';
  const before = await all();
  const back = await it.server.visit(address);
  await it.comeBack(it.ada, back);
  for (const kept of [before, await all()]) {
    expect(kept).not.toContain('secret-of-the-client');
    expect(kept).not.toContain('refresh-token-of-mia');
    expect(kept).not.toContain(state);
  }
  expect(await it.house.deps.db`select from sign_ins`).toEqual([]);
});

test('a sign-in works once', async () => {
  const back = await it.server.visit(
    await it.leave(it.ada, '/sources', { ...it.play(first), 'source-name': 'Once' }),
  );
  expect((await it.comeBack(it.ada, back)).status).toBe(303);
  const again = await it.comeBack(it.ada, back);
  expect(again.status).toBe(422);
  expect(await again.text()).toContain('or it is done already');
});

test('nobody can finish what was begun in another session, and whoever began it still can', async () => {
  const back = await it.server.visit(
    await it.leave(it.ada, '/sources', { ...it.play(first), 'source-name': 'Mine' }),
  );
  const bob = await it.browserOf('bob@example.com');
  const elsewhere = await it.browserOf('ada@example.com');
  for (const other of [bob, elsewhere]) {
    const answer = await it.comeBack(other, back);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('begun in another browser');
  }
  expect((await it.comeBack(it.ada, back)).status).toBe(303);
});

test('a sign-in that took longer than a quarter of an hour has to be begun again', async () => {
  const back = await it.server.visit(
    await it.leave(it.ada, '/sources', { ...it.play(first), 'source-name': 'Slow' }),
  );
  it.clock += 16 * MINUTE;
  expect((await it.comeBack(it.ada, back)).status).toBe(422);
});

test.each([
  '/sources/connected',
  '/sources/connected?code=code-1',
  '/sources/connected?state=made-up&code=code-1',
])('%s leads to nothing', async (path) => {
  expect((await it.ada.get(path)).status).toBe(422);
  expect((await it.house.ask(path)).status).toBe(302);
});

test('who does not allow it is told that nothing was changed', async () => {
  it.server.person = 'denies';
  const before = (await it.house.deps.db`select from sources`).length;
  const back = await it.server.visit(
    await it.leave(it.ada, '/sources', { ...it.play(first), 'source-name': 'Denied' }),
  );
  const page = await (await it.comeBack(it.ada, back)).text();
  expect(page).toContain('It was not allowed at Google, so nothing was changed.');
  expect((await it.house.deps.db`select from sources`).length).toBe(before);
});

test('a wrong secret of the app is told in plain words, with the address to register', async () => {
  const form = { ...it.play(first), clientSecret: 'a wrong one', 'source-name': 'Wrong' };
  const back = await it.server.visit(await it.leave(it.ada, '/sources', form));
  const page = await (await it.comeBack(it.ada, back)).text();
  expect(page).toContain('Google did not take the sign-in (The client secret is wrong)');
  expect(page).toContain(REDIRECT);
});

test('a sign-in that ends within hours and cannot be renewed is refused', async () => {
  const form = it.play(first, { grants: { access_token: 'for an hour', expires_in: 3_600 } });
  await expect(it.connect({ ...form, 'source-name': 'Short' })).rejects.toThrow(/none to renew it with/);
});

test('nobody leaves while something else is missing or the name is taken', async () => {
  const { query: _, ...form } = it.play(byKind('x'));
  await expect(it.leave(it.ada, '/sources', { ...form, 'source-name': 'Half' })).rejects.toThrow(/query/);
  const { clientSecret: __, ...noApp } = it.play(first);
  await expect(it.leave(it.ada, '/sources', noApp)).rejects.toThrow(/secret of your own app at Google/);
  await it.connect({ ...it.play(first), 'source-name': 'Taken' });
  await expect(it.leave(it.ada, '/sources', { ...it.play(first), 'source-name': 'Taken' })).rejects.toThrow(
    /already/,
  );
});

test('a sign-in that was taken away stops the source, and connecting again lets it go on', async () => {
  const id = await it.connect({ ...it.play(first), 'source-name': 'Taken away' });
  it.server.world.mood = 'revoked';
  await it.run(id);
  expect(await getSource(it.house.deps.db, id)).toMatchObject({
    enabled: false,
    lastError: expect.stringMatching(/expired or revoked.*Sign in again/),
  });
  const page = await (await it.ada.get(`/sources/${id}`)).text();
  expect(page).toContain('Connect again');
  it.server.world.mood = 'ok';
  const again = await it.comeBack(
    it.ada,
    await it.server.visit(await it.leave(it.ada, `/sources/${id}/connect`, {})),
  );
  expect(again.headers.get('location')).toBe(`/sources/${id}?connected=1`);
  it.server.world.posts.splice(0, Infinity, it.post());
  await it.run(id);
  expect(await getSource(it.house.deps.db, id)).toMatchObject({ enabled: true, lastError: undefined });
  expect(await it.house.deps.db`select from mentions where source_id = ${id}`).toHaveLength(1);
});

test('a source that somebody has paused stays paused when its sign-in is renewed', async () => {
  const id = await it.connect({ ...it.play(first), 'source-name': 'Paused' });
  await it.house.call('PATCH', `/api/v1/sources/${id}`, { enabled: false });
  await it.comeBack(it.ada, await it.server.visit(await it.leave(it.ada, `/sources/${id}/connect`, {})));
  expect(await getSource(it.house.deps.db, id)).toMatchObject({ enabled: false });
});

test('connecting from the form of a source saves what was typed there as well', async () => {
  const id = await it.connect({ ...it.play(first), 'source-name': 'Typed' });
  const { clientSecret: _, ...form } = it.play(first);
  const typed = { ...form, place: '333', 'source-name': 'Typed anew' };
  await it.comeBack(it.ada, await it.server.visit(await it.leave(it.ada, `/sources/${id}`, typed)));
  expect(await getSource(it.house.deps.db, id)).toMatchObject({
    name: 'Typed anew',
    settings: { place: '333' },
  });
});

test('where there is no refresh token, the end of the sign-in is told two weeks before', async () => {
  const sixtyDays = 5_184_000;
  const grants = { access_token: it.server.world.token, expires_in: sixtyDays };
  const id = await it.connect({ ...it.play(byKind('linkedin'), { grants }), 'source-name': 'Sixty days' });
  const until = new Date(it.clock + sixtyDays * 1_000);
  expect((await getSource(it.house.deps.db, id)).signInUntil).toEqual(until);
  expect(await json(it.house.call('GET', `/api/v1/sources/${id}`))).toMatchObject({
    signInUntil: until.toISOString(),
    secrets: ['clientSecret', 'token'],
  });
  expect(await (await it.ada.get(`/sources/${id}`)).text()).toContain('Its sign-in is good until');
  const soon = { ...grants, expires_in: 10 * 86_400 };
  it.play(byKind('linkedin'), { grants: soon });
  await it.comeBack(it.ada, await it.server.visit(await it.leave(it.ada, `/sources/${id}/connect`, {})));
  const page = await (await it.ada.get(`/sources/${id}`)).text();
  expect(page).toContain('Its sign-in ends soon');
  expect(await json(it.house.call('GET', '/api/v1/status'))).toMatchObject({
    warnings: expect.arrayContaining([expect.stringContaining('sign-in of the source "Sixty days" ends on')]),
  });
  expect(page).toContain('Connect again');
});

test('a pasted token has no known end', async () => {
  const grants = { access_token: it.server.world.token, expires_in: 5_184_000 };
  const form = it.play(byKind('linkedin'), { grants });
  const id = await it.connect({ ...form, 'source-name': 'Pasted' });
  const settings = { organization: '2414183', token: 'pasted' };
  await json(it.house.call('PATCH', `/api/v1/sources/${id}`, { settings }));
  expect((await getSource(it.house.deps.db, id)).signInUntil).toBeUndefined();
});

test('who may not change sources can neither leave nor come back', async () => {
  const id = await it.connect({ ...it.play(first), 'source-name': 'Not yours' });
  await it.house.addUser('viv@example.com', 'viewer');
  const viewer = await it.browserOf('viv@example.com');
  expect((await viewer.post(`/sources/${id}/connect`, {})).status).toBe(403);
  expect((await viewer.get('/sources/connected?state=a&code=b')).status).toBe(403);
});

test('at Mastodon nobody brings an app: it is made there, and its secret is sealed', async () => {
  const form = it.play(byKind('mastodon'));
  const empty = await (await it.ada.get('/sources/new?kind=mastodon')).text();
  expect(empty).toContain('there is nothing to set up');
  const address = await it.leave(it.ada, '/sources', {
    ...form,
    url: `${form['url']}/`,
    'source-name': 'Toots',
  });
  expect(address).toContain(`${it.server.url}/oauth/authorize?`);
  expect(JSON.stringify(await it.house.deps.db`select * from sign_ins`)).not.toContain('that-was-made');
  await it.comeBack(it.ada, await it.server.visit(address));
  const [source] = await it.house.deps.db<{ id: number }>`select id from sources where name = 'Toots'`;
  expect(await json(it.house.call('GET', `/api/v1/sources/${source?.id}`))).toMatchObject({
    secrets: ['token'],
    signInUntil: null,
  });
  it.server.world.mood = 'revoked';
  await it.run(source?.id ?? 0);
  expect(await (await it.ada.get(`/sources/${source?.id}`)).text()).toContain('Connect again');
  it.server.world.mood = 'ok';
  const again = await it.leave(it.ada, `/sources/${source?.id}/connect`, {});
  expect((await it.comeBack(it.ada, await it.server.visit(again))).status).toBe(303);
});

test('a server that makes no app is named, with what it said', async () => {
  const form = it.play(byKind('mastodon'), { registerPath: '/nowhere' });
  await expect(it.leave(it.ada, '/sources', { ...form, 'source-name': 'No Mastodon' })).rejects.toThrow(
    /did not make an app for Earshot \(it makes none without a sign-in\)\. Check the address of the server/,
  );
});

test('at Stack Exchange the key of the app is asked for before anybody leaves, and an end is kept', async () => {
  const { key: _, ...noKey } = it.play(byKind('stack-exchange'));
  await expect(it.leave(it.ada, '/sources', { ...noKey, 'source-name': 'No key' })).rejects.toThrow(
    /enter this as well: key/,
  );
  const grants = { access_token: 'token-of-the-app', expires: 86_400 };
  const form = it.play(byKind('stack-exchange'), { grants });
  const id = await it.connect({ ...form, 'source-name': 'A day' });
  expect((await getSource(it.house.deps.db, id)).signInUntil).toEqual(new Date(it.clock + 86_400_000));
});
