import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSecrets } from '../../../src/store/source-secrets.ts';
import { getSource, listSources } from '../../../src/store/sources.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import type { Held } from '../../sources/servers/api-server.ts';
import appStore from '../../sources/servers/app-store-connect.ts';
import { byKind, first } from '../../support/consent-cases.ts';
import { type ConsentHouse, MINUTE, openConsentHouse } from '../../support/consent-house.ts';

let it: ConsentHouse;
beforeAll(async () => {
  it = await openConsentHouse();
});
afterAll(() => it.close());
beforeEach(async () => {
  it.freshen();
  await it.house.deps.db`delete from sources`;
  await it.house.deps.db`delete from sign_ins`;
});

const hold = (...held: readonly Held[]) => it.server.world.held.splice(0, Infinity, ...held);
const shops = (count: number): Held[] =>
  Array.from({ length: count }, (_, n) => ({ id: String(2_000 + n), name: `Acme Shop ${n + 1}` }));

/** The form with nothing in the fields that a choice fills in. */
function open(kind: string, ...fields: readonly string[]): Record<string, string> {
  const form = it.play(byKind(kind));
  return Object.fromEntries(Object.entries(form).filter(([name]) => !fields.includes(name)));
}
const openGoogle = () => open('google-business-profile', 'account', 'place');

const stateIn = (location: string) => new URL(location, 'http://earshot').searchParams.get('state') ?? '';
const page = async (location: string) => (await it.ada.get(location)).text();

