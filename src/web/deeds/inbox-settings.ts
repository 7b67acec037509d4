import { NotFound, Refused } from '../../domain/errors.ts';
import type { InboxSettings } from '../../domain/inbox-settings.ts';
import { checkHolidayRegion } from '../../domain/public-holidays.ts';
import type { ResponseTarget } from '../../domain/targets.ts';
import type { TriageWeights } from '../../domain/triage.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { noteAllOpen, noteRecent } from '../../store/inbox-arrivals.ts';
import { readForFiling } from '../../store/inbox-facts.ts';
import { filingOf, readRules } from '../../store/inbox-filing.ts';
import { type InboxRow, listInbox } from '../../store/inbox-list.ts';
import {
  deleteTarget,
  getInboxSettings,
  insertTarget,
  type NewHours,
  removeBusinessHours,
  saveBusinessHours,
  saveInboxSettings,
} from '../../store/inbox-settings.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

const DAY_MS = 86_400_000;

/** Sets how the inbox works; what it means for open items and for who enters is worked out in the background. */
export async function changeInboxSettings(
  deps: WebDeps,
  by: Principal,
  change: Partial<InboxSettings>,
): Promise<InboxSettings> {
  const settings = await deps.db.transaction(async (sql) => {
    const before = await getInboxSettings(sql);
    const after = { ...before, ...change };
    await saveInboxSettings(sql, after);
    const entered = ({ enters, oldestDays, skipsCompetitors }: InboxSettings) =>
      JSON.stringify([enters, oldestDays, skipsCompetitors]);
    if (entered(before) !== entered(after)) {
      await noteRecent(sql, new Date(deps.now().getTime() - after.oldestDays * DAY_MS));
    }
    await changed(sql, deps, by, { action: 'change inbox settings', detail: { ...change } });
    return after;
  });
  await deps.queue.enqueue('triage', {});
  return settings;
}

/** Adds a target. @throws Refused */
export async function addTarget(
  deps: WebDeps,
  by: Principal,
  target: Omit<ResponseTarget, 'id'>,
): Promise<ResponseTarget> {
  const { starsAtLeast = 1, starsAtMost = 5 } = target;
  if (starsAtLeast > starsAtMost) throw new Refused('The stars of a target go from the fewest to the most.');
  const id = await deps.db.transaction(async (sql) => {
    const added = await insertTarget(sql, target);
    await changed(sql, deps, by, { action: 'add response target', detail: { ...target } });
    return added;
  });
  await deps.queue.enqueue('triage', {});
  return { ...target, id };
}

/** @throws NotFound */
export async function removeTarget(deps: WebDeps, by: Principal, id: number): Promise<void> {
  await deps.db.transaction(async (sql) => {
    if (!(await deleteTarget(sql, id))) throw new NotFound(`There is no target with the id ${id}.`);
    await changed(sql, deps, by, { action: 'remove response target', detail: { id } });
  });
  await deps.queue.enqueue('triage', {});
}

/** Says when people are there: in the workspace (location 0), or at one location. @throws NotFound, Refused */
export async function changeHours(deps: WebDeps, by: Principal, hours: NewHours): Promise<void> {
  if (hours.holidayRegion) await checkHolidayRegion(hours.holidayRegion);
  await deps.db.transaction(async (sql) => {
    if (hours.locationId !== 0) await getLocation(sql, hours.locationId);
    // The workspace has one time zone for everything.
    await saveBusinessHours(sql, hours.locationId === 0 ? { ...hours, timeZone: undefined } : hours);
    await changed(sql, deps, by, { action: 'change business hours', detail: { location: hours.locationId } });
  });
  await deps.queue.enqueue('triage', {});
}

/** Lets a location go by the hours of the workspace again. */
export async function forgetHours(deps: WebDeps, by: Principal, locationId: number): Promise<void> {
  await deps.db.transaction(async (sql) => {
    await removeBusinessHours(sql, locationId);
    await changed(sql, deps, by, { action: 'remove business hours', detail: { location: locationId } });
  });
  await deps.queue.enqueue('triage', {});
}

async function getLocation(sql: Sql, id: number): Promise<void> {
  const isThere = (await listLocations(sql)).some((location) => location.id === id);
  if (!isThere) throw new NotFound(`There is no location with the id ${id}.`);
}

async function changed(
  sql: Sql,
  deps: WebDeps,
  by: Principal,
  entry: { action: string; detail: Record<string, unknown> },
): Promise<void> {
  await noteAllOpen(sql);
  await saveAudit(sql, { at: deps.now(), actor: by.name, target: 'inbox', ...entry });
}

/** An item as it would stand with other weights. */
export interface PreviewedItem {
  readonly row: InboxRow;
  readonly score: number;
  /** Its place now, from 1. */
  readonly placeNow: number;
}

const PREVIEWED = 1_000;
export const PREVIEW_SHOWN = 15;

/** How the items that stand highest now would stand with other weights; nothing is stored. */
export async function previewWeights(
  deps: WebDeps,
  by: Principal,
  weights: TriageWeights,
): Promise<{ items: readonly PreviewedItem[]; of: number }> {
  const now = deps.now();
  const filter = { view: 'all', userId: by.userId, within: by.locationIds, now } as const;
  const { rows } = await listInbox(deps.db, filter, { limit: PREVIEWED });
  const mentions = await readForFiling(
    deps.db,
    rows.map((row) => row.mentionId),
    now,
  );
  const rules = await readRules(deps.db, now);
  const other = { ...rules, settings: { ...rules.settings, weights } };
  const scores = new Map(mentions.map((mention) => [mention.id, filingOf(mention, other, now)?.score ?? 0]));
  const items = rows
    .map((row, at) => ({ row, score: scores.get(row.mentionId) ?? 0, placeNow: at + 1 }))
    .toSorted((a, b) => b.score - a.score || a.placeNow - b.placeNow);
  return { items: items.slice(0, PREVIEW_SHOWN), of: rows.length };
}
