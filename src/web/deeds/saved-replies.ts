import { Conflict, Refused } from '../../domain/errors.ts';
import { strayBraces } from '../../domain/reply-variables.ts';
import type { SavedReply } from '../../domain/saved-reply.ts';
import { saveAudit } from '../../store/audit-log.ts';
import {
  deleteSavedReply,
  getSavedReply,
  listSavedReplies,
  saveSavedReply,
} from '../../store/saved-replies.ts';
import { listSources } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { SavedReplyFile } from '../pages/saved-reply-forms.ts';
import type { Principal } from '../principal.ts';

/** Adds a saved reply, or changes the one with this id. @throws Conflict, NotFound, Refused */
export async function keepSavedReply(
  deps: WebDeps,
  by: Principal,
  reply: SavedReply,
  id: number | undefined,
): Promise<number> {
  const stray = reply.variants.map(strayBraces).find((one) => one !== undefined);
  if (stray !== undefined) {
    throw new Refused(
      `“${stray}” would go out as it stands: a variable has two braces on either side, like {{author}}.`,
    );
  }
  const now = deps.now();
  const kept = await saveSavedReply(deps.db, reply, { id, by: by.name, now });
  const action = id === undefined ? 'add saved reply' : 'change saved reply';
  await saveAudit(deps.db, { at: now, actor: by.name, action, target: reply.name });
  return kept;
}

export async function removeSavedReply(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const { name } = await getSavedReply(deps.db, id);
  await deleteSavedReply(deps.db, id);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove saved reply', target: name });
}

export interface ImportedReplies {
  readonly added: number;
  readonly changed: number;
  /** Plain sentences about what was left out. */
  readonly rejected: readonly string[];
}

/** Takes a file in; a name that is known is given the file's words. Doing it again changes nothing. */
export async function importSavedReplies(
  deps: WebDeps,
  by: Principal,
  file: SavedReplyFile,
): Promise<ImportedReplies> {
  const known = new Map((await listSavedReplies(deps.db)).map(({ name, id }) => [name, id]));
  const sourceOf = new Map((await listSources(deps.db)).map(({ name, id }) => [name, id]));
  const counts = { added: 0, changed: 0 };
  const rejected: string[] = [];
  for (const one of file.savedReplies) {
    const sourceId = one.source ? sourceOf.get(one.source) : undefined;
    if (one.source && sourceId === undefined) {
      rejected.push(`“${one.name}”: there is no source called “${one.source}”.`);
      continue;
    }
    const [starsFrom, starsTo] = [one.starsFrom ?? undefined, one.starsTo ?? undefined];
    const reply: SavedReply = {
      name: one.name,
      language: one.language ?? undefined,
      label: one.label ?? undefined,
      aspect: one.aspect ?? undefined,
      starsFrom,
      starsTo,
      sourceId,
      variants: one.variants,
      enabled: one.enabled,
    };
    if (starsFrom !== undefined && starsTo !== undefined && starsFrom > starsTo) {
      rejected.push(`“${one.name}”: the stars go from the lower to the higher number.`);
      continue;
    }
    try {
      const id = known.get(one.name);
      known.set(one.name, await keepSavedReply(deps, by, reply, id));
      counts[id === undefined ? 'added' : 'changed'] += 1;
    } catch (error) {
      if (!(error instanceof Conflict || error instanceof Refused)) throw error;
      rejected.push(`“${one.name}”: ${error.message}`);
    }
  }
  return { ...counts, rejected };
}
