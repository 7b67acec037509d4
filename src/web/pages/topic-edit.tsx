import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict } from '../../domain/errors.ts';
import { QueryError } from '../../domain/query/query-error.ts';
import { getTopic, TOPIC_KINDS } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { addTopic, changeTopic, previewQuery } from '../deeds/topics.ts';
import type { WebDeps } from '../deps.ts';
import { WebProblem } from '../problem.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { type Draft, type Outcome, TopicForm } from './topic-form.tsx';
import { visitOf } from './visit.ts';

const Sent = z.object({
  name: z.string().trim().max(120).default(''),
  kind: z.enum(TOPIC_KINDS).default('brand'),
  query: z.string().max(20_000).default(''),
  do: z.enum(['preview', 'save']).default('save'),
});

const EMPTY: Draft = { name: '', kind: 'brand', query: '' };

export function topicEditRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/topics/new', need('topics'), (c) => form(c, deps, { draft: EMPTY, outcome: {} }));
  routes.post('/topics', need('topics'), (c) => receive(c, deps, undefined));
  routes.get('/topics/:id/edit', need('topics'), async (c) => {
    const id = idOf(c.req.param('id'));
    const { name, kind, query } = await getTopic(deps.db, id);
    if (kind === 'everything') return c.redirect(`/topics/${id}`);
    return form(c, deps, { id, draft: { name, kind, query }, outcome: {} });
  });
  routes.post('/topics/:id', need('topics'), (c) => receive(c, deps, idOf(c.req.param('id'))));
  return routes;
}

/** Preview and save come from the same form; whatever is wrong is said in it, with what was typed kept. */
async function receive(c: Context<WebEnv>, deps: WebDeps, id: number | undefined): Promise<Response> {
  const sent = Sent.safeParse(await c.req.parseBody());
  if (!sent.success) throw new WebProblem('bad-request', z.prettifyError(sent.error));
  const { do: wish, ...draft } = sent.data;
  const outcome = await check(deps, draft);
  if (wish === 'preview' || outcome.queryMistake) return form(c, deps, { id, draft, outcome });
  if (draft.name === '') {
    return form(c, deps, { id, draft, outcome: { ...outcome, nameMistake: 'A topic needs a name.' } });
  }
  try {
    const by = c.get('principal');
    const topic = id === undefined ? await addTopic(deps, by, draft) : await changeTopic(deps, by, id, draft);
    return c.redirect(`/topics/${topic.id}`, 303);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return form(c, deps, { id, draft, outcome: { ...outcome, nameMistake: error.message } });
  }
}

async function check(deps: WebDeps, draft: Draft): Promise<Outcome> {
  try {
    return { preview: await previewQuery(deps, draft.query) };
  } catch (error) {
    if (error instanceof QueryError) return { queryMistake: error };
    throw error;
  }
}

async function form(
  c: Context<WebEnv>,
  deps: WebDeps,
  state: { id?: number | undefined; draft: Draft; outcome: Outcome },
): Promise<Response> {
  const visit = await visitOf(c, deps);
  const title = state.id === undefined ? 'Add a topic' : 'Edit the topic';
  const isWrong = state.outcome.queryMistake || state.outcome.nameMistake;
  return show(
    visit,
    { title, status: isWrong ? 422 : 200 },
    <TopicForm title={title} visit={visit} {...state} />,
  );
}
