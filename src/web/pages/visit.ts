import type { Context } from 'hono';
import { getWorkspace, type Workspace } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal, Scope } from '../principal.ts';

/** One look at a page: who looks, at what, when. */
export interface Visit {
  readonly principal: Principal;
  /** For the hidden field `csrf` of every form. */
  readonly csrf: string;
  readonly workspace: Workspace;
  readonly now: Date;
  /** Path and query of this page, to come back to. */
  readonly here: string;
  can(scope: Scope): boolean;
}

export async function visitOf(c: Context<WebEnv>, deps: WebDeps): Promise<Visit> {
  const principal = c.get('principal');
  const { pathname, search } = new URL(c.req.url);
  return {
    principal,
    csrf: c.get('session')?.csrfToken ?? '',
    workspace: await getWorkspace(deps.db),
    now: deps.now(),
    here: pathname + search,
    can: (scope) => principal.scopes.has(scope),
  };
}
