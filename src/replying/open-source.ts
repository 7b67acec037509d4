import { FetchFailed, Refused } from '../domain/errors.ts';
import { contextOf } from '../sources/context.ts';
import type { Http } from '../sources/http.ts';
import { sources } from '../sources/index.ts';
import { secretNames } from '../sources/settings-fields.ts';
import type { Source, SourceContext } from '../sources/source.ts';
import type { Db } from '../store/db.ts';
import { accessTo } from '../store/source-access.ts';
import { getSource, type SourceRow } from '../store/sources.ts';
import type { Vault } from '../store/vault.ts';

export interface ReplyDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly http: Http;
  readonly now: () => Date;
}

/** A source ready to be replied through. */
export interface OpenSource {
  readonly row: SourceRow;
  readonly kind: Source;
  readonly context: SourceContext;
}

/** @throws NotFound; Refused for a kind that cannot reply; FetchFailed 'sign-in' when its settings are not complete. */
export async function openSource(deps: ReplyDeps, sourceId: number): Promise<OpenSource> {
  const row = await getSource(deps.db, sourceId);
  const kind = sources.get(row.kind);
  if (!kind?.replies) {
    throw new Refused(`${kind?.label ?? row.name} has no way to reply. Open the original and answer there.`);
  }
  const access = accessTo(deps, row, kind.cost.unit);
  const secrets = await access.secrets(secretNames(kind)).catch((error: unknown) => {
    throw error instanceof Refused ? new FetchFailed('sign-in', error.message) : error;
  });
  const settings = kind.settings.safeParse({ ...(row.settings as object), ...secrets });
  if (!settings.success) {
    const what = settings.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new FetchFailed(
      'sign-in',
      `The settings of “${row.name}” cannot be used (${what}). Edit the source.`,
    );
  }
  return {
    row,
    kind,
    context: contextOf({ ...access, settings: settings.data, http: deps.http, now: deps.now }),
  };
}

export const canReply = (kind: string): boolean => sources.get(kind)?.replies !== undefined;
