import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { kpiByLocation } from '../../src/kpis/reading/read-kpis.ts';
import { deleteSource } from '../../src/store/sources.ts';
import { insertTopic } from '../../src/store/topics.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import { answersOf, type KpiHouse, openKpiHouse } from '../support/kpi-house.ts';
import { openTestStore } from '../support/test-store.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const store = await openTestStore();
let house: KpiHouse;

beforeEach(async () => {
  if (house) await deleteSource(store, house.sourceId);
  house = await openKpiHouse(store, 'Europe/Berlin');
});
afterAll(() => store.close());

describe('NPS', () => {
  test('is the share of promoters minus that of detractors', async () => {
    // 100 answers: 60 promoters, 25 passives, 15 detractors make 45.
    const scores = [...times(40, 10), ...times(20, 9), ...times(15, 8), ...times(10, 7), ...times(15, 5)];
    await house.save({ answers: answersOf('nps', scores) });
    const point = await house.whole('nps', MARCH);
    expect(point).toMatchObject({
      value: 45,
      n: 100,
      parts: { promoters: 60, passives: 25, detractors: 15 },
    });
    // Shares with half an answer added to each of three classes: 60.5, 25.5 and 15.5 of 101.5.
    const [plus, minus, total] = [60.5 / 101.5, 15.5 / 101.5, 101.5];
    const mean = plus - minus;
    const reach = 1.959964 * Math.sqrt((plus + minus - mean * mean) / (total + 1));
    expect(point.low).toBeCloseTo(100 * (mean - reach), 6);
    expect(point.high).toBeCloseTo(100 * (mean + reach), 6);
  });

  test('of passives only is 0, of nobody is no number', async () => {
    await house.save({ answers: answersOf('nps', times(12, 7)) });
    expect(await house.whole('nps', MARCH)).toMatchObject({ value: 0, n: 12, parts: { passives: 12 } });
    const empty = await house.whole('nps', { from: '2025-03-01', to: '2025-03-31' });
    expect(empty).toMatchObject({ value: undefined, n: 0, missing: expect.stringContaining('No answers') });
  });

  test('keeps its bands on a scale from 1 to 10 and stretches any other one', async () => {
    await house.save({ answers: answersOf('nps', [9, 8, 6], { scale: { min: 1, max: 10 } }) });
    expect((await house.whole('nps', MARCH)).parts).toEqual({ promoters: 1, passives: 1, detractors: 1 });
    // 1–5: only a 5 is a 10; a 4 is a 7.5, a 3 a 5.
    await house.save({ answers: answersOf('nps', [5, 4, 3, 1], { scale: { min: 1, max: 5 } }) });
    expect((await house.whole('nps', MARCH)).parts).toEqual({ promoters: 2, passives: 2, detractors: 3 });
  });

  test('counts a question that was seen and not answered in nothing but the rate', async () => {
    await house.save({ answers: answersOf('nps', [10, undefined, undefined]) });
    expect(await house.whole('nps', MARCH)).toMatchObject({ value: 100, n: 1 });
  });

  test('is cut by touchpoint, segment, location and all of them', async () => {
    await saveLocation(store, { code: 'mill', name: 'Mill' });
    await saveLocation(store, { code: 'dock', name: 'Dock' });
    const [mill, dock] = await idsOf(['mill', 'dock']);
    await house.save({
      answers: [
        ...answersOf('nps', [10, 10], { touchpoint: 'buy', segment: 'new', location: 'mill' }),
        ...answersOf('nps', [0], { touchpoint: 'buy', segment: 'old', location: 'dock' }),
        ...answersOf('nps', [0, 8], { touchpoint: 'help', segment: 'new', location: 'mill' }),
        ...answersOf('nps', [10]),
      ],
    });
    const value = async (cut: object) => (await house.whole('nps', { ...MARCH, ...cut })).parts;
    expect(await value({})).toEqual({ promoters: 3, passives: 1, detractors: 2 });
    expect(await value({ touchpoint: 'buy' })).toEqual({ promoters: 2, passives: 0, detractors: 1 });
    expect(await value({ segment: 'new' })).toEqual({ promoters: 2, passives: 1, detractors: 1 });
    expect(await value({ touchpoint: 'buy', segment: 'new' })).toEqual({
      promoters: 2,
      passives: 0,
      detractors: 0,
    });
    expect(await value({ locationId: mill, segment: 'new' })).toEqual({
      promoters: 2,
      passives: 1,
      detractors: 1,
    });
    expect(await value({ locationIds: [mill, dock] })).toEqual({ promoters: 2, passives: 1, detractors: 2 });
    const byPlace = await kpiByLocation(store, 'nps', { ...MARCH, timeZone: house.timeZone });
    expect([...byPlace].map(([id, { n }]) => [id, n]).sort()).toEqual(
      [
        [mill, 4],
        [dock, 1],
      ].sort(),
    );
  });

  test('of a topic counts the answers whose comments are in it', async () => {
    const topic = await insertTopic(store, { name: 'Parcels', kind: 'theme', query: 'parcel' });
    await house.save({
      answers: [
        ...answersOf('nps', [1], { comment: 'bad parcel' }),
        ...answersOf('nps', [9], { comment: 'good parcel' }),
        ...answersOf('nps', [10], { comment: 'good service' }),
        ...answersOf('nps', [10, 10]),
      ],
    });
    const point = await house.whole('nps', { ...MARCH, topicId: topic.id });
    expect(point.parts).toEqual({ promoters: 1, passives: 0, detractors: 1 });
    expect((await house.whole('nps', MARCH)).n).toBe(5);
  });
});

