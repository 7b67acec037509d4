import { NotFound, Refused } from '../../domain/errors.ts';
import type { ClaimState } from '../../domain/inbox.ts';
import { saveAudit } from '../../store/audit-log.ts';
import * as claims from '../../store/claims.ts';
import type { Sql } from '../../store/db.ts';
import { findItem, type InboxItem } from '../../store/inbox.ts';
import { seeNotices } from '../../store/inbox-notes.ts';
import { getInboxSettings } from '../../store/inbox-settings.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

const MINUTE_MS = 60_000;

/** The item of a mention within the reach of whoever asks. @throws NotFound, also for one of another location. */
export async function getReachableItem(sql: Sql, by: Principal, mentionId: number): Promise<InboxItem> {
  const item = await findItem(sql, mentionId);
  const isInReach =
    by.locationIds === undefined ||
    (item?.locationId !== undefined && by.locationIds.includes(item.locationId));
  if (!item || !isInReach) throw new NotFound(`There is no item of the inbox with the id ${mentionId}.`);
  return item;
}

/** Opens an item for the person who asks; the number of the claim goes with every reply. @throws NotFound, Conflict */
export async function claimItem(deps: WebDeps, by: Principal, mentionId: number): Promise<ClaimState> {
  return withClaimer(deps, by, mentionId, (sql, claimer) => claims.claim(sql, claimer));
}

/** @throws NotFound */
export async function takeOverItem(deps: WebDeps, by: Principal, mentionId: number): Promise<ClaimState> {
  const taken = await withClaimer(deps, by, mentionId, (sql, claimer) => claims.takeOver(sql, claimer));
  const entry = { action: 'take over inbox item', target: `mention ${mentionId}` };
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, ...entry });
  return taken;
}

async function withClaimer(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  work: (sql: Sql, claimer: claims.Claimer & { leaseMs: number }) => Promise<ClaimState>,
): Promise<ClaimState> {
  const userId = personOf(by);
  return deps.db.transaction(async (sql) => {
    await getReachableItem(sql, by, mentionId);
    const { leaseMinutes } = await getInboxSettings(sql);
    await seeNotices(sql, { userId, mentionId, now: deps.now() });
    const leaseMs = leaseMinutes * MINUTE_MS;
    return work(sql, { mentionId, userId, actor: by.name, now: deps.now(), leaseMs });
  });
}

/** Until when the claim lasts now; undefined when it was lost meanwhile. */
export async function renewClaim(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  claimNumber: number,
): Promise<Date | undefined> {
  const { leaseMinutes } = await getInboxSettings(deps.db);
  const leaseMs = leaseMinutes * MINUTE_MS;
  return claims.renew(deps.db, { mentionId, userId: personOf(by), claimNumber, now: deps.now(), leaseMs });
}

export async function releaseClaim(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  claimNumber: number,
): Promise<boolean> {
  const userId = personOf(by);
  return deps.db.transaction((sql) =>
    claims.release(sql, { mentionId, userId, claimNumber, actor: by.name, now: deps.now() }),
  );
}

/** A claim is a person's: a program without one cannot have anything open. @throws Refused */
function personOf({ userId }: Principal): number {
  if (userId !== undefined) return userId;
  throw new Refused('Only a person can have an item open. Use the token of somebody who can sign in.');
}
