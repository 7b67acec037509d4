import { areaInWords } from '../domain/area.ts';
import { type DigestReport, latestDue, type Period, periodBefore } from '../domain/digest.ts';
import { localTimeOf } from '../domain/local-time.ts';
import type { Db, Sql } from '../store/db.ts';
import { insertDelivery } from '../store/deliveries.ts';
import { insertIssue } from '../store/digest-issues.ts';
import { type DigestInput, type DigestRow, getDigest, listDigests, takeDigest } from '../store/digests.ts';
import { listTopics } from '../store/topics.ts';
import { getWorkspace, listLocations } from '../store/workspace.ts';
import { composeReport } from './digest-report.ts';

/** Older ones are no news: after a long standstill only what was due within a day is made up for. */
const LATEST_MS = 24 * 60 * 60_000;
/** A digest that could not be made is tried again after as long. */
const RETRY_MS = 5 * 60_000;

/** The digests to make now; each is handed out to one process. */
export async function takeDueDigests(db: Db, now: Date): Promise<number[]> {
  const { timeZone } = await getWorkspace(db);
  const taken: number[] = [];
  for (const digest of await listDigests(db)) {
    if (!isDue(digest, { now, timeZone })) continue;
    const retryBefore = new Date(now.getTime() - RETRY_MS);
    if (await takeDigest(db, digest.id, { now, retryBefore })) taken.push(digest.id);
  }
  return taken;
}

function isDue(digest: DigestRow, { now, timeZone }: { now: Date; timeZone: string }): boolean {
  if (!digest.enabled) return false;
  const { at, period } = latestDue(digest, now, timeZone);
  if (at < digest.startsAt || now.getTime() - at.getTime() > LATEST_MS) return false;
  return digest.toldUntil === undefined || digest.toldUntil < period.to;
}

/**
 * Makes the issue of a digest that is due and puts it in the outbox, in one transaction: done again, or by two at once,
 * it changes nothing; cut short, it has done nothing.
 */
export async function issueDigest(db: Db, digestId: number, now: Date): Promise<void> {
  const digest = await getDigest(db, digestId);
  const { timeZone } = await getWorkspace(db);
  if (!isDue(digest, { now, timeZone })) return;
  const { period } = latestDue(digest, now, timeZone);
  await db.transaction(async (sql) => {
    const report = await reportOf(sql, digest, { period, now });
    await sendIssue(sql, digest, { report, isExtra: false, now });
  });
}

/** Makes an issue because somebody asks for it, about the days that have ended; returns its id. */
export async function issueNow(db: Db, digestId: number, now: Date): Promise<number> {
  const digest = await getDigest(db, digestId);
  return db.transaction(async (sql) => {
    const report = await previewDigest(sql, digest, now);
    return (await sendIssue(sql, digest, { report, isExtra: true, now })) ?? 0;
  });
}

/** What a digest would say if it went out today. Nothing is written. */
export async function previewDigest(sql: Sql, digest: DigestInput, now: Date): Promise<DigestReport> {
  const { timeZone } = await getWorkspace(sql);
  const period = periodBefore(digest.cadence, localTimeOf(now, timeZone).day);
  return reportOf(sql, digest, { period, now });
}

async function reportOf(
  sql: Sql,
  digest: DigestInput,
  { period, now }: { period: Period; now: Date },
): Promise<DigestReport> {
  const { timeZone } = await getWorkspace(sql);
  const topics = await listTopics(sql);
  const { locationId, area } = digest;
  const location =
    locationId === undefined ? undefined : (await listLocations(sql)).find(({ id }) => id === locationId);
  return composeReport(sql, {
    cadence: digest.cadence,
    period,
    // In the order in which the team has put them; one that was removed is left out.
    topics: digest.topicIds.flatMap((id) => topics.find((topic) => topic.id === id) ?? []),
    where: { locationId, area, name: location?.name ?? (area && areaInWords(area)) },
    timeZone,
    now,
  });
}

async function sendIssue(
  sql: Sql,
  digest: DigestRow,
  { report, isExtra, now }: { report: DigestReport; isExtra: boolean; now: Date },
): Promise<number | undefined> {
  const issueId = await insertIssue(sql, { digestId: digest.id, isExtra, report }, now);
  if (issueId === undefined) return undefined;
  for (const destinationId of digest.destinationIds) {
    const outgoing = {
      alertId: undefined,
      issueId,
      destinationId,
      purpose: 'digest',
      dueAt: now,
      now,
    } as const;
    await insertDelivery(sql, outgoing);
  }
  return issueId;
}
