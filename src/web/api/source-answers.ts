import { z } from '@hono/zod-openapi';
import { dayOf } from '../../domain/day.ts';
import type { Fetched } from '../../sources/source.ts';
import { listSourceCoverage } from '../../store/coverage.ts';
import { listRuns, type SourceRun } from '../../store/source-runs.ts';
import type { SourceRow } from '../../store/sources.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { Instant, instant, instantOrNull, Name } from './contract.ts';

const Settings = z
  .record(z.string(), z.unknown())
  .openapi({ example: { url: 'https://example.com/feed.xml' } });

export const Source = z
  .object({
    id: z.number().int(),
    name: z.string(),
    kind: z.string().openapi({ example: 'feed' }),
    settings: Settings,
    enabled: z.boolean(),
    intervalSeconds: z.number().int(),
    createdAt: Instant,
    health: z.object({
      state: z.enum(['off', 'new', 'ok', 'failing', 'stale']),
      lastRunAt: Instant.nullable(),
      lastSuccessAt: Instant.nullable(),
      nextFetchAt: Instant.nullable(),
      coverageToday: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .openapi({ description: 'Share of today it was read for.' }),
      failures: z.number().int().openapi({ description: 'Failed fetches in a row.' }),
      lastError: z.string().nullable(),
    }),
  })
  .openapi('Source');

export const Run = z
  .object({
    startedAt: Instant,
    finishedAt: Instant,
    status: z.enum(['ok', 'not-modified', 'failed']),
    coversFrom: Instant.nullable(),
    seen: z.number().int(),
    added: z.number().int(),
    edited: z.number().int(),
    skipped: z.number().int(),
    bytes: z.number().int(),
    errorCode: z.string().nullable(),
    error: z.string().nullable(),
    warnings: z.array(z.string()),
  })
  .openapi('SourceRun');

export const NewSource = z.object({ name: Name, kind: z.string().default('feed'), settings: Settings });
export const SourceChange = z.object({ name: Name, enabled: z.boolean(), settings: Settings }).partial();
export const SourcePreview = z.object({ kind: z.string().default('feed'), settings: Settings });

export const Preview = z
  .object({
    status: z.string(),
    feedTitle: z.string().nullable(),
    foundUrl: z
      .string()
      .nullable()
      .openapi({ description: 'The feed that is read, where the address is a page that names it.' }),
    siteUrl: z.string().nullable(),
    items: z.number().int(),
    skipped: z.number().int(),
    warnings: z.array(z.string()),
    examples: z.array(
      z.object({
        title: z.string().nullable(),
        text: z.string(),
        url: z.string().nullable(),
        publishedAt: Instant.nullable(),
      }),
    ),
  })
  .openapi('SourcePreview');

const EXAMPLES = 10;

export async function describe(deps: WebDeps, source: SourceRow): Promise<z.input<typeof Source>> {
  const [described] = await describeAll(deps, [source]);
  if (!described) throw new Error('expected one source for one source');
  return described;
}

export async function describeAll(
  deps: WebDeps,
  sources: readonly SourceRow[],
): Promise<z.input<typeof Source>[]> {
  const { db } = deps;
  const now = deps.now();
  const { timeZone } = await getWorkspace(db);
  const today = dayOf(now, timeZone);
  const coverage = await listSourceCoverage(db, { days: 1, timeZone, now });
  return Promise.all(
    sources.map(async (source) => {
      const [latest] = await listRuns(db, source.id, 1);
      return sourceOf(source, { latest, coverageToday: coverage.get(source.id)?.get(today), now });
    }),
  );
}

function sourceOf(
  source: SourceRow,
  seen: { latest: SourceRun | undefined; coverageToday: number | undefined; now: Date },
): z.input<typeof Source> {
  const { id, name, kind, enabled, intervalSeconds } = source;
  return {
    id,
    name,
    kind,
    settings: source.settings as Record<string, unknown>,
    enabled,
    intervalSeconds,
    createdAt: instant(source.createdAt),
    health: {
      state: stateOf(source, seen.now),
      lastRunAt: instantOrNull(seen.latest?.startedAt),
      lastSuccessAt: instantOrNull(source.lastSuccessAt),
      nextFetchAt: enabled ? instant(source.nextFetchAt) : null,
      coverageToday: seen.coverageToday ?? null,
      failures: source.failures,
      lastError: source.lastError ?? null,
    },
  };
}

// A fetch that is late by this much means that nobody fetches.
const OVERDUE_MS = 10 * 60_000;

/** `stale`: nothing failed, but nobody has looked for too long. */
export function stateOf(source: SourceRow, now: Date): z.input<typeof Source>['health']['state'] {
  if (!source.enabled) return 'off';
  if (source.failures > 0) return 'failing';
  if (source.nextFetchAt.getTime() < now.getTime() - OVERDUE_MS) return 'stale';
  return source.lastSuccessAt ? 'ok' : 'new';
}

export function runOf(run: SourceRun): z.input<typeof Run> {
  const { status, seen, added, edited, skipped, bytes } = run;
  return {
    startedAt: instant(run.startedAt),
    finishedAt: instant(run.finishedAt),
    status,
    coversFrom: instantOrNull(run.coversFrom),
    seen,
    added,
    edited,
    skipped,
    bytes,
    errorCode: run.errorCode ?? null,
    error: run.error ?? null,
    warnings: [...run.warnings],
  };
}

export function previewOf(fetched: Fetched): z.input<typeof Preview> {
  return {
    status: fetched.status,
    feedTitle: fetched.feedTitle ?? null,
    foundUrl: fetched.foundUrl ?? null,
    siteUrl: fetched.siteUrl ?? null,
    items: fetched.mentions.length,
    skipped: fetched.skipped,
    warnings: [...fetched.warnings],
    examples: fetched.mentions.slice(0, EXAMPLES).map((mention) => ({
      title: mention.title ?? null,
      text: mention.text,
      url: mention.url ?? null,
      publishedAt: instantOrNull(mention.publishedAt),
    })),
  };
}
