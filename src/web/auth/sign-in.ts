import { saveAudit } from '../../store/audit-log.ts';
import { insertSession } from '../../store/sessions.ts';
import { findLogin, type UserRow } from '../../store/users.ts';
import type { WebDeps } from '../deps.ts';
import { isPassword, NOBODYS_HASH } from './passwords.ts';
import { fingerprint, newSecret } from './secrets.ts';
import { SESSION_MS } from './session-cookie.ts';
import type { Attempt, SignInThrottle } from './throttle.ts';

export type SignedIn =
  | { readonly sessionId: string }
  | { readonly sessionId: undefined /** 0: wrong e-mail address or password. */; readonly waitMs: number };

/** Checks the password and opens a session. A wrong address takes as long as a wrong password. */
export async function signIn(
  deps: WebDeps,
  throttle: SignInThrottle,
  attempt: Attempt & { password: string },
): Promise<SignedIn> {
  const waitMs = throttle.waitMs(attempt, deps.now());
  if (waitMs > 0) return { sessionId: undefined, waitMs };
  // Noted before the slow check: a hundred guesses at once are a hundred failures.
  throttle.noteFailure(attempt, deps.now());
  const user = await findLogin(deps.db, attempt.email);
  const isRight = await isPassword(attempt.password, user?.passwordHash ?? NOBODYS_HASH);
  if (!user || !isRight || user.disabledAt) return { sessionId: undefined, waitMs: 0 };
  throttle.noteSuccess(attempt);
  return { sessionId: await openSession(deps, user) };
}

async function openSession(deps: WebDeps, user: UserRow): Promise<string> {
  const id = newSecret();
  const now = deps.now();
  await insertSession(deps.db, {
    idHash: fingerprint(id),
    userId: user.id,
    csrfToken: newSecret(),
    now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  });
  await saveAudit(deps.db, { at: now, actor: user.name, action: 'sign in', target: `user ${user.email}` });
  return id;
}
