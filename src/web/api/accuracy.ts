import { z } from '@hono/zod-openapi';
import { getMention } from '../../store/feed.ts';
import { listSamples, nextItem } from '../../store/label-samples.ts';
import {
  type AccuracyReport,
  answerCheck,
  basisOf,
  newSeed,
  readAccuracy,
  startCheck,
} from '../deeds/accuracy.ts';
import type { WebDeps } from '../deps.ts';
import { ACCURACY_HEADER, accuracyTable, Report, reportOf, Sample, sampleOf } from './accuracy-answers.ts';
import { answer, Day, guarded, IdParam, jsonBody, NO_CONTENT, openApi, QueryId } from './contract.ts';
import { csvOf } from './csv.ts';

const Asked = z.object({
  basis: z.enum(['sample', 'team']).optional(),
  sample: QueryId.optional().openapi({
    description: 'Id of a sample; the latest with ten answers or more when left out.',
  }),
  source: QueryId.optional(),
  lang: z.string().max(20).optional(),
  from: Day.optional(),
  to: Day.optional(),
});

const NewSample = z.object({
  size: z.number().int().min(10).max(2_000).default(100),
  seed: z.string().trim().min(1).max(40).optional(),
  from: Day.optional(),
  to: Day.optional(),
});

const Item = z.object({
  position: z.number().int(),
  mention: z.object({
    id: z.number().int(),
    title: z.string().nullable(),
    text: z.string(),
    lang: z.string(),
  }),
});

const ItemParam = z.object({
  id: IdParam.shape.id,
  position: z.coerce
    .number()
    .int()
    .positive()
    .openapi({ param: { name: 'position', in: 'path' }, type: 'integer' }),
});

const tags = ['Accuracy'];

/** How often labels are right, by what people say of them. */
export function accuracyRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/accuracy',
        tags,
        summary: 'Precision, recall and F1, whole and by source, language and month',
        request: { query: Asked },
        responses: { 200: answer(Report, 'What was measured, and on what.') },
      }),
      async (c) => c.json(reportOf(await report(deps, c.req.valid('query'))), 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/accuracy/export',
        tags,
        summary: 'The same as CSV',
        request: { query: Asked },
        responses: { 200: { description: 'A table.', content: { 'text/csv': { schema: z.string() } } } },
      }),
      async (c) => {
        const headers = {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': 'attachment; filename="earshot-accuracy.csv"',
        };
        return c.body(
          csvOf(ACCURACY_HEADER, accuracyTable(await report(deps, c.req.valid('query')))),
          200,
          headers,
        );
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/label-samples',
        tags,
        summary: 'Samples that were drawn to check labels, the latest first',
        responses: { 200: answer(z.object({ samples: z.array(Sample) }), 'Every sample.') },
      }),
      async (c) => c.json({ samples: (await listSamples(db)).map(sampleOf) }, 200),
    )
    .openapi(
      guarded('override', {
        method: 'post',
        path: '/label-samples',
        tags,
        summary: 'Draw a sample; the same seed draws the same mentions',
        request: { body: jsonBody(NewSample) },
        responses: { 201: answer(Sample, 'The sample.') },
      }),
      async (c) => {
        const { size, seed = newSeed(), from, to } = c.req.valid('json');
        return c.json(sampleOf(await startCheck(deps, c.get('principal'), { size, seed, from, to })), 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/label-samples/{id}/next',
        tags,
        summary:
          'The next mention to check, without its label so that it does not lead; 204 when all are done',
        request: { params: IdParam },
        responses: { 200: answer(Item, 'The mention.'), ...NO_CONTENT },
      }),
      async (c) => {
        const item = await nextItem(db, c.req.valid('param').id);
        if (!item) return c.body(null, 204);
        const { id, title, text, language } = await getMention(db, item.mentionId);
        return c.json(
          { position: item.position, mention: { id, title: title ?? null, text, lang: language } },
          200,
        );
      },
    )
    .openapi(
      guarded('override', {
        method: 'put',
        path: '/label-samples/{id}/items/{position}',
        tags,
        summary: 'Say what a mention is; a label that contradicts the counted one corrects it',
        request: {
          params: ItemParam,
          body: jsonBody(
            z.object({ label: z.enum(['positive', 'neutral', 'negative', 'skipped']).nullable() }),
          ),
        },
        responses: NO_CONTENT,
      }),
      async (c) => {
        const { id, position } = c.req.valid('param');
        const { label } = c.req.valid('json');
        await answerCheck(deps, c.get('principal'), { sampleId: id, position }, label ?? undefined);
        return c.body(null, 204);
      },
    );
}

async function report(deps: WebDeps, asked: z.output<typeof Asked>): Promise<AccuracyReport> {
  const basis = await basisOf(deps, asked);
  const { source, lang, from, to } = asked;
  return readAccuracy(deps, basis, { sourceId: source, language: lang, from, to });
}
