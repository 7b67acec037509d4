import type { Principal } from '../principal.ts';

/** What the sign-in middleware leaves for a page. */
export interface WebEnv {
  Variables: {
    principal: Principal;
    session: { readonly csrfToken: string } | undefined;
  };
}
