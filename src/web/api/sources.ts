import { z } from '@hono/zod-openapi';
import { listKeptDeliveries } from '../../store/kept-deliveries.ts';
import { listRuns } from '../../store/source-runs.ts';
import { getSource, listSources } from '../../store/sources.ts';
import {
  addSource,
  changeSource,
  fetchNow,
  previewSource,
  removeSource,
  testSource,
} from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, IdParam, instant, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import {
  describe,
  describeAll,
  KeptDelivery,
  Preview,
  previewOf,
  Run,
  runOf,
  Source,
} from './source-answers.ts';
import { listKinds, SourceKind } from './source-kinds.ts';
import { NewSource, SourceChange, SourcePreview } from './source-requests.ts';

const tags = ['Sources'];

export function sourceRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/sources',
        tags,
        summary: 'All sources with their health',
        responses: { 200: answer(z.object({ sources: z.array(Source) }), 'Every source, by name.') },
      }),
      async (c) => c.json({ sources: await describeAll(deps, await listSources(db)) }, 200),
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/sources',
        tags,
        summary: 'Add a source and fetch it at once',
        request: { body: jsonBody(NewSource) },
        responses: { 201: answer(Source, 'The new source.') },
      }),
      async (c) => {
        const source = await addSource(deps, c.get('principal'), c.req.valid('json'));
        return c.json(await describe(deps, source), 201);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/sources/preview',
        tags,
        summary: 'Read a source once, or a delivery to it, and store nothing',
        request: { body: jsonBody(SourcePreview) },
        responses: { 200: answer(Preview, 'What it brought.') },
      }),
      async (c) => c.json(previewOf(await previewSource(deps, tried(c.req.valid('json')))), 200),
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/sources/test',
        tags,
        summary: 'Try the settings of a source and say what they lead to',
        request: { body: jsonBody(SourcePreview) },
        responses: { 200: answer(z.object({ message: z.string() }), 'What came of it.') },
      }),
      async (c) => c.json({ message: await testSource(deps, tried(c.req.valid('json'))) }, 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/source-kinds',
        tags,
        summary: 'What kinds of sources there are, and what each asks for',
        responses: { 200: answer(z.object({ kinds: z.array(SourceKind) }), 'Every kind, by name.') },
      }),
      (c) => c.json({ kinds: listKinds() }, 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/sources/{id}',
        tags,
        summary: 'One source',
        request: { params: IdParam },
        responses: { 200: answer(Source, 'The source.') },
      }),
      async (c) => c.json(await describe(deps, await getSource(db, c.req.valid('param').id)), 200),
    )
    .openapi(
      guarded('sources', {
        method: 'patch',
        path: '/sources/{id}',
        tags,
        summary: 'Rename, pause, resume or change the settings of a source',
        request: { params: IdParam, body: jsonBody(SourceChange) },
        responses: { 200: answer(Source, 'The source as it is now.') },
      }),
      async (c) => {
        const { name, enabled, settings, options } = c.req.valid('json');
        const change = {
          ...(options === undefined ? {} : { options }),
          ...(name === undefined ? {} : { name }),
          ...(enabled === undefined ? {} : { enabled }),
          ...(settings === undefined ? {} : { settings }),
        };
        const source = await changeSource(deps, c.get('principal'), c.req.valid('param').id, change);
        return c.json(await describe(deps, source), 200);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'delete',
        path: '/sources/{id}',
        tags,
        summary: 'Remove a source with its mentions and what they added to every score',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeSource(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'post',
        path: '/sources/{id}/fetch',
        tags,
        summary: 'Fetch a source now, whatever its schedule says',
        request: { params: IdParam },
        responses: { 202: { description: 'The fetch is in line.' } },
      }),
      async (c) => {
        await fetchNow(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 202);
      },
    )
    .openapi(
      guarded('sources', {
        method: 'get',
        path: '/sources/{id}/deliveries',
        tags,
        summary: 'The latest deliveries to a source, kept for three days, newest first',
        request: { params: IdParam },
        responses: { 200: answer(z.object({ deliveries: z.array(KeptDelivery) }), 'The deliveries.') },
      }),
      async (c) => {
        const source = await getSource(db, c.req.valid('param').id);
        const kept = await listKeptDeliveries(db, deps.vault, source.id);
        const deliveries = kept.map(({ body, receivedAt }) => ({ receivedAt: instant(receivedAt), body }));
        return c.json({ deliveries }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/sources/{id}/runs',
        tags,
        summary: 'The latest fetches of a source, newest first',
        request: {
          params: IdParam,
          query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
        },
        responses: { 200: answer(z.object({ runs: z.array(Run) }), 'The runs.') },
      }),
      async (c) => {
        const source = await getSource(db, c.req.valid('param').id);
        const runs = await listRuns(db, source.id, c.req.valid('query').limit);
        return c.json({ runs: runs.map(runOf) }, 200);
      },
    );
}

function tried({ kind, settings, id, sample }: z.output<typeof SourcePreview>) {
  return {
    kind,
    settings,
    ...(id === undefined ? {} : { id }),
    ...(sample === undefined ? {} : { sample }),
  };
}
