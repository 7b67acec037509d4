import { afterEach, beforeEach, expect, test } from 'vitest';
import { backTest } from '../../src/alerting/back-test.ts';
import { judgeMetrics } from '../../src/alerting/metric-rules.ts';
import { headline, summary } from '../../src/domain/alert-words.ts';
import { randomOf } from '../../src/domain/random.ts';
import { type AlertRuleInput, insertAlertRule } from '../../src/store/alert-rules.ts';
import { listAlertEvents, listAlerts } from '../../src/store/alerts.ts';
import type { Db } from '../../src/store/db.ts';
import { addReadSource, hear, type Said } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { SPIKE_RULE } from '../support/watching.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = new Date('2026-03-02T00:00:00Z');
const NOW = new Date('2026-04-04T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

const RULE: AlertRuleInput = {
  ...SPIKE_RULE,
  name: 'Mood',
  kind: 'metric',
  minimumN: 20,
  condition: { metric: 'net_sentiment', direction: 'falls', changeAtLeast: 15, windowDays: 1 },
  coolDownMinutes: 0,
};

let db: Db;
let sourceId: number;

beforeEach(async () => {
  db = await openTestStore();
  sourceId = await addReadSource(db, 'A forum', START);
  await hear(db, { sourceId, now: NOW, isBackfill: true }, talk({ from: START, to: NOW, seed: 7, bad: 0.2 }));
  await readEverything();
});
afterEach(() => db.close());

/** Two mentions an hour of strangers, half of what is not bad good. */
function talk(span: { from: Date; to: Date; seed: number; bad: number }): Said[] {
  const about = span.bad > 0.5 ? 'courier' : 'queue';
  const random = randomOf(span.seed);
  const said: Said[] = [];
  for (let at = span.from.getTime(); at < span.to.getTime(); at += HOUR / 2) {
    const word = random.chance(span.bad) ? `bad ${about}` : random.chance(0.5) ? 'good' : 'plain';
    said.push({ externalId: `${span.seed}-${at}`, text: `${word} day ${at}`, publishedAt: new Date(at) });
  }
  return said;
}

/** The source was read all the time. */
async function readEverything(until = later(10 * DAY)): Promise<void> {
  await db`
    insert into source_runs (source_id, started_at, finished_at, status, covers_from)
    values (${sourceId}, ${until}, ${until}, 'ok', ${START})`;
}

const addRule = (rule: Partial<AlertRuleInput> = {}) =>
  insertAlertRule(db, { ...RULE, ...rule }, { by: 'Ann', at: NOW });
const openAlerts = () => listAlerts(db, { isOpen: true, limit: 100 });

async function judgeUntil(from: Date, to: Date): Promise<void> {
  for (let at = from.getTime(); at <= to.getTime(); at += HOUR) await judgeMetrics(db, 1, new Date(at));
}

test('a fall raises one alert, with how much, against what and why; it is one until the number is back', async () => {
  await addRule();
  await judgeMetrics(db, 1, NOW);
  expect(await openAlerts()).toEqual([]);
  await hear(db, { sourceId, now: later(DAY) }, talk({ from: NOW, to: later(DAY), seed: 8, bad: 0.75 }));
  await judgeUntil(later(HOUR), later(DAY));
  const [alert, ...others] = await openAlerts();
  expect(others).toEqual([]);
  if (!alert) throw new Error('expected an alert');
  expect(headline(alert)).toBe('Everything: net sentiment clearly lower than usual');
  expect(summary(alert, 'UTC')).toMatch(
    /^Net sentiment of 24 hours [+−]?\d+, usually \+\d+: \d+ points lower \(95\u00a0% interval \d+ to \d+, n 4\d\)\. Since/,
  );
  expect(alert.why.words.map(({ name }) => name).join(' ')).toContain('courier');
  expect(alert.why.points.length).toBeGreaterThan(25);
  expect(alert.mentionIds.length).toBeGreaterThan(10);
  // A calm day, then another fall: a new incident.
  await hear(
    db,
    { sourceId, now: later(3 * DAY) },
    talk({ from: later(DAY), to: later(3 * DAY), seed: 9, bad: 0.15 }),
  );
  await judgeUntil(later(DAY), later(3 * DAY));
  expect(await openAlerts()).toHaveLength(1);
  expect((await listAlertEvents(db, alert.id)).map(({ deed }) => deed)).toEqual([
    'raised',
    'saw it back at its usual',
  ]);
  await hear(
    db,
    { sourceId, now: later(4 * DAY) },
    talk({ from: later(3 * DAY), to: later(4 * DAY), seed: 10, bad: 0.8 }),
  );
  await judgeUntil(later(3 * DAY), later(4 * DAY));
  expect(await openAlerts()).toHaveLength(2);
});

test('looked at twice, or by two at once, it raises nothing twice', async () => {
  await addRule();
  await hear(db, { sourceId, now: later(DAY) }, talk({ from: NOW, to: later(DAY), seed: 8, bad: 0.8 }));
  await Promise.all([judgeMetrics(db, 1, later(DAY)), judgeMetrics(db, 1, later(DAY))]);
  await judgeMetrics(db, 1, later(DAY));
  expect(await openAlerts()).toHaveLength(1);
});

test('a day on which the source was not read neither raises nor ends anything', async () => {
  await addRule();
  await addRule({
    name: 'Silence',
    condition: { metric: 'volume', direction: 'falls', changeAtLeast: 40, windowDays: 1 },
  });
  await db`delete from source_runs`;
  await readEverything(NOW);
  await hear(db, { sourceId, now: later(DAY) }, talk({ from: NOW, to: later(DAY / 4), seed: 8, bad: 0.9 }));
  await db`update sources set failures = 5, next_fetch_at = ${later(0)}`;
  await judgeUntil(later(HOUR), later(2 * DAY));
  expect(await openAlerts()).toEqual([]);
});

test('a new source with other people in it is no fall, and no history that is imported is', async () => {
  await addRule();
  const reviews = await addReadSource(db, 'Reviews', NOW);
  const complaints = talk({ from: START, to: later(DAY), seed: 8, bad: 0.9 }).slice(-60);
  await hear(db, { sourceId: reviews, now: later(DAY), isBackfill: true }, complaints);
  await hear(db, { sourceId, now: later(DAY) }, talk({ from: NOW, to: later(DAY), seed: 9, bad: 0.2 }));
  await judgeUntil(later(HOUR), later(DAY));
  expect(await openAlerts()).toEqual([]);
  const tried = await backTest(db, RULE, { topicId: 1, now: later(DAY), days: 60 });
  expect(tried.found).toEqual([]);
});

test('a rise in volume is found, and calm times are not', async () => {
  await addRule({
    name: 'Attention',
    condition: { metric: 'volume', direction: 'rises', changeAtLeast: 50, windowDays: 1 },
  });
  const crowd = [11, 12, 13].flatMap((seed) => talk({ from: NOW, to: later(DAY), seed, bad: 0.2 }));
  await hear(db, { sourceId, now: later(DAY) }, crowd);
  await judgeUntil(later(HOUR), later(DAY));
  const [alert, ...others] = await openAlerts();
  expect(others).toEqual([]);
  expect(alert?.why.metric?.change).toBeGreaterThan(50);
  expect(alert && headline(alert)).toBe('Everything: far more mentions than usual');
});

test('tried on the past, a rule says what it would have raised, and nothing is stored', async () => {
  await hear(db, { sourceId, now: later(DAY) }, talk({ from: NOW, to: later(DAY), seed: 8, bad: 0.8 }));
  const tried = await backTest(db, RULE, { topicId: 1, now: later(2 * DAY), days: 60 });
  expect(tried.found).toHaveLength(1);
  expect(tried.found[0]?.reason).toContain('points lower');
  expect(tried.bySensitivity).toEqual([]);
  expect(await openAlerts()).toEqual([]);
});

test('tried on the past, what is found while a rule cools down is no alert of its own', async () => {
  const days = [0.8, 0.15, 0.15, 0.8].entries();
  for (const [day, bad] of days) {
    const [from, to] = [later(day * DAY), later((day + 1) * DAY)];
    await hear(db, { sourceId, now: to }, talk({ from, to, seed: 20 + day, bad }));
  }
  const found = async (coolDownMinutes: number) => {
    const rule = { ...RULE, coolDownMinutes };
    return (await backTest(db, rule, { topicId: 1, now: later(4 * DAY), days: 60 })).found.length;
  };
  expect(await found(60)).toBe(2);
  expect(await found(7 * 24 * 60)).toBe(1);
});
