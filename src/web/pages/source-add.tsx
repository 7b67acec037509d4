import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched } from '../../sources/source.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addSource, previewSource, testSource } from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { show } from './shell.tsx';
import { choose } from './source-choose.tsx';
import { leave, redirectUriOf } from './source-consent.tsx';
import { fieldsOf, settingsFrom } from './source-fields.ts';
import { type SourceDraft, SourceForm } from './source-form.tsx';
import { optionsFrom, proposedOptions } from './source-options.tsx';
import { isSentTo, type SampleDraft, sampleFrom, sampleToTry, shownSample } from './source-sample.tsx';
import { mistakeOrThrow } from './telling.ts';
import { sealTyped, TYPED, withTyped } from './typed-secrets.ts';
import { visitOf } from './visit.ts';

// Names no setting of a source can have, so that settings keep their own.
export const SentSource = z.object({
  'source-kind': z.string().default(''),
  'source-name': z.string().trim().max(120).default(''),
  do: z.enum(['preview', 'test', 'save', 'connect', 'choose']).default('save'),
});

export type Deed = z.output<typeof SentSource>['do'];

/** GET /sources/new and POST /sources: preview and save come from the same form. */
export function sourceAddRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/new', need('sources'), (c) => {
      const kind = knownKind(c.req.query('kind'));
      const draft = { kind, name: '', settings: {}, options: proposedOptions(kind) };
      return form(c, deps, { draft, sample: sampleFrom({}, []) });
    })
    .post('/sources', need('sources'), async (c) => {
      const body = await c.req.parseBody();
      const sent = SentSource.catch({ 'source-kind': '', 'source-name': '', do: 'preview' }).parse(body);
      const kind = knownKind(sent['source-kind']);
      const typed = settingsFrom(fieldsOf(kind), body);
      const carried = { kind, settings: typed, carried: body[TYPED] };
      const settings = withTyped(deps, c.get('principal'), carried);
      const draft = { kind, name: sent['source-name'], settings, options: proposedOptions(kind) };
      return attempt(c, deps, sent.do, draft, body);
    });
}

const knownKind = (kind: string | undefined): string =>
  kind !== undefined && sources.has(kind)
    ? kind
    : sources.has('feed')
      ? 'feed'
      : ([...sources.keys()][0] ?? '');

async function attempt(
  c: Context<WebEnv>,
  deps: WebDeps,
  deed: Deed,
  typed: SourceDraft,
  body: Record<string, unknown>,
): Promise<Response> {
  let draft = typed;
  const sample = sampleFrom(body, []);
  try {
    draft = { ...typed, options: optionsFrom(body) };
    if (deed === 'test') return await form(c, deps, { draft, sample, tested: await testSource(deps, draft) });
    // What is chosen by its name lends it to the source.
    const wanted = sources.get(draft.kind)?.choices ? draft : named(draft, undefined);
    if (deed === 'connect') return await leave(c, deps, wanted);
    if (deed === 'choose') return await choose(c, deps, wanted);
    if (deed === 'save') return await save(c, deps, draft);
    const tried = isSentTo(draft.kind) ? { ...draft, sample: sampleToTry(sample) } : draft;
    const fetched = await previewSource(deps, tried);
    return await form(c, deps, { draft: named(draft, fetched.feedTitle), preview: fetched, sample });
  } catch (error) {
    return form(c, deps, { draft, sample, mistake: sourceMistake(error) });
  }
}

async function save(c: Context<WebEnv>, deps: WebDeps, draft: SourceDraft): Promise<Response> {
  const complete = draft.name ? draft : named(draft, await ownName(deps, draft));
  const source = await addSource(deps, c.get('principal'), complete);
  return c.redirect(`/sources/${source.id}?added=1`, 303);
}

/** Feeds have a title; anything else is named after what it looks for. */
async function ownName(deps: WebDeps, draft: SourceDraft): Promise<string | undefined> {
  return draft.kind === 'feed' ? (await previewSource(deps, draft)).feedTitle : undefined;
}

function named(draft: SourceDraft, title: string | undefined): SourceDraft {
  if (draft.name) return draft;
  const { url, query, repository } = draft.settings;
  const host = typeof url === 'string' ? URL.parse(url)?.hostname : undefined;
  const label = sources.get(draft.kind)?.label ?? draft.kind;
  const what = [repository, query].find((one) => typeof one === 'string');
  return { ...draft, name: (title || (what ? `${label}: ${what}` : host) || label).slice(0, 120) };
}

/** What the person can put right is said in the form, an address that does not answer included; anything else goes on. */
export function sourceMistake(error: unknown): string {
  return error instanceof FetchFailed ? error.message : mistakeOrThrow(error);
}

async function form(
  c: Context<WebEnv>,
  deps: WebDeps,
  state: {
    draft: SourceDraft;
    sample: SampleDraft;
    preview?: Fetched;
    tested?: string;
    mistake?: string;
  },
): Promise<Response> {
  const visit = await visitOf(c, deps);
  const { kind, settings } = state.draft;
  const fields = fieldsOf(kind);
  const typed = sealTyped(deps, visit.principal, { kind, fields, settings });
  const status = state.mistake === undefined ? 200 : 422;
  return show(
    visit,
    { title: 'Add a source', status },
    <SourceForm
      visit={visit}
      fields={fields}
      typed={typed}
      redirectUri={redirectUriOf(c, deps)}
      {...state}
      sample={shownSample(state)}
    />,
  );
}
