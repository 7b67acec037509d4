import type { MiddlewareHandler } from 'hono';
import type { Principal, Scope } from '../principal.ts';
import { WebProblem } from '../problem.ts';
import type { WebEnv } from './env.ts';

/**
 * Lets nobody past who may not. A browser without a session is sent to the sign-in page and comes back afterwards;
 * a program gets 401 or 403.
 * @throws WebProblem
 */
export function need(scope: Scope): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const principal = c.get('principal') as Principal | undefined;
    if (!principal) {
      if (c.req.method === 'GET' && !c.req.path.startsWith('/api/')) return c.redirect(signInPath(c.req.url));
      throw new WebProblem(
        'sign-in-needed',
        'Send a token ("Authorization: Bearer esh_…") or sign in. Make a token with "earshot token add".',
      );
    }
    if (!principal.scopes.has(scope)) {
      throw new WebProblem(
        'not-allowed',
        `This needs the scope "${scope}", which ${principal.name} does not have.`,
      );
    }
    return next();
  };
}

/**
 * For what is about one place, the `id` of the path: lets past who may read everything, and a manager of this place.
 * The only door that the scope `places` opens.
 * @throws WebProblem
 */
export function needPlace(): MiddlewareHandler<WebEnv> {
  const read = need('read');
  return async (c, next) => {
    const principal = c.get('principal') as Principal | undefined;
    if (!principal?.scopes.has('places') || principal.scopes.has('read')) return read(c, next);
    if (!mayReadPlace(principal, Number(c.req.param('id')))) {
      throw new WebProblem('not-allowed', 'This place is not among yours.');
    }
    return next();
  };
}

export function mayReadPlace(principal: Principal, locationId: number): boolean {
  if (principal.scopes.has('read')) return true;
  return principal.scopes.has('places') && (principal.locationIds ?? []).includes(locationId);
}

function signInPath(url: string): string {
  const { pathname, search } = new URL(url);
  const back = pathname + search;
  return back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`;
}
