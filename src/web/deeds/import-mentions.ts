import { Conflict } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { handOnToClassify } from '../../queue/hand-on.ts';
import { readImport } from '../../sources/import-file.ts';
import { insertNew } from '../../store/mentions.ts';
import { getImportSource, type SourceRow } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ImportInput, type ImportLine, ImportTally, remarksOn } from './import-report.ts';
import { noteImport } from './note-import.ts';

const MENTIONS_A_STEP = 500;

/**
 * Stores the mentions of a file under a source of its own, a step at a time, and hands each step on to classification.
 * The same file again changes nothing. @throws Conflict when the name belongs to a source that is fetched.
 */
export async function* importMentions(
  deps: WebDeps,
  by: Principal,
  input: ImportInput & { kind: 'review' | 'mention'; sourceName: string },
): AsyncGenerator<ImportLine> {
  const source = await importSource(deps, input.sourceName);
  const startedAt = deps.now();
  const tally = new ImportTally();
  let oldest: Date | undefined;
  let step: NewMention[] = [];
  const store = async () => {
    tally.store(await storeStep(deps, { sourceId: source.id, now: startedAt }, step));
    step = [];
    return tally.progress;
  };
  for await (const event of readImport(input.stream, { format: input.format, kind: input.kind })) {
    if ('warning' in event) yield event;
    else if ('error' in event) tally.reject(event.line, event.error);
    else {
      step.push(event.mention);
      oldest = earlier(oldest, event.mention.publishedAt);
      if (step.length >= MENTIONS_A_STEP) yield await store();
    }
  }
  if (step.length > 0) await store();
  const coversFrom = earlier(oldest, startedAt);
  await noteImport(deps, by, { source, what: `${input.kind}s`, startedAt, coversFrom, tally });
  yield* remarksOn(tally.report);
  yield tally.report;
}

async function importSource(deps: WebDeps, name: string): Promise<SourceRow> {
  const source = await getImportSource(deps.db, name, deps.now());
  if (source.kind === 'import') return source;
  throw new Conflict(
    `"${name}" is a source that is fetched. Import under another name, so that the two stay apart.`,
  );
}

async function storeStep(deps: WebDeps, at: { sourceId: number; now: Date }, step: readonly NewMention[]) {
  // What happened long ago is no news: imported mentions count, but must not set off alarms.
  const stored = await deps.db.transaction((sql) => insertNew(sql, { ...at, isBackfill: true }, step));
  await handOnToClassify(deps.queue, stored.pending);
  return {
    added: stored.added,
    updated: stored.edited,
    unchanged: step.length - stored.added - stored.edited,
  };
}

function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
