import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { FACT_KINDS, type FactKind } from '../../sources/import/facts/fact-columns.ts';
import type { WebEnv } from '../auth/env.ts';
import { type FactChoices, importFacts } from '../deeds/import-facts.ts';
import { importFeeds } from '../deeds/import-feeds.ts';
import { importMentions } from '../deeds/import-mentions.ts';
import type { ImportInput, ImportLine } from '../deeds/import-report.ts';
import { importTopics } from '../deeds/import-topics.ts';
import { importLocations } from '../deeds/locations.ts';
import { previewFacts } from '../deeds/preview-facts.ts';
import type { WebDeps } from '../deps.ts';
import { problemOf } from '../problem.ts';
import { answer, guarded, openApi } from './contract.ts';
import { choicesOf, FactQuery } from './import-choices.ts';

const IMPORT_KINDS = ['reviews', 'mentions', 'topics', 'locations', 'feeds', ...FACT_KINDS] as const;
type ImportKind = (typeof IMPORT_KINDS)[number];

const Params = z.object({
  kind: z.enum(IMPORT_KINDS).openapi({ param: { name: 'kind', in: 'path' } }),
});

const Options = FactQuery.extend({
  format: z
    .enum(['csv', 'jsonl', 'opml'])
    .default('csv')
    .openapi({ description: 'Feeds come as OPML whatever it says; everything else as CSV or JSONL.' }),
  source: z.string().trim().min(1).max(200).optional().openapi({
    description: 'Name of the source that the rows are kept under; made on first use.',
  }),
});

const ANSWER = `One JSON object a line: \`{"progress": …}\` while it works, \`{"warning": …}\` about the file, and at the
end \`{"read", "added", "updated", "unchanged", "rejected": [{"line", "reason"}], "rejectedTotal"}\`, or
\`{"error": problem}\` when it could not go on.`;

const Preview = z
  .object({
    columns: z.array(
      z.object({
        column: z.string(),
        field: z.string().nullable(),
        isUtc: z.boolean(),
        asks: z.string().nullable(),
      }),
    ),
    fields: z.array(z.string()),
    rows: z.array(z.object({ line: z.number().int(), values: z.record(z.string(), z.string()) })),
    rejected: z.array(z.object({ line: z.number().int(), reason: z.string() })),
    read: z.number().int(),
    warnings: z.array(z.string()),
  })
  .openapi('ImportPreview');

export function importRoutes(deps: WebDeps) {
  return fileRoutes(deps).openapi(
    guarded('import', {
      method: 'post',
      path: '/imports/{kind}/preview',
      tags: ['Imports'],
      summary: 'What a file of surveys, customers or orders would become',
      description: 'Reads the beginning of the file as the import would and stores nothing.',
      request: {
        params: z.object({ kind: z.enum(FACT_KINDS).openapi({ param: { name: 'kind', in: 'path' } }) }),
        query: FactQuery.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
        body: {
          content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
        },
      },
      responses: {
        200: answer(Preview, 'Columns and what they are read as, the first rows, and what is wrong.'),
      },
    }),
    async (c) => {
      const kind: FactKind = c.req.valid('param').kind;
      const { format, ...query } = c.req.valid('query');
      const preview = await previewFacts(deps, {
        kind,
        format,
        stream: bytesOf(c),
        choices: choicesOf(query),
      });
      const columns = preview.columns.map(({ column, field = null, isUtc, asks = null }) => ({
        column,
        field,
        isUtc,
        asks,
      }));
      const { fields, rows, rejected, read, warnings } = preview;
      return c.json(
        {
          columns,
          fields: [...fields],
          rows: [...rows],
          rejected: [...rejected],
          read,
          warnings: [...warnings],
        },
        200,
      );
    },
  );
}

function fileRoutes(deps: WebDeps) {
  return openApi().openapi(
    guarded('import', {
      method: 'post',
      path: '/imports/{kind}',
      tags: ['Imports'],
      summary:
        'Import a file: reviews, mentions, surveys, customers, orders, topics, locations or a list of feeds',
      description:
        'The body is the file itself, read as a stream of any length. Safe to repeat: what is there already is not added again. How columns, dates and amounts are read can be said for surveys, customers and orders.',
      request: {
        params: Params,
        query: Options,
        body: {
          content: {
            'text/csv': { schema: z.string() },
            'application/x-ndjson': { schema: z.string() },
            'text/x-opml': { schema: z.string() },
          },
        },
      },
      responses: {
        200: { description: ANSWER, content: { 'application/x-ndjson': { schema: z.string() } } },
      },
    }),
    async (c) => {
      const { format, source, ...query } = c.req.valid('query');
      const input = {
        format: format === 'opml' ? ('csv' as const) : format,
        stream: bytesOf(c),
        source,
        choices: choicesOf(query),
      };
      const lines = importOf(deps, c, c.req.valid('param').kind, input);
      // What is wrong before the first line, such as the name of the source, is a plain error.
      const first = await lines.next();
      c.header('content-type', 'application/x-ndjson');
      const answer = stream(c, async (out) => {
        try {
          for (let next = first; !next.done && !out.aborted; next = await lines.next()) {
            await out.write(`${JSON.stringify(next.value)}\n`);
          }
        } catch (error) {
          await out.write(`${JSON.stringify({ error: problemOf(error, deps.log) })}\n`);
        }
      });
      // The typed answers know whole JSON and text, not a stream of lines.
      return answer as never;
    },
  );
}

function importOf(
  deps: WebDeps,
  c: Context<WebEnv>,
  kind: ImportKind,
  input: ImportInput & { source: string | undefined; choices: FactChoices },
): AsyncGenerator<ImportLine> {
  const by = c.get('principal');
  switch (kind) {
    case 'reviews':
      return importMentions(deps, by, {
        ...input,
        kind: 'review',
        sourceName: input.source ?? 'Imported reviews',
      });
    case 'mentions':
      return importMentions(deps, by, {
        ...input,
        kind: 'mention',
        sourceName: input.source ?? 'Imported mentions',
      });
    case 'surveys':
    case 'customers':
    case 'orders':
      return importFacts(deps, by, { ...input, kind, sourceName: input.source });
    case 'topics':
      return importTopics(deps, by, input);
    case 'locations':
      return importLocations(deps, by, input);
    case 'feeds':
      return importFeeds(deps, by, input);
  }
}

async function* bytesOf(c: Context<WebEnv>): AsyncGenerator<Uint8Array> {
  if (c.req.raw.body) yield* c.req.raw.body as unknown as AsyncIterable<Uint8Array>;
}
