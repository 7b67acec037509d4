import { createHash } from 'node:crypto';
import { FetchFailed, Refused } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import { basicHeader } from './auth.ts';
import { askGrant, type Granted } from './grant.ts';
import { type Client, PROVIDERS, type Provider } from './providers.ts';

type Values = Readonly<Record<string, unknown>>;

/** How a kind gets the tokens that it needs by a person's consent instead of by pasting. */
export interface Consent {
  readonly at: keyof typeof PROVIDERS;
  /** What is asked for, to read and to reply. */
  readonly scopes: readonly string[];
  /** Settings that it is of no use without, though reading needs none. */
  readonly needs?: readonly string[];
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
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string;
  /** A secret of ours that shows that code and request belong together. */
  readonly verifier: string;
}

/** Where somebody goes to be asked. */
export function consentUrl(
  consent: Consent,
  { settings, client, redirectUri, state, verifier }: ConsentRequest,
): string {
  const provider: Provider = PROVIDERS[consent.at];
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = new URL(provider.authorize(settings));
  const parameters = {
    response_type: 'code',
    client_id: client.id,
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
  {
    code,
    redirectUri,
    verifier,
    client: { id, secret },
  }: { code: string; redirectUri: string; verifier: string; client: Client },
): Promise<ConsentGiven> {
  const provider: Provider = PROVIDERS[consent.at];
  const { settings } = context;
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
    const advice = isRegistered(consent)
      ? 'Connect again.'
      : `Check the id and the secret of the app, and that ${redirectUri} stands among its redirect addresses.`;
    throw new Refused(`${provider.name} did not take the sign-in (${said}). ${advice}`, { cause: error });
  }
}

/** Whether the place makes an app for us, so that nobody has to bring one. */
export const isRegistered = ({ at }: Consent): boolean => typeof PROVIDERS[at].client === 'function';

/** @throws Refused when the app's own id and secret are missing, or what it needs beside them. */
export function checkClient(consent: Consent, settings: Values): void {
  if (!isRegistered(consent)) clientIn(PROVIDERS[consent.at], settings);
  const missing = consent.needs?.filter((name) => (settings[name] ?? '') === '') ?? [];
  if (missing.length === 0) return;
  throw new Refused(`To connect, enter this as well: ${missing.join(', ')}.`);
}

/** The operator's own app, or one that is made there for us. @throws Refused */
export async function clientFor(
  consent: Consent,
  context: SourceContext<Values>,
  redirectUri: string,
): Promise<Client> {
  const provider: Provider = PROVIDERS[consent.at];
  if (typeof provider.client !== 'function') return clientIn(provider, context.settings);
  try {
    return await provider.client(context, { redirectUri, scopes: consent.scopes });
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    const { host } = new URL(provider.authorize(context.settings));
    const said =
      error.code === 'sign-in' ? 'it makes none without a sign-in' : error.message.replace(/\.$/, '');
    throw new Refused(
      `${host} did not make an app for Earshot (${said}). Check the address of the server, or paste a token.`,
      { cause: error },
    );
  }
}

function clientIn({ name, client }: Provider, settings: Values): Client {
  const [id, secret] = typeof client === 'function' ? [] : [settings[client.id], settings[client.secret]];
  if (typeof id === 'string' && id !== '' && typeof secret === 'string' && secret !== '')
    return { id, secret };
  throw new Refused(`To connect, enter the id and the secret of your own app at ${name} first.`);
}
