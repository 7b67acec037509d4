import { type Context, Hono } from 'hono';
import type { Fetched } from '../../sources/source.ts';
import { getSource, type SourceRow } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { changeSource, previewSource } from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { mistakeIn, SentSource } from './source-add.tsx';
import { fieldsOf, settingsFrom } from './source-fields.ts';
import { type SourceDraft, SourceForm } from './source-form.tsx';
import { visitOf } from './visit.ts';

/** GET /sources/:id/edit and POST /sources/:id: the name and the settings of a source that is there. */
export function sourceEditRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/:id/edit', need('sources'), async (c) => {
      const source = await getSource(deps.db, idOf(c.req.param('id')));
      return form(c, deps, { source, draft: draftOf(source) });
    })
    .post('/sources/:id', need('sources'), async (c) => {
      const source = await getSource(deps.db, idOf(c.req.param('id')));
      const body = await c.req.parseBody();
      const sent = SentSource.catch({ 'source-kind': '', 'source-name': '', do: 'preview' }).parse(body);
      const settings = settingsFrom(fieldsOf(source.kind), body);
      const draft = { kind: source.kind, name: sent['source-name'], settings };
      return sent.do === 'preview' ? preview(c, deps, { source, draft }) : save(c, deps, { source, draft });
    });
}

const draftOf = ({ kind, name, settings }: SourceRow): SourceDraft => ({
  kind,
  name,
  settings: settings as SourceDraft['settings'],
});

interface State {
  readonly source: SourceRow;
  readonly draft: SourceDraft;
  readonly preview?: Fetched;
  readonly mistake?: string;
}

async function preview(c: Context<WebEnv>, deps: WebDeps, state: State): Promise<Response> {
  try {
    return await form(c, deps, { ...state, preview: await previewSource(deps, state.draft) });
  } catch (error) {
    return form(c, deps, { ...state, mistake: mistakeIn(error) });
  }
}

async function save(c: Context<WebEnv>, deps: WebDeps, state: State): Promise<Response> {
  const { source, draft } = state;
  if (draft.name === '') return form(c, deps, { ...state, mistake: 'A source needs a name.' });
  // New settings make a source forget where it stood; a new name alone must not.
  const isElsewhere = fieldsOf(source.kind).some(
    ({ name }) => draft.settings[name] !== draftOf(source).settings[name],
  );
  try {
    const settings = isElsewhere ? { settings: draft.settings } : {};
    await changeSource(deps, c.get('principal'), source.id, { name: draft.name, ...settings });
    return c.redirect(`/sources/${source.id}?saved=1`, 303);
  } catch (error) {
    return form(c, deps, { ...state, mistake: mistakeIn(error) });
  }
}

async function form(c: Context<WebEnv>, deps: WebDeps, { source, ...state }: State): Promise<Response> {
  const visit = await visitOf(c, deps);
  return show(
    visit,
    { title: `Edit ${source.name}`, status: state.mistake === undefined ? 200 : 422 },
    <SourceForm visit={visit} id={source.id} fields={fieldsOf(source.kind)} {...state} />,
  );
}
