import { describe, expect, test } from 'vitest';
import { type Alert, createDetector, type DetectorSettings } from '../../src/detect/detector.ts';
import { SLOT_MS } from '../../src/detect/time.ts';
import { burst, chatter, DAY, HOUR, incrementsOf, type Said, START, settingsFor } from './chatter.ts';

const SOCIAL = [['social', 15]] as const;
const QUIET = { days: 28, perDay: 60, negativeShare: 0.2 };
const EVENT = 20 * DAY + 9 * HOUR;

function alertsOf(
  said: readonly Said[],
  sources: Parameters<typeof settingsFor>[0] = SOCIAL,
  days = 28,
): Alert[] {
  return createDetector(settingsFor(sources)).step(incrementsOf(said), START + days * DAY * SLOT_MS);
}

function slotsOf(alerts: readonly Alert[], kind: Alert['kind']): number[] {
  return alerts.filter((alert) => alert.kind === kind).map(({ at }) => (at - START) / SLOT_MS);
}

describe('what is usual', () => {
  for (const perDay of [3, 60, 1500]) {
    test(`${perDay} mentions a day raise no alert for four weeks`, () => {
      expect(alertsOf(chatter({ ...QUIET, seed: 11, perDay }))).toEqual([]);
    });
  }

  test('a source that is read four times a day is neither a spike nor a silence', () => {
    const said = chatter({ ...QUIET, seed: 12, source: 'reviews', every: 24 });
    expect(alertsOf(said, [['reviews', 360]])).toEqual([]);
  });
});

describe('a holiday', () => {
  // Two weeks with somewhat more to complain about: a lesson, unless they are known to be none.
  const calm = chatter({ ...QUIET, seed: 13, perDay: 200 });
  const [from, to] = [4 * DAY, 18 * DAY];
  const strange = chatter({ ...QUIET, seed: 14, perDay: 200, negativeShare: 0.3 });
  const isInside = ({ published }: Said) => published >= from && published < to;
  const said = [...calm.filter((one) => !isInside(one)), ...strange.filter(isInside)];
  const expectedWith = (holidays: DetectorSettings['holidays']) => {
    const detector = createDetector({ ...settingsFor(SOCIAL), ...(holidays ? { holidays } : {}) });
    const crisis = burst({ from: EVENT, slots: HOUR, posts: 40 });
    const alerts = detector.step(incrementsOf([...said, ...crisis]), START + 22 * DAY * SLOT_MS);
    const spikes = alerts.filter(({ at }) => at > START + EVENT * SLOT_MS);
    expect(spikes).toHaveLength(1);
    return spikes[0]?.expected ?? 0;
  };

  test('teaches nothing about ordinary days', () => {
    const known = expectedWith([{ from: START + from * SLOT_MS, to: START + to * SLOT_MS }]);
    expect(known).toBeLessThan(expectedWith(undefined));
  });
});

