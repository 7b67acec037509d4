import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileArrivals } from '../../../src/store/inbox-filing.ts';
import { saveLocation } from '../../../src/store/workspace.ts';
import { LOCAL_OPERATOR, type Principal, type Role, scopesOf } from '../../../src/web/principal.ts';
import triage from '../../../workers/triage.ts';
import { addReadSource, hear, type Said } from '../../support/listening.ts';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

/*
 * The inbox as programs and people reach it over HTTP. Longer than 250 lines, because one story of two people and a
 * viewer runs through it.
 */

const START = new Date('2026-11-23T10:00:00Z'); // a Monday
let now = START;
const after = (minutes: number) => {
  now = new Date(START.getTime() + minutes * 60_000);
};

interface Item {
  readonly mentionId: number;
  readonly status: string;
  readonly score: number;
  readonly dueAt: string;
  readonly tags: string[];
  readonly claim: { userId: number; name: string; number: number } | null;
  readonly assignedTo: { id: number; name: string } | null;
  readonly mention: { text: string };
}

let house: WebHouse;
let sourceId: number;
let ada: number;
let bo: number;
beforeAll(async () => {
  house = await openWebHouse({ now: () => now });
  sourceId = await addReadSource(house.deps.db, 'Reviews', START);
  await saveLocation(house.deps.db, { code: 'mill', name: 'Mill' });
  ada = await house.addUser('ada@example.com', 'agent');
  bo = await house.addUser('bo@example.com', 'approver');
  await house.addUser('vic@example.com', 'viewer');
});
afterAll(() => house.close());

