import type { Db } from '../../store/db.ts';

interface Kept {
  readonly at: number;
  readonly reading: Promise<unknown>;
}

/** How old the numbers of a page may be. Two years of fifty locations are not added up again at every click. */
const MINUTE_MS = 60_000;
const MOST_KEPT = 200;

const memories = new WeakMap<Db, Map<string, Kept>>();

/** Whether that would come from memory. `what` names a reading with all that it depends on. */
export function isRemembered(db: Db, what: readonly unknown[], now: Date): boolean {
  const kept = memories.get(db)?.get(JSON.stringify(what));
  return kept !== undefined && isFresh(kept, now);
}

const isFresh = (kept: Kept, now: Date) => Math.abs(now.getTime() - kept.at) < MINUTE_MS;

/** What was read within the last minute, and no longer; who asks for the same meanwhile waits for the same reading. */
export function remembered<T>(
  db: Db,
  what: readonly unknown[],
  now: Date,
  read: () => Promise<T>,
): Promise<T> {
  const memory = memories.get(db) ?? new Map<string, Kept>();
  memories.set(db, memory);
  const key = JSON.stringify(what);
  const kept = memory.get(key);
  if (kept && isFresh(kept, now)) return kept.reading as Promise<T>;
  const reading = read();
  for (const [old, one] of memory) if (!isFresh(one, now)) memory.delete(old);
  memory.set(key, { at: now.getTime(), reading });
  // A reading that failed is nothing to remember.
  reading.catch(() => memory.delete(key));
  const oldest = memory.size > MOST_KEPT ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  return reading;
}
