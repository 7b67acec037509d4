import { FetchFailed, Refused } from '../domain/errors.ts';
import type { ReplyLimit } from '../sources/source.ts';
import { findAnswered } from '../store/reply-sending.ts';
import { openSource, type ReplyDeps } from './open-source.ts';
import { targetOf } from './send-one.ts';

const KEPT_MS = 60 * 60_000;
/** Long enough for a place that is awake; a page does not wait longer. */
const PATIENCE_MS = 3_000;

interface Kept {
  readonly limit: ReplyLimit | undefined;
  readonly until: number;
}

// Some places have to be asked, and a page is opened often. One map a store, as tests have several.
const kept = new WeakMap<object, Map<string, Kept>>();

/** What a reply to a mention may have; undefined: the place cannot be asked now, or knows no replies. */
export async function limitFor(deps: ReplyDeps, mentionId: number): Promise<ReplyLimit | undefined> {
  const answered = await findAnswered(deps.db, mentionId);
  if (!answered) return undefined;
  const memory = kept.get(deps.db) ?? new Map<string, Kept>();
  kept.set(deps.db, memory);
  const key = `${answered.sourceId} ${answered.authorHandle ?? ''}`;
  const known = memory.get(key);
  if (known && known.until > deps.now().getTime()) return known.limit;
  const limit = await ask(deps, answered);
  const until = deps.now().getTime() + (limit ? KEPT_MS : PATIENCE_MS * 10);
  if (memory.size > 5_000) memory.clear();
  memory.set(key, { limit, until });
  return limit;
}

async function ask(
  deps: ReplyDeps,
  answered: NonNullable<Awaited<ReturnType<typeof findAnswered>>>,
): Promise<ReplyLimit | undefined> {
  try {
    const { kind, context } = await openSource(deps, answered.sourceId);
    const hurried = {
      ...context,
      http: {
        ...context.http,
        get: (request: Parameters<typeof context.http.get>[0]) =>
          context.http.get({ ...request, signal: AbortSignal.timeout(PATIENCE_MS) }),
      },
    };
    return await kind.replies?.limit(hurried, targetOf(answered));
  } catch (error) {
    const isExpected =
      error instanceof FetchFailed ||
      error instanceof Refused ||
      (error instanceof DOMException && error.name === 'TimeoutError');
    if (isExpected) return undefined;
    throw error;
  }
}
