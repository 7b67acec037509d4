import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { desks } from '../../replying/desks.ts';
import { bringBack, openDesk } from '../../replying/hand-over.ts';
import { refuseWithoutClaim } from '../../replying/inbox-status.ts';
import type { Delivery } from '../../sources/source.ts';
import { verifyDelivery } from '../../sources/webhook/signature.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { deleteDesk, deskPlace, getDesk, insertDesk } from '../../store/desks.ts';
import { findByKey, getHandOver, insertHandOver, moveParked } from '../../store/hand-overs.ts';
import { setStatus } from '../../store/inbox.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { mentionToAnswer } from './replies.ts';

/** Adds a help desk; what is secret is encrypted before it is stored. Returns a secret that was made here. @throws Refused, Conflict */
export async function addDesk(
  deps: WebDeps,
  by: Principal,
  input: { name: string; kind: string; settings: Record<string, string> },
): Promise<{ id: number; secret: string | undefined }> {
  const desk = desks.get(input.kind);
  if (!desk)
    throw new Refused(
      `There is no help desk of the kind "${input.kind}". There are: ${[...desks.keys()].join(', ')}.`,
    );
  const secret =
    input.kind === 'webhook' && !input.settings['secret']
      ? `whsec_${randomBytes(32).toString('base64')}`
      : undefined;
  const entered = secret ? { ...input.settings, secret } : input.settings;
  const parsed = desk.settings.safeParse(entered);
  if (!parsed.success) throw new Refused(parsed.error.issues.map(({ message }) => message).join(' '));
  const hidden = new Set(desk.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name));
  const known = Object.entries(parsed.data as Record<string, unknown>);
  const open = Object.fromEntries(known.filter(([name]) => !hidden.has(name)));
  const secrets = Object.fromEntries(known.filter(([name]) => hidden.has(name)));
  const now = deps.now();
  const sealed = deps.vault.seal(JSON.stringify(secrets), deskPlace(input.name));
  const id = await insertDesk(deps.db, { name: input.name, kind: input.kind, settings: open, sealed, now });
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'add help desk', target: input.name });
  return { id, secret };
}

export async function removeDesk(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { name } = await getDesk(deps.db, id);
  await deleteDesk(deps.db, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove help desk', target: name });
}

/** Hands an item over. @throws Conflict when somebody else has it */
export async function giveToDesk(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  to: { deskId: number; note: string; claimNumber: number | undefined },
): Promise<number> {
  await mentionToAnswer(deps, by, mentionId);
  const desk = await getDesk(deps.db, to.deskId);
  const now = deps.now();
  const id = await deps.db.transaction(async (sql) => {
    await refuseWithoutClaim(sql, { mentionId, userId: by.userId, claimNumber: to.claimNumber, now });
    return insertHandOver(sql, { mentionId, deskId: desk.id, note: to.note, author: by.name, now });
  });
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: 'hand over',
    target: `mention ${mentionId}`,
    detail: { desk: desk.name },
  });
  await deps.queue.enqueue('hand-over', { handOverId: id });
  return id;
}

export const HAND_OVER_DEEDS = ['retry', 'drop'] as const;
export type HandOverDeed = (typeof HAND_OVER_DEEDS)[number];

/** Tries again what could not be handed over, or lets it be. @throws Refused */
export async function handleHandOver(
  deps: WebDeps,
  by: Principal,
  id: number,
  deed: HandOverDeed,
): Promise<void> {
  const { mentionId } = await getHandOver(deps.db, id);
  await mentionToAnswer(deps, by, mentionId);
  const now = deps.now();
  const isMoved = await deps.db.transaction(async (sql) => {
    if (!(await moveParked(sql, id, deed === 'retry' ? 'queued' : 'dropped', now))) return false;
    if (deed === 'drop') await setStatus(sql, { mentionId, status: 'new', actor: by.name, now });
    return true;
  });
  if (!isMoved) throw new Refused('It is too late for that: it is in another state by now.');
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: `${deed} hand-over`,
    target: `mention ${mentionId}`,
  });
  if (deed === 'retry') await deps.queue.enqueue('hand-over', { handOverId: id });
}

const Solved = z.object({ type: z.literal('item.solved'), data: z.object({ key: z.string().max(100) }) });

/** What a desk tells us itself: signed with its secret, as in Standard Webhooks. @throws Refused, NotFound */
export async function hearOfSolved(deps: WebDeps, deskId: number, delivery: Delivery): Promise<boolean> {
  const row = await getDesk(deps.db, deskId);
  const { settings } = openDesk(deps.vault, row);
  const { data: signed } = z.object({ secret: z.string() }).safeParse(settings);
  if (!signed) throw new Refused(`“${row.name}” is asked whether an item is solved; it does not tell.`);
  verifyDelivery(delivery, { choice: 'standard', secret: signed.secret }, deps.now());
  const told = Solved.safeParse(jsonOf(delivery.body));
  if (!told.success)
    throw new Refused('Expected {"type":"item.solved","data":{"key":"…"}}. It was not taken.');
  const handed = await findByKey(deps.db, deskId, told.data.data.key);
  return handed ? bringBack(deps.db, handed, deps.now()) : false;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
