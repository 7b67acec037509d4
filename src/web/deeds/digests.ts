import { issueNow, previewDigest } from '../../alerting/issue-digest.ts';
import { channels } from '../../channels/index.ts';
import type { DigestReport } from '../../domain/digest.ts';
import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { listDueDeliveries } from '../../store/deliveries.ts';
import { getDestination } from '../../store/destinations.ts';
import {
  type DigestInput,
  type DigestRow,
  deleteDigest,
  getDigest,
  insertDigest,
  removeRecipient,
  updateDigest,
} from '../../store/digests.ts';
import { getTopic } from '../../store/topics.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { movedTo, refuseUnknownAreas } from './areas.ts';

/** @throws Refused, Conflict, NotFound */
export async function addDigest(deps: WebDeps, by: Principal, digest: DigestInput): Promise<number> {
  const at = deps.now();
  return deps.db.transaction(async (sql) => {
    await refuseIncomplete(sql, digest);
    const id = await insertDigest(sql, digest, { by: by.name, at });
    await saveAudit(sql, { at, actor: by.name, action: 'add digest', target: digest.name });
    return id;
  });
}

/** @throws Refused, Conflict, NotFound */
export async function changeDigest(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: Partial<DigestInput>,
): Promise<DigestRow> {
  const at = deps.now();
  return deps.db.transaction(async (sql) => {
    const digest = { ...(await getDigest(sql, id)), ...movedTo(change) };
    await refuseIncomplete(sql, digest);
    await updateDigest(sql, id, digest, at);
    await saveAudit(sql, { at, actor: by.name, action: 'change digest', target: digest.name });
    return getDigest(sql, id);
  });
}

/** What it has said goes with it. @throws NotFound */
export async function removeDigest(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { name } = await getDigest(deps.db, id);
  await deleteDigest(deps.db, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove digest', target: name });
}

/** Sends it now to everybody who gets it; returns the id of the issue. @throws Refused, NotFound */
export async function sendDigestNow(deps: WebDeps, by: Principal, id: number): Promise<number> {
  const now = deps.now();
  const { name, destinationIds } = await getDigest(deps.db, id);
  if (destinationIds.length === 0)
    throw new Refused('Nobody gets this digest yet. Choose a destination first.');
  const issueId = await issueNow(deps.db, id, now);
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'send digest', target: name });
  const due = await listDueDeliveries(deps.db, now, 100);
  await deps.queue.enqueueAll(
    'deliver',
    due.map((deliveryId) => ({ deliveryId })),
  );
  return issueId;
}

/** What it would say today. @throws Refused, NotFound */
export async function tryDigest(deps: WebDeps, digest: DigestInput): Promise<DigestReport> {
  await refuseIncomplete(deps.db, digest);
  return previewDigest(deps.db, digest, deps.now());
}

/** One destination gets it no more. */
export async function leaveDigest(
  deps: WebDeps,
  by: string,
  digest: { digestId: number; destinationId: number },
): Promise<void> {
  const { name } = await getDigest(deps.db, digest.digestId);
  const destination = await getDestination(deps.db, digest.destinationId);
  await removeRecipient(deps.db, digest);
  const target = `${name}: ${destination.name}`;
  await saveAudit(deps.db, { at: deps.now(), actor: by, action: 'leave digest', target });
}

async function refuseIncomplete(sql: Sql, digest: DigestInput): Promise<void> {
  if (digest.topicIds.length === 0) throw new Refused('The digest needs a topic to tell about.');
  if (digest.topicIds.length > MOST_TOPICS) {
    throw new Refused(`A digest of more than ${MOST_TOPICS} topics is not read. Make a second one.`);
  }
  for (const id of digest.topicIds) await getTopic(sql, id);
  if (digest.locationId !== undefined && digest.area !== undefined) {
    throw new Refused('A digest tells of one location or an area, not of both.');
  }
  if (digest.area !== undefined) await refuseUnknownAreas(sql, [digest.area]);
  if (digest.cadence === 'weekly' && digest.weekday === undefined) {
    throw new Refused('A weekly digest needs a day of the week.');
  }
  if (digest.cadence === 'daily' && digest.weekday !== undefined) {
    throw new Refused('A daily digest goes out on every day of the week.');
  }
  for (const id of digest.destinationIds) {
    const { name, kind } = await getDestination(sql, id);
    if (channels.get(kind)?.isForAlertsOnly) {
      throw new Refused(`“${name}” wakes people up: it is for alerts only.`);
    }
  }
}

const MOST_TOPICS = 10;
