import { z } from '@hono/zod-openapi';
import { dayOf } from '../../domain/day.ts';
import { stars } from '../../domain/mention.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched } from '../../sources/source.ts';
import { OPEN_TERMS, termsOf } from '../../sources/terms.ts';
import { listSourceCoverage } from '../../store/coverage.ts';
import { TOKEN_PREFIX } from '../../store/source-access.ts';
import { listSpending, type Spending, stateOfBudget } from '../../store/source-budgets.ts';
import { listRuns, type SourceRun } from '../../store/source-runs.ts';
import { listSecretNames } from '../../store/source-secrets.ts';
import type { SourceRow } from '../../store/sources.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { Instant, instant, instantOrNull } from './contract.ts';

export const Settings = z
  .record(z.string(), z.unknown())
  .openapi({ example: { url: 'https://example.com/feed.xml' } });

export const Source = z
  .object({
    id: z.number().int(),
    name: z.string(),
    kind: z.string().openapi({ example: 'feed' }),
    settings: Settings,
    secrets: z
      .array(z.string())
      .openapi({ description: 'Settings that are set and kept encrypted; their values are never shown.' }),
    enabled: z.boolean(),
    isPushed: z
      .boolean()
      .openapi({ description: 'It is sent to, at /webhooks/{id}, instead of being read.' }),
    keepDays: z.number().int().nullable(),
    backfillDays: z.number().int(),
    budget: z.array(
      z.object({
        period: z.enum(['day', 'month']),
        spent: z.number(),
        most: z.number(),
        unit: z.string(),
        state: z.enum(['ok', 'nearly', 'spent']),
      }),
    ),
    terms: z.object({ mayStore: z.boolean(), mayAnalyse: z.boolean(), note: z.string() }),
    intervalSeconds: z.number().int(),
    signInUntil: Instant.nullable().openapi({
      description: 'When its sign-in ends whatever happens; null: when it is taken away.',
    }),
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
    removed: z.number().int(),
    skipped: z.number().int(),
    bytes: z.number().int(),
    errorCode: z.string().nullable(),
    error: z.string().nullable(),
    warnings: z.array(z.string()),
  })
  .openapi('SourceRun');

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
        externalId: z.string(),
        title: z.string().nullable(),
        text: z.string(),
        url: z.string().nullable(),
        author: z.string().nullable(),
        stars: z.number().nullable(),
        publishedAt: Instant.nullable(),
      }),
    ),
  })
  .openapi('SourcePreview');

export const KeptDelivery = z.object({ receivedAt: Instant, body: z.string() }).openapi('KeptDelivery');

const EXAMPLES = 10;

export async function describe(deps: WebDeps, source: SourceRow): Promise<z.input<typeof Source>> {
  const [described] = await describeAll(deps, [source]);
  if (!described) throw new Error('expected one source for one source');
  return described;
}

export async function describeAll(
  deps: WebDeps,
  rows: readonly SourceRow[],
): Promise<z.input<typeof Source>[]> {
  const { db } = deps;
  const now = deps.now();
  const { timeZone } = await getWorkspace(db);
  const today = dayOf(now, timeZone);
  const coverage = await listSourceCoverage(db, { days: 1, timeZone, now });
  const [spending, secrets] = await Promise.all([listSpending(db, now), listSecretNames(db)]);
  return Promise.all(
    rows.map(async (source) => {
      const [latest] = await listRuns(db, source.id, 1);
      return sourceOf(source, {
        latest,
        coverageToday: coverage.get(source.id)?.get(today),
        spending: spending.get(source.id) ?? [],
        secrets: (secrets.get(source.id) ?? []).filter((name) => !name.startsWith(TOKEN_PREFIX)),
        now,
      });
    }),
  );
}

function sourceOf(
  source: SourceRow,
  seen: {
    latest: SourceRun | undefined;
    coverageToday: number | undefined;
    spending: readonly Spending[];
    secrets: readonly string[];
    now: Date;
  },
): z.input<typeof Source> {
  const { id, name, kind, enabled, intervalSeconds } = source;
  return {
    id,
    name,
    kind,
    settings: source.settings as Record<string, unknown>,
    secrets: [...seen.secrets],
    isPushed: source.isPushed,
    keepDays: source.keepDays ?? null,
    backfillDays: source.backfillDays,
    budget: seen.spending.map(({ period, spent, most }) => {
      return {
        period,
        spent,
        most,
        unit: sources.get(kind)?.cost.unit ?? '',
        state: stateOfBudget({ period, spent, most }),
      };
    }),
    terms: termsIn(source),
    enabled,
    intervalSeconds,
    signInUntil: instantOrNull(source.signInUntil),
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

function termsIn({ kind: name, settings }: SourceRow) {
  const kind = sources.get(name);
  const { mayStore, mayAnalyse, note } = kind ? termsOf(kind, settings) : OPEN_TERMS;
  return { mayStore, mayAnalyse, note };
}

// A fetch that is late by this much means that nobody fetches.
const OVERDUE_MS = 10 * 60_000;

/** `stale`: nothing failed, but nobody has looked for too long. */
export function stateOf(source: SourceRow, now: Date): z.input<typeof Source>['health']['state'] {
  // One that stopped by itself waits for somebody; one that a person switched off does not.
  if (!source.enabled) return source.failures > 0 ? 'failing' : 'off';
  if (source.isPushed) return 'ok';
  if (source.failures > 0) return 'failing';
  if (source.nextFetchAt.getTime() < now.getTime() - OVERDUE_MS) return 'stale';
  return source.lastSuccessAt ? 'ok' : 'new';
}

export function runOf(run: SourceRun): z.input<typeof Run> {
  const { status, seen, added, edited, removed, skipped, bytes } = run;
  return {
    startedAt: instant(run.startedAt),
    finishedAt: instant(run.finishedAt),
    status,
    coversFrom: instantOrNull(run.coversFrom),
    seen,
    added,
    edited,
    removed,
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
      externalId: mention.externalId,
      title: mention.title ?? null,
      text: mention.text,
      url: mention.url ?? null,
      author: mention.author?.name ?? mention.author?.handle ?? null,
      stars: stars(mention.rating) ?? null,
      publishedAt: instantOrNull(mention.publishedAt),
    })),
  };
}
