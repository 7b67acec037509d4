import fetchSource from '../../workers/fetch.ts';
import type { Post } from '../sources/servers/api-server.ts';
import appStore from '../sources/servers/app-store-connect.ts';
import { json } from '../web/api/answers.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';
import {
  type AuthorizationServer,
  type ConsentRules,
  startAuthorizationServer,
} from './authorization-server.ts';
import { type ConsentCase, cases, PATHS } from './consent-cases.ts';
import { workerDeps } from './worker-deps.ts';

const EARSHOT = 'http://localhost';
export const REDIRECT = `${EARSHOT}/sources/connected`;
export const MINUTE = 60_000;

/** A signed-in browser that sends the token of its forms along. */
export interface FormBrowser {
  get(path: string): Promise<Response>;
  /** A value may be given more than once. */
  post(path: string, form: Readonly<Record<string, string | readonly string[]>>): Promise<Response>;
}

type Form = Record<string, string>;

/** The web, somebody in it, and the place where they sign in for their sources. */
export interface ConsentHouse {
  readonly house: WebHouse;
  readonly server: AuthorizationServer;
  readonly ada: FormBrowser;
  /** Milliseconds since 1970. */
  clock: number;
  /** Before every test: an hour later, and all is well again. */
  freshen(): void;
  browserOf(email: string): Promise<FormBrowser>;
  /** Lets the server stand in for a kind; the form as somebody fills it in who has an app but no tokens. */
  play(consent: ConsentCase, more?: Partial<ConsentRules>): Form;
  /** Presses "Connect" and returns the address that the page leads to. */
  leave(browser: FormBrowser, path: string, form: Form): Promise<string>;
  comeBack(browser: FormBrowser, location: string): Promise<Response>;
  /** All the way there and back: where that leads. */
  goThere(form: Form): Promise<string>;
  /** The same; the id of the new source. */
  connect(form: Form): Promise<number>;
  run(id: number): Promise<void>;
  /** What a customer has said a minute ago. */
  post(): Post;
  close(): Promise<void>;
}

export async function openConsentHouse(): Promise<ConsentHouse> {
  let clock = Date.parse('2026-11-23T10:00:00Z');
  const server = await startAuthorizationServer();
  const hosts = new Set(cases.flatMap(({ api }) => api.hosts ?? []).concat(appStore.hosts));
  const house = await openWebHouse({
    now: () => new Date(clock),
    env: {
      EARSHOT_ALLOW_HOSTS: server.host,
      EARSHOT_API_GATEWAYS: [...hosts].map((host) => `${host}=${server.url}`).join(','),
    },
  });
  await house.addUser('ada@example.com', 'analyst');
  await house.addUser('bob@example.com', 'analyst');
  const it: ConsentHouse = {
    house,
    server,
    ada: await browserOf(house, 'ada@example.com'),
    get clock() {
      return clock;
    },
    set clock(ms) {
      clock = ms;
    },
    freshen: () => {
      clock += 60 * MINUTE;
      server.person = 'allows';
      server.world.now = clock;
      server.world.mood = 'ok';
      server.world.held.splice(
        0,
        Infinity,
        { id: '1000', name: 'Acme' },
        { id: '1001', name: 'Acme Outlet' },
      );
    },
    browserOf: (email) => browserOf(house, email),
    play: (consent, more = {}) => play(server, consent, more),
    leave,
    comeBack: (browser, location) => browser.get(location.slice(EARSHOT.length)),
    goThere: async (form) => {
      const back = await it.comeBack(it.ada, await server.visit(await leave(it.ada, '/sources', form)));
      if (back.status !== 303) throw new Error(/role="alert">\s*([^<]*)</.exec(await back.text())?.[1]);
      return back.headers.get('location') ?? '';
    },
    connect: async (form) => Number(/\/sources\/(\d+)\?connected=1/.exec(await it.goThere(form))?.[1]),
    run: async (sourceId) => {
      await house.deps.db`delete from hosts`;
      const deps = workerDeps(house.deps.db, house.deps.http, () => new Date(clock));
      await fetchSource.work({ sourceId }, { ...deps, vault: house.deps.vault });
    },
    post: () => ({
      id: '114900000001',
      text: 'Word of a customer',
      at: clock - MINUTE,
      editedAt: clock - MINUTE,
      author: 'mia',
      stars: 4,
    }),
    close: async () => {
      await house.close();
      await server.close();
    },
  };
  return it;
}

async function browserOf(house: WebHouse, email: string): Promise<FormBrowser> {
  const cookie = await house.signIn(email);
  const { csrfToken } = await json<{ csrfToken: string }>(
    house.ask('/api/v1/session', { headers: { cookie } }),
  );
  return {
    get: (path) => house.ask(path, { headers: { cookie } }),
    post: (path, form) => {
      const body = new URLSearchParams({ csrf: csrfToken });
      for (const [name, values] of Object.entries(form))
        for (const value of [values].flat()) body.append(name, value);
      return house.ask(path, { method: 'POST', headers: { cookie }, body });
    },
  };
}

function play(
  server: AuthorizationServer,
  { kind, api, at, rules }: ConsentCase,
  more: Partial<ConsentRules>,
): Form {
  const settings = api.settings(server.url) as Record<string, string>;
  const { refreshToken, token, clientId = '4711', clientSecret = 'secret-of-the-app', ...rest } = settings;
  const [authorizePath, tokenPath] = PATHS[at];
  server.play(api, {
    authorizePath,
    tokenPath,
    clientId,
    clientSecret,
    redirectUri: REDIRECT,
    grants: { access_token: server.world.token, expires_in: 3_600, refresh_token: refreshToken },
    ...rules,
    ...more,
  });
  const own = at === 'meta' ? { appId: clientId, appSecret: clientSecret } : { clientId, clientSecret };
  return { 'source-kind': kind, ...rest, ...own };
}

async function leave(browser: FormBrowser, path: string, form: Form): Promise<string> {
  const page = await (await browser.post(path, { ...form, do: 'connect' })).text();
  const [, address] = /href="([^"]+)" class="button" rel="noreferrer"/.exec(page) ?? [];
  if (address === undefined) throw new Error(/role="alert">([^<]*)</.exec(page)?.[1] ?? page);
  return address.replaceAll('&amp;', '&');
}
