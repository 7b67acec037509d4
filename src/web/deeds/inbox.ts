import { NotFound, Refused } from '../../domain/errors.ts';
import { namedIn, tagOf } from '../../domain/inbox.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { announceItems, saveInboxEvent, setStatus } from '../../store/inbox.ts';
import {
  assignItems,
  findBatch,
  insertBatch,
  listChangeable,
  lockItems,
  snoozeItems,
  tagItems,
  undoBatch,
} from '../../store/inbox-batches.ts';
import { insertNote, saveNotice } from '../../store/inbox-notes.ts';
import { getUser, listUsers, type UserRow } from '../../store/users.ts';
import type { WebDeps } from '../deps.ts';
import { type Principal, placesOf, scopesOf } from '../principal.ts';
import { getReachableItem } from './inbox-claims.ts';

const MINUTE_MS = 60_000;
const UNDO_MS = 60 * MINUTE_MS;

/** What can be done to one item or to many. */
export type ItemChange =
  | { readonly deed: 'archive' | 'reopen' | 'replied' | 'wake' }
  | { readonly deed: 'assign'; readonly userId: number | undefined }
  | { readonly deed: 'tag' | 'untag'; readonly tag: string }
  | { readonly deed: 'snooze'; readonly until: Date };

export interface Changed {
  readonly mentionIds: readonly number[];
  /** Left alone, because somebody else has them open. */
  readonly held: readonly number[];
  /** To take it back with; undefined: nothing was done. */
  readonly batchId: number | undefined;
}

/**
 * Does the same to some items, all or none, leaving out those that somebody else has open; doing it again changes
 * nothing. @throws NotFound, Refused
 */
export async function changeItems(
  deps: WebDeps,
  by: Principal,
  mentionIds: readonly number[],
  change: ItemChange,
): Promise<Changed> {
  const now = deps.now();
  const { userId, locationIds: within } = by;
  const assignee = await assigneeOf(deps.db, change);
  const changed = await deps.db.transaction(async (sql) => {
    await lockItems(sql, mentionIds);
    const { free, held } = await listChangeable(sql, mentionIds, { userId, within, now });
    if (free.length === 0) return { mentionIds: free, held, batchId: undefined };
    if (assignee) await refuseOutOfReach(sql, assignee, free, now);
    const batch = { at: now, userId, actor: by.name, deed: change.deed, mentionIds: free };
    const batchId = await insertBatch(sql, batch);
    await carryOut(sql, { by, change, ids: free, now, assignee });
    await announceItems(sql, free);
    return { mentionIds: free, held, batchId };
  });
  if (changed.mentionIds.length > 0) {
    const detail = { mentions: changed.mentionIds.slice(0, 100), ...wordsOf(change, assignee) };
    await audit(deps, by, `${change.deed} inbox items`, `${changed.mentionIds.length} items`, detail);
  }
  return changed;
}

/** Whoever is to have an item has to be able to work on it. @throws NotFound, Refused */
async function assigneeOf(sql: Sql, change: ItemChange): Promise<UserRow | undefined> {
  if (change.deed !== 'assign' || change.userId === undefined) return undefined;
  const user = await getUser(sql, change.userId);
  if (user.disabledAt === undefined && scopesOf(user.role).has('inbox')) return user;
  throw new Refused(
    `${user.name} cannot work in the inbox (${user.role}). Choose an agent, or change the role.`,
  );
}

/** Nobody is given what they could not open. @throws Refused */
async function refuseOutOfReach(
  sql: Sql,
  { name, role, locationIds }: UserRow,
  mentionIds: readonly number[],
  now: Date,
): Promise<void> {
  const within = placesOf(role, locationIds);
  const { free, held } = await listChangeable(sql, mentionIds, { userId: undefined, within, now });
  const missing = mentionIds.length - free.length - held.length;
  if (missing === 0) return;
  throw new Refused(
    `${name} answers for some places only, and ${missing} of ${mentionIds.length} items belong to others.`,
  );
}

interface Carrying {
  readonly by: Principal;
  readonly change: ItemChange;
  readonly ids: readonly number[];
  readonly now: Date;
  readonly assignee: UserRow | undefined;
}

