import { z } from '@hono/zod-openapi';
import { ANNOTATION_KINDS, listAnnotations, listBenchmarks, listTargets } from '../../store/kpi-notes.ts';
import {
  addAnnotation,
  addBenchmark,
  removeAnnotation,
  removeBenchmark,
  removeTarget,
  setTarget,
} from '../deeds/kpi-notes.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, IdParam, jsonBody, Name, NO_CONTENT, openApi } from './contract.ts';

const KpiId = z.string().max(100).openapi({ example: 'nps' });
const Value = z.number({ error: 'expected a number' });

const Target = z.object({ kpi: KpiId, value: Value, setBy: z.string() }).openapi('KpiTarget');

const NewBenchmark = z.object({
  kpi: KpiId,
  value: Value,
  name: Name.openapi({ description: 'What it is of: "Retail, Germany".' }),
  source: Name.openapi({ description: 'Who published it, where.' }),
  publishedOn: Day,
});
const Benchmark = NewBenchmark.extend({ id: z.number().int() }).openapi('KpiBenchmark');

const NewAnnotation = z.object({
  kind: z.enum(ANNOTATION_KINDS),
  text: Name,
  firstDay: Day,
  lastDay: Day.optional().openapi({ description: 'The same day when left out.' }),
});
const Annotation = NewAnnotation.extend({ id: z.number().int(), lastDay: Day, addedBy: z.string() }).openapi(
  'Annotation',
);

const Made = z.object({ id: z.number().int() });
const KpiParam = z.object({ kpi: KpiId.openapi({ param: { name: 'kpi', in: 'path' } }) });
const Between = z.object({
  from: Day.default('0001-01-01').openapi({ description: 'From the first one when left out.' }),
  to: Day.default('9999-12-31').openapi({ description: 'To the last one when left out.' }),
});

const tags = ['KPIs'];

/** Targets, figures of others and what happened: what a team says beside its numbers. */
export function kpiNoteRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpi-targets',
        tags,
        summary: 'Where numbers should be',
        responses: { 200: answer(z.object({ targets: z.array(Target) }), 'At most one for each number.') },
      }),
      async (c) => c.json({ targets: await listTargets(db) }, 200),
    )
    .openapi(
      guarded('topics', {
        method: 'put',
        path: '/kpi-targets/{kpi}',
        tags,
        summary: 'Set the target of a number',
        request: { params: KpiParam, body: jsonBody(z.object({ value: Value })) },
        responses: NO_CONTENT,
      }),
      async (c) => {
        const target = { kpi: c.req.valid('param').kpi, value: c.req.valid('json').value };
        await setTarget(deps, c.get('principal'), target);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('topics', {
        method: 'delete',
        path: '/kpi-targets/{kpi}',
        tags,
        summary: 'Take a target away',
        request: { params: KpiParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeTarget(deps, c.get('principal'), c.req.valid('param').kpi);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/kpi-benchmarks',
        tags,
        summary: 'Figures of others',
        responses: { 200: answer(z.object({ benchmarks: z.array(Benchmark) }), 'All of them.') },
      }),
      async (c) => c.json({ benchmarks: await listBenchmarks(db) }, 200),
    )
    .openapi(
      guarded('topics', {
        method: 'post',
        path: '/kpi-benchmarks',
        tags,
        summary: 'Add a figure of others, with who published it and when',
        request: { body: jsonBody(NewBenchmark) },
        responses: { 201: answer(Made, 'The new benchmark.') },
      }),
      async (c) => c.json({ id: await addBenchmark(deps, c.get('principal'), c.req.valid('json')) }, 201),
    )
    .openapi(
      guarded('topics', {
        method: 'delete',
        path: '/kpi-benchmarks/{id}',
        tags,
        summary: 'Take a benchmark away',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeBenchmark(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/annotations',
        tags,
        summary: 'What happened: launches, campaigns, outages',
        request: { query: Between },
        responses: { 200: answer(z.object({ annotations: z.array(Annotation) }), 'Those within the days.') },
      }),
      async (c) => c.json({ annotations: await listAnnotations(db, c.req.valid('query')) }, 200),
    )
    .openapi(
      guarded('topics', {
        method: 'post',
        path: '/annotations',
        tags,
        summary: 'Mark on every chart what happened',
        request: { body: jsonBody(NewAnnotation) },
        responses: { 201: answer(Made, 'The new annotation.') },
      }),
      async (c) => {
        const { lastDay, ...annotation } = c.req.valid('json');
        const whole = { ...annotation, lastDay: lastDay ?? annotation.firstDay };
        return c.json({ id: await addAnnotation(deps, c.get('principal'), whole) }, 201);
      },
    )
    .openapi(
      guarded('topics', {
        method: 'delete',
        path: '/annotations/{id}',
        tags,
        summary: 'Take an annotation away',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeAnnotation(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    );
}