describe('incidents', () => {
  test('forty unhappy people in six hours are found within two hours', () => {
    const crisis = burst({ from: EVENT, slots: 6 * HOUR, posts: 40 });
    const [at, ...repeated] = slotsOf(
      alertsOf([...chatter({ ...QUIET, seed: 21 }), ...crisis]),
      'negative_spike',
    );
    expect(at).toBeGreaterThan(EVENT);
    expect(at).toBeLessThanOrEqual(EVENT + 2 * HOUR);
    expect(repeated).toEqual([]);
  });

  test('an alert says since when, how many spoke up and how many were to be expected', () => {
    const crisis = burst({ from: EVENT, slots: 6 * HOUR, posts: 40 });
    const [alert] = alertsOf([...chatter({ ...QUIET, seed: 21 }), ...crisis]);
    if (alert?.kind !== 'negative_spike') throw new Error('expected a negative spike');
    expect(alert.observed).toBeGreaterThan(alert.expected + 3);
    expect(alert.at - alert.since).toBe(alert.windowMinutes * 60_000);
    expect(alert.score).toBeGreaterThan(0);
  });

  test('five people in an hour are an incident where one in five days speaks up', () => {
    const talk = chatter({ ...QUIET, seed: 22, perDay: 1 });
    const alerts = alertsOf([...talk, ...burst({ from: EVENT, slots: HOUR, posts: 5 })]);
    expect(slotsOf(alerts, 'negative_spike')[0]).toBeLessThanOrEqual(EVENT + HOUR);
  });

  test('one text repeated by many people is an incident', () => {
    const repost = burst({ from: EVENT, slots: 8 * HOUR, posts: 60, texts: 1 });
    const [at] = slotsOf(alertsOf([...chatter({ ...QUIET, seed: 23 }), ...repost]), 'negative_spike');
    expect(at).toBeLessThanOrEqual(EVENT + 4 * HOUR);
  });

  test('a share that doubles while the volume stays is an incident', () => {
    const talk = chatter({ ...QUIET, seed: 24, perDay: 1500 });
    const shifted = talk.map((one, index): Said => {
      const isInside = one.published >= EVENT && one.published < EVENT + DAY;
      return isInside && one.label === 'neutral' && index % 2 === 0 ? { ...one, label: 'negative' } : one;
    });
    const [at] = slotsOf(alertsOf(shifted), 'negative_spike');
    expect(at).toBeGreaterThan(EVENT);
    expect(at).toBeLessThanOrEqual(EVENT + 2 * HOUR);
  });

  test('what grows over three days is found, and reported once', () => {
    const burn = [0, 1, 2].flatMap((day) =>
      burst({ from: EVENT + day * DAY, slots: DAY, posts: 12 * (day + 1) }),
    );
    const slots = slotsOf(alertsOf([...chatter({ ...QUIET, seed: 25 }), ...burn]), 'negative_spike');
    expect(slots).toHaveLength(1);
    expect(slots[0]).toBeLessThanOrEqual(EVENT + 3 * DAY);
  });
});

describe('what only looks like an incident', () => {
  const talk = chatter({ ...QUIET, seed: 31 });

  test('a campaign brings six times the mentions and no more than the usual share of negatives', () => {
    const liked = burst({ from: EVENT, slots: DAY, posts: 240, label: 'positive' });
    const disliked = burst({ from: EVENT + 1, slots: DAY, posts: 36 });
    expect(slotsOf(alertsOf([...talk, ...liked, ...disliked]), 'negative_spike')).toEqual([]);
  });

  test('one author who posts sixty times is one voice', () => {
    const flood = burst({ from: EVENT, slots: 4 * HOUR, posts: 60, authors: 1, texts: 1 });
    expect(slotsOf(alertsOf([...talk, ...flood]), 'negative_spike')).toEqual([]);
  });

  test('ten accounts that post one text over and over are no ten people', () => {
    const net = burst({ from: EVENT, slots: 3 * HOUR, posts: 90, authors: 10, texts: 1 });
    const small = chatter({ ...QUIET, seed: 32, perDay: 8 });
    expect(slotsOf(alertsOf([...talk, ...net]), 'negative_spike')).toEqual([]);
    expect(slotsOf(alertsOf([...small, ...net]), 'negative_spike')).toEqual([]);
  });

  test('ten days of history that arrive at once are no spike of today', () => {
    const history = chatter({ ...QUIET, seed: 33, source: 'forum' })
      .filter(({ published }) => published >= EVENT - 10 * DAY)
      .map((one) => ({ ...one, arrived: Math.max(one.arrived, EVENT) }));
    expect(alertsOf([...talk, ...history])).toEqual([]);
  });
});

