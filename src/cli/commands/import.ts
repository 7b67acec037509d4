import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { type ApiClient, withApi } from '../api-client.ts';
import { CouldNot, WrongUsage } from '../failures.ts';
import { lineGroups } from '../lines.ts';
import { note, showProgress, writeJson, writeLine } from '../output.ts';
import { workOff } from '../work-off.ts';

const KINDS = ['reviews', 'mentions', 'topics', 'locations', 'feeds'] as const;
type Kind = (typeof KINDS)[number];

interface Options {
  readonly format?: 'csv' | 'jsonl';
  readonly source?: string;
  readonly json?: boolean;
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
export async function importFile(kindName: string, file: string, options: Options): Promise<number> {
  const kind = KINDS.find((one) => one === kindName);
  if (!kind) throw new WrongUsage(`"${kindName}" cannot be imported; what can be: ${KINDS.join(', ')}`);
  const sniffed = options.format ?? (await formatOf(file));
  const format = kind === 'feeds' ? 'opml' : sniffed;
  const report = await withApi(async (api) => {
    const sent = await send(api, kind, { file, format, source: options.source });
    if (kind === 'reviews' || kind === 'mentions') await workOff(api);
    return sent;
  });
  if (options.json) await writeJson(report);
  else await writeReport(report, kind);
  return report.rejectedTotal > 0 ? 1 : 0;
}

async function send(
  api: ApiClient,
  kind: Kind,
  from: { file: string; format: string; source: string | undefined },
): Promise<Report> {
  const query = new URLSearchParams({ format: from.format });
  if (from.source !== undefined) query.set('source', from.source);
  const answer = await api.stream('POST', `/api/v1/imports/${kind}?${query}`, bytesOf(from.file));
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
