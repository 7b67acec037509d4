import { createHash } from 'node:crypto';
import { FetchFailed, Refused } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import { basicHeader } from './auth.ts';
import { askGrant, type Granted } from './grant.ts';

type Values = Readonly<Record<string, unknown>>;

/** Where people let programs act in their name (OAuth 2, authorization code), and what is peculiar there. */
interface Provider {
  readonly name: string;
  readonly authorize: (settings: Values) => string;
  readonly token: (settings: Values) => string;
  /** Settings that hold the id and the secret of the operator's own app. */
  readonly client: { readonly id: string; readonly secret: string };
  /** Where id and secret go when a code is handed in. */
  readonly secretIn: 'header' | 'body';
  /** It checks that the code is handed in by whom it was asked for (RFC 7636). */
  readonly hasPkce: boolean;
  readonly between: ' ' | ',';
  /** What makes it give a token that lasts. */
  readonly more: Readonly<Record<string, string>>;
  readonly headers?: (settings: Values) => Readonly<Record<string, string>>;
}

const CLIENT = { id: 'clientId', secret: 'clientSecret' };
const GRAPH_VERSION = 'v26.0';
const versionOf = ({ version }: Values) => (typeof version === 'string' ? version : GRAPH_VERSION);

export const PROVIDERS = {
  google: {
    name: 'Google',
    authorize: () => 'https://accounts.google.com/o/oauth2/v2/auth',
    token: () => 'https://oauth2.googleapis.com/token',
    client: CLIENT,
    secretIn: 'body',
    hasPkce: true,
    between: ' ',
    // Without being asked anew Google gives no second refresh token.
    more: { access_type: 'offline', prompt: 'consent' },
  },
  x: {
    name: 'X',
    authorize: () => 'https://x.com/i/oauth2/authorize',
    token: () => 'https://api.x.com/2/oauth2/token',
    client: CLIENT,
    secretIn: 'header',
    hasPkce: true,
    between: ' ',
    more: {},
  },
  reddit: {
    name: 'Reddit',
    authorize: () => 'https://www.reddit.com/api/v1/authorize',
    token: () => 'https://www.reddit.com/api/v1/access_token',
    client: CLIENT,
    secretIn: 'header',
    hasPkce: false,
    between: ' ',
    more: { duration: 'permanent' },
    headers: ({ account }) => ({ 'user-agent': `server:earshot:v1 (by /u/${account})` }),
  },
  linkedin: {
    name: 'LinkedIn',
    authorize: () => 'https://www.linkedin.com/oauth/v2/authorization',
    token: () => 'https://www.linkedin.com/oauth/v2/accessToken',
    client: CLIENT,
    secretIn: 'body',
    hasPkce: false,
    between: ' ',
    more: {},
  },
  meta: {
    name: 'Meta',
    authorize: (settings) => `https://www.facebook.com/${versionOf(settings)}/dialog/oauth`,
    token: (settings) => `https://graph.facebook.com/${versionOf(settings)}/oauth/access_token`,
    client: { id: 'appId', secret: 'appSecret' },
    secretIn: 'body',
    hasPkce: false,
    between: ',',
    more: {},
  },
} as const satisfies Record<string, Provider>;

/** How a kind gets the tokens that it needs by a person's consent instead of by pasting. */
export interface Consent {
  readonly at: keyof typeof PROVIDERS;
  /** What is asked for, to read and to reply. */
  readonly scopes: readonly string[];
  /** Settings that come out of it, so nobody has to fill them in before; with values that pass for the time being. */
  readonly gives: Readonly<Record<string, string>>;
  /** The settings that what was granted comes to. `null`: not needed any more. @throws FetchFailed, Refused */
  take(granted: Granted, context: SourceContext<Values>): Promise<ConsentGiven>;
}

export interface ConsentGiven {
  readonly settings: Readonly<Record<string, string | null>>;
  /** When the sign-in ends whatever happens; undefined: when it is taken away. */
  readonly until?: Date | undefined;
}

/** For whom a refresh token is all that is needed. */
export function byRefreshToken(at: Consent['at'], scopes: readonly string[]): Consent {
  return {
    at,
    scopes,
    gives: { refreshToken: 'to come' },
    take: async ({ refreshToken, refreshEndsAt }) => {
      if (refreshToken === undefined) {
        const { name } = PROVIDERS[at];
        throw new Refused(
          `${name} gave a token that ends within hours and none to renew it with. Try again.`,
        );
      }
      return { settings: { refreshToken }, ...(refreshEndsAt ? { until: new Date(refreshEndsAt) } : {}) };
    },
  };
}

export interface ConsentRequest {
  readonly settings: Values;
  readonly redirectUri: string;
  readonly state: string;
  /** A secret of ours that shows that code and request belong together. */
  readonly verifier: string;
}

/** Where somebody goes to be asked. @throws Refused when the app's own id and secret are missing. */
export function consentUrl(
  consent: Consent,
  { settings, redirectUri, state, verifier }: ConsentRequest,
): string {
  const provider: Provider = PROVIDERS[consent.at];
  const { id } = clientOf(provider, settings);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = new URL(provider.authorize(settings));
  const parameters = {
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUri,
    scope: consent.scopes.join(provider.between),
    state,
    ...(provider.hasPkce ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
    ...provider.more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Hands in the code that somebody came back with. @throws Refused in plain words; FetchFailed. */
export async function redeemCode(
  consent: Consent,
  context: SourceContext<Values>,
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
): Promise<ConsentGiven> {
  const provider: Provider = PROVIDERS[consent.at];
  const { settings } = context;
  const { id, secret } = clientOf(provider, settings);
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(provider.hasPkce ? { code_verifier: verifier } : {}),
    ...(provider.secretIn === 'body' ? { client_id: id, client_secret: secret } : {}),
  };
  const headers = {
    ...provider.headers?.(settings),
    ...(provider.secretIn === 'header' ? { authorization: basicHeader(id, secret) } : {}),
  };
  try {
    return await consent.take(
      await askGrant(context, { url: provider.token(settings), form, headers }),
      context,
    );
  } catch (error) {
    if (!(error instanceof FetchFailed) || error.code !== 'sign-in') throw error;
    const [, said = 'it gave no reason'] = /\(([^()]*)\)/.exec(error.message) ?? [];
    throw new Refused(
      `${provider.name} did not take the sign-in (${said}). Check the id and the secret of the app, and that ${redirectUri} stands among its redirect addresses.`,
      { cause: error },
    );
  }
}

function clientOf({ name, client }: Provider, settings: Values): { id: string; secret: string } {
  const id = settings[client.id];
  const secret = settings[client.secret];
  if (typeof id === 'string' && id !== '' && typeof secret === 'string' && secret !== '')
    return { id, secret };
  throw new Refused(`To connect, enter the id and the secret of your own app at ${name} first.`);
}
