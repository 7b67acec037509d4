import { createHash, randomBytes } from 'node:crypto';
import { failureOf, MOST_ATTEMPTS, pauseMs } from '../channels/attempt.ts';
import { type Channel, NotSent, type Ways } from '../channels/channel.ts';
import { channels } from '../channels/index.ts';
import type { AlertMessage } from '../domain/alert-message.ts';
import { insertAlertLink } from '../store/alert-links.ts';
import { getAlert } from '../store/alerts.ts';
import type { Db } from '../store/db.ts';
import { type DeliveryRow, saveAttempt, takeDelivery } from '../store/deliveries.ts';
import { type DestinationRow, getDestination, sealPlace } from '../store/destinations.ts';
import { getIssue } from '../store/digest-issues.ts';
import type { Vault } from '../store/vault.ts';
import { getWorkspace } from '../store/workspace.ts';
import { digestMessage } from './digest-message.ts';
import { type MessageAddresses, messageOf, testMessage } from './message.ts';

export interface DeliverDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly ways: Ways;
  /** Where people reach us, without a slash at the end; undefined: nobody said. */
  readonly origin: string | undefined;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Longer than any attempt takes: should we die, the message is due again afterwards. */
const LEASE_MS = 90_000;
const LINKS_LAST_MS = 7 * 86_400_000;

/**
 * Sends one message of the outbox and writes down how it went. A crash between the two sends it again, with the same
 * key. Returns what went wrong and when it is tried again; undefined when all is well or there was nothing to do.
 */
export async function deliver(
  deps: DeliverDeps,
  deliveryId: number,
): Promise<{ error: string; isParked: boolean } | undefined> {
  const startedAt = deps.now();
  const delivery = await takeDelivery(deps.db, deliveryId, { now: startedAt, leaseMs: LEASE_MS });
  if (!delivery) return undefined;
  const failure = await attempt(deps, delivery).catch((error: unknown) => failureOf(error));
  const at = deps.now();
  const isParked = failure !== undefined && (failure.isFinal || delivery.attempts >= MOST_ATTEMPTS);
  await saveAttempt(deps.db, delivery, {
    state: failure === undefined ? 'sent' : isParked ? 'parked' : 'waiting',
    at,
    tookMs: at.getTime() - startedAt.getTime(),
    error: failure?.message,
    dueAt: new Date(at.getTime() + (failure ? pauseMs(delivery.attempts, failure, deps.random()) : 0)),
  });
  return failure && { error: failure.message, isParked };
}

async function attempt(deps: DeliverDeps, delivery: DeliveryRow): Promise<undefined> {
  const destination = await getDestination(deps.db, delivery.destinationId);
  if (!destination.enabled && delivery.purpose !== 'test') {
    throw new NotSent('The destination is switched off.', { isFinal: true });
  }
  const channel = channels.get(destination.kind);
  if (!channel) throw new NotSent(`There is no channel called "${destination.kind}".`, { isFinal: true });
  const settings = openSettings(deps.vault, destination, channel);
  const message = await composeMessage(deps, delivery, destination);
  const { idempotencyKey } = delivery;
  await channel.send(settings, { message, idempotencyKey, now: deps.now() }, deps.ways);
}

/** What the channel needs, secrets opened. @throws Refused, NotSent when it is not complete. */
function openSettings(vault: Vault, destination: DestinationRow, channel: Channel): unknown {
  const secrets = JSON.parse(vault.open(destination.sealed, sealPlace(destination.name))) as object;
  const parsed = channel.settings.safeParse({ ...destination.settings, ...secrets });
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues.map(({ message }) => message).join(' ');
  throw new NotSent(`Its settings cannot be used: ${what}`, { isFinal: true });
}

async function composeMessage(
  deps: DeliverDeps,
  { alertId, issueId, purpose }: DeliveryRow,
  destination: DestinationRow,
): Promise<AlertMessage> {
  if (issueId !== undefined) return composeDigest(deps, issueId, destination);
  const workspace = await getWorkspace(deps.db);
  const addresses: MessageAddresses = {
    origin: deps.origin,
    handle: alertId === undefined ? undefined : await linkFor(deps, { alertId, destination, path: 'a' }),
    leave: await leaveLink(deps, { destination }),
  };
  if (alertId === undefined || purpose === 'test' || purpose === 'digest')
    return testMessage(workspace, addresses);
  return messageOf(await getAlert(deps.db, alertId), purpose, { workspace, addresses });
}

async function composeDigest(
  deps: DeliverDeps,
  issueId: number,
  destination: DestinationRow,
): Promise<AlertMessage> {
  const { digestId, digestName, report } = await getIssue(deps.db, issueId);
  const { origin } = deps;
  return digestMessage(report, {
    name: digestName,
    workspace: (await getWorkspace(deps.db)).name,
    origin,
    page: origin && `${origin}/digests/${digestId}/issues/${issueId}`,
    leave: await leaveLink(deps, { destination, digestId }),
  });
}

/** Mail is left with one click: a digest by itself, alerts by switching the destination off. */
async function leaveLink(
  deps: DeliverDeps,
  { destination, digestId }: { destination: DestinationRow; digestId?: number },
): Promise<string | undefined> {
  if (destination.kind !== 'mail') return undefined;
  return linkFor(deps, { alertId: undefined, digestId, destination, path: 'leave' });
}

/** A new link an attempt, because only its fingerprint is kept; all of them work until they run out. */
async function linkFor(
  { db, origin, now }: DeliverDeps,
  to: {
    alertId: number | undefined;
    digestId?: number | undefined;
    destination: DestinationRow;
    path: 'a' | 'leave';
  },
): Promise<string | undefined> {
  if (origin === undefined) return undefined;
  const token = randomBytes(32).toString('base64url');
  await insertAlertLink(db, {
    tokenHash: createHash('sha256').update(token).digest('base64url'),
    alertId: to.alertId,
    digestId: to.digestId,
    destinationId: to.destination.id,
    expiresAt: new Date(now().getTime() + LINKS_LAST_MS),
    now: now(),
  });
  return `${origin}/${to.path}/${token}`;
}
