import { randomBytes } from 'node:crypto';
import type { ChannelField } from '../../channels/channel.ts';
import { channels } from '../../channels/index.ts';
import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { giveUpDelivery, insertDelivery, retryDelivery } from '../../store/deliveries.ts';
import {
  type DestinationInput,
  deleteDestination,
  enableDestination,
  getDestination,
  insertDestination,
  sealPlace,
  updateDestination,
} from '../../store/destinations.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { refuseUnknownAreas } from './areas.ts';

/** Adds a destination; what is secret is encrypted before it is stored. @throws Refused, Conflict */
export async function addDestination(deps: WebDeps, by: Principal, input: DestinationInput): Promise<number> {
  const channel = channels.get(input.kind);
  if (!channel) {
    throw new Refused(
      `There is no channel called "${input.kind}". There are: ${[...channels.keys()].join(', ')}.`,
    );
  }
  const entered = withSigningSecret(input);
  const parsed = channel.settings.safeParse(entered);
  if (!parsed.success) {
    throw new Refused(parsed.error.issues.map(({ message }) => message).join(' '));
  }
  await refuseUnknownAreas(deps.db, input.areas ?? []);
  const { open, secret } = apart(entered, channel.fields);
  const now = deps.now();
  const sealed = deps.vault.seal(JSON.stringify(secret), sealPlace(input.name));
  const id = await insertDestination(deps.db, { ...input, settings: open }, { sealed, now });
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'add destination', target: input.name });
  return id;
}

/** What is to be different about a destination. */
export interface DestinationChange extends Partial<Omit<DestinationInput, 'kind' | 'settings'>> {
  /** A secret that is left out stays; null takes a setting away. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Changes a destination. Secrets stay unless they are typed anew; where the place they are sent to changes, they have to
 * be, or whoever may change it could have them sent to a place of theirs.
 * @throws Refused, Conflict, NotFound
 */
export async function changeDestination(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: DestinationChange,
): Promise<void> {
  const before = await getDestination(deps.db, id);
  const channel = channels.get(before.kind);
  if (!channel)
    throw new Refused(`There is no channel called "${before.kind}" any more. Remove the destination.`);
  const input = { ...before, ...change, kind: before.kind };
  await refuseUnknownAreas(
    deps.db,
    input.areas.filter((area) => !before.areas.includes(area)),
  );
  const kept = JSON.parse(deps.vault.open(before.sealed, sealPlace(before.name))) as Record<string, unknown>;
  const typed = change.settings ?? {};
  refuseMovedSecrets(channel.fields, { before: before.settings, kept, typed });
  const entered = Object.fromEntries(
    Object.entries({ ...before.settings, ...kept, ...typed }).filter(([, value]) => value !== null),
  );
  const parsed = channel.settings.safeParse(entered);
  if (!parsed.success) throw new Refused(parsed.error.issues.map(({ message }) => message).join(' '));
  const { open, secret } = apart(entered, channel.fields);
  const sealed = deps.vault.seal(JSON.stringify(secret), sealPlace(input.name));
  await updateDestination(deps.db, id, { ...input, settings: open }, sealed);
  const at = deps.now();
  await saveAudit(deps.db, { at, actor: by.name, action: 'change destination', target: input.name });
}

/** @throws Refused */
function refuseMovedSecrets(
  fields: readonly ChannelField[],
  {
    before,
    kept,
    typed,
  }: {
    before: Readonly<Record<string, unknown>>;
    kept: Readonly<Record<string, unknown>>;
    typed: Readonly<Record<string, unknown>>;
  },
): void {
  const moved = fields.filter(
    ({ name, isAddress }) => isAddress && name in typed && String(typed[name]) !== String(before[name] ?? ''),
  );
  const missing = fields.filter(({ name }) => name in kept && !(name in typed));
  if (moved.length === 0 || missing.length === 0) return;
  const names = (some: readonly ChannelField[]) => some.map(({ label }) => `“${label}”`).join(' and ');
  throw new Refused(`${names(moved)} changes where secrets are sent: enter ${names(missing)} again.`);
}

/** A webhook without a secret of its own is given one. */
function withSigningSecret({ kind, settings }: DestinationInput): Record<string, unknown> {
  if (kind !== 'webhook' || settings['secret']) return { ...settings };
  return { ...settings, secret: `whsec_${randomBytes(32).toString('base64')}` };
}

function apart(settings: Record<string, unknown>, fields: readonly ChannelField[]) {
  const names = new Set(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name));
  const known = new Set(fields.map(({ name }) => name));
  const entries = Object.entries(settings).filter(([name]) => known.has(name));
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  };
}

/** The secret that a receiver checks our signatures with; shown once, when the destination is made. */
export async function signingSecret(deps: WebDeps, id: number): Promise<string | undefined> {
  const { kind, sealed, name } = await getDestination(deps.db, id);
  if (kind !== 'webhook') return undefined;
  const { secret } = JSON.parse(deps.vault.open(sealed, sealPlace(name))) as { secret?: string };
  return secret;
}

/** Puts a test in the outbox; how it went is in the log of the destination. @throws NotFound */
export async function sendTest(deps: WebDeps, by: Principal, id: number): Promise<number> {
  const { name } = await getDestination(deps.db, id);
  const now = deps.now();
  const test = { alertId: undefined, destinationId: id, purpose: 'test', dueAt: now, now } as const;
  const deliveryId = (await insertDelivery(deps.db, test)) ?? 0;
  await deps.queue.enqueue('deliver', { deliveryId });
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'test destination', target: name });
  return deliveryId;
}

/** Sends what was set aside once more. @throws Refused */
export async function sendAgain(deps: WebDeps, by: Principal, deliveryId: number): Promise<void> {
  const now = deps.now();
  if (!(await retryDelivery(deps.db, deliveryId, now))) {
    throw new Refused('Only a message that was set aside can be sent again.');
  }
  await deps.queue.enqueue('deliver', { deliveryId });
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: 'retry delivery',
    target: `delivery ${deliveryId}`,
  });
}

/** Gives up what was set aside: nobody needs it any more. @throws Refused */
export async function giveUp(deps: WebDeps, by: Principal, deliveryId: number): Promise<void> {
  if (!(await giveUpDelivery(deps.db, deliveryId))) {
    throw new Refused('Only a message that was set aside can be given up.');
  }
  const target = `delivery ${deliveryId}`;
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'give up delivery', target });
}

export async function switchDestination(
  deps: WebDeps,
  by: string,
  id: number,
  enabled: boolean,
): Promise<void> {
  const { name } = await getDestination(deps.db, id);
  await enableDestination(deps.db, id, enabled);
  const action = enabled ? 'enable destination' : 'disable destination';
  await saveAudit(deps.db, { at: deps.now(), actor: by, action, target: name });
}

export async function removeDestination(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { name } = await getDestination(deps.db, id);
  await deleteDestination(deps.db, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove destination', target: name });
}
