import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, type ApiServer, type Asked, startApi } from '../sources/servers/api-server.ts';
import { heldPages } from '../sources/servers/facebook.ts';

/** What a place for consents insists on. */
export interface ConsentRules {
  readonly authorizePath: string;
  readonly tokenPath: string;
  /** Where apps are made, for places that take one from whoever asks. */
  readonly registerPath?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly secretIn: 'header' | 'body';
  readonly hasPkce: boolean;
  readonly redirectUri: string;
  /** In the address that asks for consent. */
  readonly demands: Readonly<Record<string, string>>;
  /** What a code is worth. */
  readonly grants: Readonly<Record<string, unknown>>;
}

export interface AuthorizationServer {
  readonly url: string;
  readonly host: string;
  readonly world: Awaited<ReturnType<typeof startApi>>['world'];
  readonly asked: readonly Asked[];
  /** Whose consents and whose interface it stands in for at the moment. */
  play(api: ApiServer, rules: ConsentRules): void;
  /** What the person does who is asked. */
  person: 'allows' | 'denies';
  /** Somebody looks at the address in a browser; returns where they are sent. */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

interface Code {
  readonly challenge: string | null;
  isUsed: boolean;
}

/** A local authorization server (RFC 6749, RFC 7636) in front of the interface that its tokens are for. */
export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  let playing: { api: ApiServer; rules: ConsentRules } | undefined;
  const codes = new Map<string, Code>();
  const running = await startApi({
    settings: () => ({}),
    pageSize: 0,
    waitMs: 0,
    tokens: 'none',
    answer: (asked, world) => {
      if (!playing) throw new Error('play() comes first');
      const { api, rules } = playing;
      const { pathname } = asked.url;
      if (pathname === rules.authorizePath) return authorize(asked, rules, { codes, person: server.person });
      if (pathname === rules.registerPath) return register(asked, rules);
      const form = new URLSearchParams(asked.body);
      if (pathname === rules.tokenPath && form.get('grant_type') === 'authorization_code')
        return redeem(asked, form, rules, codes);
      if (form.get('grant_type') === 'fb_exchange_token') return exchange(form, rules);
      // Meta: pages are told to whoever has signed in, not to a page.
      if (pathname.includes('/me/') || pathname.includes('/portfolio/')) {
        if (asked.headers.authorization !== 'Bearer sixty days of mia')
          return refusal(400, 'OAuthException', 'Invalid token');
        return heldPages(asked, world);
      }
      if (asked.query.get('fields') === 'access_token') return hiddenPage(asked);
      return api.answer(asked, world);
    },
  });
  const server: AuthorizationServer = {
    url: running.url,
    host: running.host,
    world: running.world,
    asked: running.asked,
    person: 'allows',
    play: (api, rules) => {
      playing = { api, rules };
      codes.clear();
    },
    visit: async (address) => {
      const { pathname, search } = new URL(address);
      const answer = await fetch(`${running.url}${pathname}${search}`, { redirect: 'manual' });
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`nobody is sent back: ${await answer.text()}`);
      return location;
    },
    close: running.close,
  };
  return server;
}

/** Whoever sends somebody elsewhere than agreed is told so there, and nobody is sent anywhere. */
function authorize(
  { query }: Asked,
  rules: ConsentRules,
  { codes, person }: { codes: Map<string, Code>; person: 'allows' | 'denies' },
): Answer {
  const isPkce = query.get('code_challenge_method') === 'S256' && query.get('code_challenge')?.length === 43;
  const wanted = {
    response_type: 'code',
    client_id: rules.clientId,
    redirect_uri: rules.redirectUri,
    ...rules.demands,
  };
  const wrong = Object.entries(wanted).filter(([name, value]) => query.get(name) !== value);
  if (wrong.length > 0 || isPkce !== rules.hasPkce) {
    const what = wrong.map(([name]) => `${name}=${query.get(name)}`).join(', ');
    return { status: 400, body: { error: 'invalid_request', error_description: `wrong: ${what || 'PKCE'}` } };
  }
  const back = new URL(rules.redirectUri);
  back.searchParams.set('state', query.get('state') ?? '');
  if (person === 'denies') back.searchParams.set('error', 'access_denied');
  else {
    const code = `code-${codes.size + 1}`;
    codes.set(code, { challenge: query.get('code_challenge'), isUsed: false });
    back.searchParams.set('code', code);
  }
  return { status: 302, headers: { location: back.href } };
}

/** An app as Mastodon makes it: with one address and the scopes that it may ask for later. */
function register({ method, body }: Asked, rules: ConsentRules): Answer {
  const app: unknown = JSON.parse(body);
  const wanted = { client_name: 'Earshot', redirect_uris: rules.redirectUri, scopes: rules.demands['scope'] };
  if (method !== 'POST' || !isDeepStrictEqual(app, wanted))
    return { status: 422, body: { error: 'Validation failed: Redirect URI must be an absolute URI.' } };
  const made = { client_id: rules.clientId, client_secret: rules.clientSecret, client_secret_expires_at: 0 };
  return { body: { id: '563419', name: 'Earshot', redirect_uri: rules.redirectUri, ...made } };
}

function redeem(asked: Asked, form: URLSearchParams, rules: ConsentRules, codes: Map<string, Code>): Answer {
  const basic = `Basic ${Buffer.from(`${rules.clientId}:${rules.clientSecret}`).toString('base64')}`;
  const isClient =
    rules.secretIn === 'header'
      ? asked.headers.authorization === basic
      : form.get('client_id') === rules.clientId && form.get('client_secret') === rules.clientSecret;
  if (!isClient) return refusal(401, 'invalid_client', 'The client secret is wrong');
  const code = codes.get(form.get('code') ?? '');
  const verified = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const isGood =
    code &&
    !code.isUsed &&
    form.get('redirect_uri') === rules.redirectUri &&
    (!rules.hasPkce || verified === code.challenge);
  if (!isGood) return refusal(400, 'invalid_grant', 'The code is not good');
  code.isUsed = true;
  return { body: rules.grants };
}

const refusal = (status: number, error: string, said: string): Answer => ({
  status,
  body: { error, error_description: said },
});

/** Meta: an hour's sign-in for one of sixty days. */
function exchange(form: URLSearchParams, rules: ConsentRules): Answer {
  const isGood =
    form.get('fb_exchange_token') === rules.grants['access_token'] &&
    form.get('client_secret') === rules.clientSecret;
  if (!isGood) return refusal(400, 'OAuthException', 'Invalid token');
  return { body: { access_token: 'sixty days of mia', expires_in: 5_184_000 } };
}

/** Meta: a page that stands in no list, although whoever has signed in has a task on it. */
function hiddenPage({ url, headers }: Asked): Answer {
  const isOurs = url.pathname.endsWith('/1009') && headers.authorization === 'Bearer sixty days of mia';
  if (isOurs) return { body: { access_token: 'page-token-of-1009', id: '1009' } };
  return { status: 400, body: { error: { message: 'Object does not exist', code: 100, error_subcode: 33 } } };
}
