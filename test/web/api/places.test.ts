import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeDueDigests } from '../../../src/alerting/issue-digest.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { json } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

let now = new Date('2026-03-20T12:00:00Z');
const NOW = now;
const DAY_MS = 86_400_000;
let house: WebHouse;
const ids: Record<string, number> = {};

beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
  const { db } = house.deps;
  for (const code of ['mill', 'dock', 'park']) {
    await saveLocation(db, { code, name: `The ${code}`, region: 'North', country: 'DE' });
  }
  for (const row of await db<{ id: number; code: string }>`select id, code from locations`)
    ids[row.code] = row.id;
  const sourceId = await addReadSource(db, 'Letters', NOW);
  const said = (location: string, count: number, text: string) =>
    Array.from({ length: count }, (_, at) => ({
      externalId: `${location} ${text} ${at}`,
      text: `${text} says ${location}`,
      location,
      publishedAt: new Date(NOW.getTime() - 3 * DAY_MS - at * 1000),
    }));
  await hear(db, { sourceId, now: NOW }, [
    ...said('mill', 30, 'good tea'),
    ...said('mill', 10, 'bad bread'),
    ...said('dock', 15, 'bad tea'),
    ...said('park', 4, 'good tea'),
  ]);
});

afterAll(() => house.close());

describe('the index of places', () => {
  test('is told for every node, and ranks what has enough', async () => {
    const { nodes, ranking } = await json<{
      nodes: { key: string; name: string; index: { value: number } | null; coverage: number }[];
      ranking: { locationId: number; rank: number; best: number; worst: number }[];
    }>(house.call('GET', '/api/v1/locations/index?weeks=4'));
    expect(nodes.map(({ key, index }) => [key, index && Math.round(index.value)])).toEqual([
      // (34 − 25) / 59
      ['all', 58],
      ['DE', 58],
      ['DE/North', 58],
      [String(ids['dock']), 0],
      [String(ids['mill']), 75],
      [String(ids['park']), null],
    ]);
    expect(ranking.map(({ locationId }) => locationId)).toEqual([ids['mill'], ids['dock']]);
  });

  test('leaves as CSV', async () => {
    const answer = await house.call('GET', '/api/v1/locations/index?weeks=4&format=csv');
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toMatch(/^key,level,name,code,index,low,high,n,coverage,/);
    expect(lines.find((line) => line.includes('The mill'))).toMatch(/^\d+,place,The mill,mill,75,/);
  });

  test('changes with the weights, which need somebody who may set them and cannot all be 0', async () => {
    const weights = await json<Record<string, number>>(house.call('GET', '/api/v1/locations/index-weights'));
    expect(weights['net-sentiment-all']).toBe(30);
    const none = Object.fromEntries(Object.keys(weights).map((id) => [id, 0]));
    await json(house.call('PUT', '/api/v1/locations/index-weights', none), 422);
    const set = { ...none, 'net-sentiment-all': 10, nps: 30 };
    await json(house.call('PUT', '/api/v1/locations/index-weights', set));
    const { coverage } = await json<{ coverage: number }>(
      house.call('GET', `/api/v1/locations/${ids['mill']}/index?weeks=4`),
    );
    expect(coverage).toBe(0.25);
    await json(house.call('PUT', '/api/v1/locations/index-weights', weights));
    const page = await (await house.call('GET', '/locations?weeks=4')).text();
    expect(page).toContain('Set by operator');
  });
});

