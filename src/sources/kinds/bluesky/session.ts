import { z } from 'zod';
import { openApi } from '../../api/api-client.ts';
import { type Auth, tokenOf } from '../../api/auth.ts';
import { signInAgain } from '../../api/sign-in-again.ts';
import type { SourceContext } from '../../source.ts';

/** How an account signs in at its server. */
export interface SignIn {
  readonly handle: string;
  readonly password: string;
  readonly url: string;
}

const Session = z.object({ accessJwt: z.string(), refreshJwt: z.string(), did: z.string() });

/** A session that ran out is told with a 400. */
export const isExpired = ({ status, body }: { status: number; body: unknown }): boolean =>
  status === 400 && errorIn(body) === 'ExpiredToken';

const errorIn = (body: unknown) =>
  typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;

/** Signing in anew is strictly limited, so a session is renewed for as long as it can be. */
export function sessionOf(context: SourceContext<SignIn>): Auth {
  const { handle, password, url } = context.settings;
  return tokenOf(context, {
    name: 'access-token',
    owner: `${handle} ${password}`,
    ask: async () => {
      const session = (await renewed(context)) ?? (await signIn(context, { handle, password, url }));
      await context.credentials.set('refresh-token', session.refreshJwt);
      await context.credentials.set('did', session.did);
      return { token: session.accessJwt, expiresAt: undefined };
    },
  });
}

async function renewed(context: SourceContext<SignIn>): Promise<z.output<typeof Session> | undefined> {
  const token = await context.credentials.get('refresh-token');
  if (token === undefined) return undefined;
  const api = openApi(context, { base: context.settings.url });
  const { status, body } = await api.call(
    {
      method: 'POST',
      path: '/xrpc/com.atproto.server.refreshSession',
      headers: { authorization: `Bearer ${token}` },
      accept: [400, 401],
    },
    z.unknown(),
  );
  return status === 200 ? Session.parse(body) : undefined;
}

async function signIn(context: SourceContext<SignIn>, { handle, password, url }: SignIn) {
  const api = openApi(context, { base: url });
  const json = { identifier: handle, password };
  const path = '/xrpc/com.atproto.server.createSession';
  const { status, body } = await api.call({ method: 'POST', path, json, accept: [400, 401] }, z.unknown());
  const session = Session.safeParse(body);
  if (status === 200 && session.success) return session.data;
  throw signInAgain(new URL(url).host, String(errorIn(body) ?? 'no session'));
}
