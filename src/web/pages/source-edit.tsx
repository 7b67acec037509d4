import { type Context, Hono } from 'hono';
import { Refused } from '../../domain/errors.ts';
import type { Fetched } from '../../sources/source.ts';
import { listKeptDeliveries } from '../../store/kept-deliveries.ts';
import { listSecretNames } from '../../store/source-secrets.ts';
import { getSource, type SourceRow } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { changeSource, previewSource, testSource } from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { type Deed, SentSource, sourceMistake } from './source-add.tsx';
import { choose } from './source-choose.tsx';
import { leave, redirectUriOf } from './source-consent.tsx';
import { fieldsOf, settingsFrom } from './source-fields.ts';
import { type SourceDraft, SourceForm } from './source-form.tsx';
import { optionsFrom, optionsOf } from './source-options.tsx';
import { isSentTo, type SampleDraft, sampleFrom, sampleToTry, shownSample } from './source-sample.tsx';
import { sealTyped, TYPED, withTyped } from './typed-secrets.ts';
import { visitOf } from './visit.ts';

/** GET /sources/:id/edit and POST /sources/:id: the name and the settings of a source that is there. */
export function sourceEditRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/:id/edit', need('sources'), async (c) => {
      const source = await getSource(deps.db, idOf(c.req.param('id')));
      return form(c, deps, { source, draft: draftOf(source), sample: await sampleOf(deps, source) });
    })
    .post('/sources/:id', need('sources'), async (c) => {
      const source = await getSource(deps.db, idOf(c.req.param('id')));
      const body = await c.req.parseBody();
      const sent = SentSource.catch({ 'source-kind': '', 'source-name': '', do: 'preview' }).parse(body);
      const { kind } = source;
      const typed = settingsFrom(fieldsOf(kind), body);
      const carried = { kind, settings: typed, carried: body[TYPED] };
      const settings = withTyped(deps, c.get('principal'), carried);
      const draft = { kind: source.kind, name: sent['source-name'], settings, options: optionsOf(source) };
      const sample = sampleFrom(body, (await sampleOf(deps, source)).kept);
      return attempt(c, deps, sent.do, { source, draft, sample }, body);
    });
}

const draftOf = (source: SourceRow): SourceDraft => ({
  kind: source.kind,
  name: source.name,
  settings: source.settings as SourceDraft['settings'],
  options: optionsOf(source),
});

async function sampleOf({ db, vault }: WebDeps, { id, kind }: SourceRow): Promise<SampleDraft> {
  return sampleFrom({}, isSentTo(kind) ? await listKeptDeliveries(db, vault, id) : []);
}

interface State {
  readonly source: SourceRow;
  readonly draft: SourceDraft;
  readonly sample: SampleDraft;
  readonly preview?: Fetched;
  readonly tested?: string;
  readonly mistake?: string;
}

async function attempt(
  c: Context<WebEnv>,
  deps: WebDeps,
  deed: Deed,
  typed: State,
  body: Record<string, unknown>,
): Promise<Response> {
  let state = typed;
  try {
    const { backfillDays: _, ...options } = optionsFrom(body);
    state = { ...typed, draft: { ...typed.draft, options } };
    const tried = { ...state.draft, id: state.source.id };
    if (deed === 'test') return await form(c, deps, { ...state, tested: await testSource(deps, tried) });
    if (deed === 'preview') {
      const whole = isSentTo(tried.kind) ? { ...tried, sample: sampleToTry(state.sample) } : tried;
      return await form(c, deps, { ...state, preview: await previewSource(deps, whole) });
    }
    const wanted = { ...tried, name: state.draft.name || state.source.name };
    if (deed === 'connect') return await leave(c, deps, wanted);
    if (deed === 'choose') return await choose(c, deps, wanted);
    return await save(c, deps, state);
  } catch (error) {
    return form(c, deps, { ...state, mistake: sourceMistake(error) });
  }
}

async function save(c: Context<WebEnv>, deps: WebDeps, { source, draft }: State): Promise<Response> {
  if (draft.name === '') throw new Refused('A source needs a name.');
  const { name, options, settings } = draft;
  await changeSource(deps, c.get('principal'), source.id, { name, options, settings });
  return c.redirect(`/sources/${source.id}?saved=1`, 303);
}

async function form(c: Context<WebEnv>, deps: WebDeps, { source, ...state }: State): Promise<Response> {
  const visit = await visitOf(c, deps);
  const kept = (await listSecretNames(deps.db)).get(source.id);
  const { kind } = source;
  const fields = fieldsOf(kind);
  const typed = sealTyped(deps, visit.principal, { kind, fields, settings: state.draft.settings });
  return show(
    visit,
    { title: `Edit ${source.name}`, status: state.mistake === undefined ? 200 : 422 },
    <SourceForm
      visit={visit}
      id={source.id}
      fields={fields}
      kept={kept}
      typed={typed}
      redirectUri={redirectUriOf(c, deps)}
      {...state}
      sample={shownSample(state)}
    />,
  );
}
