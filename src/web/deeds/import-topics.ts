import { Conflict, Refused } from '../../domain/errors.ts';
import { QueryError } from '../../domain/query/query-error.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { insertTopic, listTopics, TOPIC_KINDS, type TopicRow, updateTopic } from '../../store/topics.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ImportInput, type ImportLine, ImportTally } from './import-report.ts';
import { readTable } from './import-table.ts';

type Kind = (typeof TOPIC_KINDS)[number];

interface Wanted {
  readonly name: string;
  readonly kind: Kind;
  readonly query: string;
}

const ROWS_A_PROGRESS = 100;

/** Topics from the columns name, kind (brand when empty) and query: a known name is changed, a new one added. */
export async function* importTopics(
  deps: WebDeps,
  by: Principal,
  input: ImportInput,
): AsyncGenerator<ImportLine> {
  const tally = new ImportTally();
  const known = new Map((await listTopics(deps.db)).map((topic) => [topic.name, topic]));
  for await (const event of readTable(input)) {
    if ('warning' in event) yield event;
    else if ('error' in event) tally.reject(event.line, event.error);
    else {
      await takeRow(deps, { known, tally, ...event });
      if (tally.counts.read % ROWS_A_PROGRESS === 0) yield tally.progress;
    }
  }
  const { read, added, updated } = tally.counts;
  // Once for all of them: each application walks through every stored mention.
  if (added + updated > 0) await deps.queue.enqueue('count-again', { afterId: 0 });
  const detail = { read, added, updated };
  await saveAudit(deps.db, {
    at: deps.now(),
    actor: by.name,
    action: 'import topics',
    target: 'topics',
    detail,
  });
  yield tally.report;
}

async function takeRow(
  deps: WebDeps,
  {
    known,
    tally,
    line,
    row,
  }: { known: Map<string, TopicRow>; tally: ImportTally; line: number; row: Record<string, string> },
): Promise<void> {
  try {
    const wanted = wantedOf(row);
    const before = known.get(wanted.name);
    const isSame = before && before.kind === wanted.kind && before.query === wanted.query;
    if (isSame) return tally.store({ added: 0, updated: 0, unchanged: 1 });
    const topic = before ? await updateTopic(deps.db, before.id, wanted) : await insertTopic(deps.db, wanted);
    known.set(topic.name, topic);
    tally.store({ added: before ? 0 : 1, updated: before ? 1 : 0, unchanged: 0 });
  } catch (error) {
    const isAboutRow = error instanceof Refused || error instanceof Conflict || error instanceof QueryError;
    if (!isAboutRow) throw error;
    tally.reject(line, error.message);
  }
}

/** @throws Refused */
function wantedOf(row: Record<string, string>): Wanted {
  const { name, query, kind: kindName = 'brand' } = row as { name?: string; query?: string; kind?: string };
  if (name === undefined) throw new Refused('no name: expected the columns name, kind and query');
  if (query === undefined) throw new Refused('no query: expected the columns name, kind and query');
  const kind = TOPIC_KINDS.find((one) => one === kindName.toLowerCase());
  if (!kind) throw new Refused(`kind: expected one of ${TOPIC_KINDS.join(', ')}, got "${kindName}"`);
  return { name, kind, query };
}
