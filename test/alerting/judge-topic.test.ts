import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backTest } from '../../src/alerting/back-test.ts';
import { judgeTopic } from '../../src/alerting/judge-topic.ts';
import { headline, summary } from '../../src/domain/alert-words.ts';
import { saveMissedAlert } from '../../src/store/alert-marks.ts';
import { type AlertRuleInput, insertAlertRule } from '../../src/store/alert-rules.ts';
import { listAlerts } from '../../src/store/alerts.ts';
import { listCorrections } from '../../src/store/corrections.ts';
import type { Db } from '../../src/store/db.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { insertDestination } from '../../src/store/destinations.ts';
import { overrideLabel } from '../../src/store/overrides.ts';
import { publishDays, scoresBetween } from '../../src/store/scores.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { insertTopic, listTopics } from '../../src/store/topics.ts';
import { addReadSource, hear } from '../support/listening.ts';
import { openTestStore } from '../support/test-store.ts';
import { DESTINATION, SPIKE_RULE } from '../support/watching.ts';
import { ordinaryTalk, outcry } from './stream.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = new Date('2026-03-02T00:00:00Z');
const NOW = new Date('2026-03-30T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

let db: Db;
let sourceId: number;
let topicId: number;

beforeEach(async () => {
  db = await openTestStore();
  topicId = (await listTopics(db))[0]?.id ?? 0;
  sourceId = await addReadSource(db, 'A forum', START);
  await hear(db, { sourceId, now: NOW, isBackfill: true }, ordinaryTalk({ from: START, to: NOW, seed: 7 }));
  await insertDestination(db, DESTINATION, { sealed: { keyId: 'k', sealed: 's' }, now: NOW });
});

afterEach(() => db.close());

const addRule = (rule: Partial<AlertRuleInput>) =>
  insertAlertRule(db, { ...SPIKE_RULE, topicId, ...rule }, { by: 'Ann', at: NOW });
const openAlerts = () => listAlerts(db, { isOpen: true, limit: 100 });

/** Goes on quarter by quarter, as the `detect` job does. */
async function judgeUntil(from: Date, to: Date): Promise<void> {
  for (let at = from.getTime(); at <= to.getTime(); at += HOUR_MS / 4)
    await judgeTopic(db, topicId, new Date(at));
}

describe('a topic that a rule watches', () => {
  test('raises one alert for an outcry, with what drives it, and one message for whom it concerns', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(NOW, 25));
    await judgeUntil(later(HOUR_MS / 4), later(3 * HOUR_MS));
    const [alert, ...others] = await openAlerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: 'negative_spike', severity: 'warning', isPast: false });
    expect(alert?.observed).toBeGreaterThanOrEqual(20);
    expect(alert?.expected).toBeLessThan(8);
    expect(alert?.why.words.map(({ name }) => name).join(' ')).toMatch(/refund|answers/);
    expect(alert?.why.examples).toHaveLength(3);
    expect(alert?.why.points.at(-1)?.observed ?? 0).toBeGreaterThan(alert?.why.points.at(-1)?.high ?? 99);
    expect(await listDeliveries(db, { limit: 10 })).toMatchObject([
      { alertId: alert?.id, purpose: 'alert', state: 'waiting' },
    ]);
  });

  test('raises nothing twice when the same look is taken again, or by two at once', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(NOW, 25));
    const at = later(HOUR_MS + 60_000);
    await Promise.all([judgeTopic(db, topicId, at), judgeTopic(db, topicId, at)]);
    await judgeTopic(db, topicId, at);
    expect(await openAlerts()).toHaveLength(1);
  });

  test('raises in the next look what one that failed half-way would have raised', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(NOW, 25));
    await db.exec(`alter table deliveries add constraint full_disk check (false) not valid`);
    const at = later(HOUR_MS + 60_000);
    await expect(judgeTopic(db, topicId, at)).rejects.toThrow('full_disk');
    expect(await openAlerts()).toEqual([]);
    await db.exec('alter table deliveries drop constraint full_disk');
    await judgeTopic(db, topicId, at);
    expect(await openAlerts()).toHaveLength(1);
  });

  test('says nothing of an outcry that one person or one text makes', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    const loud = outcry(NOW, 25).map((said) => ({ ...said, author: { name: 'one person' } }));
    const copied = outcry(later(DAY_MS), 25, 'copied').map((said, at) => ({
      ...said,
      text: `bad copy, of one text${'!'.repeat(at)}`,
      author: { name: `account ${at % 3}` },
    }));
    await hear(db, { sourceId, now: later(HOUR_MS) }, loud);
    await judgeUntil(later(HOUR_MS / 4), later(3 * HOUR_MS));
    await hear(db, { sourceId, now: later(DAY_MS + HOUR_MS) }, copied);
    await judgeUntil(later(DAY_MS), later(DAY_MS + 3 * HOUR_MS));
    expect((await openAlerts()).filter(({ kind }) => kind === 'negative_spike')).toEqual([]);
  });

  test('says nothing of what a new source had before', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    const added = await addReadSource(db, 'A new source', NOW);
    await hear(db, { sourceId: added, now: later(HOUR_MS), isBackfill: true }, outcry(NOW, 40));
    await judgeUntil(later(HOUR_MS / 4), later(2 * HOUR_MS));
    expect(await openAlerts()).toEqual([]);
    expect(await db`select * from topic_arrivals`).toEqual([]);
  });

  test('lists what it would have found in the past when asked to, and tells nobody', async () => {
    const past = new Date(NOW.getTime() - 5 * DAY_MS);
    await hear(db, { sourceId, now: NOW, isBackfill: true }, outcry(past, 25));
    await addRule({ looksBack: true });
    await judgeTopic(db, topicId, NOW);
    const found = await listAlerts(db, { isOpen: false, limit: 10 });
    expect(found).toMatchObject([{ isPast: true, state: 'resolved' }]);
    expect(Math.abs((found[0]?.at.getTime() ?? 0) - past.getTime())).toBeLessThan(3 * HOUR_MS);
    expect(await listDeliveries(db, { limit: 10 })).toEqual([]);
  });

  test('tried on the past, is held against what people marked at every sensitivity', async () => {
    const past = later(-5 * DAY_MS);
    await hear(db, { sourceId, now: NOW, isBackfill: true }, outcry(past, 25));
    const ruleId = await addRule({});
    await saveMissedAlert(db, { ruleId, at: past, note: '', author: 'Ann' });
    await saveMissedAlert(db, { ruleId, at: later(-10 * DAY_MS), note: '', author: 'Ann' });
    const rule = { ...SPIKE_RULE, topicId };
    const tried = await backTest(db, rule, { topicId, now: NOW, days: 30, ruleId });
    expect(tried.marks).toEqual({ real: 2, false: 0 });
    const at = (sensitivity: string) => ({ sensitivity, alerts: 1, real: 1, false: 0 });
    expect(tried.bySensitivity).toEqual(['fewer', 'balanced', 'more'].map(at));
  });

  test('waits for people until there are as many as the rule asks for', async () => {
    await addRule({ minimumN: 40, sensitivity: 'more' });
    await judgeTopic(db, topicId, NOW);
    await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(NOW, 25));
    await judgeUntil(later(HOUR_MS / 4), later(2 * HOUR_MS));
    expect(await openAlerts()).toEqual([]);
    await hear(db, { sourceId, now: later(3 * HOUR_MS) }, outcry(later(2 * HOUR_MS), 25));
    await judgeUntil(later(3 * HOUR_MS), later(4 * HOUR_MS));
    expect(await openAlerts()).toMatchObject([{ kind: 'negative_spike' }]);
  });

  test('raises a single mention at once, and lets the rule cool down', async () => {
    await addRule({ name: 'Risk', kind: 'mention', phrases: ['lawsuit', 'allerg*'], severity: 'critical' });
    const say = (id: string, text: string, minutes: number) =>
      hear(db, { sourceId, now: later(minutes * 60_000) }, [
        { externalId: id, text, publishedAt: later(minutes * 60_000) },
      ]);
    await say('a', 'plain words', 1);
    await say('b', 'bad, my son is ALLERGIC to it', 2);
    await judgeTopic(db, topicId, later(3 * 60_000));
    expect(await openAlerts()).toMatchObject([{ kind: 'mention', why: { remark: 'It has “allerg*”.' } }]);
    await say('c', 'a lawsuit is coming', 4);
    await judgeTopic(db, topicId, later(5 * 60_000));
    const [alert, ...others] = await openAlerts();
    expect(others).toEqual([]);
    expect(alert?.mentionIds).toHaveLength(2);
    await say('d', 'another lawsuit', 70);
    await judgeTopic(db, topicId, later(71 * 60_000));
    expect(await openAlerts()).toHaveLength(2);
  });

  test('keeps messages back in quiet hours, unless it is critical', async () => {
    // Noon; quiet from eleven in the morning to six in the evening.
    const quiet = { quietFrom: 11 * 60, quietTo: 18 * 60, kind: 'mention' as const, phrases: ['lawsuit'] };
    await addRule({ name: 'Can wait', ...quiet });
    await addRule({ name: 'Cannot wait', ...quiet, severity: 'critical' });
    await hear(db, { sourceId, now: NOW }, [{ externalId: 'x', text: 'a lawsuit', publishedAt: NOW }]);
    await judgeTopic(db, topicId, NOW);
    const due = (await listDeliveries(db, { limit: 10 })).map(({ dueAt }) => dueAt.toISOString()).sort();
    expect(due).toEqual(['2026-03-30T12:00:00.000Z', '2026-03-30T18:00:00.000Z']);
  });

  test('reports a silence once, and never as good news', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await judgeUntil(later(HOUR_MS / 4), later(2 * DAY_MS));
    expect(await openAlerts()).toMatchObject([{ kind: 'missing_data', sourceName: 'A forum' }]);
  });

  test('raises nothing about an outcry of days ago that comes late, or that a new label makes of old mentions', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(later(-4 * DAY_MS), 40));
    await judgeUntil(later(HOUR_MS / 4), later(2 * HOUR_MS));
    const calm = Array.from({ length: 12 }, (_, index) => ({
      externalId: `calm ${index}`,
      text: `plain calm ${index}`,
      publishedAt: later(2 * HOUR_MS),
      author: { name: `calm ${index}` },
    }));
    const ids = await hear(db, { sourceId, now: later(2 * HOUR_MS) }, calm);
    await judgeUntil(later(2 * HOUR_MS), later(2.5 * HOUR_MS));
    const catalog = new TopicCatalog();
    const now = later(2.5 * HOUR_MS);
    for (const mentionId of ids) {
      await overrideLabel(db, catalog, { mentionId, label: 'negative', userId: undefined, now });
    }
    await judgeUntil(later(2.5 * HOUR_MS), later(3.5 * HOUR_MS));
    expect(await openAlerts()).toEqual([]);
  });

  test('raises nothing about an outcry of yesterday that comes late, but corrects its day and says why', async () => {
    await addRule({});
    await judgeTopic(db, topicId, NOW);
    await publishDays(db, { id: topicId }, { today: '2026-03-30', coverageOf: () => 1, now: NOW });
    const said = outcry(later(-26 * HOUR_MS), 40);
    await hear(db, { sourceId, now: later(HOUR_MS) }, said);
    await judgeUntil(later(HOUR_MS / 4), later(3 * HOUR_MS));
    expect(await openAlerts()).toEqual([]);
    const scores = await scoresBetween(db, { topicId, from: '2026-03-28', to: '2026-03-30' });
    const corrections = await listCorrections(db, topicId, scores);
    expect([...corrections].map(([day, { late }]) => [day, late])).toEqual([['2026-03-29', said.length]]);
  });

  test('reports one silence for all the topics it is in, names them, and tells each team once', async () => {
    const ordinary = await insertTopic(db, { name: 'Ordinary', kind: 'theme', query: 'ordinary' });
    const again = ordinaryTalk({ from: later(-21 * DAY_MS), to: NOW, seed: 9 });
    await hear(
      db,
      { sourceId, now: NOW, isBackfill: true },
      again.map((said) => ({ ...said, externalId: `${said.externalId}-b` })),
    );
    const route = { ...DESTINATION, name: 'The team of the ordinary', topicIds: [ordinary.id] };
    await insertDestination(db, route, { sealed: { keyId: 'k', sealed: 's' }, now: NOW });
    await addRule({});
    await addRule({ name: 'Of the ordinary', topicId: ordinary.id });
    for (let at = NOW.getTime(); at <= later(2 * DAY_MS).getTime(); at += HOUR_MS / 4) {
      await judgeTopic(db, topicId, new Date(at));
      await judgeTopic(db, ordinary.id, new Date(at));
    }
    const [alert, ...others] = await openAlerts();
    expect(others).toEqual([]);
    expect(alert && headline(alert)).toBe('A forum: nothing comes in');
    expect(alert && summary(alert, 'UTC')).toMatch(
      /It concerns (Everything and Ordinary|Ordinary and Everything)\./,
    );
    const told = (await listDeliveries(db, { limit: 9 })).map(({ destinationName }) => destinationName);
    expect(told.toSorted()).toEqual(['Somebody', 'The team of the ordinary']);
  }, 60_000);

  test('counts in a spike about some aspects only what is said badly of them', async () => {
    await addRule({ name: 'Unhappy with delivery', aspects: ['delivery'] });
    await addRule({ name: 'Unhappy with the price', aspects: ['price'] });
    await judgeTopic(db, topicId, NOW);
    const ids = await hear(db, { sourceId, now: later(HOUR_MS) }, outcry(NOW, 25));
    const aspects = JSON.stringify([
      { aspect: 'delivery', label: 'negative', compound: -0.6 },
      { aspect: 'price', label: 'positive', compound: 0.6 },
    ]);
    await db`update mentions set aspects = ${aspects}::jsonb where id = any(${ids}::bigint[])`;
    await judgeUntil(later(HOUR_MS / 4), later(3 * HOUR_MS));
    const [alert, ...others] = await openAlerts();
    expect(others).toEqual([]);
    expect(alert?.ruleName).toBe('Unhappy with delivery');
    expect(alert?.mentionIds.every((id) => ids.includes(id))).toBe(true);
    expect(alert?.why.aspects).toMatchObject([{ name: 'delivery', expected: 0 }]);
    expect(alert?.why.points.at(-1)?.observed).toBeGreaterThan(3);
  });

  test('raises a single mention for its words of risk, or for what it says badly of', async () => {
    await addRule({ name: 'Risk', kind: 'mention', risks: ['legal', 'safety'], coolDownMinutes: 0 });
    await addRule({ name: 'Staff', kind: 'mention', aspects: ['staff'], coolDownMinutes: 0 });
    const said = (externalId: string) => ({ externalId, text: `bad ${externalId}`, publishedAt: NOW });
    const ids = await hear(db, { sourceId, now: NOW }, ['a', 'b', 'c', 'd'].map(said));
    const bad = JSON.stringify([{ aspect: 'staff', label: 'negative', compound: -0.5 }]);
    const good = JSON.stringify([{ aspect: 'staff', label: 'positive', compound: 0.5 }]);
    await db`update mentions set risks = '{safety}' where id = ${ids[0] ?? 0}`;
    await db`update mentions set risks = '{churn}' where id = ${ids[1] ?? 0}`;
    await db`update mentions set aspects = ${bad}::jsonb where id = ${ids[2] ?? 0}`;
    await db`update mentions set aspects = ${good}::jsonb where id = ${ids[3] ?? 0}`;
    await judgeTopic(db, topicId, NOW);
    const found = (await openAlerts()).map(({ ruleName, mentionIds, why }) => [
      ruleName,
      mentionIds,
      why.remark,
    ]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(['Risk', [ids[0]], 'It has words of risk (safety).']);
    expect(found).toContainEqual(['Staff', [ids[2]], 'It has something bad about staff.']);
  });
});
