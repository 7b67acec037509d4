import { describe, expect, test } from 'vitest';
import { latestDue, nextDue } from '../../src/domain/digest.ts';
import { digestSummary, factsOf } from '../../src/domain/digest-words.ts';
import { netSentiment, netSentimentChange } from '../../src/domain/sentiment.ts';

const BERLIN = 'Europe/Berlin';
const daily = { cadence: 'daily', weekday: undefined, sendAt: 8 * 60 } as const;
const mondays = { cadence: 'weekly', weekday: 1, sendAt: 9 * 60 + 30 } as const;

describe('a daily digest', () => {
  test('is due at its time, about the day before', () => {
    expect(latestDue(daily, new Date('2026-01-15T07:00:00Z'), BERLIN)).toEqual({
      at: new Date('2026-01-15T07:00:00Z'),
      period: { from: '2026-01-14', to: '2026-01-14' },
    });
  });

  test('a second before its time was last due the day before', () => {
    const due = latestDue(daily, new Date('2026-01-15T06:59:59Z'), BERLIN);
    expect(due.period).toEqual({ from: '2026-01-13', to: '2026-01-13' });
  });

  test('is due once on each day of a year, also where clocks change in its hour', () => {
    const night = { ...daily, sendAt: 150 };
    const periods = new Map<string, Set<string>>();
    for (let quarter = 0; quarter < 365 * 96; quarter++) {
      const { at, period } = latestDue(night, new Date(Date.UTC(2026, 0, 2) + quarter * 900_000), BERLIN);
      const times = periods.get(period.to) ?? new Set();
      periods.set(period.to, times.add(at.toISOString()));
    }
    expect(periods.size).toBe(366);
    expect([...periods.values()].every((times) => times.size === 1)).toBe(true);
  });

  test('is next due on the morning after', () => {
    expect(nextDue(daily, new Date('2026-03-28T07:00:00Z'), BERLIN).at).toEqual(
      new Date('2026-03-29T06:00:00Z'),
    );
  });
});

describe('a weekly digest', () => {
  test('is due on its weekday, about the seven days before', () => {
    expect(latestDue(mondays, new Date('2026-11-28T12:00:00Z'), BERLIN)).toEqual({
      at: new Date('2026-11-23T08:30:00Z'),
      period: { from: '2026-11-16', to: '2026-11-22' },
    });
    expect(nextDue(mondays, new Date('2026-11-28T12:00:00Z'), BERLIN).at).toEqual(
      new Date('2026-11-30T08:30:00Z'),
    );
  });
});

describe('the words of a digest', () => {
  const counts = (positive: number, neutral: number, negative: number) => ({
    positive,
    neutral,
    negative,
    unknown: 0,
  });
  const topic = (now: ReturnType<typeof counts>, before: ReturnType<typeof counts>) => ({
    topicId: 1,
    name: 'Delivery',
    counts: now,
    countsBefore: before,
    net: netSentiment(now),
    change: netSentimentChange(now, before),
    stars: undefined,
    starsBefore: undefined,
    days: [],
    daysSummed: 1,
    complaints: [],
    praise: [],
    negativeAspects: [],
    positiveAspects: [],
    best: [],
    worst: [],
    openAlerts: [],
  });
  const report = (topics: ReturnType<typeof topic>[], coverage = 1) => ({
    cadence: 'daily' as const,
    period: { from: '2026-11-27', to: '2026-11-27' },
    before: { from: '2026-11-26', to: '2026-11-26' },
    timeZone: BERLIN,
    locationName: undefined,
    coverage,
    topics,
  });

  test('say what has clearly changed, and by how much', () => {
    const fallen = topic(counts(20, 40, 60), counts(60, 40, 20));
    expect(digestSummary(report([fallen]))).toContain('Delivery is clearly lower by 67 points');
    expect(factsOf(fallen, report([fallen]))[1]?.value).toMatch(/^−67 points .*: clearly lower$/);
  });

  test('call what may be chance so, and compare nothing where there is too little', () => {
    const same = topic(counts(11, 10, 9), counts(12, 10, 8));
    expect(digestSummary(report([same]))).toContain('Nothing has clearly changed against the day before.');
    expect(factsOf(same, report([same]))[1]?.value).toContain('may be chance');
    const few = topic(counts(1, 0, 2), counts(60, 40, 20));
    expect(factsOf(few, report([few])).map(({ value }) => value)).toEqual([
      'not enough data (3)',
      'not enough data to compare',
      '3 (120 before): 1 positive, 0 neutral, 2 negative',
    ]);
  });

  test('say that numbers are incomplete where sources were not read', () => {
    expect(digestSummary(report([], 0.6))).toContain(
      'only 60\u00a0% of the time: the numbers are incomplete',
    );
  });
});
