import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { FetchFailed, Refused } from '../../domain/errors.ts';
import type { Choices } from '../../sources/api/choices.ts';
import { isRegistered } from '../../sources/api/consent.ts';
import { PROVIDERS } from '../../sources/api/providers.ts';
import { sources } from '../../sources/index.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  type Asker,
  asItIs,
  askConsent,
  type ConsentAsked,
  ConsentFailed,
  takeConsent,
} from '../deeds/consent.ts';
import type { WantedSource } from '../deeds/wanted-source.ts';
import type { WebDeps } from '../deps.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { fieldsOf } from './source-fields.ts';
import { visitOf } from './visit.ts';

const CameBack = z.object({
  state: z.string().min(1).max(200),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(500).optional(),
});

/** POST /sources/:id/connect, and GET /sources/connected: back from where somebody has signed in. */
export function sourceConsentRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .post('/sources/:id/connect', need('sources'), async (c) =>
      leave(c, deps, await asItIs(deps, idOf(c.req.param('id')))),
    )
    .get('/sources/connected', need('sources'), async (c) => {
      const sent = CameBack.safeParse(c.req.query());
      if (!sent.success)
        throw new Refused('Nobody signed in: the address lacks what a sign-in brings along.');
      const { error_description: said, ...back } = sent.data;
      try {
        return goOn(c, await takeConsent(deps, askerOf(c, deps), { ...back, said }));
      } catch (error) {
        if (error instanceof Refused || error instanceof FetchFailed) return failed(c, deps, error);
        throw error;
      }
    });
}

/** To the source, or to what is still to be chosen for it. */
export const goOn = (c: Context<WebEnv>, next: { source: SourceRow } | { choose: string }): Response =>
  c.redirect(
    'choose' in next ? `/sources/choose?state=${next.choose}` : `/sources/${next.source.id}?connected=1`,
    303,
  );

/** A page with a link, because forms of ours lead nowhere but to us. @throws Refused, Conflict */
export async function leave(c: Context<WebEnv>, deps: WebDeps, wanted: WantedSource): Promise<Response> {
  const asked = await askConsent(deps, askerOf(c, deps), wanted);
  return show(await visitOf(c, deps), { title: `Connect ${wanted.name}` }, <Leaving asked={asked} />);
}

export function askerOf(c: Context<WebEnv>, deps: WebDeps): Asker {
  const by = c.get('principal');
  const session = c.get('session');
  return {
    by,
    session: session ? `session ${session.csrfToken}` : `without a session: ${by.name}`,
    redirectUri: redirectUriOf(c, deps),
  };
}

/** Where people come back to; it has to be registered with the app. */
export const redirectUriOf = (c: Context<WebEnv>, { config }: WebDeps): string =>
  `${new URL(config.EARSHOT_URL ?? c.req.url).origin}/sources/connected`;

const Leaving = ({ asked }: { asked: ConsentAsked }) => (
  <div class="narrow">
    <h1>Sign in at {asked.provider}</h1>
    <p>
      {asked.provider} asks you on its own pages whether the app may act for you, and sends you back here.
      Nobody types a password into Earshot. Sign in there as the account that replies are to come from.
    </p>
    <p class="explained">
      The app asks for: <code>{asked.scopes.join(', ')}</code>
    </p>
    <p class="deeds">
      <a href={asked.url} class="button" rel="noreferrer">
        Continue at {new URL(asked.url).host}
      </a>
      <a href="/sources" class="button quiet">
        Not now
      </a>
    </p>
  </div>
);

async function failed(c: Context<WebEnv>, deps: WebDeps, error: Error): Promise<Response> {
  const { kind, sourceId } = error instanceof ConsentFailed ? error : {};
  const form = kind === undefined ? '/sources' : `/sources/new?kind=${kind}`;
  return show(
    await visitOf(c, deps),
    { title: 'Not connected', status: 422 },
    <div class="narrow">
      <h1>Not connected</h1>
      <p class="mistake" role="alert">
        {error.message}
      </p>
      <p class="deeds">
        <a href={sourceId === undefined ? form : `/sources/${sourceId}/edit`} class="button">
          Back to the source
        </a>
      </p>
    </div>,
  );
}

interface ConnectProps {
  readonly kind: string;
  readonly redirectUri: string;
  readonly isNew: boolean;
}

/** In the form of a source: signing in instead of pasting tokens, choosing instead of typing numbers. */
export const Connect = ({ kind: name, redirectUri, isNew }: ConnectProps) => {
  const { consent, choices } = sources.get(name) ?? {};
  if (!consent && !choices) return null;
  return (
    <fieldset class="field">
      <legend>{consent ? `Connect with ${PROVIDERS[consent.at].name}` : 'Choose instead of typing'}</legend>
      {consent && isRegistered(consent) && (
        <p class="hint">
          Enter the address of the server above and sign in there instead of pasting a token. Earshot makes
          itself known to the server; there is nothing to set up.
        </p>
      )}
      {consent && !isRegistered(consent) && (
        <p class="hint">
          With the id and the secret of your own app above, sign in at {PROVIDERS[consent.at].name} instead of
          pasting tokens. Register this address with the app as a redirect address: <code>{redirectUri}</code>
        </p>
      )}
      {choices && (
        <p class="hint">
          Leave {listed(titlesOf(name, choices))} empty: you choose among the {choices.many} by their names
          {isNew && ', as many as you like'}.
        </p>
      )}
      <p class="deeds">
        {consent && (
          <button type="submit" name="do" value="connect" class="quiet" formnovalidate>
            {isNew ? 'Connect and add the source' : 'Connect and save the changes'}
          </button>
        )}
        {choices && (
          <button type="submit" name="do" value="choose" class="quiet" formnovalidate>
            Show the {choices.many}
          </button>
        )}
      </p>
    </fieldset>
  );
};

const titlesOf = (kind: string, { fills }: Choices) =>
  fieldsOf(kind).flatMap(({ name, title }) => (name in fills ? [`“${title}”`] : []));

const listed = (words: readonly string[]) => words.join(' and ');
