import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Alert, createDetector, restoreDetector } from '../../src/detect/detector.ts';
import { SLOT_MS } from '../../src/detect/time.ts';
import { burst, chatter, DAY, HOUR, incrementsOf, START, settingsFor } from './chatter.ts';

const DAYS = 12;
const END = START + DAYS * DAY * SLOT_MS;
const settings = settingsFor([
  ['social', 15],
  ['reviews', 360],
]);
const talk = [
  ...chatter({ seed: 5, days: DAYS, perDay: 80, negativeShare: 0.2 }).filter(
    ({ published }) => published < 6 * DAY || published >= 7 * DAY,
  ),
  ...chatter({ seed: 6, days: DAYS, perDay: 30, negativeShare: 0.2, source: 'reviews', every: 24 }),
  ...burst({ from: 4 * DAY + 10 * HOUR, slots: 5 * HOUR, posts: 40 }),
  ...burst({ from: 9 * DAY + 10 * HOUR, slots: 5 * HOUR, posts: 40, authors: 12, texts: 1 }),
  ...burst({ from: 10 * DAY + 10 * HOUR, slots: 5 * HOUR, posts: 60, texts: 1 }),
];
const increments = incrementsOf(talk);
const replayed = createDetector(settings).step(increments, END);

/** Moments at which the stream is cut, anywhere within a quarter of an hour. */
const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: DAYS * DAY * 15 - 1 }), { minLength: 1, maxLength: 30 })
  .map((minutes) => [...minutes.toSorted((a, b) => a - b).map((minute) => START + minute * 60_000), END]);

test('the stream holds spikes and silences to compare', () => {
  expect(new Set(replayed.map(({ kind }) => kind))).toEqual(new Set(['negative_spike', 'missing_data']));
});

test('the alerts are the same in whatever portions the stream comes', () => {
  fc.assert(
    fc.property(cuts, (moments) => {
      const detector = createDetector(settings);
      expect(inPortions(moments, (portion, now) => detector.step(portion, now))).toEqual(replayed);
    }),
    { numRuns: 25 },
  );
});

test('the alerts are the same when the detector is written down and restored at any moment', () => {
  fc.assert(
    fc.property(cuts, (moments) => {
      let detector = createDetector(settings);
      const alerts = inPortions(moments, (portion, now) => {
        const found = detector.step(portion, now);
        detector = restoreDetector(settings, JSON.parse(JSON.stringify(detector.snapshot())));
        return found;
      });
      expect(alerts).toEqual(replayed);
    }),
    { numRuns: 25 },
  );
});

test('nothing that arrives later changes an alert', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: DAYS * DAY }), (slots) => {
      const now = START + slots * SLOT_MS;
      const known = createDetector(settings).step(
        increments.filter(({ arrivedAt }) => arrivedAt < now),
        now,
      );
      expect(known).toEqual(replayed.filter(({ at }) => at <= now));
    }),
    { numRuns: 25 },
  );
});

test('a snapshot of another version or shape is refused with what to do', () => {
  const snapshot = createDetector(settings).snapshot();
  expect(() => restoreDetector(settings, { ...snapshot, version: 0 as never })).toThrow(
    /version.*replay the topic/,
  );
  const broken = { ...snapshot, topic: { ...(snapshot.topic as object), history: { mentions: 'AAAA' } } };
  expect(() => restoreDetector(settings, broken)).toThrow(/topic\.history\.mentions.*replay the topic/);
});

function inPortions(
  moments: readonly number[],
  step: (portion: ReturnType<typeof incrementsOf>, now: number) => Alert[],
): Alert[] {
  let from = 0;
  return moments.flatMap((now) => {
    const to = increments.findIndex(({ arrivedAt }) => arrivedAt >= now);
    const portion = increments.slice(from, to < 0 ? increments.length : to);
    from += portion.length;
    return step(portion, now);
  });
}