/** Presses a button on the page of choices. */
function press(
  location: string,
  deed: string,
  more: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Response> {
  return it.ada.post('/sources/choose', { 'choose-state': stateIn(location), do: deed, ...more });
}

const tokensOf = (id: number, ...names: readonly string[]) =>
  readSecrets(it.house.deps.db, it.house.deps.vault, id, names);

test('after signing in the locations are shown by name and address, and one source is added for each', async () => {
  hold(...shops(3), { id: '2100', name: 'Acme Airport', isElsewhere: true });
  const choose = await it.goThere(openGoogle());
  const shown = await page(choose);
  expect(shown).toContain('The account holds 4 locations.');
  expect(shown).toContain('Acme Airport');
  expect(shown).toContain('2001 High Street, 10115 Berlin, shop-2001');
  const back = await press(choose, 'add', { 'choose-place': ['0', '2', '3'] });
  expect(back.headers.get('location')).toBe('/sources?added=3');
  expect(await page('/sources?added=3')).toContain('3 sources were added');
  const sources = await listSources(it.house.deps.db);
  expect(sources.map(({ name, settings }) => [name, settings])).toMatchObject([
    ['Acme Airport', { account: '112', place: '2100' }],
    ['Acme Shop 1', { account: '111', place: '2000' }],
    ['Acme Shop 3', { account: '111', place: '2002' }],
  ]);
  for (const { id } of sources)
    expect(await tokensOf(id, 'refreshToken')).toEqual({ refreshToken: 'refresh-token-of-mia' });
});

test('a source that was chosen reads', async () => {
  hold({ id: '222', name: 'The only shop' });
  it.server.world.posts.splice(0, Infinity, it.post());
  const id = await it.connect(openGoogle());
  await it.run(id);
  const source = await getSource(it.house.deps.db, id);
  expect(source).toMatchObject({ name: 'The only shop', lastError: undefined });
  expect(await it.house.deps.db`select text from mentions`).toMatchObject([{ text: 'Word of a customer' }]);
});

test('several hundred are searched and ticked without a script, and a search keeps what is ticked', async () => {
  hold(...shops(250));
  const choose = await it.goThere(openGoogle());
  const found = await (
    await press(choose, 'search', { 'choose-search': 'shop 25', 'choose-place': ['3'] })
  ).text();
  expect(found).toContain('7 of 250 locations shown, 1 ticked');
  expect(found).toContain('Acme Shop 250');
  expect(found).not.toContain('Acme Shop 7<');
  expect(found).toContain('<input type="hidden" name="choose-place" value="3"');
  const all = await (
    await press(choose, 'all', { 'choose-search': 'shop 25', 'choose-place': ['3'] })
  ).text();
  expect(all).toContain('7 of 250 locations shown, 8 ticked');
  const none = await (
    await press(choose, 'none', { 'choose-search': 'shop 25', 'choose-place': ['3', '24'] })
  ).text();
  expect(none).toContain('1 ticked');
  await press(choose, 'add', { 'choose-place': Array.from({ length: 250 }, (_, place) => String(place)) });
  expect((await listSources(it.house.deps.db)).length).toBe(250);
});

test('shops of one name are told apart by their addresses, and a name that is taken gets a number', async () => {
  hold({ id: '2000', name: 'Acme' }, { id: '2001', name: 'Acme' }, { id: '2002', name: 'Acme Outlet' });
  await press(await it.goThere(openGoogle()), 'add', { 'choose-place': ['2'] });
  const choose = await it.goThere(openGoogle());
  expect(await page(choose)).toMatch(/Acme Outlet<small>[^<]*<\/small><small>It is a source already/);
  await press(choose, 'add', { 'choose-place': ['0', '1', '2'] });
  expect((await listSources(it.house.deps.db)).map(({ name }) => name)).toEqual([
    'Acme Outlet',
    'Acme Outlet (2)',
    'Acme, 2000 High Street, 10115 Berlin, shop-2000',
    'Acme, 2001 High Street, 10115 Berlin, shop-2001',
  ]);
});

test('a location whose code the company knows brings its reviews there', async () => {
  await saveLocation(it.house.deps.db, { code: 'shop-2000', name: 'Berlin' });
  hold(...shops(2));
  await press(await it.goThere(openGoogle()), 'add', { 'choose-place': ['0', '1'] });
  const [known, unknown] = await listSources(it.house.deps.db);
  expect(known?.settings).toMatchObject({ place: '2000', location: 'shop-2000' });
  expect(unknown?.settings).not.toHaveProperty('location');
});

test('when the list cannot be had, the reason is said and the number can be typed', async () => {
  const back = await it.server.visit(await it.leave(it.ada, '/sources', openGoogle()));
  it.server.world.mood = 'rate-limited';
  const choose = (await it.comeBack(it.ada, back)).headers.get('location') ?? '';
  const shown = await page(choose);
  expect(shown).toMatch(/could not be listed: .*429.*Quota exceeded/);
  const wrong = await press(choose, 'add', { account: '111', place: 'the big one' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('expected digits only');
  const typed = await press(choose, 'add', { account: '111', place: '222' });
  expect(typed.headers.get('location')).toMatch(/^\/sources\/\d+\?connected=1$/);
  const [source] = await listSources(it.house.deps.db);
  expect(source).toMatchObject({ kind: first.kind, settings: { account: '111', place: '222' } });
});

test('an account that holds nothing says so', async () => {
  hold();
  expect(await page(await it.goThere(openGoogle()))).toContain('This account holds no locations');
});

test('what is chosen on Facebook comes with the token of its page, which does not end', async () => {
  const grants = { access_token: 'an hour of mia', expires_in: 5_000 };
  const form = { ...open('facebook', 'page'), 'source-name': 'Our page' };
  it.play(byKind('facebook'), { grants });
  hold({ id: '1000', name: 'Acme' }, { id: '1001', name: 'Acme Outlet', isElsewhere: true });
  const choose = await it.goThere(form);
  expect(await page(choose)).toContain('Acme Outlet');
  await press(choose, 'add', { 'choose-place': '1' });
  const [source] = await listSources(it.house.deps.db);
  expect(source).toMatchObject({ name: 'Our page', settings: { page: '1001' }, signInUntil: undefined });
  expect(await tokensOf(source?.id ?? 0, 'token')).toEqual({ token: 'page-token-of-1001' });
});

test('a page that is named gets its own token, and one that is not there is refused', async () => {
  const id = await it.connect({ ...it.play(byKind('facebook')), 'source-name': 'Named' });
  expect(await tokensOf(id, 'token')).toEqual({ token: 'page-token-of-acme' });
  await expect(
    it.connect({ ...it.play(byKind('facebook')), page: '4711', 'source-name': 'Else' }),
  ).rejects.toThrow(/may not use 4711 .*Leave .*page.* empty/);
});

test('a page that stands in no list can be named or typed, and its own token is asked for', async () => {
  const named = await it.connect({ ...it.play(byKind('facebook')), page: '1009', 'source-name': 'Hidden' });
  expect(await tokensOf(named, 'token')).toEqual({ token: 'page-token-of-1009' });
  const choose = await it.goThere(open('facebook', 'page'));
  const typed = await press(choose, 'add', { page: '1009' });
  const [, id] = /^\/sources\/(\d+)\?/.exec(typed.headers.get('location') ?? '') ?? [];
  expect(await getSource(it.house.deps.db, Number(id))).toMatchObject({
    settings: { page: '1009' },
    signInUntil: undefined,
  });
  expect(await tokensOf(Number(id), 'token')).toEqual({ token: 'page-token-of-1009' });
});

test('an account that is typed is read with the sign-in itself, whose end is told', async () => {
  const grants = { access_token: 'an hour of mia' };
  it.play(byKind('instagram'), { grants });
  const choose = await it.goThere(open('instagram', 'account'));
  await press(choose, 'add', { account: '17841400000000077' });
  const [source] = await listSources(it.house.deps.db);
  expect(source?.signInUntil).toEqual(new Date(it.clock + 5_184_000_000));
});

test('the only account on Instagram is taken at once', async () => {
  hold({ id: '1000', name: 'Acme Official' });
  await it.connect(open('instagram', 'account'));
  const [source] = await listSources(it.house.deps.db);
  expect(source).toMatchObject({ name: '@acme.official', settings: { account: '17841400000000000' } });
});

test('organisations are chosen by name, and by number where LinkedIn tells none', async () => {
  hold({ id: '2414183', name: 'Acme' }, { id: '99', name: 'Nameless', isElsewhere: true });
  const choose = await it.goThere(open('linkedin', 'organization'));
  expect(await page(choose)).toContain('Organisation 99');
  await press(choose, 'add', { 'choose-place': '0' });
  const [source] = await listSources(it.house.deps.db);
  expect(source).toMatchObject({ name: 'Acme', settings: { organization: '2414183' } });
});

test('on YouTube the own channel is taken where a channel is listened to, and nothing is asked for a search', async () => {
  hold({ id: 'acme', name: 'Acme TV' });
  const id = await it.connect({ ...open('youtube', 'query'), what: 'channel' });
  expect((await getSource(it.house.deps.db, id)).settings).toMatchObject({ id: 'UCacme', what: 'channel' });
  await it.connect({ ...it.play(byKind('youtube')), 'source-name': 'Words' });
});

test('a key that was pasted shows its apps without signing in anywhere', async () => {
  it.server.play(appStore, {
    authorizePath: '/none',
    tokenPath: '/none',
    clientId: '',
    clientSecret: '',
    redirectUri: '',
    secretIn: 'body',
    hasPkce: false,
    demands: {},
    grants: {},
  });
  const { app: _, privateKey, ...settings } = appStore.settings();
  hold({ id: '1234567890', name: 'Acme Go' }, { id: '1234567891', name: 'Acme Pay' });
  const form = { 'source-kind': 'app-store-connect', ...settings, do: 'choose' };
  const answer = await it.ada.post('/sources', { ...form, privateKey: String(privateKey) });
  const choose = answer.headers.get('location') ?? '';
  expect(await page(choose)).toContain('example.acme.a1234567891');
  await press(choose, 'add', { 'choose-place': '1' });
  const [source] = await listSources(it.house.deps.db);
  expect(source).toMatchObject({ name: 'Acme Pay', settings: { app: '1234567891' } });
  const refused = await it.ada.post('/sources', form);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('To show the apps, fill in the rest first.');
});

test('a source that is there is led to another location and keeps its name and its sign-in', async () => {
  hold(...shops(2), { id: '222', name: 'Acme Now' });
  const id = await it.connect({ ...it.play(first), 'source-name': 'Ours' });
  const { clientSecret: _, ...form } = it.play(first);
  const answer = await it.ada.post(`/sources/${id}`, { ...form, 'source-name': 'Ours', do: 'choose' });
  const choose = answer.headers.get('location') ?? '';
  expect(await page(choose)).toMatch(
    /type="radio" name="choose-place" value="2" checked=""\/><span>Acme Now/,
  );
  const both = await press(choose, 'add', { 'choose-place': ['0', '1'] });
  expect(await both.text()).toContain('A source reads one location. Choose one.');
  await press(choose, 'add', { 'choose-place': '1' });
  expect(await getSource(it.house.deps.db, id)).toMatchObject({ name: 'Ours', settings: { place: '2001' } });
  expect(await tokensOf(id, 'refreshToken')).toEqual({ refreshToken: 'refresh-token-of-mia' });
});

test('the list is sealed, works once, and only in the session that has opened it', async () => {
  hold({ id: '1000', name: 'Acme' }, { id: '1001', name: 'Acme Outlet' });
  const choose = await it.goThere(open('facebook', 'page'));
  const kept = JSON.stringify(await it.house.deps.db`select * from sign_ins`);
  expect(kept).toContain('sealed');
  for (const secret of ['page-token-of-acme', 'secret-of-the-app', stateIn(choose), 'Acme Outlet'])
    expect(kept).not.toContain(secret);
  expect(await page(choose)).not.toContain('page-token-of');
  const bob = await it.browserOf('bob@example.com');
  const elsewhere = { 'choose-state': stateIn(choose), do: 'add', 'choose-place': '0' };
  expect((await bob.get(choose)).status).toBe(422);
  expect((await bob.post('/sources/choose', elsewhere)).status).toBe(422);
  expect((await press(choose, 'add')).status).toBe(422);
  expect((await press(choose, 'add', { 'choose-place': '0' })).status).toBe(303);
  expect((await press(choose, 'add', { 'choose-place': '1' })).status).toBe(422);
  expect((await listSources(it.house.deps.db)).length).toBe(1);
});

test('a list is good for a quarter of an hour', async () => {
  hold(...shops(2));
  const choose = await it.goThere(openGoogle());
  it.clock += 16 * MINUTE;
  expect((await it.ada.get(choose)).status).toBe(422);
  expect((await press(choose, 'add', { 'choose-place': '0' })).status).toBe(422);
});

test('who may not change sources sees no list', async () => {
  hold(...shops(2));
  const choose = await it.goThere(openGoogle());
  await it.house.addUser('viv@example.com', 'viewer');
  const viewer = await it.browserOf('viv@example.com');
  expect((await viewer.get(choose)).status).toBe(403);
  const form = { 'choose-state': stateIn(choose), do: 'add', 'choose-place': '0' };
  expect((await viewer.post('/sources/choose', form)).status).toBe(403);
});
