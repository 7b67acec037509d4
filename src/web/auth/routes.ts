import { type Context, Hono } from 'hono';
import { deleteSession } from '../../store/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { clientAddress } from './client-address.ts';
import type { WebEnv } from './env.ts';
import { localPath } from './local-path.ts';
import { PASSWORD_LENGTH } from './passwords.ts';
import { refuseOtherSite } from './same-site.ts';
import { fingerprint } from './secrets.ts';
import { dropSessionCookie, readSessionCookie, writeSessionCookie } from './session-cookie.ts';
import { signIn } from './sign-in.ts';
import { SignInThrottle } from './throttle.ts';

/** POST /sign-in (fields email, password, next). The page with the form is drawn elsewhere; nobody is known yet. */
export function signInRoutes(deps: WebDeps): Hono<WebEnv> {
  const throttle = new SignInThrottle();
  return new Hono<WebEnv>().post('/sign-in', async (c) => {
    refuseOtherSite(c);
    const form = await c.req.parseBody();
    const next = localPath(text(form['next']));
    const email = text(form['email']).trim();
    const password = text(form['password']);
    if (!email || email.length > 254 || !password || password.length > PASSWORD_LENGTH.most) {
      return sendBack(c, next, 0);
    }
    const signedIn = await signIn(deps, throttle, { email, password, address: clientAddress(c) });
    if (signedIn.sessionId === undefined) return sendBack(c, next, signedIn.waitMs);
    writeSessionCookie(c, deps.config, signedIn.sessionId);
    return c.redirect(next, 303);
  });
}

/** POST /sign-out, behind `authenticate`, which has checked the CSRF token. */
export function signOutRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().post('/sign-out', async (c) => {
    const id = readSessionCookie(c, deps.config);
    if (id) await deleteSession(deps.db, fingerprint(id));
    dropSessionCookie(c, deps.config);
    return c.redirect('/sign-in', 303);
  });
}

/** `failed=1`, and `wait` with the seconds until the next attempt is looked at. */
function sendBack(c: Context<WebEnv>, next: string, waitMs: number): Response {
  const query = new URLSearchParams({ failed: '1', next });
  if (waitMs > 0) query.set('wait', String(Math.ceil(waitMs / 1000)));
  return c.redirect(`/sign-in?${query}`, 303);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
