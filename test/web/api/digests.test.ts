import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { insertAlertLink } from '../../../src/store/alert-links.ts';
import { listDeliveries } from '../../../src/store/deliveries.ts';
import { listDestinations } from '../../../src/store/destinations.ts';
import { listDigests } from '../../../src/store/digests.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const NOW = new Date('2026-03-30T12:00:00Z');
const YESTERDAY = new Date('2026-03-29T12:00:00Z');
const SLACK = { url: 'https://hooks.slack.example/services/very-secret' };
const KEY = { routingKey: 'a'.repeat(32) };

let house: WebHouse;

beforeEach(async () => {
  house = await openWebHouse({ now: () => NOW });
  const sourceId = await addReadSource(house.deps.db, 'A forum', NOW);
  const said = Array.from({ length: 20 }, (_, index) => ({
    externalId: String(index),
    text: `bad courier <script>alert(${index})</script> lost my parcel`,
    publishedAt: YESTERDAY,
  }));
  await hear(house.deps.db, { sourceId, now: YESTERDAY }, said);
  await house.call('POST', '/api/v1/destinations', { name: 'On call', kind: 'pagerduty', settings: KEY });
  await house.call('POST', '/api/v1/destinations', { name: 'The team', kind: 'slack', settings: SLACK });
});
afterEach(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer is read as it comes, and its fields are what is tested
async function json(answer: Promise<Response>): Promise<any> {
  return (await answer).json();
}

async function destinationId(name: string): Promise<number> {
  return (await listDestinations(house.deps.db)).find((one) => one.name === name)?.id ?? 0;
}

const MORNING = { name: 'Morning', cadence: 'daily', sendAt: 480, topicIds: [1] };
const add = async () =>
  json(
    house.call('POST', '/api/v1/digests', { ...MORNING, destinationIds: [await destinationId('The team')] }),
  );

test('a digest is made, changed field by field, switched off and removed over the API', async () => {
  const made = await add();
  expect(made).toMatchObject({ ...MORNING, weekday: null, enabled: true });
  const changed = await json(
    house.call('PATCH', `/api/v1/digests/${made.id}`, { cadence: 'weekly', weekday: 5 }),
  );
  expect(changed).toMatchObject({ name: 'Morning', cadence: 'weekly', weekday: 5, topicIds: [1] });
  expect((await house.call('POST', '/api/v1/digests', MORNING)).status).toBe(409);
  await house.call('PATCH', `/api/v1/digests/${made.id}`, { enabled: false });
  expect((await json(house.call('GET', '/api/v1/digests'))).digests).toMatchObject([{ enabled: false }]);
  expect((await house.call('DELETE', `/api/v1/digests/${made.id}`)).status).toBe(204);
  expect((await json(house.call('GET', '/api/v1/digests'))).digests).toEqual([]);
});

test('a digest refuses what it cannot be, and says why', async () => {
  const refused = async (change: object) => {
    const answer = await house.call('POST', '/api/v1/digests', { ...MORNING, ...change });
    return [answer.status, ((await answer.json()) as { detail: string }).detail];
  };
  expect(await refused({ topicIds: [] })).toEqual([422, 'The digest needs a topic to tell about.']);
  expect(await refused({ cadence: 'weekly' })).toEqual([422, 'A weekly digest needs a day of the week.']);
  expect(await refused({ destinationIds: [await destinationId('On call')] })).toEqual([
    422,
    '“On call” wakes people up: it is for alerts only.',
  ]);
  expect((await refused({ topicIds: [99] }))[0]).toBe(404);
});

test('a digest about a country or region tells of every place in it, and of no other', async () => {
  const { db } = house.deps;
  const sourceId = await addReadSource(db, 'Reviews', NOW);
  for (const [code, region] of [
    ['hamburg', 'North'],
    ['kiel', 'North'],
    ['munich', 'South'],
  ] as const) {
    await saveLocation(db, { code, name: code, region, country: 'DE' });
    const said = [
      { externalId: code, text: `good staff in ${code}`, location: code, publishedAt: YESTERDAY },
    ];
    await hear(db, { sourceId, now: YESTERDAY }, said);
  }
  const told = async (area: string) => {
    const { title, sections } = await json(
      house.call('POST', '/api/v1/digests/preview', { ...MORNING, area }),
    );
    return [title, JSON.stringify(sections)];
  };
  expect(await told('DE/North')).toEqual([
    expect.stringContaining('North, Germany'),
    expect.stringContaining('2 (0 before): 2 positive'),
  ]);
  expect((await told('DE'))[1]).toContain('3 (0 before): 3 positive');
  const nowhere = await house.call('POST', '/api/v1/digests', { ...MORNING, area: 'AT' });
  expect([nowhere.status, await nowhere.text()]).toEqual([422, expect.stringContaining('Austria')]);
  const { id } = await json(house.call('POST', '/api/v1/digests', { ...MORNING, area: 'DE/North' }));
  const page = await (await house.call('GET', `/digests/${id}`)).text();
  expect(page).toContain('only North, Germany');
  expect(page).toMatch(/<option value="DE\/North" selected/);
  const [kiel] = await db<{ id: number }>`select id from locations where code = 'kiel'`;
  const moved = await json(house.call('PATCH', `/api/v1/digests/${id}`, { locationId: kiel?.id }));
  expect(moved).toMatchObject({ locationId: kiel?.id, area: null });
});

test('a digest is looked at before it is made, in words that strangers cannot break out of', async () => {
  const query = new URLSearchParams({ name: 'Morning', topics: '1', sendAt: '08:00', cadence: 'daily' });
  const page = await (await house.call('GET', `/digests/new?${query}`)).text();
  expect(page).toContain('What it would say today');
  expect(page).toContain('20 (0 before): 0 positive, 0 neutral, 20 negative');
  expect(page).not.toContain('<script>alert(');
  expect(await listDigests(house.deps.db)).toEqual([]);
  const words = await json(house.call('POST', '/api/v1/digests/preview', MORNING));
  expect(words.sections[0].facts[0].value).toMatch(/^−100 \(95/);
});

test('a digest that is asked for goes out, and its page shows what it said and whom it reached', async () => {
  const { id } = await add();
  const sent = await house.call('POST', `/digests/${id}/send`, '');
  expect(sent.status).toBe(303);
  const page = await (await house.call('GET', sent.headers.get('location') ?? '')).text();
  expect(page).toContain('because somebody asked for it');
  expect(page).toContain('The team');
  expect(page).not.toContain('<script>alert(');
  expect(await listDeliveries(house.deps.db, { limit: 9 })).toMatchObject([{ purpose: 'digest' }]);
});

test('one click in a mail leaves the digest, and nothing else', async () => {
  const { id } = await add();
  await house.call('POST', `/digests/${id}/send`, '');
  await insertAlertLink(house.deps.db, {
    tokenHash: createHash('sha256').update('token').digest('base64url'),
    alertId: undefined,
    digestId: id,
    destinationId: await destinationId('The team'),
    expiresAt: new Date(NOW.getTime() + 1_000),
    now: NOW,
  });
  expect(await (await house.ask('/leave/token')).text()).toContain('the digest “Morning”');
  expect((await listDigests(house.deps.db))[0]?.destinationIds).toHaveLength(1);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await house.ask('/leave/token', { method: 'POST', body })).status).toBe(200);
  expect((await listDigests(house.deps.db))[0]?.destinationIds).toEqual([]);
  expect((await listDestinations(house.deps.db)).every(({ enabled }) => enabled)).toBe(true);
  expect(await listDeliveries(house.deps.db, { limit: 9 })).toMatchObject([{ state: 'dropped' }]);
});

test('viewers may read digests and not change them', async () => {
  const { id } = await add();
  await house.addUser('viewer@example.com', 'viewer');
  const cookie = await house.signIn('viewer@example.com');
  const page = await (await house.ask(`/digests/${id}`, { headers: { cookie } })).text();
  expect(page).toContain('Every day at 08:00');
  expect(page).not.toContain('Send this one now');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({ csrf });
  const answer = await house.ask(`/digests/${id}/send`, { method: 'POST', body, headers: { cookie } });
  expect(answer.status).toBe(403);
});