/** Asks as somebody who is signed in. */
async function as(
  who: Principal | number | Role,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const init = {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
  return house.app.request(`http://localhost/api/v1${path}`, init, { principal: principalOf(who) });
}

function principalOf(who: Principal | number | Role): Principal {
  if (typeof who === 'object') return who;
  const role = typeof who === 'string' ? who : who === bo ? 'approver' : 'agent';
  const userId = typeof who === 'number' ? who : undefined;
  return {
    kind: 'user',
    userId,
    name: who === ada ? 'Ada' : who === bo ? 'Bo' : role,
    scopes: scopesOf(role),
  };
}

const review = (externalId: string, text: string, value = 1): Said => ({
  externalId,
  text,
  kind: 'review',
  rating: { value, min: 1, max: 5 },
  publishedAt: now,
});

async function say(...said: Said[]): Promise<number[]> {
  const ids = await hear(house.deps.db, { sourceId, now }, said);
  while ((await fileArrivals(house.deps.db, now)) > 0);
  return ids;
}

async function list(query: string, who: Principal | number | Role = ada): Promise<Item[]> {
  return (await json<{ items: Item[] }>(as(who, 'GET', `/inbox?${query}`))).items;
}

const idsOf = (items: readonly Item[]) => items.map((item) => item.mentionId);

test('the list is in order of points, page by page', async () => {
  await say(...Array.from({ length: 7 }, (_, n) => review(`page-${n}`, 'bad', 1 + (n % 5))));
  const first = await json<{ items: Item[]; next: string }>(as(ada, 'GET', '/inbox?limit=3'));
  const second = await json<{ items: Item[]; next: string }>(
    as(ada, 'GET', `/inbox?limit=3&cursor=${first.next}`),
  );
  const third = await json<{ items: Item[]; next: null }>(
    as(ada, 'GET', `/inbox?limit=3&cursor=${second.next}`),
  );
  const all = [...first.items, ...second.items, ...third.items];
  expect(new Set(idsOf(all)).size).toBe(7);
  expect(third.next).toBeNull();
  const scores = all.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('words are found in any form of their language, Chinese by its characters, and a minus leaves out', async () => {
  const [late = 0, zh = 0, zip = 0] = await say(
    { ...review('w1', 'bad deliveries arrived late'), author: { name: 'Quentin' } },
    review('w2', 'bad 快递没有收到'),
    review('w3', 'bad zipper, late too'),
  );
  await house.deps.db`update mentions set language = 'en' where id in (${late}, ${zip})`;
  await house.deps.db`update mentions set language = 'zh' where id = ${zh}`;
  await house.deps.db`insert into inbox_arrivals values (${late}), (${zh}), (${zip})`;
  while ((await fileArrivals(house.deps.db, now)) > 0);
  expect(idsOf(await list('q=delivery'))).toEqual([late]);
  expect(idsOf(await list('q=late')).toSorted()).toEqual([late, zip].toSorted());
  expect(idsOf(await list('q=late+-zippers'))).toEqual([late]);
  expect(idsOf(await list(`q=${encodeURIComponent('收到')}`))).toEqual([zh]);
  expect(idsOf(await list(`q=${encodeURIComponent('快')}`))).toEqual([zh]);
  expect(idsOf(await list('q=quentin'))).toEqual([late]);
  expect(await list('q=zeppelin')).toEqual([]);
});

test('what is claimed is refused to others until it is taken over, of which the first one hears', async () => {
  const [id = 0] = await say(review('claim', 'bad'));
  const mine = await json<{ number: number }>(as(ada, 'POST', `/inbox/${id}/claim`));
  const refused = await json<Problem>(as(bo, 'POST', `/inbox/${id}/claim`), 409);
  expect(refused.detail).toContain('ada has this item open');
  const taken = await json<{ number: number }>(as(bo, 'POST', `/inbox/${id}/take-over`));
  expect(taken.number).toBeGreaterThan(mine.number);
  const lost = await json<{ until: null }>(as(ada, 'PUT', `/inbox/${id}/claim`, { number: mine.number }));
  expect(lost.until).toBeNull();
  const { notices } = await json<{ notices: unknown[] }>(as(ada, 'GET', '/inbox/notices'));
  expect(notices).toMatchObject([{ mentionId: id, kind: 'taken-over', actor: 'Bo' }]);
  expect((await as(ada, 'POST', '/inbox/notices/seen')).status).toBe(204);
  expect(await json(as(ada, 'GET', '/inbox/notices'))).toEqual({ notices: [] });
});

test('a claim that nobody works on is given back', async () => {
  const [id = 0] = await say(review('idle', 'bad'));
  await json(as(ada, 'POST', `/inbox/${id}/claim`));
  expect(await json(as(ada, 'GET', `/inbox/${id}`))).toMatchObject({ status: 'claimed' });
  after(11);
  await triage.work({}, { ...house.deps } as unknown as Parameters<typeof triage.work>[1]);
  expect(await json(as(ada, 'GET', `/inbox/${id}`))).toMatchObject({ status: 'new', claim: null });
});

test('several items are changed at once, but for those that somebody else has open, and put back by undo', async () => {
  const ids = await say(review('b1', 'bad'), review('b2', 'bad'), review('b3', 'bad'));
  const [first = 0, second = 0, third = 0] = ids;
  await json(as(bo, 'POST', `/inbox/${third}/claim`));
  const done = await json<{ batchId: number }>(
    as(ada, 'POST', '/inbox/changes', { deed: 'archive', mentionIds: ids }),
  );
  expect(done).toMatchObject({ mentionIds: [first, second], held: [third] });
  expect(idsOf(await list('view=done'))).toEqual(expect.arrayContaining([first, second]));
  await json(as(bo, 'POST', '/inbox/changes', { deed: 'tag', tag: ' Refund ', mentionIds: [second] }));
  const undone = await json(as(ada, 'POST', `/inbox/changes/${done.batchId}/undo`));
  // The second was touched by somebody since.
  expect(undone).toEqual({ mentionIds: [first] });
  expect((await as(ada, 'POST', `/inbox/changes/${done.batchId}/undo`)).status).toBe(404);
  expect(await json(as(ada, 'GET', `/inbox/${first}`))).toMatchObject({ status: 'new' });
  expect(await json(as(ada, 'GET', `/inbox/${second}`))).toMatchObject({
    status: 'archived',
    tags: ['refund'],
  });
});

test('whoever is named in a note or given an item finds it under mine', async () => {
  const [named = 0, given = 0] = await say(review('n1', 'bad'), review('n2', 'bad'));
  const note = await json(
    as(ada, 'POST', `/inbox/${named}/notes`, { text: 'Do you know this one, @bo?' }),
    201,
  );
  expect(note).toMatchObject({ named: ['bo'] });
  await json(as(ada, 'POST', '/inbox/changes', { deed: 'assign', userId: bo, mentionIds: [given] }));
  const mine = idsOf(await list('view=mine', bo));
  expect(mine).toEqual(expect.arrayContaining([named, given]));
  await json(as(bo, 'POST', `/inbox/${named}/claim`));
  const events = await json<{ events: { deed: string }[]; notes: unknown[] }>(
    as(bo, 'GET', `/inbox/${named}`),
  );
  expect(events.notes).toMatchObject([{ author: 'Ada', text: 'Do you know this one, @bo?' }]);
  expect(events.events.map(({ deed }) => deed)).toEqual(['noted', 'claimed']);
});

test('what is snoozed is out of the way until its time, and cannot be snoozed into the past', async () => {
  const [id = 0] = await say(review('z1', 'bad'));
  const until = new Date(now.getTime() + 60 * 60_000).toISOString();
  await json(as(ada, 'POST', '/inbox/changes', { deed: 'snooze', until, mentionIds: [id] }));
  expect(idsOf(await list('limit=200'))).not.toContain(id);
  expect(idsOf(await list('view=snoozed'))).toEqual([id]);
  const past = { deed: 'snooze', until: START.toISOString(), mentionIds: [id] };
  await json<Problem>(as(ada, 'POST', '/inbox/changes', past), 422);
  after(80);
  expect(idsOf(await list('limit=200'))).toContain(id);
});

test('a viewer sees everything and changes nothing; nobody without the scope is given an item', async () => {
  const [id = 0] = await say(review('v1', 'bad'));
  expect(idsOf(await list('limit=200', 'viewer'))).toContain(id);
  for (const [method, path, body] of [
    ['POST', `/inbox/${id}/claim`, undefined],
    ['POST', `/inbox/${id}/notes`, { text: 'x' }],
    ['POST', '/inbox/changes', { deed: 'archive', mentionIds: [id] }],
  ] as const) {
    expect((await as('viewer', method, path, body)).status).toBe(403);
  }
  expect((await as(ada, 'PATCH', '/inbox-settings', { leaseMinutes: 5 })).status).toBe(403);
  const [vic] = await house.deps.db<{ id: number }>`select id from users where email = 'vic@example.com'`;
  const refused = await json<Problem>(
    as(ada, 'POST', '/inbox/changes', { deed: 'assign', userId: vic?.id, mentionIds: [id] }),
    422,
  );
  expect(refused.detail).toContain('cannot work in the inbox');
});

test('whoever is limited to a location neither sees nor changes items of others', async () => {
  const [here = 0, there = 0] = await say({ ...review('l1', 'bad'), location: 'mill' }, review('l2', 'bad'));
  const [mill] = await house.deps.db<{ id: number }>`select id from locations where code = 'mill'`;
  const manager: Principal = { ...principalOf(ada), locationIds: [mill?.id ?? 0] };
  expect(idsOf(await list('limit=200', manager))).toEqual([here]);
  expect((await as(manager, 'GET', `/inbox/${there}`)).status).toBe(404);
  expect((await as(manager, 'POST', `/inbox/${there}/claim`)).status).toBe(404);
  const done = await json(
    as(manager, 'POST', '/inbox/changes', { deed: 'archive', mentionIds: [here, there] }),
  );
  expect(done).toMatchObject({ mentionIds: [here] });
});

test('other targets and hours move when answers are due', async () => {
  after(0);
  const [id = 0] = await say(review('t1', 'bad', 1));
  const due = async () => (await json<Item>(as(ada, 'GET', `/inbox/${id}`))).dueAt;
  expect(await due()).toBe('2026-11-23T14:00:00.000Z');
  const file = async () => {
    while ((await fileArrivals(house.deps.db, now)) > 0);
  };
  const target = await json<{ id: number }>(
    as(LOCAL_OPERATOR, 'POST', '/response-targets', { sourceId, minutes: 600 }),
    201,
  );
  await file();
  // Seven hours are left of Monday's eight, three fall on Tuesday.
  expect(await due()).toBe('2026-11-24T12:00:00.000Z');
  const week = [[[540, 1020]], [], [[540, 720]], [], [], [], []];
  await json(as(LOCAL_OPERATOR, 'PUT', '/business-hours/0', { week, holidays: ['2026-11-25'] }));
  await file();
  // Tuesday is closed, Wednesday a holiday: three hours of the next Monday.
  expect(await due()).toBe('2026-11-30T12:00:00.000Z');
  // The same from Bavaria, where the first Monday in question is none, and Friday the 25th of December is.
  await json(as(LOCAL_OPERATOR, 'PUT', '/business-hours/0', { week, holidayRegion: 'de-by' }));
  await file();
  expect(await due()).toBe('2026-11-25T12:00:00.000Z');
  expect((await as(LOCAL_OPERATOR, 'DELETE', `/response-targets/${target.id}`)).status).toBe(204);
  const nowhere = await as(LOCAL_OPERATOR, 'PUT', '/business-hours/0', { week, holidayRegion: 'DE-XX' });
  expect([nowhere.status, await nowhere.text()]).toEqual([422, expect.stringContaining('BY (Bayern)')]);
  const wrong = { week: [[[700, 600]], [], [], [], [], [], []] };
  expect((await as(LOCAL_OPERATOR, 'PUT', '/business-hours/0', wrong)).status).toBe(422);
});

test('points that were not typed are asked for, and change nothing', async () => {
  const { weights } = await json<{ weights: Record<string, number> }>(as(ada, 'GET', '/inbox-settings'));
  const typed = new URLSearchParams({ stars: '' });
  for (const [part, points] of Object.entries(weights)) if (part !== 'stars') typed.set(part, String(points));
  const answer = await house.call('POST', '/inbox/settings/weights', typed);
  expect([answer.status, await answer.text()]).toEqual([
    422,
    expect.stringContaining('Expected points like 20'),
  ]);
  expect((await json<{ weights: object }>(as(ada, 'GET', '/inbox-settings'))).weights).toEqual(weights);
});

test('other weights give another order', async () => {
  const settings = await json<{ weights: Record<string, number> }>(as(ada, 'GET', '/inbox-settings'));
  const weights = { ...settings.weights, negative: 0, stars: 0, age: 0, question: 50 };
  await json(as(LOCAL_OPERATOR, 'PATCH', '/inbox-settings', { weights }));
  const [asking = 0] = await say(review('o1', 'plain: do you open on Sundays?', 5));
  while ((await fileArrivals(house.deps.db, now)) > 0);
  expect((await list('limit=1'))[0]?.mentionId).toBe(asking);
  await json(as(LOCAL_OPERATOR, 'PATCH', '/inbox-settings', { weights: settings.weights }));
});

test('response times count answers of people, by person, location and source', async () => {
  after(0);
  const [first = 0, second = 0, rule = 0] = await say(
    { ...review('q1', 'bad'), location: 'mill' },
    review('q2', 'bad'),
    review('q3', 'bad'),
  );
  const day = { from: '2026-11-23', to: '2026-11-23' };
  const times = (by = '') =>
    json<{ total: Record<string, number>; by: Record<string, unknown>[] }>(
      as(
        ada,
        'GET',
        `/response-times?${new URLSearchParams({ ...day, only: 'reviews', ...(by ? { by } : {}) })}`,
      ),
    );
  const backwards = as(ada, 'GET', '/response-times?from=2026-11-23&to=2026-11-22');
  expect(await (await backwards).text()).toContain('The range runs backwards');
  const before = (await times()).total;
  after(60);
  await json(as(ada, 'POST', '/inbox/changes', { deed: 'replied', mentionIds: [first] }));
  after(180);
  await json(as(ada, 'POST', '/inbox/changes', { deed: 'replied', mentionIds: [second] }));
  const { setStatus } = await import('../../../src/store/inbox.ts');
  const automatic = {
    mentionId: rule,
    status: 'replied' as const,
    actor: 'Rule',
    now,
    detail: { how: 'automatic' as const },
  };
  await house.deps.db.transaction((sql) => setStatus(sql, automatic));
  const { total, by } = await times('person');
  expect(total['answered']).toBe((before['answered'] ?? 0) + 2);
  expect(total['automatic']).toBe(1);
  expect(total['medianSeconds']).toBe(7_200);
  expect(by).toMatchObject([{ id: ada, name: 'ada', answered: 2, medianSeconds: 7_200 }]);
  expect((await times('location')).by).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'Mill', answered: 1, medianSeconds: 3_600 })]),
  );
});

test('every deed is in the audit log, without a word of what was said', async () => {
  const rows = await house.deps.db<{ action: string; detail: unknown }>`select action, detail from audit_log`;
  const actions = rows.map(({ action }) => action);
  for (const action of [
    'archive inbox items',
    'assign inbox items',
    'take over inbox item',
    'note on inbox item',
  ]) {
    expect(actions).toContain(action);
  }
  expect(JSON.stringify(rows)).not.toContain('deliveries');
});