describe('days are those of the workspace', () => {
  test('an answer at 23:30 in Berlin stands on that day, in winter and in summer', async () => {
    await house.save({
      answers: [
        ...answersOf('nps', [10], { answeredAt: new Date('2026-03-28T22:30:00Z') }), // 23:30, winter time
        ...answersOf('nps', [10], { answeredAt: new Date('2026-03-29T21:30:00Z') }), // 23:30, summer time
        ...answersOf('nps', [10], { answeredAt: new Date('2026-03-29T22:30:00Z') }), // 0:30 on the 30th
      ],
    });
    const days = await house.series('nps', { from: '2026-03-28', to: '2026-03-30', by: 'day' });
    expect(days.map(({ period, n }) => [period, n])).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 1],
      ['2026-03-30', 1],
    ]);
    // Cells and answers themselves cut the days alike.
    const each = { from: '2026-03-28', to: '2026-03-30', by: 'day' } as const;
    const topic = await insertTopic(store, { name: 'Nothing', kind: 'theme', query: 'nowhere' });
    expect((await house.series('nps', { ...each, topicId: topic.id })).map(({ n }) => n)).toEqual([0, 0, 0]);
  });

  test('the 29th of February is a day, weeks begin on Monday, months and weeks are read whole', async () => {
    await house.save({
      answers: [
        ...answersOf('nps', [10], { answeredAt: new Date('2024-02-29T12:00:00Z') }),
        ...answersOf('nps', [0], { answeredAt: new Date('2024-03-03T12:00:00Z') }),
        ...answersOf('nps', [0], { answeredAt: new Date('2024-03-04T12:00:00Z') }),
      ],
    });
    const cut = { from: '2024-02-29', to: '2024-03-04' };
    const weeks = await house.series('nps', { ...cut, by: 'week' });
    expect(weeks.map(({ period, n }) => [period, n])).toEqual([
      ['2024-02-26', 2],
      ['2024-03-04', 1],
    ]);
    const months = await house.series('nps', { ...cut, by: 'month' });
    expect(months.map(({ period, n }) => [period, n])).toEqual([
      ['2024-02-01', 1],
      ['2024-03-01', 2],
    ]);
    expect((await house.series('nps', { ...cut, by: 'day' })).map(({ n }) => n)).toEqual([1, 0, 0, 1, 1]);
  });

  test('an answer that comes late counts on the day it was given', async () => {
    await house.save({ answers: answersOf('nps', [10], { answeredAt: new Date('2026-03-02T12:00:00Z') }) });
    expect((await house.whole('nps', { from: '2026-03-02', to: '2026-03-02' })).n).toBe(1);
  });
});

describe('CSAT', () => {
  const share = async (scores: readonly number[], scale: { min: number; max: number }) => {
    await house.save({ answers: answersOf('csat', scores, { scale }) });
    return (await house.whole('csat', MARCH)).parts['satisfied'];
  };
  test('is the share of 4 and 5', async () => {
    await house.save({ answers: answersOf('csat', [...times(30, 5), ...times(50, 4), ...times(20, 2)]) });
    const point = await house.whole('csat', MARCH);
    expect(point).toMatchObject({ value: 80, n: 100, parts: { satisfied: 80, dissatisfied: 20 } });
    // Wilson for 80 of 100.
    expect(point.low).toBeCloseTo(71.12, 2);
    expect(point.high).toBeCloseTo(86.66, 2);
  });
  test('on 1–7 takes 6 and 7', async () => expect(await share([7, 6, 5, 4], { min: 1, max: 7 })).toBe(2));
  test('on 0–10 takes 7 to 10', async () =>
    expect(await share([10, 7, 6.9, 6], { min: 0, max: 10 })).toBe(2));
  test('on 1–10 takes 7 to 10', async () => expect(await share([10, 7, 6], { min: 1, max: 10 })).toBe(2));
  test('on 1–3 takes 3', async () => expect(await share([3, 2, 1], { min: 1, max: 3 })).toBe(1));
  test('of a thumb up or down takes the one up', async () =>
    expect(await share([1, 0], { min: 0, max: 1 })).toBe(1));
  test('on 0–100 takes 61 and more', async () => expect(await share([61, 60], { min: 0, max: 100 })).toBe(1));
});

