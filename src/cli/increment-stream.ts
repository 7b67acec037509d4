import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Increment } from '../detect/increment.ts';
import { SLOT_MS } from '../detect/time.ts';
import { CouldNot } from './failures.ts';
import { lineGroups } from './lines.ts';

const Meta = z.object({
  start: z.iso.datetime({ offset: true }),
  days: z.number().positive().optional(),
  slotMinutes: z.literal(SLOT_MS / 60_000).optional(),
  holidays: z.array(z.iso.date()).default([]),
  topics: z
    .array(
      z.object({
        id: z.string().min(1),
        createdAt: z.iso.datetime({ offset: true }).optional(),
        sources: z
          .array(z.object({ name: z.string().min(1), pollMinutes: z.number().positive() }))
          .default([]),
      }),
    )
    .min(1),
});

/** What a recorded stream says about itself: its clock, its topics and their sources. */
export type StreamMeta = z.infer<typeof Meta>;

/** @throws CouldNot when the folder holds no such file or the file is not as expected. */
export async function readStreamMeta(folder: string): Promise<StreamMeta> {
  const file = path.join(folder, 'meta.json');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CouldNot(
      `Expected a folder with meta.json and increments.csv.gz after --from: ${error.message}`,
    );
  });
  try {
    return Meta.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new CouldNot(`${file} is not as expected:\n${reason}`);
  }
}

/** A row of a recorded stream. */
export interface StreamRow {
  readonly topic: string;
  /** Slot of arrival, counted from the start of the stream. */
  readonly arrived: number;
  readonly increment: Increment;
}

/**
 * Rows of increments.csv.gz (or increments.csv) as they come, in groups; memory stays the same however long the file
 * is. Columns are found by their names; a line that cannot be read is told to `complain` and passed over.
 * @throws CouldNot when there is no such file, it lacks a column or its compression is broken.
 */
export async function* readIncrements(
  folder: string,
  start: number,
  complain: (problem: string) => void,
): AsyncGenerator<StreamRow[]> {
  const file = fileIn(folder);
  let columns: Columns | undefined;
  try {
    for await (const group of lineGroups(bytesOf(file))) {
      const rows: StreamRow[] = [];
      for (const { text, number, isCut } of group) {
        if (!columns) {
          columns = columnsOf(text, file);
          continue;
        }
        if (text === '') continue;
        const row = isCut ? 'the line is too long' : rowOf(text, columns, start);
        if (typeof row === 'string') complain(`${path.basename(file)}, line ${number}: ${row}`);
        else rows.push(row);
      }
      yield rows;
    }
  } catch (error) {
    if (error instanceof CouldNot) throw error;
    throw new CouldNot(`${file} cannot be read to its end: ${(error as Error).message}`);
  }
  if (!columns) throw new CouldNot(`${file} is empty: expected a line with the names of the columns.`);
}

function fileIn(folder: string): string {
  const files = ['increments.csv.gz', 'increments.csv'].map((name) => path.join(folder, name));
  const found = files.find((file) => existsSync(file));
  if (!found) throw new CouldNot(`Expected increments.csv.gz or increments.csv in ${folder}.`);
  return found;
}

function bytesOf(file: string): AsyncIterable<Uint8Array> {
  const bytes = createReadStream(file);
  if (!file.endsWith('.gz')) return bytes;
  const unzipped = createGunzip();
  bytes.on('error', (error) => unzipped.destroy(error));
  return bytes.pipe(unzipped);
}

const NAMES = ['topic', 'arrived', 'bucket', 'source', 'pos', 'neu', 'neg', 'neg_first', 'neg_orig'] as const;

type Columns = Readonly<Record<(typeof NAMES)[number], number>>;

function columnsOf(header: string, file: string): Columns {
  const found = header.split(',').map((name) => name.trim());
  const missing = NAMES.filter((name) => !found.includes(name));
  if (missing.length > 0) throw new CouldNot(`${file} lacks the columns ${missing.join(', ')}.`);
  return Object.fromEntries(NAMES.map((name) => [name, found.indexOf(name)])) as unknown as Columns;
}

/** The row, or what is wrong with it. */
function rowOf(text: string, columns: Columns, start: number): StreamRow | string {
  const fields = text.split(',');
  let wrong: string | undefined;
  const whole = (name: (typeof NAMES)[number], least: number): number => {
    const field = fields[columns[name]];
    const value = field === undefined || field === '' ? Number.NaN : Number(field);
    if (Number.isSafeInteger(value) && value >= least) return value;
    wrong ??= `expected a whole number as ${name}, got ${JSON.stringify(field ?? '')}`;
    return 0;
  };
  const topic = fields[columns.topic] ?? '';
  const source = fields[columns.source] ?? '';
  const arrived = whole('arrived', 0);
  const bucket = whole('bucket', Number.MIN_SAFE_INTEGER);
  const negative = whole('neg', 0);
  const negativeFirst = whole('neg_first', 0);
  const negativeOriginal = whole('neg_orig', 0);
  const increment = {
    arrivedAt: start + arrived * SLOT_MS,
    publishedAt: start + bucket * SLOT_MS,
    source,
    positive: whole('pos', 0),
    neutral: whole('neu', 0),
    negative,
    negativeFirst,
    negativeOriginal,
  };
  if (!wrong && source === '') wrong = 'expected the name of a source, got ""';
  if (!wrong && Math.max(negativeFirst, negativeOriginal) > negative) {
    wrong = `expected neg_first and neg_orig to be at most neg (${negative})`;
  }
  return wrong ?? { topic, arrived, increment };
}
