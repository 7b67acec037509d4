import { NotFound, Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { getToken, insertToken, listTokens, revokeToken, type TokenRow } from '../../store/tokens.ts';
import { fingerprint, newSecret } from '../auth/secrets.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal, Scope } from '../principal.ts';

/** Makes a token for the person who asks. Its secret is in this answer and nowhere else. @throws Refused */
export async function addToken(
  deps: WebDeps,
  by: Principal,
  input: { name: string; scopes: readonly Scope[] },
): Promise<{ token: TokenRow; secret: string }> {
  const missing = input.scopes.filter((scope) => !by.scopes.has(scope));
  if (missing.length > 0) {
    throw new Refused(`You cannot give a token what you may not do yourself: ${missing.join(', ')}.`);
  }
  const secret = newSecret('esh_');
  const now = deps.now();
  const hash = fingerprint(secret);
  const token = await insertToken(deps.db, { ...input, hash, userId: by.userId, now });
  const detail = { scopes: token.scopes };
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: 'add token',
    target: `token ${token.name}`,
    detail,
  });
  return { token, secret };
}

/** An administrator sees every token, anybody else their own. */
export async function listTokensFor(deps: WebDeps, by: Principal): Promise<TokenRow[]> {
  if (by.scopes.has('admin')) return listTokens(deps.db, undefined);
  return by.userId === undefined ? [] : listTokens(deps.db, by.userId);
}

/** @throws NotFound, also for somebody else's token. */
export async function removeToken(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const token = await getToken(deps.db, id);
  const isOwn = by.userId !== undefined && token.userId === by.userId;
  if (!isOwn && !by.scopes.has('admin')) throw new NotFound(`There is no token of yours with the id ${id}.`);
  const now = deps.now();
  await revokeToken(deps.db, id, now);
  await saveAudit(deps.db, {
    at: now,
    actor: by.name,
    action: 'revoke token',
    target: `token ${token.name}`,
  });
}