async function carryOut(sql: Sql, { by, change, ids, now, assignee }: Carrying): Promise<void> {
  const actor = by.name;
  const detail = wordsOf(change, assignee);
  if (change.deed === 'archive' || change.deed === 'reopen' || change.deed === 'replied') {
    const status = STATUS_OF[change.deed];
    const answered = { how: 'marked' as const, userId: by.userId };
    for (const mentionId of ids) {
      const more = status === 'replied' ? { detail: answered } : {};
      await setStatus(sql, { mentionId, status, actor, now, ...more });
    }
    return;
  }
  if (change.deed === 'assign') await assignItems(sql, ids, { userId: change.userId, now });
  else if (change.deed === 'tag' || change.deed === 'untag') {
    const tag = tagOf(change.tag);
    if (tag === undefined) throw new Refused('A tag has 1 to 40 characters.');
    await tagItems(sql, ids, { tag, isOn: change.deed === 'tag', now });
  } else
    await snoozeItems(sql, ids, {
      until: change.deed === 'snooze' ? later(change.until, now) : undefined,
      now,
    });
  for (const mentionId of ids) {
    await saveInboxEvent(sql, mentionId, { at: now, actor, deed: EVENT_OF[change.deed], detail });
    if (!assignee || assignee.id === by.userId) continue;
    await saveNotice(sql, { userId: assignee.id, mentionId, kind: 'assigned', at: now, actor });
  }
}

const STATUS_OF = { archive: 'archived', reopen: 'new', replied: 'replied' } as const;
const EVENT_OF = {
  assign: 'assigned',
  tag: 'tagged',
  untag: 'took a tag away',
  snooze: 'snoozed',
  wake: 'woke it up',
} as const;

function later(until: Date, now: Date): Date {
  if (until > now) return until;
  throw new Refused('An item is snoozed until a time to come.');
}

function wordsOf(change: ItemChange, assignee: UserRow | undefined): Record<string, unknown> {
  if (change.deed === 'assign') return { to: assignee?.name ?? 'nobody' };
  if (change.deed === 'tag' || change.deed === 'untag') return { tag: tagOf(change.tag) };
  return change.deed === 'snooze' ? { until: change.until.toISOString() } : {};
}

/** Takes back what this person did to some items within the last hour, but for those that were touched since. */
export async function undoChange(deps: WebDeps, by: Principal, batchId: number): Promise<readonly number[]> {
  const now = deps.now();
  return deps.db.transaction(async (sql) => {
    const since = new Date(now.getTime() - UNDO_MS);
    const batch = await findBatch(sql, batchId, { userId: by.userId, since });
    if (!batch)
      throw new NotFound('There is nothing to take back: it was too long ago, or it was done already.');
    await lockItems(sql, batch.mentionIds);
    const ids = await undoBatch(sql, batchId, now);
    for (const mentionId of ids) {
      const detail = { deed: batch.deed };
      await saveInboxEvent(sql, mentionId, { at: now, actor: by.name, deed: 'took it back', detail });
    }
    const entry = { action: `undo ${batch.deed} inbox items`, target: `${ids.length} items` };
    await saveAudit(sql, { at: now, actor: by.name, ...entry });
    return ids;
  });
}

/** Keeps a note on an item; whoever it names with @ hears of it. @throws NotFound, Refused */
export async function addNote(
  deps: WebDeps,
  by: Principal,
  mentionId: number,
  text: string,
): Promise<{ id: number; named: readonly string[] }> {
  const words = text.trim();
  if (words.length === 0) throw new Refused('The note is empty.');
  const now = deps.now();
  return deps.db.transaction(async (sql) => {
    await getReachableItem(sql, by, mentionId);
    const people = (await listUsers(sql)).filter(
      ({ role, disabledAt }) => disabledAt === undefined && scopesOf(role).has('inbox'),
    );
    const named = namedIn(words, people).filter(({ id }) => id !== by.userId);
    const note = { mentionId, at: now, authorId: by.userId, author: by.name, text: words };
    const id = await insertNote(sql, note);
    for (const { id: userId } of named) {
      await saveNotice(sql, { userId, mentionId, kind: 'named', at: now, actor: by.name });
    }
    await saveInboxEvent(sql, mentionId, { at: now, actor: by.name, deed: 'noted', detail: {} });
    await saveAudit(sql, {
      at: now,
      actor: by.name,
      action: 'note on inbox item',
      target: `mention ${mentionId}`,
    });
    await announceItems(sql, [mentionId]);
    return { id, named: named.map(({ name }) => name) };
  });
}

async function audit(
  deps: WebDeps,
  by: Principal,
  action: string,
  target: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action, target, detail });
}
