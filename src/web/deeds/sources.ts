import { Refused } from '../../domain/errors.ts';
import { INTERVAL } from '../../domain/schedule.ts';
import { fetchAtOnce, unscheduleFetch } from '../../queue/hand-on.ts';
import { contextOf, readOnce } from '../../sources/context.ts';
import { type Settings, secretNames } from '../../sources/settings-fields.ts';
import type { Fetched, Source } from '../../sources/source.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { leaveHub } from '../../store/hubs.ts';
import { listShown, removeMentions } from '../../store/removals.ts';
import { accessTo } from '../../store/source-access.ts';
import { forgetTokens, readSecrets, saveSecrets } from '../../store/source-secrets.ts';
import {
  deleteSource,
  getSource,
  insertSource,
  makeDue,
  type SourceOptions,
  type SourceRow,
  saveSignInEnd,
  updateSource,
} from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type CheckedSettings, checkChange, checkSettings } from './source-settings.ts';

export interface NewSource {
  readonly name: string;
  readonly kind: string;
  readonly settings: unknown;
  readonly options?: SourceOptions;
}

/** Adds a source and asks for its first fetch at once. @throws Refused for unusable settings, Conflict for a taken name. */
export async function addSource(deps: WebDeps, by: Principal, input: NewSource): Promise<SourceRow> {
  const { kind, open, secrets } = checkSettings(input.kind, input.settings);
  if (kind.madeAt !== undefined) throw new Refused(`A ${kind.label} is made under ${kind.madeAt}, not here.`);
  const intervalSeconds = Math.max(deps.config.EARSHOT_MIN_INTERVAL, INTERVAL.firstMs / 1000);
  const now = deps.now();
  const source = await deps.db.transaction(async (sql) => {
    const inserted = await insertSource(sql, {
      name: input.name,
      kind: input.kind,
      settings: open,
      intervalSeconds,
      now,
      isPushed: kind.fetch === undefined,
      hasMentions: kind.hasMentions !== false,
      options: withDefaultsOf(kind, input.options ?? {}),
    });
    await saveSecrets(sql, deps.vault, inserted.id, secrets, now);
    return inserted;
  });
  if (!source.isPushed) await fetchAtOnce(deps.queue, source, now);
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'add source', target: source.name });
  return source;
}

/** What nobody has said is as the kind proposes; `null` is "no limit" and stays. */
function withDefaultsOf({ cost, backfill }: Source, options: SourceOptions): SourceOptions {
  const { keepDays, backfillDays = backfill?.days ?? 0, budgetPerDay, budgetPerMonth } = options;
  return {
    keepDays: keepDays ?? null,
    backfillDays: Math.min(backfillDays, backfill?.most ?? 0),
    budgetPerDay: budgetPerDay === undefined ? (cost.perDay ?? null) : budgetPerDay,
    budgetPerMonth: budgetPerMonth === undefined ? (cost.perMonth ?? null) : budgetPerMonth,
  };
}

export async function changeSource(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: { name?: string; enabled?: boolean; settings?: Settings; options?: SourceOptions },
): Promise<SourceRow> {
  const before = await getSource(deps.db, id);
  const { settings, ...rest } = change;
  const checked = settings && (await checkChange(deps, before, settings));
  const now = deps.now();
  const source = await deps.db.transaction(async (sql) => {
    if (checked) await replaceSecrets(sql, deps, id, checked);
    return updateSource(sql, id, { ...rest, ...(checked ? { settings: checked.open } : {}), now });
  });
  if (source.isPushed || !source.enabled) await unscheduleFetch(deps.queue, id);
  else await fetchAtOnce(deps.queue, source, now);
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'change source', target: source.name });
  return source;
}

async function replaceSecrets(
  sql: Sql,
  deps: WebDeps,
  id: number,
  { kind, secrets }: CheckedSettings,
): Promise<void> {
  const names = secretNames(kind);
  const before = await readSecrets(sql, deps.vault, id, names);
  const changed = names.filter((name) => before[name] !== secrets[name]);
  if (changed.length === 0) return;
  const values = Object.fromEntries(changed.map((name) => [name, secrets[name] ?? null]));
  await saveSecrets(sql, deps.vault, id, values, deps.now());
  await forgetTokens(sql, id, names);
  // How long what was pasted is good for, nobody has said.
  await saveSignInEnd(sql, id, undefined);
}

