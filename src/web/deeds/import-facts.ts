import { Conflict } from '../../domain/errors.ts';
import type { NewAnswer, NewCustomer, NewFacts, NewOrder } from '../../domain/facts.ts';
import { handOnToClassify } from '../../queue/hand-on.ts';
import type { FactKind } from '../../sources/import/facts/fact-fields.ts';
import {
  type Fact,
  type FactBatch,
  type FactImport,
  readFacts,
} from '../../sources/import/facts/read-facts.ts';
import { commentsGone, type FactCounts, type FactsArrival, saveFacts } from '../../store/facts.ts';
import { holdForRemovals } from '../../store/sightings.ts';
import { getImportSource, type SourceRow } from '../../store/sources.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ImportInput, type ImportLine, ImportTally, remarksOn } from './import-report.ts';
import { noteImport } from './note-import.ts';

/** How a file of facts is to be read; what is left out is found out, or is the workspace's. */
export interface FactChoices extends Partial<Omit<FactImport, 'kind' | 'format' | 'digestOf'>> {}

const SOURCE_NAMES: Readonly<Record<FactKind, string>> = {
  surveys: 'Imported surveys',
  customers: 'Imported customers',
  orders: 'Imported orders',
};

const NONE: FactCounts = { added: 0, updated: 0, unchanged: 0 };

/**
 * Stores the answers, customers or orders of a file under a source of its own, some thousand rows a transaction, and
 * hands the comments on to classification. The same file again changes nothing.
 * @throws Conflict when the name belongs to a source that is fetched; Refused when a column is mapped that is not there.
 */
export async function* importFacts(
  deps: WebDeps,
  by: Principal,
  input: ImportInput & { kind: FactKind; sourceName: string | undefined; choices: FactChoices },
): AsyncGenerator<ImportLine> {
  const { kind, stream, sourceName = SOURCE_NAMES[kind] } = input;
  const options = await optionsFor(deps, input);
  const source = await importSource(deps, sourceName);
  const startedAt = deps.now();
  const tally = new ImportTally();
  // What happened long ago is no news: imported comments count, but must not set off alarms.
  const at: FactsArrival = { sourceId: source.id, now: startedAt, isBackfill: true, vault: deps.vault };
  // While one batch is stored the next one is read; a batch behind in the count is close enough for a progress bar.
  let stored: Promise<FactCounts> = Promise.resolve(NONE);
  for await (const batch of readFacts(stream, options)) {
    for (const warning of batch.warnings) yield { warning };
    for (const { line, reason } of batch.rejected) tally.reject(line, reason);
    tally.store({ ...NONE, unchanged: batch.passed });
    tally.store(await stored);
    stored = storeBatch(deps, at, kind, batch);
    // Its failure is told where it is waited for, not before.
    stored.catch(() => {});
    yield tally.progress;
  }
  tally.store(await stored);
  await noteImport(deps, by, { source, what: kind, startedAt, coversFrom: startedAt, tally });
  yield* remarksOn(tally.report);
  yield tally.report;
}

export async function optionsFor(
  { db, vault }: Pick<WebDeps, 'db' | 'vault'>,
  { kind, format, choices }: Pick<ImportInput, 'format'> & { kind: FactKind; choices: FactChoices },
): Promise<FactImport> {
  const { timeZone } = await getWorkspace(db);
  return {
    dates: 'auto',
    decimals: 'auto',
    timeZone,
    map: {},
    ...choices,
    kind,
    format,
    digestOf: (address) => vault.digestsOf(address)[0],
  };
}

async function importSource(deps: WebDeps, name: string): Promise<SourceRow> {
  const source = await getImportSource(deps.db, name, deps.now());
  if (source.kind === 'import') return source;
  throw new Conflict(
    `"${name}" is a source that is fetched. Import under another name, so that the two stay apart.`,
  );
}

async function storeBatch(
  deps: WebDeps,
  at: FactsArrival,
  kind: FactKind,
  { facts }: FactBatch,
): Promise<FactCounts> {
  if (facts.length === 0) return NONE;
  const told = factsOf(kind, facts);
  const stored = await deps.db.transaction(async (sql) => {
    await holdForRemovals(sql, { removed: [], wholeSince: undefined }, commentsGone(told));
    return saveFacts(sql, at, told);
  });
  await handOnToClassify(deps.queue, stored.pending);
  return kind === 'surveys' ? stored.answers : stored[kind];
}

function factsOf(kind: FactKind, batch: FactBatch['facts']): NewFacts {
  const facts: readonly Fact[] = batch.map(({ fact }) => fact);
  if (kind === 'surveys') return { answers: facts as readonly NewAnswer[] };
  if (kind === 'customers') return { customers: facts as readonly NewCustomer[] };
  return { orders: facts as readonly NewOrder[] };
}
