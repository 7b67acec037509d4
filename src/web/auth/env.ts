import type { Principal } from '../principal.ts';

/** The signed-in person's session, as far as pages need it. */
interface WebSession {
  /** Goes into every form as the hidden field `csrf`, or into the header X-CSRF-Token. */
  readonly csrfToken: string;
  readonly userId: number;
}

/** What a request carries through the web. */
export interface WebEnv {
  /**
   * What the listener adds to a request and no client can: `principal` for requests that come over the socket in
   * the data folder or from this process, `incoming` for the connection of any other.
   */
  Bindings: {
    readonly principal?: Principal;
    readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
  };
  Variables: {
    /** Set once somebody is known; every route behind `need` may rely on it. */
    principal: Principal;
    /** Only for a principal who came with the session cookie. */
    session?: WebSession;
  };
}
