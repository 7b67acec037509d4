import { afterAll, beforeAll, expect, test } from 'vitest';
import { kpiSeries } from '../../../src/kpis/reading/read-kpis.ts';
import { addReadSource, hear } from '../../support/listening.ts';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const DAY_MS = 86_400_000;
let house: WebHouse;
let sourceId: number;

beforeAll(async () => {
  house = await openWebHouse({ now: () => NOW });
  sourceId = await addReadSource(house.deps.db, 'Letters', NOW);
  const said = (count: number, text: string, daysAgo: number) =>
    Array.from({ length: count }, (_, at) => ({
      externalId: `${text} ${daysAgo} ${at}`,
      text,
      publishedAt: new Date(NOW.getTime() - daysAgo * DAY_MS - at * 1000),
    }));
  await hear(house.deps.db, { sourceId, now: NOW }, [
    ...said(12, 'good tea', 3),
    ...said(28, 'bad tea', 2),
    ...said(4, 'plain tea', 1),
    ...said(9, 'good bread', 1),
    // The period before.
    ...said(30, 'good tea', 100),
    ...said(10, 'bad tea', 101),
  ]);
});

afterAll(() => house.close());

interface Answer {
  from: string;
  promises: {
    promise: { id: number };
    positive: number;
    neutral: number;
    negative: number;
    customers: { value: number; low: number; high: number; n: number } | null;
    before: { value: number; n: number } | null;
    team: { value: number; people: number } | null;
    gap: { value: number; isClear: boolean } | null;
    trend: { from: string; customers: { n: number } | null }[];
  }[];
}

const mirrors = (query = '') => json<Answer>(house.call('GET', `/api/v1/promises${query}`));

test('a promise is set beside what customers say of its aspects, with the gap to what the team believes', async () => {
  const made = await json<{ id: number }>(
    house.call('POST', '/api/v1/promises', { text: 'The best tea in town', aspects: ['tea'] }),
    201,
  );
  const { promises, from } = await mirrors();
  expect(from).toBe('2025-12-21');
  expect(promises).toHaveLength(1);
  expect(promises[0]).toMatchObject({ positive: 12, neutral: 4, negative: 28, team: null, gap: null });
  expect(promises[0]?.customers).toMatchObject({ value: 30, n: 40 });
  expect(promises[0]?.before).toMatchObject({ value: 75, n: 40 });
  await json(
    house.call('POST', `/api/v1/promises/${made.id}/assessments`, { score: 80, note: 'tasted it' }),
    201,
  );
  const [mirror] = (await mirrors()).promises;
  expect(mirror?.team).toMatchObject({ value: 80, people: 1 });
  expect(mirror?.gap).toMatchObject({ value: 50, isClear: true });
  expect(mirror?.trend.at(-1)?.customers?.n).toBe(40);
});

test('how far promises are kept is a KPI, too', async () => {
  const cut = { from: '2026-03-16', to: '2026-03-22', by: 'whole', timeZone: 'UTC' } as const;
  const series = await kpiSeries(house.deps.db, ['brand-promise'], cut);
  expect(series.get('brand-promise')).toMatchObject([{ value: 30, n: 40, parts: { neutral: 4 } }]);
});

test('too little said gives no gap', async () => {
  const { id } = await json<{ id: number }>(
    house.call('POST', '/api/v1/promises', { text: 'Fresh bread', aspects: ['bread'] }),
    201,
  );
  await json(house.call('POST', `/api/v1/promises/${id}/assessments`, { score: 10 }), 201);
  const mirror = (await mirrors()).promises.find(({ promise }) => promise.id === id);
  expect(mirror).toMatchObject({ positive: 9, negative: 0, gap: null });
});

test('the evidence is the mentions themselves, and follows what happens to them', async () => {
  const [{ promise }] = (await mirrors()).promises as [Answer['promises'][0]];
  const path = `/api/v1/promises/${promise.id}/evidence?limit=100`;
  const before = await json<{ for: { text: string }[]; against: { id: number; text: string }[] }>(
    house.call('GET', path),
  );
  expect(before.for.map(({ text }) => text)).toEqual(Array.from({ length: 12 }, () => 'good tea'));
  expect(before.against).toHaveLength(28);
  // Edited at its source: it praises now.
  await hear(house.deps.db, { sourceId, now: NOW }, [
    {
      externalId: 'bad tea 2 0',
      text: 'good tea after all',
      publishedAt: new Date(NOW.getTime() - 2 * DAY_MS),
    },
  ]);
  const after = await json<{ for: unknown[]; against: unknown[] }>(house.call('GET', path));
  expect([after.for.length, after.against.length]).toEqual([13, 27]);
  expect((await mirrors()).promises[0]).toMatchObject({ positive: 13, negative: 27 });
});

test('it leaves as CSV, with no cell that a spreadsheet would run', async () => {
  await json(house.call('POST', '/api/v1/promises', { text: '=cmd()', aspects: ['tea', 'bread'] }), 201);
  const answer = await house.call('GET', '/api/v1/promises?format=csv');
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toContain('share_positive');
  expect(lines[3]).toMatch(/^'=cmd\(\),tea bread,Everything,22,4,27,/);
});

test('only who may change topics makes promises, and only who may correct labels assesses them', async () => {
  await house.addUser('viewer@example.com', 'viewer');
  await house.addUser('agent@example.com', 'agent');
  const ask = async (email: string, path: string, body: unknown) => {
    const cookie = await house.signIn(email);
    const { csrfToken } = await json<{ csrfToken: string }>(
      house.ask('/api/v1/session', { headers: { cookie } }),
    );
    return house.ask(path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify(body),
    });
  };
  const promise = { text: 'X', aspects: ['tea'] };
  expect((await ask('agent@example.com', '/api/v1/promises', promise)).status).toBe(403);
  expect((await ask('viewer@example.com', '/api/v1/promises/1/assessments', { score: 1 })).status).toBe(403);
  expect((await ask('agent@example.com', '/api/v1/promises/1/assessments', { score: 40 })).status).toBe(201);
  expect((await mirrors()).promises[0]?.team).toMatchObject({ people: 2, value: 60 });
});

test('a wrong number, a promise that is not there and a backwards range are refused in words', async () => {
  await json(house.call('POST', '/api/v1/promises/1/assessments', { score: 101 }), 400);
  await json(house.call('POST', '/api/v1/promises/99/assessments', { score: 1 }), 404);
  const refused = await json<Problem>(
    house.call('GET', '/api/v1/promises?from=2026-03-02&to=2026-03-01'),
    422,
  );
  expect(refused.detail).toContain('backwards');
});

test('a changed promise asks other aspects, and a removed one is gone with its assessments', async () => {
  await json(house.call('PUT', '/api/v1/promises/1', { text: 'Tea and bread', aspects: ['tea', 'bread'] }));
  expect((await mirrors()).promises[0]).toMatchObject({ positive: 22, negative: 27 });
  expect((await house.call('DELETE', '/api/v1/promises/1')).status).toBe(204);
  expect((await mirrors()).promises.map(({ promise }) => promise.id)).not.toContain(1);
});
