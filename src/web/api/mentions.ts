import { z } from '@hono/zod-openapi';
import { type Label, RISKS } from '../../domain/classification.ts';
import { type FeedFilter, getMention, isCursor, listFeed } from '../../store/feed.ts';
import { getTopic, listTopics, type TopicRow } from '../../store/topics.ts';
import { keepApart } from '../deeds/apart.ts';
import { overrideMention } from '../deeds/overrides.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, IdParam, jsonBody, openApi, QueryId } from './contract.ts';
import {
  LabelName,
  Mention,
  MentionWithEvidence,
  mentionAnswer,
  mentionWithEvidence,
} from './mention-answers.ts';
import { exportAnswer } from './mention-export.ts';

const Filter = z.object({
  topic: QueryId.optional().openapi({ description: 'Id of a topic; the topic of everything when left out.' }),
  label: LabelName.optional(),
  risk: z.enum(RISKS).optional().openapi({ description: 'Only mentions that speak of this risk.' }),
  source: QueryId.optional(),
  location: QueryId.optional(),
  lang: z.string().max(20).optional().openapi({ example: 'en' }),
  from: Day.optional().openapi({ description: "First day, in the topic's time zone." }),
  to: Day.optional(),
  q: z.string().max(200).optional().openapi({ description: 'Words that stand in title or text exactly so.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .refine(isCursor, { error: 'expected the `next` of an earlier answer' })
    .optional()
    .openapi({ description: 'The `next` of an earlier answer.' }),
});

const Page = z.object({
  mentions: z.array(Mention),
  next: z
    .string()
    .nullable()
    .openapi({ description: 'Cursor of the next, older page; null on the last one.' }),
});

const Override = z.object({ label: z.enum(['positive', 'neutral', 'negative']) });

const Export = Filter.omit({ limit: true, cursor: true });

const tags = ['Mentions'];

export function mentionRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/mentions',
        tags,
        summary: 'Mentions, newest first, page by page',
        request: { query: Filter },
        responses: { 200: answer(Page, 'One page.') },
      }),
      async (c) => c.json(await listPage(deps, c.req.valid('query')), 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/mentions/export',
        tags,
        summary: 'All mentions of a filter as CSV, newest first',
        request: { query: Export },
        responses: {
          200: { description: 'A stream of lines.', content: { 'text/csv': { schema: z.string() } } },
        },
      }),
      async (c) => exportAnswer(db, await filterOf(deps, c.req.valid('query'))),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/mentions/{id}',
        tags,
        summary: 'One mention with the evidence for its label, its topics and its corrections',
        request: { params: IdParam },
        responses: { 200: answer(MentionWithEvidence, 'The mention.') },
      }),
      async (c) => c.json(mentionWithEvidence(await getMention(db, c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('override', {
        method: 'post',
        path: '/mentions/{id}/override',
        tags,
        summary: 'Set a label by hand; every score moves at once',
        request: { params: IdParam, body: jsonBody(Override) },
        responses: { 200: answer(MentionWithEvidence, 'The mention with the new label.') },
      }),
      async (c) => {
        const mentionId = c.req.valid('param').id;
        await overrideMention(deps, c.get('principal'), { mentionId, label: c.req.valid('json').label });
        return c.json(mentionWithEvidence(await getMention(db, mentionId)), 200);
      },
    )
    .openapi(
      guarded('override', {
        method: 'delete',
        path: '/mentions/{id}/override',
        tags,
        summary: 'Let the computed label count again',
        request: { params: IdParam },
        responses: { 200: answer(MentionWithEvidence, 'The mention with its computed label.') },
      }),
      async (c) => {
        const mentionId = c.req.valid('param').id;
        await overrideMention(deps, c.get('principal'), { mentionId, label: undefined });
        return c.json(mentionWithEvidence(await getMention(db, mentionId)), 200);
      },
    )
    .openapi(
      guarded('override', {
        method: 'post',
        path: '/mentions/{id}/apart',
        tags,
        summary: 'Say that a mention is not the same as any other: it counts for itself, for good',
        request: { params: IdParam },
        responses: { 200: answer(MentionWithEvidence, 'The mention, which counts.') },
      }),
      async (c) => {
        const mentionId = c.req.valid('param').id;
        await keepApart(deps, c.get('principal'), { mentionId, isApart: true });
        return c.json(mentionWithEvidence(await getMention(db, mentionId)), 200);
      },
    )
    .openapi(
      guarded('override', {
        method: 'delete',
        path: '/mentions/{id}/apart',
        tags,
        summary: 'Let it be compared with others again',
        request: { params: IdParam },
        responses: { 200: answer(MentionWithEvidence, 'The mention.') },
      }),
      async (c) => {
        const mentionId = c.req.valid('param').id;
        await keepApart(deps, c.get('principal'), { mentionId, isApart: false });
        return c.json(mentionWithEvidence(await getMention(db, mentionId)), 200);
      },
    );
}

async function listPage(deps: WebDeps, asked: z.output<typeof Filter>): Promise<z.input<typeof Page>> {
  const filter = await filterOf(deps, asked);
  const page = await listFeed(deps.db, filter, { limit: asked.limit, before: asked.cursor });
  return { mentions: page.mentions.map(mentionAnswer), next: page.older ?? null };
}

async function filterOf(deps: WebDeps, asked: z.output<typeof Export>): Promise<FeedFilter> {
  const topic = await topicOrEverything(deps, asked.topic);
  return {
    topicId: topic.id,
    timeZone: topic.timeZone,
    label: asked.label as Label | undefined,
    risk: asked.risk,
    sourceId: asked.source,
    locationId: asked.location,
    language: asked.lang,
    text: asked.q,
    from: asked.from,
    to: asked.to,
  };
}

/** @throws NotFound */
export async function topicOrEverything(
  { db }: Pick<WebDeps, 'db'>,
  id: number | undefined,
): Promise<TopicRow> {
  if (id !== undefined) return getTopic(db, id);
  const everything = (await listTopics(db)).find((topic) => topic.kind === 'everything');
  if (!everything) throw new Error('The topic of everything is missing: the database was changed by hand.');
  return everything;
}
