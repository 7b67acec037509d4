import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeTopic } from '../../../src/alerting/judge-topic.ts';
import { insertAlertLink } from '../../../src/store/alert-links.ts';
import { listDeliveries } from '../../../src/store/deliveries.ts';
import { listDestinations, resealDestinations, sealPlace } from '../../../src/store/destinations.ts';
import { listUsers } from '../../../src/store/users.ts';
import { openVault } from '../../../src/store/vault.ts';
import { listLocations, saveLocation } from '../../../src/store/workspace.ts';
import watch from '../../../workers/watch.ts';
import { waysOver } from '../../support/alerting.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const NOW = new Date('2026-03-30T12:00:00Z');
const SLACK = { url: 'https://hooks.slack.example/services/very-secret' };

let house: WebHouse;
let now: Date;

beforeEach(async () => {
  now = NOW;
  house = await openWebHouse({ now: () => now });
});
afterEach(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer is read as it comes, and its fields are what is tested
async function json(answer: Promise<Response>): Promise<any> {
  return (await answer).json();
}

const prefixed = (settings: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`mail.${name}`, String(value)]));

/** A rule, two destinations, and one alert that the rule has raised. */
async function raiseOne(): Promise<number> {
  const add = (name: string, isSecondLine: boolean) =>
    house.call('POST', '/api/v1/destinations', { name, kind: 'slack', settings: SLACK, isSecondLine });
  await add('On call', false);
  await add('The boss', true);
  const rule = { name: 'Risk', kind: 'mention', topicId: 1, phrases: ['lawsuit'], escalateMinutes: 30 };
  expect((await house.call('POST', '/api/v1/alert-rules', rule)).status).toBe(201);
  const sourceId = await addReadSource(house.deps.db, 'A forum', NOW);
  const said = { externalId: 'x', text: 'bad: a lawsuit <script>alert(1)</script>', publishedAt: NOW };
  await hear(house.deps.db, { sourceId, now: NOW }, [said]);
  await judgeTopic(house.deps.db, 1, NOW);
  const { alerts } = await json(house.call('GET', '/api/v1/alerts'));
  expect(alerts).toHaveLength(1);
  return alerts[0].id;
}

async function linkTo(alertId: number | undefined): Promise<string> {
  const token = `token-of-${alertId}`;
  const [destination] = await listDestinations(house.deps.db);
  await insertAlertLink(house.deps.db, {
    tokenHash: createHash('sha256').update(token).digest('base64url'),
    alertId,
    destinationId: destination?.id ?? 0,
    expiresAt: new Date(NOW.getTime() + 1_000),
    now: NOW,
  });
  return token;
}

const stateOf = async () => {
  const [open, closed] = await Promise.all([
    json(house.call('GET', '/api/v1/alerts')),
    json(house.call('GET', '/api/v1/alerts?state=closed')),
  ]);
  return [...open.alerts, ...closed.alerts][0]?.state;
};

