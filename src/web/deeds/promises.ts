import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import { type BrandPromise, type Mirror, mirrorOf } from '../../domain/promise.ts';
import { type AspectCounts, aspectDays, listAspectMentions } from '../../store/aspect-cells.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { type FeedMention, readMentions } from '../../store/feed.ts';
import {
  deletePromise,
  getPromise,
  insertAssessment,
  insertPromise,
  listPromises,
  type PromiseInput,
  updatePromise,
} from '../../store/promises.ts';
import { getTopic, type TopicRow } from '../../store/topics.ts';
import { topicOrEverything } from '../api/mentions.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** @throws NotFound for a topic that is not there. */
export async function addPromise(deps: WebDeps, by: Principal, input: PromiseInput): Promise<BrandPromise> {
  if (input.topicId !== undefined) await getTopic(deps.db, input.topicId);
  const id = await insertPromise(deps.db, input, { author: by.name, now: deps.now() });
  await audit(deps, by, 'add promise', id);
  return getPromise(deps.db, id);
}

/** @throws NotFound */
export async function changePromise(
  deps: WebDeps,
  by: Principal,
  id: number,
  input: PromiseInput,
): Promise<BrandPromise> {
  await getPromise(deps.db, id);
  if (input.topicId !== undefined) await getTopic(deps.db, input.topicId);
  await updatePromise(deps.db, id, input);
  await audit(deps, by, 'change promise', id);
  return getPromise(deps.db, id);
}

/** @throws NotFound */
export async function removePromise(deps: WebDeps, by: Principal, id: number): Promise<void> {
  await getPromise(deps.db, id);
  await deletePromise(deps.db, id);
  await audit(deps, by, 'remove promise', id);
}

/** Keeps how far somebody thinks a promise is kept. @throws NotFound, Refused */
export async function assessPromise(
  deps: WebDeps,
  by: Principal,
  id: number,
  { score, note }: { score: number; note: string },
): Promise<BrandPromise> {
  if (!Number.isInteger(score) || score < 0 || score > 100) {
    throw new Refused(`Expected a whole number from 0 to 100, got ${score}.`);
  }
  await getPromise(deps.db, id);
  await insertAssessment(deps.db, id, { score, note, author: by.name, at: deps.now() });
  await audit(deps, by, 'assess promise', id);
  return getPromise(deps.db, id);
}

export interface PromiseCut {
  /** Narrows further than each promise's own topic does; undefined: by that alone. */
  readonly topicId: number | undefined;
  readonly from: Day;
  readonly to: Day;
}

/** A promise as both sides see it, and how that moves. */
export interface PromiseMirror extends Mirror {
  readonly promise: BrandPromise;
  readonly topic: TopicRow;
  readonly counts: AspectCounts;
  /** The days as long before. */
  readonly before: Mirror['customers'];
  /** Stretches of equal length up to the last day, the oldest first. */
  readonly trend: readonly { readonly from: Day; readonly customers: Mirror['customers'] }[];
}

const STRETCHES = 12;

/** Every promise with what was said of it in the days between. */
export async function readMirrors(deps: WebDeps, cut: PromiseCut): Promise<PromiseMirror[]> {
  const promises = await listPromises(deps.db);
  const length = daysBetween(cut.from, cut.to).length;
  const earlier = { from: addDays(cut.from, -length), to: addDays(cut.from, -1) };
  const topics = new Map<
    number | undefined,
    { topic: TopicRow; days: Awaited<ReturnType<typeof aspectDays>> }
  >();
  for (const id of new Set(promises.map((promise) => cut.topicId ?? promise.topicId))) {
    const topic = await topicOrEverything(deps, id);
    const days = await aspectDays(deps.db, { topicId: topic.id, from: earlier.from, to: cut.to });
    topics.set(id, { topic, days });
  }
  return promises.map((promise) => {
    const { topic, days } = topics.get(cut.topicId ?? promise.topicId) ?? missing();
    const mine = days.filter(({ aspect }) => promise.aspects.includes(aspect));
    const between = (from: Day, to: Day) => sumOf(mine.filter(({ day }) => day >= from && day <= to));
    const counts = between(cut.from, cut.to);
    const view = (said: AspectCounts) => mirrorOf(promise.assessments, said);
    return {
      promise,
      topic,
      counts,
      ...view(counts),
      before: view(between(earlier.from, earlier.to)).customers,
      trend: stretches(cut, length).map(({ from, to }) => ({
        from,
        customers: view(between(from, to)).customers,
      })),
    };
  });
}

/** The latest mentions that praise what the promise is about, and those that blame it. */
export async function readEvidence(
  { db }: Pick<WebDeps, 'db'>,
  { promise, topic }: PromiseMirror,
  { from, to }: PromiseCut,
  limit: number,
): Promise<{ for: FeedMention[]; against: FeedMention[] }> {
  const cut = { topicId: topic.id, from, to, aspects: promise.aspects, limit };
  const [praise, blame] = await Promise.all([
    listAspectMentions(db, { ...cut, label: 'positive' }),
    listAspectMentions(db, { ...cut, label: 'negative' }),
  ]);
  return { for: await readMentions(db, praise), against: await readMentions(db, blame) };
}

function stretches({ to }: PromiseCut, length: number): { from: Day; to: Day }[] {
  const days = Math.max(1, Math.floor(length / STRETCHES));
  const count = Math.min(STRETCHES, length);
  return Array.from({ length: count }, (_, at) => {
    const last = addDays(to, -days * (count - 1 - at));
    return { from: addDays(last, 1 - days), to: last };
  });
}

function sumOf(days: readonly AspectCounts[]): AspectCounts {
  return days.reduce(
    (sum, day) => ({
      positive: sum.positive + day.positive,
      neutral: sum.neutral + day.neutral,
      negative: sum.negative + day.negative,
    }),
    { positive: 0, neutral: 0, negative: 0 },
  );
}

function missing(): never {
  throw new Error('A topic was read for every promise.');
}

async function audit(deps: WebDeps, by: Principal, action: string, id: number): Promise<void> {
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action, target: `promise ${id}` });
}
