import { createHttp, type Http } from '../../src/sources/http.ts';
import { sources } from '../../src/sources/index.ts';
import { splitSecrets } from '../../src/sources/settings-fields.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Db } from '../../src/store/db.ts';
import { insertNew } from '../../src/store/mentions.ts';
import { BEGUN_ANEW, saveDraft, submitDraft } from '../../src/store/replies.ts';
import { saveSecrets } from '../../src/store/source-secrets.ts';
import { insertSource } from '../../src/store/sources.ts';
import { openVault } from '../../src/store/vault.ts';
import { type ApiServer, type RunningApi, startApi } from '../sources/servers/api-server.ts';

export const vault = openVault(['a key for tests of thirty-two characters']);

/** A service that runs here, the source that reads it, and what people said there. */
export interface Place {
  readonly api: RunningApi;
  readonly kind: string;
  readonly sourceId: number;
  /** Lets somebody say something, and stores it as a fetch would; returns the mention's id. */
  say(text: string): Promise<number>;
}

let made = 0;

export async function openPlace(db: Db, kindName: string, server: ApiServer, now: Date): Promise<Place> {
  const kind = sources.get(kindName) as Source;
  const api = await startApi(server);
  api.world.now = now.getTime();
  const whole = kind.settings.parse(server.settings(api.url)) as Record<string, unknown>;
  const { open, secrets } = splitSecrets(kind, whole);
  made += 1;
  const { id: sourceId } = await insertSource(db, {
    name: `${kindName} ${made}`,
    kind: kindName,
    settings: open,
    intervalSeconds: 900,
    now,
  });
  await saveSecrets(db, vault, sourceId, secrets, now);
  return {
    api,
    kind: kindName,
    sourceId,
    say: async (text) => {
      const post = { id: String(114_900_000_001 + api.world.posts.length), text, author: 'mia', stars: 2 };
      api.world.posts.unshift({ ...post, at: api.world.now - 60_000, editedAt: api.world.now - 60_000 });
      const { pending } = await insertNew(db, { sourceId, now, isBackfill: false }, [
        {
          externalId: externalIdOf(kindName, post.id),
          kind: 'review',
          text,
          author: { name: 'Mia', handle: 'mia' },
          rating: { value: 2, min: 1, max: 5 },
          publishedAt: new Date(api.world.now - 60_000),
        },
      ]);
      return pending[0] as number;
    },
  };
}

function externalIdOf(kind: string, id: string): string {
  if (kind === 'github') return `issue-${id}`;
  if (kind === 'google-business-profile') return `accounts/111/locations/222/reviews/${id}`;
  return id;
}

/** Where the services are, for an Http. */
export function gatewaysTo(places: readonly (readonly [ApiServer, RunningApi])[]): Record<string, string> {
  return Object.fromEntries(places.flatMap(([{ hosts = [] }, { url }]) => hosts.map((host) => [host, url])));
}

export function httpTo(places: readonly (readonly [ApiServer, RunningApi])[]): Http {
  return createHttp({
    userAgent: 'Earshot tests',
    allowPrivate: places.map(([, { host }]) => host),
    gateways: gatewaysTo(places),
    totalTimeoutMs: 5_000,
  });
}

/** A reply by Ann that is due at once. */
export async function queueReply(db: Db, mentionId: number, text: string, now: Date): Promise<number> {
  const [row] = await db<{ revision: number }>`select revision from mentions where id = ${mentionId}`;
  const draft = await saveDraft(db, {
    mentionId,
    mentionRevision: row?.revision ?? 0,
    authorId: undefined,
    author: 'Ann',
    text,
    begun: BEGUN_ANEW,
    now,
  });
  await submitDraft(db, draft.id, { state: 'queued', claimNumber: undefined, dueAt: now, now });
  return draft.id;
}
