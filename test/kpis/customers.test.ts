import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewCustomer, NewOrder } from '../../src/domain/facts.ts';
import { kpiByLocation } from '../../src/kpis/reading/read-kpis.ts';
import { deleteSource } from '../../src/store/sources.ts';
import { saveLocation } from '../../src/store/workspace.ts';
import { type KpiHouse, openKpiHouse } from '../support/kpi-house.ts';
import { openTestStore } from '../support/test-store.ts';

const Q1 = { from: '2026-01-01', to: '2026-03-31' };
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const store = await openTestStore();
let house: KpiHouse;

beforeEach(async () => {
  if (house) await deleteSource(store, house.sourceId);
  house = await openKpiHouse(store);
});
afterAll(() => store.close());

describe('retention and churn', () => {
  test('of 200 customers at the start, 190 at the end of whom 15 are new, 87.5 % stay', async () => {
    const customers = [
      ...many(175, (n) => stay(`stays ${n}`, '2025-05-05')),
      ...many(25, (n) => stay(`leaves ${n}`, '2025-05-05', '2026-02-10')),
      ...many(15, (n) => stay(`new ${n}`, '2026-01-20')),
    ];
    await house.save({ customers });
    expect(await house.whole('retention', Q1)).toMatchObject({
      value: 87.5,
      n: 200,
      parts: { atStart: 200, atEnd: 190, new: 15, lost: 25 },
    });
    expect(await house.whole('churn', Q1)).toMatchObject({ value: 12.5, n: 200 });
  });

  test('who leaves and comes back in the same period is retained, in another one is lost and then new', async () => {
    await house.save({
      customers: [
        stay('ada', '2025-01-01', '2026-01-10'),
        stay('ada', '2026-01-20'),
        stay('bob', '2025-01-01', '2026-01-10'),
        stay('bob', '2026-02-20'),
        // comes and goes within February: at no end of any month
        stay('cid', '2026-02-03', '2026-02-09'),
      ],
    });
    const months = await house.series('churn', { ...Q1, by: 'month' });
    expect(months.map(({ parts }) => parts)).toEqual([
      { atStart: 2, atEnd: 1, new: 0, lost: 1 },
      { atStart: 1, atEnd: 2, new: 1, lost: 0 },
      { atStart: 2, atEnd: 2, new: 0, lost: 0 },
    ]);
    expect((await house.whole('retention', Q1)).value).toBe(100);
  });

  test('who comes back twice between two boundaries is counted once', async () => {
    await house.save({
      customers: [
        stay('eve', '2025-12-01', '2026-01-05'),
        stay('eve', '2026-01-08', '2026-01-12'),
        stay('eve', '2026-01-15', '2026-01-18'),
        stay('eve', '2026-01-20'),
      ],
    });
    const [january] = await house.series('retention', { from: '2026-01-01', to: '2026-01-31', by: 'month' });
    expect(january).toMatchObject({ value: 100, parts: { atStart: 1, atEnd: 1, new: 0, lost: 0 } });
  });

  test('an end on the first day of a month belongs to that month, a start as well', async () => {
    await house.save({ customers: [stay('first', '2026-02-01', '2026-03-01')] });
    const months = await house.series('churn', { ...Q1, by: 'month' });
    expect(
      months.map(({ parts: { atStart, atEnd, new: fresh, lost } }) => [atStart, fresh, lost, atEnd]),
    ).toEqual([
      [0, 0, 0, 0],
      [0, 1, 0, 1],
      [1, 0, 1, 0],
    ]);
    expect(months[0]).toMatchObject({
      value: undefined,
      missing: expect.stringContaining('Nobody was a customer'),
    });
  });

  test('are cut by segment and location', async () => {
    await saveLocation(store, { code: 'mill', name: 'Mill' });
    await house.save({
      customers: [
        stay('a', '2025-01-01', '2026-03-05', { segment: 'business', location: 'mill' }),
        stay('b', '2025-01-01', undefined, { segment: 'business', location: 'mill' }),
        stay('c', '2025-01-01', undefined, { segment: 'private' }),
      ],
    });
    expect((await house.whole('churn', MARCH)).value).toBeCloseTo(100 / 3, 10);
    expect((await house.whole('churn', { ...MARCH, segment: 'business' })).value).toBe(50);
    const [[, mill] = []] = await kpiByLocation(store, 'churn', { ...MARCH, timeZone: 'UTC' });
    expect(mill).toMatchObject({ value: 50, n: 2 });
  });
});

