import { createHash } from 'node:crypto';
import type { Row, Sql } from './db.ts';
import type { Vault } from './vault.ts';

interface SignIn {
  /** The text that somebody comes back with; only its fingerprint is kept. */
  readonly state: string;
  /** What only the session that has sent them knows. */
  readonly session: string;
}

const MINUTES = 15;

const fingerprint = (text: string) => createHash('sha256').update(text).digest('base64url');
const placeOf = (state: string) => `sign-in ${fingerprint(state)}`;

/** Remembers what somebody was about to do until they come back. @throws Refused without a key. */
export async function insertSignIn(
  sql: Sql,
  vault: Vault,
  { state, session, draft, now }: SignIn & { draft: unknown; now: Date },
): Promise<void> {
  const { keyId, sealed } = vault.seal(JSON.stringify(draft), placeOf(state));
  await sql`delete from sign_ins where expires_at < ${now}`;
  await sql`
    insert into sign_ins (state_hash, session_hash, key_id, sealed, expires_at)
    values (${fingerprint(state)}, ${fingerprint(session)}, ${keyId}, ${sealed},
            ${new Date(now.getTime() + MINUTES * 60_000)})`;
}

/** What somebody was about to do, and will go on with; undefined for another session, too late, or once it is taken. */
export async function findSignIn(
  sql: Sql,
  vault: Vault,
  { state, session, now }: SignIn & { now: Date },
): Promise<unknown> {
  const [row] = await sql<Sealed>`
    select key_id, sealed
      from sign_ins
     where state_hash = ${fingerprint(state)}
       and session_hash = ${fingerprint(session)}
       and expires_at >= ${now}`;
  return row && opened(vault, state, row);
}

/** What somebody was about to do, once; undefined for another session, too late, or for the second time. */
export async function takeSignIn(
  sql: Sql,
  vault: Vault,
  { state, session, now }: SignIn & { now: Date },
): Promise<unknown> {
  const [row] = await sql<Sealed>`
    delete from sign_ins
     where state_hash = ${fingerprint(state)}
       and session_hash = ${fingerprint(session)}
       and expires_at >= ${now}
    returning key_id, sealed`;
  return row && opened(vault, state, row);
}

interface Sealed extends Row {
  key_id: string;
  sealed: string;
}

const opened = (vault: Vault, state: string, { key_id: keyId, sealed }: Sealed): unknown =>
  JSON.parse(vault.open({ keyId, sealed }, placeOf(state)));
