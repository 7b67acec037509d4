import { describe, expect, test } from 'vitest';
import { type HourSums, isBack, isBreach, lookAt, type MetricRule } from '../../src/detect/metric-change.ts';
import { randomOf } from '../../src/domain/random.ts';

const RULE: MetricRule = {
  metric: 'net_sentiment',
  direction: 'falls',
  changeAtLeast: 10,
  windowDays: 1,
  minimumN: 30,
};
const DAYS = 36;
const END = DAYS * 24;
const isCovered = () => true;

/** So many mentions an hour, a share of them negative and as many positive as fit; by hours from 0. */
function stream(
  seed: number,
  at: (hour: number) => { perHour: number; negative: number },
  hours = END,
): Map<number, HourSums> {
  const random = randomOf(seed);
  const counted = new Map<number, HourSums>();
  for (let hour = 0; hour < hours; hour++) {
    const sums = { positive: 0, neutral: 0, negative: 0, unknown: 0, stars: 0, rated: 0 };
    const { perHour, negative } = at(hour);
    // 3 chances an expected mention: close to what independent people do.
    for (let chance = 0; chance < perHour * 3; chance++) {
      if (!random.chance(1 / 3)) continue;
      const roll = random.next();
      const label = roll < negative ? 'negative' : roll < negative + 0.3 ? 'neutral' : 'positive';
      sums[label] += 1;
      sums.rated += 1;
      sums.stars +=
        { negative: 1, neutral: 3, positive: 5 }[label] +
        (random.chance(0.3) ? 1 : 0) * (label === 'negative' ? 1 : label === 'positive' ? -1 : 0);
    }
    counted.set(hour, sums);
  }
  return counted;
}

const steady = () => ({ perHour: 6, negative: 0.25 });
const worseToday = (hour: number) => ({ perHour: 6, negative: hour >= END - 24 ? 0.5 : 0.25 });
const quietToday = (hour: number) => ({ perHour: hour >= END - 24 ? 2 : 6, negative: 0.25 });

describe('a look at a metric', () => {
  test('sees a fall with its interval, in the unit of the metric', () => {
    const look = lookAt({ hours: stream(1, worseToday), isCovered }, END, RULE);
    expect(look?.usual).toBeGreaterThan(10);
    expect(look?.change).toBeLessThan(-30);
    expect(look?.low).toBeLessThan(look?.change ?? 0);
    expect(look?.high).toBeLessThan(-15);
    expect(look && isBreach(look, RULE)).toBe(true);
    const rating = { ...RULE, metric: 'rating', changeAtLeast: 0.5 } as const;
    const stars = lookAt({ hours: stream(1, worseToday), isCovered }, END, rating);
    expect(stars?.usual).toBeGreaterThan(3);
    expect(stars && isBreach(stars, rating)).toBe(true);
    const volume = { ...RULE, metric: 'volume', changeAtLeast: 40 } as const;
    const fewer = lookAt({ hours: stream(1, quietToday), isCovered }, END, volume);
    expect(fewer?.change).toBeLessThan(-50);
    expect(fewer && isBreach(fewer, volume)).toBe(true);
  });

  test('takes no fall for a rise, and none that is smaller than asked for', () => {
    const look = lookAt({ hours: stream(1, worseToday), isCovered }, END, RULE);
    expect(look && isBreach(look, { ...RULE, direction: 'rises' })).toBe(false);
    expect(look && isBreach(look, { ...RULE, changeAtLeast: 90 })).toBe(false);
  });

  test('says nothing of few mentions, of a short past, or of a time that was not read', () => {
    const hours = stream(1, worseToday);
    expect(lookAt({ hours, isCovered }, END, { ...RULE, minimumN: 500 })).toBeUndefined();
    expect(lookAt({ hours, isCovered }, 5 * 24, RULE)).toBeUndefined();
    const gap = (from: number, to: number) => to <= END - 20 || from >= END;
    expect(lookAt({ hours, isCovered: gap }, END, RULE)).toBeUndefined();
    const onlyNow = (from: number) => from >= END - 24;
    expect(lookAt({ hours, isCovered: onlyNow }, END, RULE)).toBeUndefined();
  });

  test('needs more of a topic that goes up and down by itself', () => {
    const moody = (hour: number) => ({ perHour: 6, negative: Math.floor(hour / 24) % 2 === 0 ? 0.05 : 0.5 });
    const look = lookAt({ hours: stream(1, moody), isCovered }, END, RULE);
    const calm = lookAt({ hours: stream(1, steady), isCovered }, END, RULE);
    expect((look?.high ?? 0) - (look?.low ?? 0)).toBeGreaterThan(2 * ((calm?.high ?? 0) - (calm?.low ?? 0)));
    expect(look && isBreach(look, RULE)).toBe(false);
  });

  test('compares a volume with the same days of the week', () => {
    const weekends = (hour: number) => ({ perHour: Math.floor(hour / 24) % 7 < 5 ? 9 : 3, negative: 0.25 });
    const hours = stream(3, weekends);
    const rule = { ...RULE, metric: 'volume', changeAtLeast: 30 } as const;
    const alerts = [];
    for (let hour = 29 * 24; hour <= END; hour++) {
      const look = lookAt({ hours, isCovered }, hour, rule);
      if (look && isBreach(look, rule)) alerts.push(hour);
    }
    expect(alerts).toEqual([]);
  });

  test('is back at its usual when the interval holds it again', () => {
    const look = lookAt({ hours: stream(1, steady), isCovered }, END, RULE);
    expect(look && isBack(look)).toBe(true);
    const worse = lookAt({ hours: stream(1, worseToday), isCovered }, END, RULE);
    expect(worse && isBack(worse)).toBe(false);
  });
});

test('steady topics, looked at every hour, raise next to nothing by chance', () => {
  const months = { looked: 0, alerts: 0 };
  for (const metric of ['net_sentiment', 'rating', 'volume'] as const) {
    for (let seed = 1; seed <= 6; seed++) {
      const rule = { ...RULE, metric, changeAtLeast: 0.1, minimumN: 10 };
      const days = 58;
      const hours = stream(seed * 101, () => ({ perHour: 2, negative: 0.25 }), days * 24);
      let isOut = false;
      for (let hour = 28 * 24; hour <= days * 24; hour++) {
        const look = lookAt({ hours, isCovered }, hour, rule);
        if (!look) continue;
        if (!isOut && isBreach(look, rule)) {
          isOut = true;
          months.alerts += 1;
        } else if (isBack(look)) isOut = false;
      }
      months.looked += 1;
    }
  }
  expect(months.looked).toBe(18);
  expect(months.alerts).toBeLessThanOrEqual(2);
});
