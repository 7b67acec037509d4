import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, FetchFailed, Refused } from '../../domain/errors.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched } from '../../sources/source.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addSource, previewSource } from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { show } from './shell.tsx';
import { fieldsOf, settingsFrom } from './source-fields.ts';
import { type SourceDraft, SourceForm } from './source-form.tsx';
import { visitOf } from './visit.ts';

// Names no setting of a source can have, so that settings keep their own.
export const SentSource = z.object({
  'source-kind': z.string().default(''),
  'source-name': z.string().trim().max(120).default(''),
  do: z.enum(['preview', 'save']).default('save'),
});

/** GET /sources/new and POST /sources: preview and save come from the same form. */
export function sourceAddRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/new', need('sources'), (c) => {
      const draft = { kind: knownKind(c.req.query('kind')), name: '', settings: {} };
      return form(c, deps, { draft });
    })
    .post('/sources', need('sources'), async (c) => {
      const body = await c.req.parseBody();
      const sent = SentSource.catch({ 'source-kind': '', 'source-name': '', do: 'preview' }).parse(body);
      const kind = knownKind(sent['source-kind']);
      const draft = { kind, name: sent['source-name'], settings: settingsFrom(fieldsOf(kind), body) };
      return sent.do === 'preview' ? preview(c, deps, draft) : save(c, deps, draft);
    });
}

const knownKind = (kind: string | undefined): string =>
  kind !== undefined && sources.has(kind)
    ? kind
    : sources.has('feed')
      ? 'feed'
      : ([...sources.keys()][0] ?? '');

async function preview(c: Context<WebEnv>, deps: WebDeps, draft: SourceDraft): Promise<Response> {
  try {
    const fetched = await previewSource(deps, draft);
    return form(c, deps, { draft: named(draft, fetched.feedTitle), preview: fetched });
  } catch (error) {
    return form(c, deps, { draft, mistake: mistakeIn(error) });
  }
}

async function save(c: Context<WebEnv>, deps: WebDeps, draft: SourceDraft): Promise<Response> {
  try {
    const complete = draft.name ? draft : named(draft, (await previewSource(deps, draft)).feedTitle);
    const source = await addSource(deps, c.get('principal'), complete);
    return c.redirect(`/sources/${source.id}?added=1`, 303);
  } catch (error) {
    return form(c, deps, { draft, mistake: mistakeIn(error) });
  }
}

function named(draft: SourceDraft, title: string | undefined): SourceDraft {
  if (draft.name) return draft;
  const url = draft.settings['url'];
  const host = typeof url === 'string' ? URL.parse(url)?.hostname : undefined;
  return { ...draft, name: (title || host || draft.kind).slice(0, 120) };
}

/** What the person can put right is said in the form; anything else goes on. */
export function mistakeIn(error: unknown): string {
  if (error instanceof FetchFailed || error instanceof Refused || error instanceof Conflict)
    return error.message;
  throw error;
}

async function form(
  c: Context<WebEnv>,
  deps: WebDeps,
  state: { draft: SourceDraft; preview?: Fetched; mistake?: string },
): Promise<Response> {
  const visit = await visitOf(c, deps);
  const status = state.mistake === undefined ? 200 : 422;
  return show(
    visit,
    { title: 'Add a source', status },
    <SourceForm visit={visit} fields={fieldsOf(state.draft.kind)} {...state} />,
  );
}
