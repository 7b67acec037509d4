import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { INTERVAL } from '../../domain/schedule.ts';
import { fetchAtOnce, unscheduleFetch } from '../../queue/hand-on.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched } from '../../sources/source.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { leaveHub } from '../../store/hubs.ts';
import { listShown, removeMentions } from '../../store/removals.ts';
import {
  deleteSource,
  getSource,
  insertSource,
  makeDue,
  type SourceRow,
  updateSource,
} from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

/** Adds a source and asks for its first fetch at once. @throws Refused for unusable settings, Conflict for a taken name. */
export async function addSource(
  deps: WebDeps,
  by: Principal,
  input: { name: string; kind: string; settings: unknown },
): Promise<SourceRow> {
  const settings = readSettings(input.kind, input.settings);
  const intervalSeconds = Math.max(deps.config.EARSHOT_MIN_INTERVAL, INTERVAL.firstMs / 1000);
  const now = deps.now();
  const source = await insertSource(deps.db, {
    name: input.name,
    kind: input.kind,
    settings,
    intervalSeconds,
    now,
  });
  await fetchAtOnce(deps.queue, source, now);
  await saveAudit(deps.db, { at: now, actor: by.name, action: 'add source', target: source.name });
  return source;
}

export async function changeSource(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: { name?: string; enabled?: boolean; settings?: unknown },
): Promise<SourceRow> {
  const before = await getSource(deps.db, id);
  const settings = change.settings === undefined ? undefined : readSettings(before.kind, change.settings);
  const source = await updateSource(deps.db, id, {
    ...change,
    ...(settings === undefined ? {} : { settings }),
    now: deps.now(),
  });
  if (source.enabled) await fetchAtOnce(deps.queue, source, deps.now());
  else await unscheduleFetch(deps.queue, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'change source', target: source.name });
  return source;
}

/** Asks for a fetch now, whatever the schedule says. */
export async function fetchNow(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const source = await getSource(deps.db, id);
  if (!source.enabled) throw new Refused(`The source "${source.name}" is switched off. Switch it on first.`);
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

/** Reads a source once with these settings and stores nothing. @throws Refused, FetchFailed */
export async function previewSource(
  deps: WebDeps,
  input: { kind: string; settings: unknown },
): Promise<Fetched> {
  const settings = readSettings(input.kind, input.settings);
  const kind = kindOf(input.kind);
  return kind.fetch(settings, {}, deps.http);
}

function readSettings(kindName: string, settings: unknown): unknown {
  const parsed = kindOf(kindName).settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new Refused(`These settings cannot be used. ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

function kindOf(name: string) {
  const kind = sources.get(name);
  if (!kind) {
    throw new Refused(
      `There is no kind of source called "${name}". There are: ${[...sources.keys()].join(', ')}.`,
    );
  }
  return kind;
}
