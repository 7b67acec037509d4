import { z } from 'zod';
import type { SourceContext } from '../source.ts';
import { openApi } from './api-client.ts';

type Values = Readonly<Record<string, unknown>>;

/** An app at a service, by which it knows who asks. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

/** Makes an app there that leads people back to us. @throws FetchFailed */
type Register = (
  context: SourceContext<Values>,
  app: { redirectUri: string; scopes: readonly string[] },
) => Promise<Client>;

/** Where people let programs act in their name (OAuth 2, authorization code), and what is peculiar there. */
export interface Provider {
  readonly name: string;
  readonly authorize: (settings: Values) => string;
  readonly token: (settings: Values) => string;
  /** Settings that hold the id and the secret of the operator's own app; or how an app is made for us. */
  readonly client: { readonly id: string; readonly secret: string } | Register;
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
  mastodon: {
    name: 'Mastodon',
    authorize: (settings) => `${serverIn(settings)}/oauth/authorize`,
    token: (settings) => `${serverIn(settings)}/oauth/token`,
    client: registerAtMastodon,
    secretIn: 'body',
    // Servers before 4.3 do not check it.
    hasPkce: true,
    between: ' ',
    more: {},
  },
  stackExchange: {
    name: 'Stack Exchange',
    authorize: () => 'https://stackoverflow.com/oauth',
    token: () => 'https://stackoverflow.com/oauth/access_token/json',
    client: CLIENT,
    secretIn: 'body',
    hasPkce: false,
    between: ',',
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

const serverIn = ({ url }: Values) => String(url).replace(/\/+$/, '');

const Registered = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) });

/** Every server takes an app from whoever asks. Several addresses in a list are not for servers before 4.3. */
async function registerAtMastodon(
  context: SourceContext<Values>,
  { redirectUri, scopes }: { redirectUri: string; scopes: readonly string[] },
): Promise<Client> {
  const json = { client_name: 'Earshot', redirect_uris: redirectUri, scopes: scopes.join(' ') };
  const api = openApi(context, { base: serverIn(context.settings) });
  const { body } = await api.call({ method: 'POST', path: '/api/v1/apps', json }, Registered);
  return { id: body.client_id, secret: body.client_secret };
}