describe('CES', () => {
  test('is the mean of 1 to 7, with Student’s t', async () => {
    await house.save({ answers: answersOf('ces', [7, 6, 5, 4, 3]) });
    const point = await house.whole('ces', MARCH);
    expect(point).toMatchObject({ value: 5, n: 5, parts: { easy: 3, between: 1, hard: 1 } });
    // sd = √2.5, t(4) = 2.776
    expect(point.low).toBeCloseTo(5 - 2.776445 * Math.sqrt(2.5 / 5), 4);
    expect(point.high).toBeCloseTo(5 + 2.776445 * Math.sqrt(2.5 / 5), 4);
  });
  test('stretches 1–5 to 1–7', async () => {
    await house.save({ answers: answersOf('ces', [5, 3, 1], { scale: { min: 1, max: 5 } }) });
    expect(await house.whole('ces', MARCH)).toMatchObject({ value: 4, n: 3 });
  });
});

describe('the response rate of surveys', () => {
  test('counts who did not answer, where that is known', async () => {
    await house.save({ answers: answersOf('nps', [10, 9, 3]) });
    const unknown = await house.whole('survey-response-rate', MARCH);
    expect(unknown).toMatchObject({ value: undefined, missing: expect.stringContaining('Who was asked') });
    await house.save({ answers: answersOf('csat', [undefined, undefined, 4], { touchpoint: 'buy' }) });
    expect(await house.whole('survey-response-rate', MARCH)).toMatchObject({
      n: 6,
      parts: { answers: 4, unanswered: 2 },
    });
    const bought = await house.whole('survey-response-rate', { ...MARCH, touchpoint: 'buy' });
    expect(bought.value).toBeCloseTo(100 / 3, 9);
    expect(await house.whole('response-count', MARCH)).toMatchObject({ value: 4, parts: { unanswered: 2 } });
  });

  test('is told for a segment, and for a segment at a touchpoint', async () => {
    const regular = { segment: 'regular', touchpoint: 'buy' };
    await house.save({
      answers: [
        ...answersOf('csat', [undefined, 4, 5], regular),
        ...answersOf('csat', [undefined, undefined, 5], { segment: 'regular', touchpoint: 'use' }),
        ...answersOf('csat', [undefined], { segment: 'new', touchpoint: 'buy' }),
      ],
    });
    const rate = (cut: object) => house.whole('survey-response-rate', { ...MARCH, ...cut });
    expect(await rate({ segment: 'regular' })).toMatchObject({ value: 50, n: 6 });
    expect(await rate(regular)).toMatchObject({ n: 3, parts: { answers: 2, unanswered: 1 } });
    expect(await rate({ segment: 'new' })).toMatchObject({ value: 0, n: 1 });
    expect((await rate({ segment: 'nobody' })).n).toBe(0);
  });

  test('of a survey of our own is that of its invitations', async () => {
    await house.save({ answers: answersOf('nps', [10, 9, 3, undefined]) });
    const [survey] = await store<{ id: number }>`
      insert into surveys (source_id, token, kind, languages, touchpoint, key_id, sealed, created_at)
      values (${house.sourceId}, 'token', 'nps', '{en}', 'use', 'key', 'sealed', now())
      returning id`;
    const sentAt = new Date('2026-03-31T21:30:00Z');
    // One that waits has its first mail behind it and a reminder before it.
    for (const [n, state] of ['answered', 'sent', 'left', 'waiting', 'held', 'failed'].entries()) {
      const wasSent = state !== 'held' && state !== 'failed';
      await store`
        insert into invitations (survey_id, language, touchpoint, segment, state, sealed, message_key, due_at, created_at,
                                 sent_at, answered_at)
        values (${survey?.id ?? 0}, 'en', ${n === 1 ? null : 'help'}, ${n === 2 ? 'new' : null}, ${state}, ${state === 'waiting' ? 'sealed' : null},
                ${`m${n}`}, now(), now(), ${wasSent ? sentAt : null}, ${state === 'answered' ? sentAt : null})`;
    }
    expect(await house.whole('survey-response-rate', MARCH)).toMatchObject({ value: 25, n: 4 });
    expect((await house.whole('survey-response-rate', { ...MARCH, touchpoint: 'use' })).n).toBe(1);
    expect((await house.whole('survey-response-rate', { ...MARCH, touchpoint: 'buy' })).n).toBe(0);
    expect((await house.whole('survey-response-rate', { ...MARCH, segment: 'new' })).n).toBe(1);
  });
});

test('a cut that means nothing for a number says so', async () => {
  const point = await house.whole('retention', { ...MARCH, touchpoint: 'buy' });
  expect(point).toMatchObject({
    value: undefined,
    missing: 'Retention rate cannot be told for a touchpoint.',
  });
  await expect(house.whole('nps', { ...MARCH, topicId: 999_999 })).rejects.toThrow('no topic');
  await expect(house.whole('happiness', MARCH)).rejects.toThrow('There is no KPI "happiness"');
});

function times(count: number, score: number): number[] {
  return Array.from({ length: count }, () => score);
}

async function idsOf(codes: readonly string[]): Promise<number[]> {
  const rows = await store<{ id: number; code: string }>`select id, code from locations`;
  return codes.map((code) => rows.find((row) => row.code === code)?.id ?? 0);
}
