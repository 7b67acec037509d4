import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { FACT_KINDS } from '../../sources/import/facts/fact-fields.ts';
import { choicesOf, FactQuery } from '../api/import-choices.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { importFacts } from '../deeds/import-facts.ts';
import type { ImportReport } from '../deeds/import-report.ts';
import { previewFacts } from '../deeds/preview-facts.ts';
import type { WebDeps } from '../deps.ts';
import { type ImportDraft, ImportForm } from './import-form.tsx';
import type { Outcome } from './import-outcome.tsx';
import { show } from './shell.tsx';
import { mistakeOrThrow } from './telling.ts';
import { visitOf } from './visit.ts';

const typed = z.string().trim().max(200).catch('');

const Draft = z.object({
  kind: z.enum(FACT_KINDS).catch('surveys'),
  source: typed,
  dates: typed,
  decimals: typed,
  timeZone: typed,
  survey: typed,
  scale: typed,
  touchpoint: typed,
  location: typed,
  segment: typed,
  currency: typed,
});

/** GET and POST /sources/import: preview and import come from the same form. */
export function importRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/sources/import', need('import'), (c) => page(c, deps, { draft: Draft.parse(c.req.query()) }))
    .post('/sources/import', need('import'), async (c) => {
      const body = await c.req.parseBody({ all: true });
      const draft = Draft.parse(body);
      try {
        return await page(c, deps, { draft, ...(await attempt(c, deps, draft, body)) });
      } catch (error) {
        return page(c, deps, { draft, mistake: namedMistake(error) });
      }
    });
}

type Body = Record<string, string | File | (string | File)[]>;

/** @throws Refused, Conflict, ZodError */
async function attempt(c: Context<WebEnv>, deps: WebDeps, draft: ImportDraft, body: Body): Promise<Outcome> {
  const { file } = body;
  if (!(file instanceof File) || file.size === 0) throw new Refused('Choose a file that is not empty.');
  const { kind, source, ...said } = draft;
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
  const choices = choicesOf(FactQuery.parse({ ...given, map: mapOf(body) }));
  const format = /\.(jsonl|ndjson)$/i.test(file.name) ? ('jsonl' as const) : ('csv' as const);
  const stream = file.stream() as unknown as AsyncIterable<Uint8Array>;
  const input = { kind, format, stream, choices };
  if (body['do'] === 'preview') return { preview: await previewFacts(deps, input) };
  const sourceName = source === '' ? undefined : source;
  return wholeOf(importFacts(deps, c.get('principal'), { ...input, sourceName }));
}

/** What the preview offered and the person left or changed: a field for each column. */
function mapOf(body: Body): string[] {
  const columns = [body['column'] ?? []].flat();
  const fields = [body['field'] ?? []].flat();
  return columns.map((column, index) => `${column}=${fields[index] ?? ''}`);
}

async function wholeOf(lines: ReturnType<typeof importFacts>) {
  const warnings: string[] = [];
  let report: ImportReport | undefined;
  for await (const line of lines) {
    if ('warning' in line) warnings.push(line.warning);
    else if (!('progress' in line)) report = line;
  }
  return { warnings, ...(report ? { report } : {}) };
}

/** With the field it is about: the form has many. */
function namedMistake(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  return mistakeOrThrow(error);
}

async function page(
  c: Context<WebEnv>,
  deps: WebDeps,
  state: Outcome & { draft: ImportDraft },
): Promise<Response> {
  const visit = await visitOf(c, deps);
  const status = state.mistake === undefined ? 200 : 422;
  return show(visit, { title: 'Import a file', status }, <ImportForm visit={visit} {...state} />);
}