describe('what comes late', () => {
  const prompt = chatter({ ...QUIET, seed: 51 });
  const lateBy = (hours: number) =>
    burst({ from: EVENT, slots: 2 * HOUR, posts: 30 }).map((one) => ({
      ...one,
      arrived: one.published + hours * HOUR,
    }));

  for (const hours of [9, 20, 30, 47]) {
    test(`an outcry that comes in ${hours} hours after it was published raises no spike`, () => {
      expect(slotsOf(alertsOf([...prompt, ...lateBy(hours)]), 'negative_spike')).toEqual([]);
    });
  }

  test('an outcry that comes in two hours late is still news', () => {
    const [at] = slotsOf(alertsOf([...prompt, ...lateBy(2)]), 'negative_spike');
    expect(at).toBeLessThanOrEqual(EVENT + 4 * HOUR + 1);
  });

  test('a source that is read once a day, or usually brings things half a day late, is not late', () => {
    const daily = chatter({ ...QUIET, seed: 52, every: DAY });
    const outcry = burst({ from: EVENT, slots: 2 * HOUR, posts: 30 });
    const nextReading = outcry.map((one) => ({
      ...one,
      arrived: Math.ceil((one.published + 1) / DAY) * DAY - 1,
    }));
    expect(slotsOf(alertsOf([...daily, ...nextReading], [['social', 1440]]), 'negative_spike')).toHaveLength(
      1,
    );
    const slow = prompt.map((one) => ({ ...one, arrived: one.published + 12 * HOUR }));
    const found = slotsOf(alertsOf([...slow, ...lateBy(12)]), 'negative_spike');
    expect(found.filter((at) => at > EVENT && at < EVENT + DAY)).toHaveLength(1);
  });

  test('an outcry that goes on while it comes in is news', () => {
    const whole = burst({ from: EVENT, slots: 24 * HOUR, posts: 120 });
    const held = whole.map((one) => ({ ...one, arrived: Math.max(one.published, EVENT + 20 * HOUR) }));
    const [at] = slotsOf(alertsOf([...prompt, ...held]), 'negative_spike');
    expect(at).toBeLessThanOrEqual(EVENT + 24 * HOUR);
  });
});

describe('missing data', () => {
  const [from, to] = [EVENT, EVENT + DAY];
  const isInside = ({ published }: Said) => published >= from && published < to;
  const talk = chatter({ ...QUIET, seed: 41, perDay: 100 });

  test('a silence is reported once, as missing data and as nothing else', () => {
    const alerts = alertsOf(talk.filter((one) => !isInside(one)));
    expect(alerts).toMatchObject([{ kind: 'missing_data', source: 'social' }]);
    const [alert] = alerts;
    if (alert?.kind !== 'missing_data') throw new Error('expected missing data');
    expect((alert.at - START) / SLOT_MS).toBeLessThan(to);
    expect(Math.abs((alert.since - START) / SLOT_MS - from)).toBeLessThanOrEqual(2 * HOUR);
    expect(alert.expected).toBeGreaterThan(5);
  });

  test('what comes late after a silence raises no spike', () => {
    const late = talk.map((one) => (isInside(one) ? { ...one, arrived: to } : one));
    expect(slotsOf(alertsOf(late), 'negative_spike')).toEqual([]);
    expect(slotsOf(alertsOf(late), 'missing_data')).toHaveLength(1);
  });

  test('one silent source is named while the others go on', () => {
    const news = chatter({ ...QUIET, seed: 42, perDay: 50, source: 'news', every: 4 });
    const alerts = alertsOf([...news, ...talk.filter((one) => !isInside(one))], [...SOCIAL, ['news', 60]]);
    expect(alerts).toMatchObject([{ kind: 'missing_data', source: 'social' }]);
  });

  test('an outage of everything is one alert, not one for each source', () => {
    const news = chatter({ ...QUIET, seed: 42, perDay: 50, source: 'news', every: 4 });
    const said = [...news, ...talk].filter((one) => !isInside(one));
    expect(alertsOf(said, [...SOCIAL, ['news', 60]])).toMatchObject([{ kind: 'missing_data' }]);
  });
});
