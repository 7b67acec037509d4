import { type Alert, type Detector, type NegativeSpike, restoreDetector } from '../detect/detector.ts';
import type { Snapshot } from '../detect/snapshot.ts';
import { slotOf, startOf } from '../detect/time.ts';
import { type AlertRuleRow, listRulesOfTopic, type Sensitivity } from '../store/alert-rules.ts';
import type { Db, Sql } from '../store/db.ts';
import {
  type DetectorScope,
  findDetector,
  removeUnusedDetectors,
  type StoredDetector,
  saveDetector,
} from '../store/detectors.ts';
import {
  type Arrival,
  isPastComing,
  listArrivals,
  lockTopicForAlerts,
  noteLookedAt,
  removeArrivals,
} from '../store/topic-arrivals.ts';
import { getTopic, type TopicRow } from '../store/topics.ts';
import { arrivedBy, incrementsOf, type Part, partOfArrivals } from './increments.ts';
import { partOf, readHistory, replay, settingsOf } from './replay.ts';
import { raiseMentions } from './single-mentions.ts';
import { raiseSilence, raiseSpike } from './spikes.ts';

/**
 * Looks at what is new in a topic: single mentions at once, spikes whenever a quarter of an hour is over. What was
 * looked at, what the detectors remember and the alerts are one transaction: done again, or cut short, it raises
 * nothing twice and forgets nothing.
 */
export async function judgeTopic(db: Db, topicId: number, now: Date): Promise<void> {
  await db.transaction(async (sql) => {
    await lockTopicForAlerts(sql, topicId);
    const topic = await getTopic(sql, topicId);
    const rules = await listRulesOfTopic(sql, topicId);
    const watched = await groupsOf(
      sql,
      rules.filter(({ kind }) => kind === 'spike'),
    );
    const begun = await beginDetectors(sql, topic, watched, now);
    // After the replays: what came to count meanwhile is here, and was left out there.
    const arrivals = await listArrivals(sql, topicId, now);
    const fresh = arrivals.filter(({ isLookedAt }) => !isLookedAt);
    const single = rules.filter(({ kind }) => kind === 'mention');
    await raiseMentions(sql, single, fresh, { now, timeZone: topic.timeZone });
    const isWaiting = watched.length > 0 && begun === 'waits for the past';
    const isDue = !isWaiting && (await judgeAll(sql, { topic, watched, arrivals, now }));
    const ids = arrivals.map(({ mentionId }) => mentionId);
    if (isDue || watched.length === 0) await removeArrivals(sql, topicId, ids);
    else await noteLookedAt(sql, topicId, ids);
    await removeUnusedDetectors(sql, topicId);
  });
}

/** Rules that one detector serves. */
interface Watched {
  readonly part: Part;
  readonly sensitivity: Sensitivity;
  readonly rules: readonly AlertRuleRow[];
}

async function groupsOf(sql: Sql, rules: readonly AlertRuleRow[]): Promise<Watched[]> {
  const groups = new Map<string, { part: Part; sensitivity: Sensitivity; rules: AlertRuleRow[] }>();
  for (const rule of rules) {
    const part = await partOf(sql, rule);
    const key = [part.locationId, part.area, part.sourceId, part.aspects.join(','), rule.sensitivity].join(
      '|',
    );
    const group = groups.get(key) ?? { part, sensitivity: rule.sensitivity, rules: [] };
    group.rules.push(rule);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const scopeOf = (topicId: number, { part, sensitivity }: Watched): DetectorScope => {
  const { locationId, area, sourceId, aspects } = part;
  return { topicId, locationId, area, sourceId, aspects, sensitivity };
};

/** Lets detectors that are new, or whose topic now asks for something else, learn from the stored past. */
async function beginDetectors(
  sql: Sql,
  topic: TopicRow,
  watched: readonly Watched[],
  now: Date,
): Promise<'ready' | 'waits for the past'> {
  let history: Arrival[] | undefined;
  for (const group of watched) {
    const stored = await findDetector(sql, scopeOf(topic.id, group));
    if (stored?.query === topic.query && restored(group, stored, []) !== undefined) continue;
    if (history === undefined && (await isPastComing(sql, now))) return 'waits for the past';
    history ??= await readHistory(sql, topic.id, { now, withNews: false });
    const { part, sensitivity } = group;
    const { detector, alerts, since } = await replay(sql, history, { part, sensitivity, now });
    await save(sql, { topic, group, now }, { detector, since, held: undefined });
    for (const rule of group.rules.filter(({ looksBack }) => looksBack)) {
      for (const spike of spikesIn(alerts)) await raiseSpike(sql, rule, spike, { topic, now, isPast: true });
    }
  }
  return 'ready';
}

/** Another version's snapshot is learned anew. */
function restored(
  { sensitivity }: Watched,
  { since, snapshot }: StoredDetector,
  sources: { name: string; pollMinutes: number }[],
): Detector | undefined {
  try {
    return restoreDetector({ sensitivity, since: since.getTime(), sources }, snapshot as Snapshot);
  } catch {
    return undefined;
  }
}

const spikesIn = (alerts: readonly Alert[]) => alerts.filter((alert) => alert.kind === 'negative_spike');

// What is quiet because we were not running is no silence of a source.
const OLDEST_SILENCE_MS = 60 * 60_000;
/** A spike with too few people for its rule is looked at again for as long. */
const HELD_MS = 24 * 60 * 60_000;

async function judgeAll(
  sql: Sql,
  at: { topic: TopicRow; watched: readonly Watched[]; arrivals: readonly Arrival[]; now: Date },
): Promise<boolean> {
  const { topic, watched, arrivals, now } = at;
  const live = arrivals.filter(({ isBackfill }) => !isBackfill);
  let isDue = false;
  for (const group of watched) {
    const stored = await findDetector(sql, scopeOf(topic.id, group));
    if (!stored || stored.judgedUntil.getTime() >= startOf(slotOf(now.getTime()))) continue;
    isDue = true;
    const { part, sensitivity } = group;
    const settings = await settingsOf(sql, { part, sensitivity, since: stored.since, now });
    const detector = restoreDetector(settings, stored.snapshot as Snapshot);
    const mine = await partOfArrivals(sql, live, part);
    const alerts = detector.step(incrementsOf(mine, arrivedBy(now)), now.getTime());
    const held = stored.held as NegativeSpike | undefined;
    const found = [...(held ? [held] : []), ...spikesIn(alerts)];
    for (const rule of group.rules) {
      for (const spike of found) await raiseSpike(sql, rule, spike, { topic, now, isPast: false });
      for (const alert of alerts) {
        const isNews = alert.kind === 'missing_data' && now.getTime() - alert.at < OLDEST_SILENCE_MS;
        if (isNews) await raiseSilence(sql, rule, alert, { topic, now });
      }
    }
    const last = found.at(-1);
    const isHeld = last !== undefined && now.getTime() - last.at < HELD_MS;
    await save(
      sql,
      { topic, group, now },
      { detector, since: stored.since, held: isHeld ? last : undefined },
    );
  }
  return isDue;
}

async function save(
  sql: Sql,
  { topic, group, now }: { topic: TopicRow; group: Watched; now: Date },
  state: { detector: Detector; since: Date; held: NegativeSpike | undefined },
): Promise<void> {
  await saveDetector(sql, scopeOf(topic.id, group), {
    query: topic.query,
    since: state.since,
    judgedUntil: new Date(startOf(slotOf(now.getTime()))),
    snapshot: state.detector.snapshot(),
    held: state.held,
  });
}