describe('a manager of a place', () => {
  let cookie: string;
  let managerId: number;

  beforeAll(async () => {
    await house.addUser('boss@example.com', 'admin');
    managerId = await house.addUser('mill@example.com', 'manager');
    await json(house.call('PATCH', `/api/v1/users/${managerId}`, { locationIds: [ids['mill']] }));
    cookie = await house.signIn('mill@example.com');
  });

  const ask = (path: string, init: RequestInit = {}) =>
    house.ask(path, { ...init, headers: { cookie, accept: 'text/html', ...init.headers } });

  test('begins at their own place, and sees of it what it is about', async () => {
    const start = await ask('/');
    expect([start.status, start.headers.get('location')]).toEqual([302, `/locations/${ids['mill']}`]);
    const page = await (await ask(`/locations/${ids['mill']}?weeks=4`)).text();
    expect(page).toContain('The mill');
    expect(page).toContain('good tea says mill');
    expect(page).not.toContain('dock');
    expect(page).not.toContain('The park');
    // No door that is closed to them is offered.
    for (const path of ['/feed', '/topics', '/alerts', '/settings', '/mentions/', '/sources']) {
      expect(page).not.toContain(`href="${path}`);
    }
    const own = await json<{ key: string }>(
      house.ask(`/api/v1/locations/${ids['mill']}/index`, { headers: { cookie } }),
    );
    expect(own.key).toBe(String(ids['mill']));
  });

  test('hears at the door that no place is set yet, and is not sent round in a circle', async () => {
    await house.addUser('new@example.com', 'manager');
    const headers = { cookie: await house.signIn('new@example.com'), accept: 'text/html' };
    const start = await house.ask('/', { headers });
    expect(start.status).toBe(403);
    const page = await start.text();
    expect(page).toContain('No place is set for you yet.');
    expect(page).not.toContain('Go to the overview');
  });

  test('is refused every other page and every route of the API', async () => {
    const document = await json<{ paths: Record<string, Record<string, unknown>> }>(
      house.ask('/api/v1/openapi.json', { headers: { cookie } }),
    );
    const { csrf } = {
      csrf: /name="csrf" value="([^"]+)"/.exec(await (await ask(`/locations/${ids['mill']}`)).text())?.[1],
    };
    expect(csrf).toBeTruthy();
    const opened: string[] = [];
    let tried = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        if (method === 'parameters') continue;
        tried += 1;
        const address = `/api/v1${path.replaceAll(/\{[^}]+\}/g, String(ids['dock']))}`;
        const answer = await house.ask(address, {
          method: method.toUpperCase(),
          headers: { cookie, 'x-csrf-token': csrf ?? '', 'content-type': 'application/json' },
          ...(method === 'get' ? {} : { body: '{}' }),
        });
        if (answer.status !== 403) opened.push(`${method} ${address}: ${answer.status}`);
      }
    }
    expect(tried).toBeGreaterThan(60);
    expect(opened).toEqual([]);
    const pages = [
      ...[
        '/feed',
        '/topics',
        '/topics/1',
        '/alerts',
        '/alerts/rules',
        '/sources',
        '/settings',
        '/promises',
        '/themes',
      ],
      ...[
        '/mentions/1',
        '/live',
        '/metrics',
        '/admin/queues',
        '/rules',
        '/accuracy',
        `/locations/${ids['dock']}`,
      ],
      ...[`/settings/managers/${managerId}`, '/api/v1/mentions/export', '/feed/export', '/locations/999'],
    ];
    for (const page of pages) expect([page, (await ask(page)).status]).toEqual([page, 403]);
    expect((await ask('/locations')).headers.get('location')).toBe(`/locations/${ids['mill']}`);
  });

  test('cannot make a token that reads more, and a token of theirs reads their place only', async () => {
    const { csrf } = {
      csrf: /name="csrf" value="([^"]+)"/.exec(await (await ask(`/locations/${ids['mill']}`)).text())?.[1],
    };
    const made = await house.ask('/api/v1/tokens', {
      method: 'POST',
      headers: { cookie, 'x-csrf-token': csrf ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'mine', scopes: ['read'] }),
    });
    expect(made.status).toBe(403);
  });

  test('loses a place at once when it is taken from them', async () => {
    await json(house.call('PATCH', `/api/v1/users/${managerId}`, { locationIds: [ids['dock']] }));
    expect((await ask(`/locations/${ids['mill']}`)).status).toBe(403);
    expect((await ask(`/locations/${ids['dock']}`)).status).toBe(200);
    await json(house.call('PATCH', `/api/v1/users/${managerId}`, { locationIds: [ids['mill']] }));
    await json(house.call('PATCH', `/api/v1/users/${managerId}`, { locationIds: [424_242] }), 422);
  });

  test('is mailed once a week about their own place, by the clocks of the workspace, until they lose it', async () => {
    const destination = {
      name: 'Company mail',
      kind: 'mail',
      settings: {
        to: 'team@example.com',
        from: 'e@example.com',
        host: 'mail.example',
        port: 587,
        password: 'x',
      },
    };
    const { id: throughId } = await json<{ id: number }>(
      house.call('POST', '/api/v1/destinations', destination),
      201,
    );
    const boss = await house.signIn('boss@example.com');
    const form = await (
      await house.ask(`/settings/managers/${managerId}`, { headers: { cookie: boss } })
    ).text();
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const sent = await house.ask(`/settings/managers/${managerId}/mail`, {
      method: 'POST',
      headers: { cookie: boss },
      body: new URLSearchParams({ csrf, through: String(throughId), weekday: '1', at: '08:00' }),
    });
    expect(sent.status, await sent.clone().text()).toBe(303);
    const { db } = house.deps;
    const digests = () => db<{ id: number; location_id: number }>`
      select d.* from digests d join place_mails m on m.digest_id = d.id`;
    expect((await digests()).map(({ location_id }) => location_id)).toEqual([ids['mill']]);
    const [address] = await db<{ settings: { to: string }; topic_ids: number[] }>`
      select settings, topic_ids from destinations where name = 'Manager mill@example.com'`;
    expect(address?.settings.to).toBe('mill@example.com');
    // Told of no alert: of no topic.
    expect(address?.topic_ids.map(Number)).toEqual([0]);
    now = new Date('2026-03-23T08:00:30Z');
    expect(await takeDueDigests(db, now)).toHaveLength(1);
    await json(house.call('PATCH', `/api/v1/users/${managerId}`, { disabled: true }));
    expect(await digests()).toEqual([]);
    expect(await db`select id from destinations where name = 'Manager mill@example.com'`).toEqual([]);
    now = NOW;
  });
});
