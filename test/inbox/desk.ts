import type { Db } from '../../src/store/db.ts';
import { fileArrivals } from '../../src/store/inbox-filing.ts';
import { insertUser } from '../../src/store/users.ts';
import { addReadSource, hear, type Said } from '../support/listening.ts';

/** A source that is read, and people who answer what it brings. */
export interface Desk {
  readonly sourceId: number;
  /** Stores, counts and files what was said; the ids of the mentions, in order. */
  hear(said: readonly Said[], now: Date): Promise<number[]>;
}

let desks = 0;

export async function openDesk(db: Db, now: Date): Promise<Desk> {
  desks += 1;
  const sourceId = await addReadSource(db, `Source ${desks}`, now);
  return {
    sourceId,
    hear: async (said, at) => {
      const ids = await hear(db, { sourceId, now: at }, said);
      await fileAll(db, at);
      return ids;
    },
  };
}

export async function fileAll(db: Db, now: Date): Promise<void> {
  while ((await fileArrivals(db, now)) > 0);
}

export async function addPerson(
  db: Db,
  name: string,
  role: 'agent' | 'approver' | 'viewer' | 'admin' = 'agent',
): Promise<number> {
  const email = `${name.toLowerCase()}@example.com`;
  return (await insertUser(db, { email, name, role, passwordHash: 'none', now: new Date(0) })).id;
}