describe('an alert', () => {
  test('is acknowledged and resolved over the API, once each, and written down', async () => {
    const id = await raiseOne();
    const acknowledge = () =>
      house.call('POST', `/api/v1/alerts/${id}/acknowledge`, { note: 'calling them' });
    expect(await json(acknowledge())).toMatchObject({ state: 'acknowledged' });
    await acknowledge();
    expect(await json(house.call('POST', `/api/v1/alerts/${id}/resolve`, {}))).toMatchObject({
      state: 'resolved',
    });
    const page = await (await house.call('GET', `/alerts/${id}`)).text();
    expect(page.match(/acknowledged/g)).toHaveLength(1);
    expect(page).toContain('calling them');
    expect(page).not.toContain('<script>alert(1)');
  });

  test('may be handled by agents and not by viewers', async () => {
    const id = await raiseOne();
    await house.addUser('viewer@example.com', 'viewer');
    await house.addUser('agent@example.com', 'agent');
    for (const [email, status] of [
      ['viewer@example.com', 403],
      ['agent@example.com', 303],
    ] as const) {
      const cookie = await house.signIn(email);
      const form = await (await house.ask(`/alerts/${id}`, { headers: { cookie } })).text();
      const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
      const body = new URLSearchParams({ csrf, note: '' });
      const answer = await house.ask(`/alerts/${id}/acknowledge`, {
        method: 'POST',
        body,
        headers: { cookie },
      });
      expect(answer.status).toBe(status);
    }
    expect(await stateOf()).toBe('acknowledged');
  });

  test('is handled through a link in a message: looking changes nothing, the button does, until it runs out', async () => {
    const token = await linkTo(await raiseOne());
    const page = await house.ask(`/a/${token}`);
    expect(page.status).toBe(200);
    expect(await stateOf()).toBe('open');
    const body = () => new URLSearchParams({ deed: 'false-alarm', note: '' });
    const forged = await house.ask(`/a/${token}`, {
      method: 'POST',
      body: body(),
      headers: { origin: 'https://evil.example' },
    });
    expect(forged.status).toBe(403);
    expect((await house.ask(`/a/${token}`, { method: 'POST', body: body() })).status).toBe(303);
    expect(await stateOf()).toBe('false_alarm');
    expect((await json(house.call('GET', '/api/v1/alert-rules'))).rules[1].record.wrong).toBe(1);
    now = new Date(NOW.getTime() + 2_000);
    expect((await house.ask(`/a/${token}`)).status).toBe(404);
  });

  test('is given to somebody and opened again through the link, and only to who may handle it', async () => {
    const id = await raiseOne();
    const token = await linkTo(id);
    await house.addUser('agent@example.com', 'agent');
    await house.addUser('viewer@example.com', 'viewer');
    const users = await listUsers(house.deps.db);
    const idOfUser = (email: string) => users.find((user) => user.email === email)?.id ?? 0;
    const page = await (await house.ask(`/a/${token}`)).text();
    expect(page).toContain(`<option value="${idOfUser('agent@example.com')}"`);
    expect(page).not.toContain(`<option value="${idOfUser('viewer@example.com')}"`);
    const press = (fields: Record<string, string>) =>
      house.ask(`/a/${token}`, { method: 'POST', body: new URLSearchParams(fields) });
    const agent = String(idOfUser('agent@example.com'));
    expect((await press({ deed: 'assign', user: agent })).status).toBe(303);
    expect((await press({ deed: 'assign', user: String(idOfUser('viewer@example.com')) })).status).toBe(422);
    expect((await press({ deed: 'resolve' })).status).toBe(303);
    expect((await press({ deed: 'reopen' })).status).toBe(303);
    const alert = await json(house.call('GET', `/api/v1/alerts/${id}`));
    expect(alert).toMatchObject({ state: 'open', assignee: { id: Number(agent) } });
    expect(
      alert.events.map(({ actor, deed }: { actor: string; deed: string }) => `${actor} ${deed}`),
    ).toEqual([
      'Earshot raised',
      expect.stringMatching(/^somebody at On call given to /),
      'somebody at On call resolved',
      'somebody at On call opened again',
    ]);
    expect(await (await house.ask(`/a/${token}`)).text()).toContain('is in charge');
  });

  test('is given to somebody and taken from them over the API', async () => {
    const id = await raiseOne();
    await house.addUser('agent@example.com', 'agent');
    const agent = (await listUsers(house.deps.db)).find(({ email }) => email === 'agent@example.com');
    const give = (userId: number | null) => house.call('PUT', `/api/v1/alerts/${id}/assignee`, { userId });
    expect(await json(give(agent?.id ?? 0))).toMatchObject({ assignee: { id: agent?.id } });
    expect(await json(give(null))).toMatchObject({ assignee: null });
    expect((await give(4_711)).status).toBe(404);
  });

  test('tells the second line when nobody takes it in time, and only then', async () => {
    const id = await raiseOne();
    const { deps } = house;
    const work = { ...deps, ...waysOver(deps.http), random: Math.random };
    const politeness = { hostGapMs: 0, minIntervalMs: 1_000 };
    const look = () => watch.work({}, { ...work, politeness });
    const told = async () =>
      (await listDeliveries(deps.db, { alertId: id, limit: 9 })).map(
        ({ destinationName }) => destinationName,
      );
    now = new Date(NOW.getTime() + 29 * 60_000);
    await look();
    expect(await told()).toEqual(['On call']);
    now = new Date(NOW.getTime() + 31 * 60_000);
    await look();
    await look();
    expect(await told()).toEqual(['The boss', 'On call']);
  });

  test('that somebody has taken is not told to whom it was not told yet', async () => {
    const id = await raiseOne();
    await house.call('POST', `/api/v1/alerts/${id}/acknowledge`, {});
    expect(await listDeliveries(house.deps.db, { alertId: id, limit: 9 })).toMatchObject([
      { state: 'dropped' },
    ]);
  });
});

