import { z } from '@hono/zod-openapi';
import { addDays, dayOf } from '../../domain/day.ts';
import { NotFound, Refused } from '../../domain/errors.ts';
import { getWorkspace } from '../../store/workspace.ts';
import {
  addPromise,
  assessPromise,
  changePromise,
  readEvidence,
  readMirrors,
  removePromise,
} from '../deeds/promises.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, IdParam, jsonBody, NO_CONTENT, openApi, QueryId } from './contract.ts';
import { csvAnswer } from './csv.ts';
import { Mention, mentionAnswer } from './mention-answers.ts';
import {
  CSV_HEADER,
  csvRow,
  MirrorAnswer,
  mirrorAnswer,
  PromiseAnswer,
  promiseAnswer,
} from './promise-answers.ts';

const NewPromise = z.object({
  text: z.string().trim().min(1).max(500),
  aspects: z.array(z.string().trim().min(1).max(100)).min(1).max(50),
  topicId: z.number().int().positive().nullable().default(null),
});

export const PeriodQuery = z.object({
  topic: QueryId.optional(),
  from: Day.optional().openapi({ description: '89 days before `to` when left out.' }),
  to: Day.optional().openapi({ description: 'Today when left out.' }),
});

const tags = ['Promises'];

export function promiseRoutes(deps: WebDeps) {
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/promises',
        tags,
        summary: 'What the company says of itself beside what customers say, as JSON or CSV',
        request: { query: PeriodQuery.extend({ format: z.enum(['json', 'csv']).default('json') }) },
        responses: {
          200: {
            description: 'Every promise.',
            content: {
              'application/json': {
                schema: z.object({ from: Day, to: Day, promises: z.array(MirrorAnswer) }),
              },
              'text/csv': { schema: z.string() },
            },
          },
        },
      }),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        const cut = await periodOf(deps, asked);
        const mirrors = await readMirrors(deps, cut);
        if (format === 'csv') return csvAnswer('earshot-promises.csv', CSV_HEADER, mirrors.map(csvRow));
        return c.json({ from: cut.from, to: cut.to, promises: mirrors.map(mirrorAnswer) }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/promises/{id}/evidence',
        tags,
        summary: 'The latest mentions that praise what a promise is about, and those that blame it',
        request: {
          params: IdParam,
          query: PeriodQuery.extend({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
        },
        responses: {
          200: answer(z.object({ for: z.array(Mention), against: z.array(Mention) }), 'Newest first.'),
        },
      }),
      async (c) => {
        const { limit, ...asked } = c.req.valid('query');
        const cut = await periodOf(deps, asked);
        const { id } = c.req.valid('param');
        const mirror = (await readMirrors(deps, cut)).find(({ promise }) => promise.id === id);
        if (!mirror) throw new NotFound(`There is no promise with the id ${id}.`);
        const found = await readEvidence(deps, mirror, cut, limit);
        return c.json({ for: found.for.map(mentionAnswer), against: found.against.map(mentionAnswer) }, 200);
      },
    )
    .openapi(
      guarded('topics', {
        method: 'post',
        path: '/promises',
        tags,
        summary: 'Write down a promise',
        request: { body: jsonBody(NewPromise) },
        responses: { 201: answer(PromiseAnswer, 'The promise.') },
      }),
      async (c) => {
        const promise = await addPromise(deps, c.get('principal'), inputOf(c.req.valid('json')));
        return c.json(promiseAnswer(promise), 201);
      },
    )
    .openapi(
      guarded('topics', {
        method: 'put',
        path: '/promises/{id}',
        tags,
        summary: 'Change a promise',
        request: { params: IdParam, body: jsonBody(NewPromise) },
        responses: { 200: answer(PromiseAnswer, 'The promise as it is now.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const input = inputOf(c.req.valid('json'));
        return c.json(promiseAnswer(await changePromise(deps, c.get('principal'), id, input)), 200);
      },
    )
    .openapi(
      guarded('topics', {
        method: 'delete',
        path: '/promises/{id}',
        tags,
        summary: 'Remove a promise with what the team said of it',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removePromise(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('override', {
        method: 'post',
        path: '/promises/{id}/assessments',
        tags,
        summary: 'Say how far a promise is kept',
        request: {
          params: IdParam,
          body: jsonBody(
            z.object({ score: z.number().int().min(0).max(100), note: z.string().max(2_000).default('') }),
          ),
        },
        responses: { 201: answer(PromiseAnswer, 'The promise with it.') },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const promise = await assessPromise(deps, c.get('principal'), id, c.req.valid('json'));
        return c.json(promiseAnswer(promise), 201);
      },
    );
}

const DAYS = 90;
const MOST_DAYS = 3_700;

/** The days that were asked for, in the workspace's time zone. @throws Refused when they run backwards */
export async function periodOf(deps: WebDeps, asked: z.output<typeof PeriodQuery>) {
  const { timeZone } = await getWorkspace(deps.db);
  const to = asked.to ?? dayOf(deps.now(), timeZone);
  const from = asked.from ?? addDays(to, 1 - DAYS);
  if (from > to) throw new Refused(`The range runs backwards: from ${from} to ${to}.`);
  if (addDays(from, MOST_DAYS) < to) {
    throw new Refused(`At most ${MOST_DAYS} days can be asked for at once. Ask for a shorter range.`);
  }
  return { topicId: asked.topic, from, to };
}

const inputOf = ({ text, aspects, topicId }: z.output<typeof NewPromise>) => ({
  text,
  aspects,
  topicId: topicId ?? undefined,
});
