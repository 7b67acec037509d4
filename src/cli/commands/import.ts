import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { type ApiClient, withApi } from '../api-client.ts';
import { CouldNot, WrongUsage } from '../failures.ts';
import { lineGroups } from '../lines.ts';
import { note, showProgress, writeJson, writeLine } from '../output.ts';
import { workOff } from '../work-off.ts';

const FACTS = ['surveys', 'customers', 'orders'] as const;
const KINDS = ['reviews', 'mentions', ...FACTS, 'topics', 'locations', 'feeds'] as const;
type Kind = (typeof KINDS)[number];

export interface ImportOptions {
  readonly format?: 'csv' | 'jsonl';
  readonly source?: string;
  readonly json?: boolean;
  readonly preview?: boolean;
  readonly map?: readonly string[];
  readonly dates?: string;
  readonly decimals?: string;
  readonly timeZone?: string;
  readonly survey?: string;
  readonly scale?: string;
  readonly touchpoint?: string;
  readonly location?: string;
  readonly segment?: string;
  readonly currency?: string;
}

interface Report {
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly rejectedTotal: number;
}

type AnswerLine =
  | { readonly progress: { readonly read: number } }
  | { readonly warning: string }
  | { readonly error: { readonly detail: string } }
  | Report;

/** Sends a file to the store and reports what became of its rows. Ends with 1 when a row was rejected. */
export async function importFile(kindName: string, file: string, options: ImportOptions): Promise<number> {
  const kind = KINDS.find((one) => one === kindName);
  if (!kind) throw new WrongUsage(`"${kindName}" cannot be imported; what can be: ${KINDS.join(', ')}`);
  const sniffed = options.format ?? (await formatOf(file));
  const format = kind === 'feeds' ? 'opml' : sniffed;
  const query = queryOf(kind, format, options);
  if (options.preview) return showPreview(kind, file, query);
  const report = await withApi(async (api) => {
    const sent = await send(api, kind, { file, query });
    if (kind === 'reviews' || kind === 'mentions' || kind === 'surveys') await workOff(api);
    return sent;
  });
  if (options.json) await writeJson(report);
  else await writeReport(report, kind);
  return report.rejectedTotal > 0 ? 1 : 0;
}

const FACT_OPTIONS = [
  'dates',
  'decimals',
  'timeZone',
  'survey',
  'scale',
  'touchpoint',
  'location',
  'segment',
  'currency',
] as const;

/** @throws WrongUsage for options that mean nothing for this kind. */
function queryOf(kind: Kind, format: string, options: ImportOptions): URLSearchParams {
  const query = new URLSearchParams({ format });
  if (options.source !== undefined) query.set('source', options.source);
  const given = FACT_OPTIONS.filter((name) => options[name] !== undefined);
  const isOfFacts = FACTS.some((one) => one === kind);
  if (!isOfFacts && (given.length > 0 || options.map || options.preview)) {
    throw new WrongUsage(`how columns are read can be said for ${FACTS.join(', ')} only`);
  }
  for (const name of given) query.set(name, options[name] ?? '');
  for (const pair of options.map ?? []) query.append('map', pair);
  return query;
}

interface Preview {
  readonly columns: readonly { readonly column: string; readonly field: string | null }[];
  readonly rows: readonly { readonly line: number; readonly values: Readonly<Record<string, string>> }[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly read: number;
  readonly warnings: readonly string[];
}

async function showPreview(kind: Kind, file: string, query: URLSearchParams): Promise<number> {
  const preview = await withApi(async (api) => {
    let answer = '';
    for await (const group of lineGroups(
      await api.stream('POST', `/api/v1/imports/${kind}/preview?${query}`, bytesOf(file)),
    )) {
      answer += group.map(({ text }) => text).join('');
    }
    return JSON.parse(answer) as Preview;
  });
  await writeJson(preview);
  return preview.rejected.length > 0 ? 1 : 0;
}

async function send(
  api: ApiClient,
  kind: Kind,
  from: { file: string; query: URLSearchParams },
): Promise<Report> {
  const answer = await api.stream('POST', `/api/v1/imports/${kind}?${from.query}`, bytesOf(from.file));
  let report: Report | undefined;
  for await (const group of lineGroups(answer)) {
    for (const { text } of group) {
      const line = JSON.parse(text) as AnswerLine;
      if ('error' in line) throw new CouldNot(`The import stopped: ${line.error.detail}`);
      if ('warning' in line) note(`Warning: ${line.warning}`);
      else if ('progress' in line) showProgress(`${line.progress.read} rows read`);
      else report = line;
    }
  }
  showProgress('');
  if (!report)
    throw new CouldNot(
      'The import ended without a report. Run it again: what is stored is not stored twice.',
    );
  return report;
}

async function writeReport(report: Report, kind: Kind): Promise<void> {
  const { read, added, updated, unchanged, rejected, rejectedTotal } = report;
  await writeLine(
    `${kind}: ${read} rows read, ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejectedTotal} rejected`,
  );
  for (const { line, reason } of rejected) await writeLine(`  line ${line}: ${reason}`);
  if (rejectedTotal > rejected.length) await writeLine(`  and ${rejectedTotal - rejected.length} more`);
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield* file === '-' ? process.stdin : createReadStream(file);
}

const SNIFFED_BYTES = 1_000;

/** By the name of the file, or by its first character. @throws CouldNot when it cannot be read. */
async function formatOf(file: string): Promise<'csv' | 'jsonl'> {
  if (file === '-') throw new WrongUsage('say the format of stdin: --format csv or --format jsonl');
  const beginning = await firstBytes(file);
  const extension = path.extname(file).toLowerCase();
  if (['.jsonl', '.ndjson'].includes(extension)) return 'jsonl';
  if (['.csv', '.tsv'].includes(extension)) return 'csv';
  return beginning.toString('utf8').trimStart().startsWith('{') ? 'jsonl' : 'csv';
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES));
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new CouldNot(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
