import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { getDestination, insertDestination, sealPlace } from '../../store/destinations.ts';
import { getDigest, insertDigest } from '../../store/digests.ts';
import { insertPlaceMail, listPlaceMails, removePlaceMails } from '../../store/place-mails.ts';
import { listTopics } from '../../store/topics.ts';
import { getUser } from '../../store/users.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Not a topic: no alert is about it, so the destination is told of none. */
const NO_TOPIC = 0;

export interface WeeklyMail {
  /** A mail destination whose server and sender are used; its own address gets nothing of this. */
  readonly throughId: number;
  /** 1: Monday. */
  readonly weekday: number;
  /** Minute of the day in the workspace's time zone. */
  readonly sendAt: number;
}

/**
 * Sends a manager a mail a week about each of their places, and about nothing else: a weekly digest of the place, to a
 * destination of their own that is told of no alert. Set again, it takes the place of what was set before.
 * @throws NotFound, Refused
 */
export async function mailManagerWeekly(
  deps: WebDeps,
  by: Principal,
  userId: number,
  { throughId, weekday, sendAt }: WeeklyMail,
): Promise<void> {
  const user = await getUser(deps.db, userId);
  if (user.role !== 'manager' || user.locationIds.length === 0) {
    throw new Refused(
      `${user.email} is no manager of a place. Choose the role manager and their places first.`,
    );
  }
  const server = await getDestination(deps.db, throughId);
  if (server.kind !== 'mail') throw new Refused(`“${server.name}” is no mail destination. Choose one.`);
  const [everything] = await listTopics(deps.db);
  const locations = new Map((await listLocations(deps.db)).map((location) => [location.id, location]));
  const secrets = deps.vault.open(server.sealed, sealPlace(server.name));
  const now = deps.now();
  const name = `Manager ${user.email}`;
  await deps.db.transaction(async (sql) => {
    await removePlaceMails(sql, user.id, []);
    const destination = {
      ...server,
      name,
      settings: { ...server.settings, to: user.email },
      enabled: true,
      topicIds: [NO_TOPIC],
      locationIds: user.locationIds,
      leastSeverity: 'critical',
      isSecondLine: false,
    } as const;
    const sealed = deps.vault.seal(secrets, sealPlace(name));
    const destinationId = await insertDestination(sql, destination, { sealed, now });
    for (const locationId of user.locationIds) {
      const digest = {
        name: `Weekly for ${user.email}, ${locations.get(locationId)?.name ?? 'a place'} (${locationId})`,
        cadence: 'weekly',
        weekday,
        sendAt,
        topicIds: everything ? [everything.id] : [],
        locationId,
        destinationIds: [destinationId],
        enabled: true,
      } as const;
      const digestId = await insertDigest(sql, digest, { by: by.name, at: now });
      await insertPlaceMail(sql, user.id, { locationId, digestId, destinationId });
    }
    await saveAudit(sql, {
      at: now,
      actor: by.name,
      action: 'mail manager weekly',
      target: `user ${user.email}`,
    });
  });
}

/** No more weekly mails to this manager. @throws NotFound */
export async function endWeeklyMail(deps: WebDeps, by: Principal, userId: number): Promise<void> {
  const user = await getUser(deps.db, userId);
  await deps.db.transaction((sql) => removePlaceMails(sql, user.id, []));
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'end weekly mail',
    target: `user ${user.email}`,
  });
}

/** When the mails of a manager go out; undefined: not at all, also after they have left with the link in a mail. */
export async function findWeeklyMail(
  { db }: Pick<WebDeps, 'db'>,
  userId: number,
): Promise<{ weekday: number; sendAt: number; hasLeft: boolean } | undefined> {
  const mails = await listPlaceMails(db, userId);
  const digests = [];
  for (const { digestId } of mails) digests.push(await getDigest(db, digestId));
  const [first] = digests;
  if (!first) return undefined;
  const hasLeft = digests.every(({ destinationIds }) => destinationIds.length === 0);
  return { weekday: first.weekday ?? 1, sendAt: first.sendAt, hasLeft };
}
