import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { Api } from '../../api/api-client.ts';
import { signInAgain } from '../../api/sign-in-again.ts';
import { parseExactJson } from '../../feed/exact-json.ts';
import type { SourceContext } from '../../source.ts';
import type { ServerSettings } from './server.ts';
import { Status } from './statuses.ts';

/** What one turn at the stream has heard. */
export interface StreamHeard {
  /** New and edited posts as they were heard last, by id. */
  readonly statuses: ReadonlyMap<string, Status>;
  readonly removed: ReadonlySet<string>;
  /** Ids of posts that were edited. */
  readonly edited: ReadonlySet<string>;
  readonly characters: number;
  readonly skipped: number;
  /** Why nothing could be heard. */
  readonly failure: string | undefined;
}

const TURN_MS = 25_000;
/** For a test: whoever does not hang up by then listens. */
const TRIAL_MS = 1_500;

const Instance = z.object({
  configuration: z
    .object({ urls: z.object({ streaming: z.string().optional() }).catch({}) })
    .catch({ urls: {} }),
});
const Said = z.object({ event: z.string(), payload: z.unknown().optional() });
const Refusal = z.object({ error: z.string(), status: z.number().optional() });

/** @throws FetchFailed 'sign-in' when the token is not taken; what else goes wrong is said in `failure`. */
export async function hear(
  api: Api,
  context: SourceContext<ServerSettings>,
  path: string,
): Promise<StreamHeard> {
  const turn = new Turn();
  const failure = await listen(api, context, { path, forMs: TURN_MS, onMessage: (said) => turn.take(said) });
  const { statuses, removed, edited, characters, skipped } = turn;
  return { statuses, removed, edited, characters, skipped, failure };
}

/** Undefined when the stream can be heard. @throws FetchFailed 'sign-in' */
export function tryStream(
  api: Api,
  context: SourceContext<ServerSettings>,
  path: string,
): Promise<string | undefined> {
  const turn = new Turn();
  return listen(api, context, { path, forMs: TRIAL_MS, onMessage: (said) => turn.take(said) });
}

async function listen(
  api: Api,
  { http, settings }: SourceContext<ServerSettings>,
  turn: { path: string; forMs: number; onMessage: (said: string) => void },
): Promise<string | undefined> {
  const base = await streamingBase(api, settings.url);
  const { host } = new URL(base);
  try {
    await http.listen({
      url: `${base}/api/v1/streaming${turn.path}`,
      headers: { authorization: `Bearer ${settings.token}` },
      forMs: turn.forMs,
      quietMs: turn.forMs,
      onMessage: (said) => {
        turn.onMessage(said);
        return true;
      },
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    if (error.status === 401 || error.status === 403) throw signInAgain(host);
    return error.message;
  }
}

/** Large servers stream from a host of their own. The token goes there as well, so never in the open. */
async function streamingBase(api: Api, url: string): Promise<string> {
  const { body } = await api.call({ path: '/api/v2/instance' }, Instance);
  const named = body.configuration.urls.streaming;
  const address = URL.parse(named?.replace(/^ws/, 'http') ?? url);
  if (!address) return url;
  if (url.startsWith('https:') && address.protocol !== 'https:') {
    throw new FetchFailed('blocked', `${new URL(url).host} names a stream that is not encrypted (${named})`);
  }
  return address.href.replace(/\/+$/, '');
}

/** What is heard until the turn is over. */
class Turn {
  readonly statuses = new Map<string, Status>();
  readonly removed = new Set<string>();
  readonly edited = new Set<string>();
  skipped = 0;
  characters = 0;

  take(said: string): void {
    this.characters += said.length;
    const message = parsed(said);
    const refusal = Refusal.safeParse(message).data;
    if (refusal) throw new FetchFailed('http', refusal.error, { status: refusal.status ?? 400 });
    const { event, payload } = Said.safeParse(message).data ?? {};
    if (event === 'delete') this.#remove(String(payload));
    else if (event === 'update') this.#keep(payload);
    else if (event === 'status.update') this.#edit(payload);
    else if (event === undefined) this.skipped += 1;
  }

  #remove(id: string): void {
    this.statuses.delete(id);
    this.removed.add(id);
  }

  #edit(payload: unknown): void {
    const id = this.#keep(payload);
    if (id !== undefined) this.edited.add(id);
  }

  /** A post travels as JSON within JSON. */
  #keep(payload: unknown): string | undefined {
    const status = Status.safeParse(typeof payload === 'string' ? parsed(payload) : payload).data;
    if (status) this.statuses.set(status.id, status);
    else this.skipped += 1;
    return status?.id;
  }
}

function parsed(json: string): unknown {
  try {
    return parseExactJson(json);
  } catch {
    return undefined;
  }
}
