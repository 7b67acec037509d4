import { Refused } from '../domain/errors.ts';
import type { Http } from './http.ts';
import type { Credentials, FetchContext, Fetched, Source, SourceState } from './source.ts';

/** Pages that one run reads at most; what is left is read by the next. */
export const PAGES_A_RUN = 20;

interface Given<S> {
  readonly settings: S;
  readonly http: Http;
  readonly state?: SourceState;
  readonly now?: () => Date;
  readonly since?: Date;
  readonly mostPages?: number;
  readonly credentials?: Credentials;
  readonly spend?: (amount: number) => Promise<void>;
}

/** A context; what is not given is as for a source that is only looked at: no memory, no budget, one page. */
export function contextOf<S>(given: Given<S>): FetchContext<S> {
  const now = given.now ?? (() => new Date());
  return {
    settings: given.settings,
    http: given.http,
    state: given.state ?? {},
    now,
    since: given.since ?? new Date(now().getTime() - 7 * 86_400_000),
    mostPages: given.mostPages ?? 1,
    credentials: given.credentials ?? forgetful(),
    spend: given.spend ?? (async () => {}),
  };
}

/** One run of a kind. @throws FetchFailed; Refused for a kind that is only sent to. */
export async function readOnce<S>(kind: Source<S>, given: Given<S>): Promise<Fetched> {
  if (kind.fetch) return kind.fetch(contextOf(given));
  throw new Refused(
    `${kind.label} is sent to; there is nothing to read. Add it, then send something to its address.`,
  );
}

/** Keeps tokens as long as it lives. */
function forgetful(): Credentials {
  const kept = new Map<string, string>();
  return {
    get: async (name) => kept.get(name),
    set: async (name, value) => {
      kept.set(name, value);
    },
  };
}
