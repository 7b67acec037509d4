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

function signInPath(url: string): string {
  const { pathname, search } = new URL(url);
  const back = pathname + search;
  return back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`;
}
