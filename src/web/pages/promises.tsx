import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { NotFound, Refused } from '../../domain/errors.ts';
import { listHeardAspects } from '../../store/aspect-cells.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addPromise,
  assessPromise,
  changePromise,
  type PromiseMirror,
  readEvidence,
  readMirrors,
  removePromise,
} from '../deeds/promises.ts';
import type { WebDeps } from '../deps.ts';
import { CutForm, type PageCut, readPageCut } from './cut-form.tsx';
import { idOf } from './mention.tsx';
import { NewPromise, PromiseCard } from './promise-card.tsx';
import { type Evidence, showPromise } from './promise-detail.tsx';
import { show } from './shell.tsx';
import { issuesInWords } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const EVIDENCE = 5;

const PromiseForm = z.object({
  text: z.string().trim().min(1, { error: 'Expected the promise in words.' }).max(500),
  aspect: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((chosen) => [chosen].flat()),
  more: z.string().default(''),
  topic: z
    .string()
    .default('')
    .transform((id) => (id === '' ? undefined : idOf(id))),
});
const AssessmentForm = z.object({
  score: z.coerce.number({ error: 'Expected a number from 0 to 100.' }).int().min(0).max(100),
  note: z.string().trim().max(2_000).default(''),
});

/** What the company says of itself beside what its customers say. */
export function promiseRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/promises', (c) => list(c, deps, undefined));
  routes.post('/promises', need('topics'), (c) =>
    sent(c, deps, async () => {
      const promise = await addPromise(deps, by(c), await promiseIn(c));
      return `/promises/${promise.id}`;
    }),
  );
  routes.get('/promises/:id{[0-9]+}', async (c) => {
    const [visit, cut] = [await visitOf(c, deps), await readPageCut(c, deps)];
    const id = idOf(c.req.param('id'));
    const mirror = (await readMirrors(deps, cutOf(cut))).find(({ promise }) => promise.id === id);
    if (!mirror) throw new NotFound(`There is no promise with the id ${id}.`);
    const evidence: Evidence = await readEvidence(deps, mirror, cutOf(cut), EVIDENCE);
    return showPromise(visit, { mirror, cut, evidence, heard: await listHeardAspects(deps.db) });
  });
  routes.post('/promises/:id{[0-9]+}', need('topics'), (c) =>
    sent(c, deps, async () => {
      const id = idOf(c.req.param('id') ?? '');
      await changePromise(deps, by(c), id, await promiseIn(c));
      return `/promises/${id}`;
    }),
  );
  routes.post('/promises/:id{[0-9]+}/remove', need('topics'), async (c) => {
    await removePromise(deps, by(c), idOf(c.req.param('id')));
    return c.redirect('/promises', 303);
  });
  routes.post('/promises/:id{[0-9]+}/assess', need('override'), (c) =>
    sent(c, deps, async () => {
      const id = idOf(c.req.param('id') ?? '');
      await assessPromise(deps, by(c), id, AssessmentForm.parse(await c.req.parseBody()));
      return `/promises/${id}`;
    }),
  );
  return routes;
}

/** @throws ZodError, Refused */
async function promiseIn(c: Context<WebEnv>) {
  const { text, aspect, more, topic } = PromiseForm.parse(await c.req.parseBody({ all: true }));
  const typed = more.split(/[,;\n]/).map((one) => one.trim().toLowerCase().replaceAll(/\s+/g, '-'));
  const aspects = [...new Set([...aspect, ...typed])].filter(Boolean);
  if (aspects.length === 0) throw new Refused('Choose at least one thing by which customers can tell.');
  return { text, aspects, topicId: topic };
}

/** Does something and goes on to where it can be seen, or shows the list again with what is wrong. */
async function sent(c: Context<WebEnv>, deps: WebDeps, deed: () => Promise<string>): Promise<Response> {
  try {
    return c.redirect(await deed(), 303);
  } catch (error) {
    const mistake =
      error instanceof z.ZodError
        ? issuesInWords(error)
        : error instanceof Refused
          ? error.message
          : undefined;
    if (mistake === undefined) throw error;
    return list(c, deps, mistake);
  }
}

const cutOf = ({ chosenTopicId, from, to }: PageCut) => ({ topicId: chosenTopicId, from, to });

async function list(c: Context<WebEnv>, deps: WebDeps, mistake: string | undefined): Promise<Response> {
  const [visit, cut] = [await visitOf(c, deps), await readPageCut(c, deps)];
  const mirrors = await readMirrors(deps, cutOf(cut));
  const heard = visit.can('topics') ? await listHeardAspects(deps.db) : [];
  return showPromises(visit, { cut, mirrors, heard, mistake });
}

interface PromisesPage {
  readonly cut: PageCut;
  readonly mirrors: readonly PromiseMirror[];
  readonly heard: readonly string[];
  readonly mistake: string | undefined;
}

function showPromises(visit: Visit, { cut, mirrors, heard, mistake }: PromisesPage): Response {
  return show(
    visit,
    { title: 'Promises', status: mistake ? 422 : 200 },
    <>
      <p class="eyebrow">
        <a href="/themes">What people say</a>
      </p>
      <h1>Promises</h1>
      <p class="lead">
        What the company believes about itself, beside what customers say about it. The bar is the share of
        praise among praise and blame, with its 95&nbsp;% interval; the mark is the team.
      </p>
      {mistake && (
        <div class="mistake" role="alert">
          <p>{mistake}</p>
        </div>
      )}
      <CutForm action="/promises" cut={cut} anyTopic="each promise’s own" />
      {mirrors.length === 0 && (
        <p class="empty">No promise is written down yet: “Delivered when we say so”, “Staff who know”, …</p>
      )}
      <div class="promises">
        {mirrors.map((mirror) => (
          <PromiseCard key={mirror.promise.id} mirror={mirror} cut={cut} />
        ))}
      </div>
      {visit.can('topics') && <NewPromise visit={visit} heard={heard} topics={cut.topics} />}
      <p class="hint">
        Take it along:{' '}
        <a href={`/api/v1/promises?format=csv&from=${cut.from}&to=${cut.to}${topicIn(cut)}`}>CSV</a>,{' '}
        <a href={`/api/v1/promises?from=${cut.from}&to=${cut.to}${topicIn(cut)}`}>JSON</a>
      </p>
    </>,
  );
}

const topicIn = ({ chosenTopicId }: PageCut) =>
  chosenTopicId === undefined ? '' : `&topic=${chosenTopicId}`;
