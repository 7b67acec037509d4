import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { parseExactJson } from '../feed/exact-json.ts';
import type { SourceContext } from '../source.ts';
import { askGrant, jsonOrNothing, type Token } from './grant.ts';
import { type JwtKey, signJwt } from './jwt.ts';

/** How a request says who asks. */
export interface Auth {
  headers(url: URL): Promise<Readonly<Record<string, string>>>;
  /** The address with a key in it, for interfaces that want it there. */
  sign?(url: URL): URL;
  /** Gets a new token; false when there is none to be had. @throws FetchFailed 'sign-in' when the sign-in was taken away. */
  renew?(): Promise<boolean>;
}

export const bearer = (token: string): Auth => ({
  headers: async () => ({ authorization: `Bearer ${token}` }),
});

export const header = (name: string, value: string): Auth => ({ headers: async () => ({ [name]: value }) });

export const basic = (user: string, password: string): Auth => ({
  headers: async () => ({ authorization: basicHeader(user, password) }),
});

/** A key as a parameter of the address. */
export const queryKey = (name: string, value: string): Auth => ({
  headers: async () => ({}),
  sign: (url) => {
    const signed = new URL(url);
    signed.searchParams.set(name, value);
    return signed;
  },
});

export function basicHeader(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

const KEPT = z.object({ token: z.string(), expiresAt: z.number().optional(), for: z.string() });
// A token is renewed a little before it runs out: the request takes time as well.
const MARGIN_MS = 60_000;

/**
 * A bearer token that is asked for with something else and kept until it runs out. `owner` names whose it is: new
 * secrets do not go on with the old ones' token.
 */
export function tokenOf(
  context: SourceContext<unknown>,
  options: { name: string; owner: string; ask: () => Promise<Token> },
): Auth {
  const read = async (): Promise<Token | undefined> => {
    const kept = await context.credentials.get(options.name);
    const parsed = KEPT.safeParse(kept === undefined ? undefined : parseExactJson(kept));
    if (!parsed.success || parsed.data.for !== options.owner) return undefined;
    return { token: parsed.data.token, expiresAt: parsed.data.expiresAt };
  };
  const renew = async (): Promise<string> => {
    const { token, expiresAt } = await options.ask();
    await context.credentials.set(options.name, JSON.stringify({ token, expiresAt, for: options.owner }));
    return token;
  };
  return {
    headers: async () => {
      const kept = await read();
      const isGood =
        kept && (kept.expiresAt === undefined || kept.expiresAt - MARGIN_MS > context.now().getTime());
      return { authorization: `Bearer ${isGood ? kept.token : await renew()}` };
    },
    renew: async () => {
      await renew();
      return true;
    },
  };
}

/** OAuth 2 with a client id and secret only. */
export function clientCredentials(
  context: SourceContext<unknown>,
  client: {
    url: string;
    id: string;
    secret: string;
    form?: Record<string, string>;
    headers?: Record<string, string>;
  },
): Auth {
  const headers = { authorization: basicHeader(client.id, client.secret), ...client.headers };
  const form = { grant_type: 'client_credentials', ...client.form };
  return tokenOf(context, {
    name: 'access-token',
    owner: client.id,
    ask: () => askGrant(context, { url: client.url, form, headers }),
  });
}

/**
 * OAuth 2 with a refresh token. Some servers give a new refresh token with every answer and forget the old one, so it
 * is written down before anything else happens.
 */
export function refreshGrant(
  context: SourceContext<unknown>,
  client: {
    url: string;
    id: string;
    secret: string;
    refreshToken: string;
    /** Where the client's id and secret go; in the header when left out. */
    inBody?: boolean;
    form?: Record<string, string>;
    headers?: Record<string, string>;
  },
): Auth {
  const own = client.inBody ? { client_id: client.id, client_secret: client.secret } : {};
  const headers = client.inBody ? {} : { authorization: basicHeader(client.id, client.secret) };
  return tokenOf(context, {
    name: 'access-token',
    owner: `${client.id} ${client.refreshToken.slice(-6)}`,
    ask: async () => {
      const rotated = await rotatedToken(context, client.refreshToken);
      const form = { grant_type: 'refresh_token', refresh_token: rotated, ...own, ...client.form };
      const grant = await askGrant(context, {
        url: client.url,
        form,
        headers: { ...headers, ...client.headers },
      });
      if (grant.refreshToken !== undefined && grant.refreshToken !== rotated) {
        const kept = { token: grant.refreshToken, for: client.refreshToken };
        await context.credentials.set('refresh-token', JSON.stringify(kept));
      }
      return grant;
    },
  });
}

/** The latest refresh token that grew out of the one a person entered. */
async function rotatedToken(context: SourceContext<unknown>, entered: string): Promise<string> {
  const kept = await context.credentials.get('refresh-token');
  const parsed = KEPT.safeParse(kept === undefined ? undefined : parseExactJson(kept));
  return parsed.success && parsed.data.for === entered ? parsed.data.token : entered;
}

/** A token we sign ourselves: App Store Connect. It is made anew for every request, which costs nothing. */
export const signedToken = (
  key: JwtKey,
  claims: (nowSeconds: number) => Record<string, unknown>,
  now: () => Date,
): Auth => ({
  headers: async () => {
    const seconds = Math.floor(now().getTime() / 1000);
    return { authorization: `Bearer ${signJwt(key, { iat: seconds, ...claims(seconds) })}` };
  },
});

const ServiceAccount = z.object({
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string().optional(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

/** A Google service account: its key file signs a request for a token (RFC 7523). */
export function googleServiceAccount(context: SourceContext<unknown>, keyFile: string, scope: string): Auth {
  const parsed = ServiceAccount.safeParse(jsonOrNothing(keyFile));
  if (!parsed.success)
    throw new FetchFailed(
      'sign-in',
      'This is no key file of a Google service account. Sign in again: paste the whole JSON file.',
    );
  const { client_email: email, private_key: privateKey, private_key_id: id, token_uri: url } = parsed.data;
  return tokenOf(context, {
    name: 'access-token',
    owner: email,
    ask: () => {
      const seconds = Math.floor(context.now().getTime() / 1000);
      const claims = { iss: email, scope, aud: url, iat: seconds, exp: seconds + 3600 };
      const assertion = signJwt(
        { algorithm: 'RS256', privateKey, ...(id === undefined ? {} : { id }) },
        claims,
      );
      return askGrant(context, {
        url,
        form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
      });
    },
  });
}
