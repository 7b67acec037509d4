/**
 * Store, classifier, pages and export for hostile-adapter.ts, in a process of their own as beside a database server:
 * what the adapter's process uses is then what fetching takes. Answers messages until its parent has gone.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { RetryLater } from '../../src/domain/errors.ts';
import { openEarshot } from '../../src/main.ts';
import type { SqlValue } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/open.ts';
import type { Principal } from '../../src/web/principal.ts';
import classify from '../../workers/classify.ts';
import { waysOver } from '../support/alerting.ts';

/** What may be asked; each is answered with its number and a `value` or an `error`. */
export type Question =
  | { readonly ask: 'acquire' | 'release' | 'log' }
  | { readonly ask: 'query'; readonly text: string; readonly values: readonly SqlValue[] }
  | { readonly ask: 'classify'; readonly mentionIds: readonly number[] }
  | { readonly ask: 'page'; readonly address: string };

export type Numbered = Question & { readonly number: number };
export type HouseAnswer = { readonly number: number; readonly value?: unknown; readonly error?: string };

/** Sees everything and changes nothing, so that the page has no forms. */
const READER: Principal = { kind: 'local', userId: undefined, name: 'reader', scopes: new Set(['read']) };

const MIGRATIONS = path.resolve(import.meta.dirname, '../../src/store/migrations');
/** Making a store takes seconds, copying one does not: one check makes it for all that follow. */
const TEMPLATE = path.join(os.tmpdir(), `earshot-hostile-store-${fingerprintOf(MIGRATIONS)}`);

const folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-hostile-'));
if (!existsSync(TEMPLATE)) await makeTemplate();
cpSync(TEMPLATE, path.join(folder, 'store'), { recursive: true });
const lines: string[] = [];
const log = pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(line) });
const config = readConfig({ EARSHOT_DATA: folder, PORT: '0', EARSHOT_TIME_ZONE: 'UTC' });
const { deps } = await openEarshot(config, log);
const session = embedded(deps.db.session);
const work = {
  ...deps,
  ...waysOver(deps.http),
  random: Math.random,
  politeness: { hostGapMs: 0, minIntervalMs: 0 },
};
let release = () => {};

process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
process.on('message', async (question: Numbered) => {
  const { number } = question;
  try {
    process.send?.({ number, value: await answer(question) } satisfies HouseAnswer);
  } catch (error) {
    process.send?.({ number, error: String(error) } satisfies HouseAnswer);
  }
});
process.send?.({ number: 0 } satisfies HouseAnswer);

function embedded<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('expected an embedded store');
  return found;
}

async function pageAt(address: string): Promise<string> {
  const { createApp } = await import('../../src/web/app.ts');
  const answered = await createApp(deps).fetch(new Request(`http://localhost${address}`), {
    principal: READER,
  });
  return answered.text();
}

function fingerprintOf(migrations: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrations)) hash.update(readFileSync(path.join(migrations, file)));
  return hash.digest('base64url').slice(0, 12);
}

async function makeTemplate(): Promise<void> {
  const made = path.join(folder, 'template');
  const db = await openPglite(made);
  await migrate(db);
  await db.close();
  try {
    renameSync(made, TEMPLATE);
  } catch (error) {
    // Another check was faster.
    if (!existsSync(TEMPLATE)) throw error;
  }
}

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'acquire':
      release = await session.acquire();
      return undefined;
    case 'release':
      return release();
    case 'query':
      return (await session.query(question.text, question.values)).rows;
    case 'classify':
      return classifyAll([...question.mentionIds]);
    case 'page':
      return pageAt(question.address);
    case 'log':
      return lines.join('');
  }
}

/** Topics that were made meanwhile are no reason to give up. */
async function classifyAll(mentionIds: number[]): Promise<void> {
  for (;;) {
    try {
      return await classify.work({ mentionIds }, work);
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
    }
  }
}