/** Asks for a fetch now, whatever the schedule says. */
export async function fetchNow(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const source = await getSource(deps.db, id);
  if (!source.enabled) throw new Refused(`The source "${source.name}" is switched off. Switch it on first.`);
  if (source.isPushed)
    throw new Refused(`The source "${source.name}" is sent to; there is nothing to fetch.`);
  await makeDue(deps.db, id, deps.now());
  await fetchAtOnce(deps.queue, source, deps.now());
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'fetch source', target: source.name });
}

const MENTIONS_A_STEP = 1_000;

/** Removes a source, its mentions and what they added to every score. */
export async function removeSource(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const source = await getSource(deps.db, id);
  await updateSource(deps.db, id, { enabled: false, now: deps.now() });
  await unscheduleFetch(deps.queue, id);
  for (;;) {
    const ids = await listShown(deps.db, id, MENTIONS_A_STEP);
    if (ids.length === 0) break;
    await removeMentions(deps.db, ids, deps.now());
  }
  await leaveHub(deps.db, id, deps.now());
  await deleteSource(deps.db, id);
  await deps.queue.enqueue('hubs', {});
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove source', target: source.name });
}

/** Settings to try; with an id, secrets that are left out are those of the source. */
export interface TriedSettings {
  readonly kind: string;
  readonly settings: unknown;
  readonly id?: number;
  /** The words of a delivery, for a kind that is sent to. */
  readonly sample?: string;
}

/** Reads a source once with these settings and stores nothing. @throws Refused, FetchFailed */
export async function previewSource(deps: WebDeps, input: TriedSettings): Promise<Fetched> {
  const { kind, context } = await contextToTry(deps, input);
  if (kind.readBody && input.sample !== undefined) return readSample(kind, context.settings, input.sample);
  return readOnce(kind, context);
}

/** What a delivery would bring, as a read of it. */
function readSample(kind: Source, settings: unknown, sample: string): Fetched {
  const read = kind.readBody as NonNullable<Source['readBody']>;
  const { mentions, removed, skipped, places } = read(sample, settings);
  const gone = removed.length > 0 ? [`It says that this is gone: ${removed.join(', ')}.`] : [];
  const nothing = 'Nothing could be made a mention: an item needs a text, and an id or an address.';
  const missed = mentions.length + removed.length === 0 ? [nothing] : [];
  const warnings = [...gone, ...missed, `What stands in it: ${places.join(', ')}.`];
  return { status: 'ok', mentions, removed, skipped, warnings, state: {}, bytes: Buffer.byteLength(sample) };
}

/** Says in a sentence what these settings lead to. @throws Refused, FetchFailed */
export async function testSource(deps: WebDeps, input: TriedSettings): Promise<string> {
  const { kind, context } = await contextToTry(deps, input);
  if (kind.testConnection) return kind.testConnection(context);
  if (!kind.fetch) return 'The settings can be used. Add the source, then send something to its address.';
  const { mentions, skipped } = await kind.fetch(context);
  const left = skipped > 0 ? `; ${skipped} could not be read` : '';
  return `It answers. The first page brings ${mentions.length} ${mentions.length === 1 ? 'mention' : 'mentions'}${left}.`;
}

async function contextToTry(deps: WebDeps, { kind: name, settings, id }: TriedSettings) {
  const source = id === undefined ? undefined : await getSource(deps.db, id);
  const { kind, whole } = source
    ? await checkChange(deps, source, settings as Settings)
    : checkSettings(name, settings);
  const { http, now } = deps;
  // What a source that is there uses in a trial, it pays for.
  const spend = source && accessTo(deps, source, kind.cost.unit).spend;
  return { kind, context: contextOf({ settings: whole, http, now, ...(spend ? { spend } : {}) }) };
}