describe('destinations', () => {
  test('never show their secrets again', async () => {
    await raiseOne();
    const answers = ['/api/v1/destinations', '/api/v1/deliveries', '/settings/destinations'];
    for (const path of answers) {
      expect(await (await house.call('GET', path)).text()).not.toContain('very-secret');
    }
  });

  test('can be left with one click, as mail programs do it', async () => {
    await raiseOne();
    const token = await linkTo(undefined);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await house.ask(`/leave/${token}`, { method: 'POST', body })).status).toBe(200);
    expect((await listDestinations(house.deps.db)).map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  test('are changed, and keep the secrets that are not typed anew', async () => {
    const mail = {
      to: 'ann@example.com',
      from: 'us@example.com',
      host: 'mail.example',
      port: 587,
      password: 'open sesame',
    };
    const made = await json(
      house.call('POST', '/api/v1/destinations', { name: 'Ann', kind: 'mail', settings: mail }),
    );
    const path = `/api/v1/destinations/${made.id}`;
    const changed = await json(
      house.call('PATCH', path, {
        name: 'Anna',
        settings: { to: 'anna@example.com' },
        leastSeverity: 'critical',
      }),
    );
    expect(changed).toMatchObject({
      name: 'Anna',
      leastSeverity: 'critical',
      settings: { to: 'anna@example.com' },
    });
    const secretsOf = async () => {
      const destination = (await listDestinations(house.deps.db)).find(({ id }) => id === made.id);
      if (!destination) throw new Error('expected the destination');
      return house.deps.vault.open(destination.sealed, sealPlace(destination.name));
    };
    expect(JSON.parse(await secretsOf())).toEqual({ password: 'open sesame' });
    expect(JSON.stringify(changed)).not.toContain('open sesame');
    await house.call('PATCH', path, { settings: { password: 'another' } });
    expect(JSON.parse(await secretsOf())).toEqual({ password: 'another' });
  });

  test('send a kept secret to no other place than the one it was typed for', async () => {
    const mail = {
      to: 'ann@example.com',
      from: 'us@example.com',
      host: 'mail.example',
      port: 587,
      password: 'open sesame',
    };
    const made = await json(
      house.call('POST', '/api/v1/destinations', { name: 'Ann', kind: 'mail', settings: mail }),
    );
    const move = (settings: object) => house.call('PATCH', `/api/v1/destinations/${made.id}`, { settings });
    const refused = await move({ host: 'evil.example' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('enter “Password” again');
    expect((await move({ host: 'other.example', password: 'known' })).status).toBe(200);
  });

  test('are changed on the page, where an empty secret stays and an emptied setting goes', async () => {
    const mail = { to: 'ann@example.com', from: 'us@example.com', host: 'mail.example', port: 587 };
    const settings = { ...mail, security: 'tls', user: 'ann', password: 'open sesame' };
    const made = await json(
      house.call('POST', '/api/v1/destinations', { name: 'Ann', kind: 'mail', settings }),
    );
    await house.addUser('admin@example.com', 'admin');
    const cookie = await house.signIn('admin@example.com');
    const form = await (await house.ask('/settings/destinations', { headers: { cookie } })).text();
    expect(form).toContain('value="mail.example"');
    expect(form).not.toContain('open sesame');
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const entries = {
      name: 'Ann',
      kind: 'mail',
      ...prefixed({ ...mail, port: '587', security: 'tls', user: '', password: '' }),
    };
    const answer = await house.ask(`/settings/destinations/${made.id}`, {
      method: 'POST',
      body: new URLSearchParams({ csrf, ...entries }),
      headers: { cookie },
    });
    expect(await answer.text()).toContain('“Ann” is changed');
    const [destination] = await listDestinations(house.deps.db);
    if (!destination) throw new Error('expected the destination');
    expect(destination.settings).toEqual({ ...mail, port: '587', security: 'tls' });
    const secrets = house.deps.vault.open(destination.sealed, sealPlace('Ann'));
    expect(JSON.parse(secrets)).toEqual({ password: 'open sesame' });
  });

  test('are sealed anew when the key changes, and what no key opens is left as it is', async () => {
    await raiseOne();
    const { db } = house.deps;
    const old = 'a key for tests of thirty-two characters';
    const vault = openVault(['another key of at least thirty-two characters', old]);
    expect(await resealDestinations(db, vault)).toBe(2);
    expect(await resealDestinations(db, vault)).toBe(0);
    const onlyNew = openVault(['another key of at least thirty-two characters']);
    const [destination] = await listDestinations(db);
    if (!destination) throw new Error('expected a destination');
    expect(onlyNew.open(destination.sealed, sealPlace(destination.name))).toContain('very-secret');
    expect(
      await resealDestinations(db, openVault(['a third key that nobody has sealed anything with'])),
    ).toBe(0);
  });

  test('that messages do not get to are in the status, until they are given up', async () => {
    const id = await raiseOne();
    const [delivery] = await listDeliveries(house.deps.db, { alertId: id, limit: 1 });
    await house.deps.db`update deliveries set state = 'parked', last_error = 'It answered 404'`;
    const troubled = async () => (await json(house.call('GET', '/api/v1/status'))).destinations.troubled;
    expect(await troubled()).toEqual([{ name: 'On call', parked: 1, retrying: 0, error: 'It answered 404' }]);
    expect((await house.call('POST', `/settings/deliveries/${delivery?.id}/give-up`, '')).status).toBe(303);
    expect(await troubled()).toEqual([]);
  });

  test('say what is missing', async () => {
    const answer = await house.call('POST', '/api/v1/destinations', {
      name: 'x',
      kind: 'ntfy',
      settings: {},
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Expected');
    const mail = await house.call('POST', '/api/v1/destinations', { name: 'x', kind: 'mail', settings: {} });
    expect(await mail.text()).toContain('Expected the name of a mail server.');
  });

  test('a webhook made over the API gives its signing secret once, and never again', async () => {
    const settings = { url: 'https://hooks.example.com/earshot' };
    const made = await json(
      house.call('POST', '/api/v1/destinations', { name: 'Ours', kind: 'webhook', settings }),
    );
    expect(made.signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await (await house.call('GET', '/api/v1/destinations')).text();
    expect(listed).toContain('"Ours"');
    expect(listed).not.toContain('whsec_');
    expect((await house.call('DELETE', `/api/v1/destinations/${made.id}`)).status).toBe(204);
  });
});

describe('rules', () => {
  test('are changed field by field, and refuse what they cannot do', async () => {
    const rule = { name: 'Spikes', kind: 'spike', topicId: 1, minimumN: 7 };
    const { id } = await json(house.call('POST', '/api/v1/alert-rules', rule));
    const changed = await json(house.call('PATCH', `/api/v1/alert-rules/${id}`, { sensitivity: 'more' }));
    expect(changed).toMatchObject({ sensitivity: 'more', minimumN: 7, name: 'Spikes' });
    const refused = await house.call('POST', '/api/v1/alert-rules', {
      name: 'x',
      kind: 'mention',
      topicId: 1,
    });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Say which mentions');
    expect((await house.call('POST', '/api/v1/alert-rules', rule)).status).toBe(409);
  });

  test('on an area are made on the page and over the API, take the place of a location, and know no other', async () => {
    const { db } = house.deps;
    await saveLocation(db, { code: 'kiel', name: 'Kiel', region: 'North', country: 'DE' });
    const [kiel] = await listLocations(db);
    const form = await (await house.call('GET', '/alerts/rules/new')).text();
    for (const option of ['value="DE">Germany: every place', 'value="DE/North">North, Germany: every place'])
      expect(form).toContain(option);
    await house.addUser('agent@example.com', 'agent');
    const cookie = await house.signIn('agent@example.com');
    const page = await (await house.ask('/alerts/rules/new', { headers: { cookie } })).text();
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({
      csrf,
      name: 'North',
      kind: 'spike',
      topic: '1',
      location: 'DE/North',
    });
    const made = await house.ask('/alerts/rules', { method: 'POST', body, headers: { cookie } });
    const shown = await house.ask(made.headers.get('location') ?? '', { headers: { cookie } });
    expect(await shown.text()).toContain('More unhappy people than usual in Everything, North, Germany');
    const { rules } = await json(house.call('GET', '/api/v1/alert-rules'));
    const rule = rules.find(({ name }: { name: string }) => name === 'North');
    expect(rule).toMatchObject({ area: 'DE/North', locationId: null });
    const change = (fields: object) => house.call('PATCH', `/api/v1/alert-rules/${rule.id}`, fields);
    expect(await json(change({ locationId: kiel?.id }))).toMatchObject({ area: null, locationId: kiel?.id });
    expect(await json(change({ area: 'DE' }))).toMatchObject({ area: 'DE', locationId: null });
    expect((await change({ area: 'DE', locationId: kiel?.id })).status).toBe(422);
    const unknown = await change({ area: 'DE/Nort' });
    expect([unknown.status, await unknown.text()]).toEqual([
      422,
      expect.stringContaining('No location lies in'),
    ]);
    const destination = { name: 'North', kind: 'slack', settings: SLACK, areas: ['DE/North'] };
    expect(await json(house.call('POST', '/api/v1/destinations', destination))).toMatchObject({
      areas: ['DE/North'],
      locationIds: [],
    });
    expect(await (await house.call('GET', '/settings/destinations')).text()).toContain(
      'Alerts about any topic, anywhere in North, Germany',
    );
  });

  test('take the time of what they missed from the clocks of the workspace', async () => {
    await house.deps.db`update workspace set time_zone = 'America/New_York'`;
    const rule = { name: 'Spikes', kind: 'spike', topicId: 1 };
    const { id } = await json(house.call('POST', '/api/v1/alert-rules', rule));
    expect(await (await house.call('GET', `/alerts/rules/${id}`)).text()).toContain('America/New_York');
    await house.addUser('agent@example.com', 'agent');
    const cookie = await house.signIn('agent@example.com');
    const page = await (await house.ask(`/alerts/rules/${id}`, { headers: { cookie } })).text();
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ csrf, at: '2026-03-20T14:30', note: 'nobody was told' });
    await house.ask(`/alerts/rules/${id}/missed`, { method: 'POST', body, headers: { cookie } });
    const [missed] = await house.deps.db<{ at: Date }>`select at from missed_alerts`;
    expect(missed?.at).toEqual(new Date('2026-03-20T18:30:00Z'));
    // The script says whose clock it was.
    body.set('zone', 'Asia/Tokyo');
    await house.ask(`/alerts/rules/${id}/missed`, { method: 'POST', body, headers: { cookie } });
    const marks = await json(house.call('GET', `/api/v1/alert-rules/${id}/missed`));
    expect(marks.missed.map(({ at }: { at: string }) => at)).toEqual([
      '2026-03-20T18:30:00.000Z',
      '2026-03-20T05:30:00.000Z',
    ]);
    body.set('zone', 'Nowhere/Land');
    const answer = await house.ask(`/alerts/rules/${id}/missed`, {
      method: 'POST',
      body,
      headers: { cookie },
    });
    expect(answer.status).toBe(400);
  });

  test('are measured by what people say of their alerts and by what was missed, which can be taken back', async () => {
    const id = await raiseOne();
    await house.call('POST', `/api/v1/alerts/${id}/resolve`, {});
    const ruleOf = async () => (await json(house.call('GET', '/api/v1/alert-rules'))).rules[1];
    const { id: ruleId } = await ruleOf();
    const path = `/api/v1/alert-rules/${ruleId}/missed`;
    const missed = { at: '2026-03-20T18:30:00Z', note: 'a lawyer called' };
    const { id: mark } = await json(house.call('POST', path, missed));
    expect((await house.call('POST', path, { at: '2027-01-01T00:00:00Z' })).status).toBe(422);
    expect((await ruleOf()).record).toMatchObject({ right: 1, missed: 1, precision: 1, recall: 0.5 });
    const page = await (await house.call('GET', `/alerts/rules/${ruleId}`)).text();
    expect(page).toContain('a lawyer called');
    expect(page).toContain('precision 100\u00a0%, recall 50\u00a0%');
    expect((await house.call('DELETE', `${path}/${mark}`)).status).toBe(204);
    expect((await house.call('DELETE', `${path}/${mark}`)).status).toBe(404);
    expect((await ruleOf()).record).toMatchObject({ missed: 0, recall: 1 });
  });

  test('on a number are made, shown and tried, and refuse what is no change', async () => {
    const condition = { metric: 'net_sentiment', direction: 'falls', changeAtLeast: 10, windowDays: 1 };
    const rule = { name: 'Mood', kind: 'metric', topicId: 1, minimumN: 30, condition };
    expect(await json(house.call('POST', '/api/v1/alert-rules', rule))).toMatchObject({ condition });
    const page = await (await house.call('GET', '/alerts/rules')).text();
    expect(page).toContain('falls by 10 points or more against its 28-day usual');
    const bare = { name: 'x', kind: 'metric', topicId: 1 };
    expect((await house.call('POST', '/api/v1/alert-rules', bare)).status).toBe(422);
    const impossible = {
      ...rule,
      name: 'x',
      condition: { ...condition, metric: 'volume', changeAtLeast: 100 },
    };
    expect((await house.call('POST', '/api/v1/alert-rules', impossible)).status).toBe(422);
    expect(await json(house.call('POST', '/api/v1/alert-rules/back-test', rule))).toMatchObject({
      found: [],
    });
  });

  test('tried on the past are held against what people said of their alerts and of what was missed', async () => {
    const id = await raiseOne();
    const { rules } = await json(house.call('GET', '/api/v1/alert-rules'));
    const { id: ruleId, ...rule } = rules.find(({ kind }: { kind: string }) => kind === 'mention');
    const missed = { at: '2026-03-20T18:30:00Z', note: 'another law suit' };
    await house.call('POST', `/api/v1/alert-rules/${ruleId}/missed`, missed);
    const tried = async (change: object = {}, days = 60) => {
      const answer = house.call('POST', `/api/v1/alert-rules/back-test?days=${days}&rule=${ruleId}`, {
        ...rule,
        ...change,
      });
      const { marks, told } = await json(answer);
      return { marks, told };
    };
    await house.call('POST', `/api/v1/alerts/${id}/resolve`, {});
    expect(await tried()).toEqual({ marks: { real: 2, false: 0 }, told: { real: 1, false: 0 } });
    expect((await tried({}, 5)).marks).toEqual({ real: 1, false: 0 });
    await house.call('POST', `/api/v1/alerts/${id}/false-alarm`, {});
    expect(await tried()).toEqual({ marks: { real: 1, false: 1 }, told: { real: 0, false: 1 } });
    expect((await tried({ phrases: ['avalanche'] })).told).toEqual({ real: 0, false: 0 });
    const query = new URLSearchParams({ name: 'Risk', kind: 'mention', topic: '1', phrases: 'lawsuit' });
    const page = await (await house.call('GET', `/alerts/rules/${ruleId}?${query}`)).text();
    expect(page.replace(/\s+/g, ' ')).toContain(
      'Of 1 real incident that people marked in these days it would have told of 0, and raised 1 of 1 false alarm again.',
    );
  });

  test('can be tried on the past before they are made', async () => {
    await raiseOne();
    const query = new URLSearchParams({ name: 'x', kind: 'mention', topic: '1', phrases: 'lawsuit' });
    const page = await (await house.call('GET', `/alerts/rules/new?${query}`)).text();
    expect(page).toContain('1 alert in the last 60 days');
    query.set('days', '7');
    expect(await (await house.call('GET', `/alerts/rules/new?${query}`)).text()).toContain(
      '1 alert in the last 7 days',
    );
    const rule = { name: 'x', kind: 'spike', topicId: 1 };
    expect(await json(house.call('POST', '/api/v1/alert-rules/back-test', rule))).toMatchObject({
      found: [],
      bySensitivity: [{ sensitivity: 'fewer', alerts: 0 }, { alerts: 0 }, { alerts: 0 }],
    });
  });
});
