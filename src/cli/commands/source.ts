import { readFileSync } from 'node:fs';
import { type ApiClient, withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { findByName } from '../find-by-name.ts';
import { note, writeJson, writeLine, writeTable } from '../output.ts';
import { tellWaiting } from '../work-off.ts';

export interface NewSource {
  readonly name?: string;
  readonly kind: string;
  readonly set?: readonly string[];
  readonly backfill?: string;
  readonly budgetPerDay?: string;
  readonly budgetPerMonth?: string;
  readonly keep?: string;
  readonly json?: boolean;
}

interface Source {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly health: {
    readonly state: string;
    readonly lastSuccessAt: string | null;
    readonly nextFetchAt: string | null;
    readonly coverageToday: number | null;
    readonly failures: number;
    readonly lastError: string | null;
  };
}

interface Run {
  readonly startedAt: string;
  readonly status: string;
  readonly seen: number;
  readonly added: number;
  readonly edited: number;
  readonly error: string | null;
}

interface Preview {
  readonly feedTitle: string | null;
  readonly foundUrl: string | null;
  readonly items: number;
  readonly skipped: number;
  readonly warnings: readonly string[];
  readonly examples: readonly {
    readonly title: string | null;
    readonly text: string;
    readonly publishedAt: string | null;
  }[];
}

const PATH = '/api/v1/sources';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { sources } = await withApi((api) => api.call<{ sources: Source[] }>('GET', PATH));
  if (options.json) await writeJson(sources);
  else await writeTable(HEADER, sources.map(rowOf));
  return undefined;
}

const HEADER = [
  'id',
  'name',
  'kind',
  'state',
  'last success',
  'next fetch',
  'today',
  'failures',
  'last error',
];

function rowOf({ id, name, kind, health }: Source) {
  const { state, lastSuccessAt, nextFetchAt, coverageToday, failures, lastError } = health;
  const today = coverageToday === null ? null : `${Math.round(100 * coverageToday)} %`;
  return [
    id,
    name,
    kind,
    kind === 'import' ? 'from files' : state,
    lastSuccessAt,
    nextFetchAt,
    today,
    failures,
    lastError,
  ];
}

export async function add(url: string | undefined, given: NewSource): Promise<undefined> {
  const settings = { ...(url === undefined ? {} : { url }), ...settingsOf(given.set ?? []) };
  const kind = kindOf(given.kind);
  const name = given.name ?? (url === undefined ? kind : nameOf(url));
  const options = optionsOf(given);
  await withApi(async (api) => {
    const source = await api.call<Source>('POST', PATH, { name, kind, settings, options });
    if (given.json) {
      await writeJson(source);
      return tellWaiting(api);
    }
    await writeLine(`Added source ${source.id}, "${source.name}".`);
    return tellWaiting(api);
  });
  return undefined;
}

function optionsOf({ backfill, keep, budgetPerDay, budgetPerMonth }: NewSource): Record<string, number> {
  const given = { backfillDays: backfill, keepDays: keep, budgetPerDay, budgetPerMonth };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, typed]): [string, number][] => {
      if (typed === undefined) return [];
      const number = Number(typed);
      if (!(number >= 0)) throw new WrongUsage(`expected a number of 0 or more, got "${typed}"`);
      return [[name, number]];
    }),
  );
}

export async function show(wanted: string, options: { json?: boolean }): Promise<undefined> {
  await withApi(async (api) => {
    const source = await find(api, wanted);
    const { runs } = await api.call<{ runs: Run[] }>('GET', `${PATH}/${source.id}/runs?limit=20`);
    if (options.json) return writeJson({ ...source, runs });
    await writeTable(HEADER, [rowOf(source)]);
    for (const [key, value] of Object.entries(source.settings)) await writeLine(`  ${key}: ${String(value)}`);
    return writeTable(
      ['started', 'status', 'seen', 'added', 'edited', 'error'],
      runs.map(({ startedAt, status, seen, added, edited, error }) => [
        startedAt,
        status,
        seen,
        added,
        edited,
        error,
      ]),
    );
  });
  return undefined;
}

export async function preview(
  url: string | undefined,
  options: { kind: string; set?: readonly string[]; sample?: string; json?: boolean },
): Promise<undefined> {
  const settings = { ...(url === undefined ? {} : { url }), ...settingsOf(options.set ?? []) };
  const sample = options.sample === undefined ? {} : { sample: contentsOf(options.sample) };
  const body = { kind: kindOf(options.kind), settings, ...sample };
  const found = await withApi((api) => api.call<Preview>('POST', `${PATH}/preview`, body));
  if (options.json) {
    await writeJson(found);
    return undefined;
  }
  await writeLine(
    `${found.feedTitle ?? url ?? options.kind}: ${found.items} items, ${found.skipped} skipped`,
  );
  if (found.foundUrl) await writeLine(`Read at ${found.foundUrl}, which the page names as its feed.`);
  for (const warning of found.warnings) note(`Warning: ${warning}`);
  await writeTable(
    ['published', 'title', 'text'],
    found.examples.map(({ publishedAt, title, text }) => [publishedAt, title, text.slice(0, 80)]),
  );
  return undefined;
}

/** The list goes to stdout as it is: into a file, or into another reader. */
export async function exportOpml(): Promise<undefined> {
  await withApi(async (api) => writeLine((await api.text(`${PATH}/export`)).trimEnd()));
  return undefined;
}

export const pause = (wanted: string) => change(wanted, 'PATCH', { enabled: false }, 'is paused.');
export const resume = (wanted: string) => change(wanted, 'PATCH', { enabled: true }, 'is fetched again.');
export const fetch = (wanted: string) =>
  change(wanted, 'POST', undefined, 'is in line to be fetched.', '/fetch');
export const remove = (wanted: string) =>
  change(wanted, 'DELETE', undefined, 'is removed with its mentions.');

async function change(
  wanted: string,
  method: string,
  body: unknown,
  done: string,
  path = '',
): Promise<undefined> {
  await withApi(async (api) => {
    const source = await find(api, wanted);
    await api.call(method, `${PATH}/${source.id}${path}`, body);
    await writeLine(`Source "${source.name}" ${done}`);
    if (method === 'POST') tellWaiting(api);
  });
  return undefined;
}

async function find(api: ApiClient, wanted: string): Promise<Source> {
  const { sources } = await api.call<{ sources: Source[] }>('GET', PATH);
  return findByName(sources, wanted, { nameOf: ({ name }) => name, what: 'source' });
}

/** "key=value"; "key=@file" is what stands in the file, so that a secret need not be typed where others may read it. */
function settingsOf(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new WrongUsage(`expected a setting like key=value, got "${pair}"`);
      return [pair.slice(0, at), settingOf(pair.slice(at + 1))];
    }),
  );
}

function settingOf(typed: string): unknown {
  if (typed === 'true' || typed === 'false') return typed === 'true';
  return typed.startsWith('@') ? contentsOf(typed.slice(1)) : typed;
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new WrongUsage(`the file ${file} cannot be read`);
  }
}

function nameOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? (parsed.host + parsed.pathname).replace(/\/$/, '') : url;
}

const kindOf = (kind: string) => (['rss', 'atom', 'json'].includes(kind) ? 'feed' : kind);
