import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OwnerReply } from '../../src/domain/mention.ts';
import { kpiByLocation, kpiSeries } from '../../src/kpis/reading/read-kpis.ts';
import { findDifferences, recount, rewriteCells } from '../../src/store/cells.ts';
import { removeMentions } from '../../src/store/removals.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import { answersOf, type KpiHouse, openKpiHouse } from '../support/kpi-house.ts';
import { addReadSource, hear, type Said } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const NOW = new Date('2026-04-01T00:00:00Z');
const store = await openTestStore();
let house: KpiHouse;
let brand: number;
let rival: number;
let said = 0;

beforeAll(async () => {
  house = await openKpiHouse(store);
  await saveLocation(store, { code: 'mill', name: 'Mill' });
  brand = (await insertTopic(store, { name: 'Acme', kind: 'brand', query: 'acme' })).id;
  const shop = await addReadSource(store, 'Shop', NOW);
  const forum = await addReadSource(store, 'Forum', NOW);
  await hear(store, { sourceId: shop, now: NOW }, [
    review('good acme', 5, '2026-03-02', { location: 'mill', ownerReply: after('2026-03-02', 2) }),
    review('good acme', 4, '2026-03-03', { location: 'mill', ownerReply: after('2026-03-03', 10) }),
    review('bad acme', 1, '2026-03-04', { ownerReply: after('2026-03-04', 30) }),
    review('plain acme', 3, '2026-03-05', { touchpoint: 'receive' }),
    // The reply stands below an older wording.
    review('bad acme', 2, '2026-03-06', { ownerReply: after('2026-03-06', -5) }),
  ]);
  await hear(store, { sourceId: forum, now: NOW }, [
    { externalId: 'f1', text: 'good zenith', publishedAt: new Date('2026-03-09T12:00:00Z') },
    // A place that shows no replies says nothing about them.
    review('good zenith', 5, '2026-03-10'),
  ]);
  await house.save({
    answers: answersOf('nps', [10], { comment: 'good help', segment: 'new', touchpoint: 'help' }),
  });
});
afterAll(() => store.close());

test('net sentiment counts everybody, or those with an opinion', async () => {
  const series = await kpiSeries(store, ['net-sentiment-all', 'net-sentiment-opinionated'], {
    ...MARCH,
    by: 'whole',
    timeZone: 'UTC',
    topicId: brand,
  });
  expect(series.get('net-sentiment-all')).toMatchObject([
    { value: 0, n: 5, parts: { positive: 2, negative: 2 } },
  ]);
  expect(series.get('net-sentiment-opinionated')).toMatchObject([{ value: 0, n: 4 }]);
  expect(await house.whole('net-sentiment-all', { ...MARCH, touchpoint: 'receive' })).toMatchObject({
    value: 0,
    n: 1,
  });
  expect(await house.whole('net-sentiment-all', { ...MARCH, segment: 'new' })).toMatchObject({
    value: 100,
    n: 1,
  });
});

test('the average rating has its interval from the stars themselves', async () => {
  const point = await house.whole('average-rating', { ...MARCH, topicId: brand });
  expect(point).toMatchObject({ value: 3, n: 5 });
  // 5, 4, 1, 3, 2: sd = √2.5, t(4) = 2.776.
  expect(point.low).toBeCloseTo(3 - 2.776445 * Math.sqrt(2.5 / 5), 4);
  expect((await kpiByLocation(store, 'average-rating', { ...MARCH, timeZone: 'UTC' })).size).toBe(1);
});

describe('share of voice', () => {
  test('needs somebody to compare with', async () => {
    const point = await house.whole('share-of-voice', { ...MARCH, topicId: brand });
    expect(point).toMatchObject({ value: undefined, missing: expect.stringContaining('competitor') });
  });
  test('is the share among the topic and its competitors', async () => {
    rival = (await insertTopic(store, { name: 'Zenith', kind: 'competitor', query: 'zenith' })).id;
    const heard = ['good', 'good', 'good', 'bad', 'plain'].map((word, n) => ({
      externalId: `rival ${n}`,
      text: `${word} zenith`,
      publishedAt: new Date('2026-03-11T12:00:00Z'),
    }));
    await hear(store, { sourceId: house.sourceId, now: NOW }, heard);
    const of = async (topicId?: number) =>
      house.whole('share-of-voice', { ...MARCH, ...(topicId === undefined ? {} : { topicId }) });
    expect(await of(brand)).toMatchObject({ value: 50, n: 10, parts: { own: 5, rivals: 5 } });
    expect(await of(rival)).toMatchObject({ value: 50, parts: { own: 5, rivals: 5 } });
    expect(await of()).toMatchObject({ value: 50, parts: { own: 5, rivals: 5 } });
  });
});