describe('repeat purchase rate', () => {
  test('is the share of buyers with two orders or more; what was paid back whole is no purchase', async () => {
    await house.save({
      orders: [
        order('1', 'ada', 10),
        order('2', 'ada', 10),
        order('3', 'bob', 10),
        order('4', 'bob', 10, { refunded: 10 }),
        order('5', 'cid', 0),
        order('6', 'cid', 5, { refunded: 2 }),
        order('7', 'dan', 5, { refunded: 5 }),
      ],
    });
    expect(await house.whole('repeat-purchase', MARCH)).toMatchObject({
      value: (100 * 2) / 3,
      n: 3,
      parts: { customers: 3, repeatCustomers: 2 },
    });
  });
});

describe('referral rate', () => {
  test('is the share of revenue after refunds, by orders and by customers who were referred', async () => {
    await house.save({
      orders: [
        order('1', 'ada', 100, { refunded: 40 }),
        order('2', 'bob', 30, { isReferred: true }),
        order('3', 'cid', 110),
      ],
    });
    expect((await house.whole('referral-rate', MARCH)).value).toBe(15);
    // The customer comes after the order, and says that somebody sent her.
    await house.save({ customers: [stay('ada', '2026-03-01', undefined, { referredBy: 'bob' })] });
    const point = await house.whole('referral-rate', MARCH);
    expect(point).toMatchObject({
      value: 45,
      n: 3,
      currency: 'EUR',
      parts: { revenue: 200, referredRevenue: 90 },
    });
    // Σ(x − r·y)² = 33² + 16.5² + 49.5², over revenue, with t(2) and n / (n − 1).
    const reach = 4.302653 * (Math.sqrt(((33 ** 2 + 16.5 ** 2 + 49.5 ** 2) * 3) / 2) / 200);
    expect(point.low).toBeCloseTo(Math.max(0, 100 * (0.45 - reach)), 6);
  });

  test('asks for one currency where there are several', async () => {
    await house.save({
      orders: [
        order('1', 'ada', 10),
        order('2', 'ada', 10),
        order('3', 'bob', 10, { currency: 'USD', isReferred: true }),
      ],
    });
    expect(await house.whole('referral-rate', MARCH)).toMatchObject({
      value: undefined,
      missing: 'Orders are in more than one currency: EUR (2), USD (1). Choose one of them.',
    });
    expect(await house.whole('referral-rate', { ...MARCH, currency: 'USD' })).toMatchObject({
      value: 100,
      n: 1,
    });
  });
});

describe('lifetime value', () => {
  const YEAR = { from: '2025-01-01', to: '2025-12-31' };

  test('is mean order value × orders a year × lifetime, with its inputs', async () => {
    // 10 buyers with 4 orders of 50 each, and 20 % of 10 customers lost in the year: 50 × 4 × 5 = 1000.
    await house.save({
      customers: many(10, (n) => stay(`c${n}`, '2024-06-01', n < 2 ? '2025-07-01' : undefined)),
      orders: many(40, (n) =>
        order(`o${n}`, `c${n % 10}`, 50, { orderedAt: new Date('2025-04-04T12:00:00Z') }),
      ),
    });
    const point = await house.whole('lifetime-value', YEAR);
    expect(point.value).toBeCloseTo(1000, 9);
    expect(point).toMatchObject({
      n: 40,
      currency: 'EUR',
      parts: { meanOrderValue: 50, customers: 10, lost: 2 },
    });
    expect(point.parts['ordersPerYear']).toBeCloseTo((4 * 365.2425) / 365, 9);
    expect(point.parts['lifetimeYears']).toBeCloseTo((5 * 365) / 365.2425, 9);
    // Only churn varies: relative variance (1 − 0.2) / (0.2 · 10) = 0.4.
    expect(point.high).toBeCloseTo(1000 * Math.exp(1.959964 * Math.sqrt(0.4)), 6);
  });

  test('cannot be told while nobody leaves', async () => {
    await house.save({
      customers: [stay('a', '2024-01-01')],
      orders: [order('1', 'a', 50, { orderedAt: new Date('2025-04-04T12:00:00Z') })],
    });
    const point = await house.whole('lifetime-value', YEAR);
    expect(point).toMatchObject({ value: undefined, n: 1, missing: expect.stringContaining('Nobody left') });
  });
});

function many<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function stay(externalId: string, from: string, to?: string, more: Partial<NewCustomer> = {}): NewCustomer {
  const startedAt = new Date(`${from}T00:00:00Z`);
  return {
    externalId,
    startedAt,
    ...(to === undefined ? {} : { endedAt: new Date(`${to}T00:00:00Z`) }),
    ...more,
  };
}

function order(externalId: string, customer: string, amount: number, more: Partial<NewOrder> = {}): NewOrder {
  return {
    externalId,
    customer,
    amount,
    currency: 'EUR',
    orderedAt: new Date('2026-03-10T10:00:00Z'),
    ...more,
  };
}
