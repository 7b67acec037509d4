import { z } from '@hono/zod-openapi';
import { explainQuery } from '../../domain/query/explain.ts';
import { queryHints } from '../../domain/query/hints.ts';
import { parseQuery } from '../../domain/query/parse.ts';
import { getTopic, listTopics, TOPIC_KINDS, type TopicRow } from '../../store/topics.ts';
import { addTopic, changeTopic, previewQuery, removeTopic } from '../deeds/topics.ts';
import type { WebDeps } from '../deps.ts';
import {
  answer,
  guarded,
  IdParam,
  Instant,
  instantOrNull,
  jsonBody,
  Name,
  NO_CONTENT,
  openApi,
} from './contract.ts';

const Query = z.string().min(1).openapi({ example: 'acme AND (delivery OR "late parcel")' });
const Kind = z.enum(TOPIC_KINDS);

const Topic = z
  .object({
    id: z.number().int(),
    name: z.string(),
    kind: z.enum(['everything', ...TOPIC_KINDS]),
    query: z.string(),
    timeZone: z.string(),
    explanation: z.string().openapi({ description: 'The query in plain English.' }),
  })
  .openapi('Topic');

const Preview = z
  .object({
    explanation: z.string(),
    hints: z.array(z.object({ position: z.number().int(), length: z.number().int(), message: z.string() })),
    looked: z.number().int().openapi({ description: 'How many of the latest mentions were looked at.' }),
    matched: z.number().int(),
    examples: z.array(
      z.object({
        id: z.number().int(),
        label: z.string(),
        title: z.string().nullable(),
        text: z.string(),
        publishedAt: Instant.nullable(),
      }),
    ),
  })
  .openapi('TopicPreview');

const NewTopic = z.object({ name: Name, kind: Kind.default('brand'), query: Query });
const TopicChange = z.object({ name: Name, kind: Kind, query: Query }).partial();

const tags = ['Topics'];

export function topicRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/topics',
        tags,
        summary: 'All topics, the one of everything first',
        responses: { 200: answer(z.object({ topics: z.array(Topic) }), 'Every topic.') },
      }),
      async (c) => c.json({ topics: (await listTopics(db)).map(topicOf) }, 200),
    )
    .openapi(
      guarded('topics', {
        method: 'post',
        path: '/topics',
        tags,
        summary: 'Add a topic and apply it to the mentions already stored',
        request: { body: jsonBody(NewTopic) },
        responses: { 201: answer(Topic, 'The new topic.') },
      }),
      async (c) => c.json(topicOf(await addTopic(deps, c.get('principal'), c.req.valid('json'))), 201),
    )
    .openapi(
      guarded('read', {
        method: 'post',
        path: '/topics/preview',
        tags,
        summary: 'Explain a query and try it on the latest mentions; nothing is stored',
        request: { body: jsonBody(z.object({ query: Query })) },
        responses: { 200: answer(Preview, 'What the query means and finds.') },
      }),
      async (c) => c.json(await preview(deps, c.req.valid('json').query), 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/topics/{id}',
        tags,
        summary: 'One topic',
        request: { params: IdParam },
        responses: { 200: answer(Topic, 'The topic.') },
      }),
      async (c) => c.json(topicOf(await getTopic(db, c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('topics', {
        method: 'patch',
        path: '/topics/{id}',
        tags,
        summary: 'Change a topic; stored mentions are matched anew in the background',
        request: { params: IdParam, body: jsonBody(TopicChange) },
        responses: { 200: answer(Topic, 'The topic as it is now.') },
      }),
      async (c) => {
        const { name, kind, query } = c.req.valid('json');
        const change = {
          ...(name === undefined ? {} : { name }),
          ...(kind === undefined ? {} : { kind }),
          ...(query === undefined ? {} : { query }),
        };
        return c.json(
          topicOf(await changeTopic(deps, c.get('principal'), c.req.valid('param').id, change)),
          200,
        );
      },
    )
    .openapi(
      guarded('topics', {
        method: 'delete',
        path: '/topics/{id}',
        tags,
        summary: 'Remove a topic and its scores; its mentions stay',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeTopic(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}

function topicOf(topic: TopicRow): z.input<typeof Topic> {
  const { id, name, kind, query, timeZone } = topic;
  const explanation = kind === 'everything' ? 'Every mention.' : explainQuery(parseQuery(query));
  return { id, name, kind, query, timeZone, explanation };
}

async function preview(deps: WebDeps, query: string): Promise<z.input<typeof Preview>> {
  const explanation = explainQuery(parseQuery(query));
  const { looked, matched, examples } = await previewQuery(deps, query);
  return {
    explanation,
    hints: [...queryHints(query)],
    looked,
    matched,
    examples: examples.map(({ id, label, publishedAt, document }) => ({
      id,
      label,
      title: document.title ?? null,
      text: document.text,
      publishedAt: instantOrNull(publishedAt),
    })),
  };
}