describe('replies', () => {
  test('are counted for places that show them', async () => {
    const point = await house.whole('response-rate', MARCH);
    expect(point).toMatchObject({ value: 80, n: 5, parts: { replied: 4, automated: 0, unanswered: 1 } });
    expect((await house.whole('response-rate', { ...MARCH, touchpoint: 'receive' })).value).toBe(0);
    expect((await house.whole('response-rate', { ...MARCH, topicId: brand })).n).toBe(5);
  });
  test('take a median time, which a reply to an older wording does not change', async () => {
    const point = await house.whole('time-to-reply', MARCH);
    expect(point).toMatchObject({ value: 10, n: 3, low: 2, high: 30, parts: { p90: 30 } });
    const empty = await house.whole('time-to-reply', { from: '2026-02-01', to: '2026-02-28' });
    expect(empty).toMatchObject({ value: undefined, missing: expect.stringContaining('No replies') });
  });
  test('of our own count like those that a place shows, automatic ones apart', async () => {
    await reply('m4', { state: 'published', hours: 6 });
    expect(await house.whole('response-rate', MARCH)).toMatchObject({ value: 100, n: 5 });
    expect(await house.whole('time-to-reply', MARCH)).toMatchObject({ n: 4, value: 8 });
    await reply('m4', { state: 'draft', hours: 1 });
    await reply('m3', { state: 'published', hours: 0, isAutomated: true, text: 'Thank you.' });
    expect((await house.whole('response-rate', MARCH)).parts).toEqual({
      replied: 4,
      automated: 1,
      unanswered: 0,
    });
    await store`delete from replies`;
  });
  test('of an even number take the middle of the two', async () => {
    const point = await house.whole('time-to-reply', { from: '2026-03-02', to: '2026-03-03' });
    expect(point).toMatchObject({ value: 6, n: 2 });
  });
});

describe('emotion axes', () => {
  test('are the mean intensity of the mentions that tell of them, and their share', async () => {
    await feel('m1', { satisfaction: 0.8, liking: -1 });
    await feel('m3', { satisfaction: -0.4 });
    const point = await house.whole('emotion-satisfaction', { ...MARCH, topicId: brand });
    expect(point.value).toBe(20);
    expect(point).toMatchObject({ n: 2, parts: { toward: 1, away: 1, mentions: 5, share: 40 } });
    const liking = await house.whole('emotion-liking', MARCH);
    expect(liking).toMatchObject({ value: -100, n: 1, low: -100, high: 100 });
    const pride = await house.whole('emotion-identification', MARCH);
    expect(pride).toMatchObject({
      value: undefined,
      n: 0,
      missing: expect.stringContaining('No such feelings'),
    });
  });
  test('follow a mention that is removed', async () => {
    const [row] = await store<{ id: number }>`select id from mentions where external_id = 'm3'`;
    await removeMentions(store, [row?.id ?? 0], NOW);
    expect(await house.whole('emotion-satisfaction', MARCH)).toMatchObject({ value: 80, n: 1 });
    expect(await findDifferences(store)).toEqual([]);
    await store`update emotion_days set liking_n = liking_n + 1`;
    await store`delete from mention_emotions where topic_id = ${brand}`;
    expect((await findDifferences(store)).length).toBeGreaterThan(1);
    await store`update day_totals set positive = positive + 1 where topic_id = ${brand}`;
    expect((await findDifferences(store)).map(({ where }) => where)).toContainEqual(
      expect.stringContaining('day_totals'),
    );
    await store.transaction((sql) => rewriteCells(sql));
    expect(await findDifferences(store)).toEqual([]);
  });
});

async function reply(
  externalId: string,
  {
    state,
    hours,
    isAutomated = false,
    text = 'Sorry.',
  }: { state: string; hours: number; isAutomated?: boolean; text?: string },
): Promise<void> {
  await store`
    insert into replies (mention_id, mention_revision, way, state, text, origin, author, is_automated, key,
                         created_at, updated_at, sent_at)
    select id, revision, 'source', ${state}, ${text}, 'own', 'Ann', ${isAutomated}, ${`${externalId} ${state} ${hours}`},
           published_at, published_at, published_at + ${hours} * interval '1 hour'
      from mentions
     where external_id = ${externalId}`;
}

/** The classifier of these tests has no feelings: what it would say is put into what it said. */
async function feel(externalId: string, emotions: Readonly<Record<string, number>>): Promise<void> {
  const rows = await store<{ id: number; revision: number; topics: number[] }>`
    update mentions m
       set emotions = ${JSON.stringify(emotions)}::jsonb
     where external_id = ${externalId}
    returning id, revision, (select array_agg(topic_id) from mention_topics where mention_id = m.id) as topics`;
  const counted = rows.map(({ id, revision, topics }) => ({ id, revision, topicIds: topics }));
  await store.transaction((sql) => recount(sql, counted));
}

function review(text: string, stars: number, day: string, more: Partial<Said> = {}): Said {
  said += 1;
  return {
    externalId: `m${said}`,
    text,
    kind: 'review',
    rating: { value: stars, min: 1, max: 5 },
    publishedAt: new Date(`${day}T12:00:00Z`),
    ...more,
  };
}

function after(day: string, hours: number): OwnerReply {
  return { text: 'Thank you.', at: new Date(Date.parse(`${day}T12:00:00Z`) + hours * 3_600_000) };
}
