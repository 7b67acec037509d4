import type { Context, MiddlewareHandler } from 'hono';
import { extendSession, findSession, type SessionRow } from '../../store/sessions.ts';
import { findToken, noteTokenUse } from '../../store/tokens.ts';
import type { WebDeps } from '../deps.ts';
import { type Principal, placesOf, SCOPES, scopesOf } from '../principal.ts';
import { WebProblem } from '../problem.ts';
import type { WebEnv } from './env.ts';
import { isChange, refuseForgedRequest, refuseOtherSite } from './same-site.ts';
import { fingerprint } from './secrets.ts';
import { EXTEND_AFTER_MS, readSessionCookie, SESSION_MS, writeSessionCookie } from './session-cookie.ts';

/** Path of the queue's own dashboard. */
export const QUEUE_DASHBOARD = '/admin/queues';

/**
 * Finds out who is asking: the operator of this machine, the bearer of a token, or somebody signed in. A request of
 * nobody goes on without a principal; `need` refuses it where somebody is needed.
 */
export function authenticate(deps: WebDeps): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const local = c.env?.principal;
    const authorization = c.req.header('authorization');
    if (local) c.set('principal', local);
    else if (authorization !== undefined) c.set('principal', await bearerOf(deps, authorization));
    else await takeSession(deps, c);
    await next();
  };
}

/** @throws WebProblem for a token that is wrong or revoked: a program must not go on as nobody. */
async function bearerOf(deps: WebDeps, authorization: string): Promise<Principal> {
  const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!secret) {
    throw new WebProblem('sign-in-needed', 'Expected a header like "Authorization: Bearer esh_…".');
  }
  const token = await findToken(deps.db, fingerprint(secret));
  if (!token) throw new WebProblem('sign-in-needed', 'This token is unknown or was revoked. Make a new one.');
  await noteTokenUse(deps.db, token.id, deps.now());
  // A token can do no more than its owner may by now.
  const owner = token.ownerRole && scopesOf(token.ownerRole);
  const scopes = SCOPES.filter((scope) => token.scopes.includes(scope) && (!owner || owner.has(scope)));
  const { userId, ownerRole, ownerLocationIds } = token;
  const locationIds = ownerRole && placesOf(ownerRole, ownerLocationIds);
  return { kind: 'token', userId, name: `token ${token.name}`, scopes: new Set(scopes), locationIds };
}

async function takeSession(deps: WebDeps, c: Context<WebEnv>): Promise<void> {
  const id = readSessionCookie(c, deps.config);
  if (!id) return;
  const session = await findSession(deps.db, fingerprint(id), deps.now());
  if (!session) return;
  if (isChange(c)) await refuseForged(c, session);
  const { userId, userName, role, csrfToken } = session;
  const locationIds = placesOf(role, session.locationIds);
  c.set('principal', { kind: 'user', userId, name: userName, scopes: scopesOf(role), locationIds });
  c.set('session', { csrfToken, userId });
  await keepAlive(deps, c, id, session);
}

async function refuseForged(c: Context<WebEnv>, session: SessionRow): Promise<void> {
  // The queue's dashboard is not ours and knows no token of ours: where the request comes from has to do.
  if (c.req.path.startsWith(QUEUE_DASHBOARD)) refuseOtherSite(c);
  else await refuseForgedRequest(c, session.csrfToken);
}

async function keepAlive(deps: WebDeps, c: Context<WebEnv>, id: string, session: SessionRow): Promise<void> {
  const now = deps.now().getTime();
  if (session.expiresAt.getTime() > now + SESSION_MS - EXTEND_AFTER_MS) return;
  await extendSession(deps.db, session.idHash, new Date(now + SESSION_MS));
  writeSessionCookie(c, deps.config, id);
}
