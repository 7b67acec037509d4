import { TopicIndex } from '../../domain/query/matcher.ts';
import { parseQuery } from '../../domain/query/parse.ts';
import { saveAudit } from '../../store/audit-log.ts';
import { listRecentDocuments, type RecentDocument } from '../../store/recent-documents.ts';
import {
  deleteTopic,
  getTopic,
  insertTopic,
  type TOPIC_KINDS,
  type TopicRow,
  updateTopic,
} from '../../store/topics.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';

type TopicKindChoice = (typeof TOPIC_KINDS)[number];

/** Adds a topic and applies it to the mentions already stored. @throws QueryError, Conflict */
export async function addTopic(
  deps: WebDeps,
  by: Principal,
  input: { name: string; kind: TopicKindChoice; query: string },
): Promise<TopicRow> {
  const topic = await insertTopic(deps.db, input);
  await applyToHistory(deps);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'add topic', target: topic.name });
  return topic;
}

/** Changes a topic; the mentions stored before are matched anew in the background. @throws QueryError, Refused, Conflict */
export async function changeTopic(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: { name?: string; kind?: TopicKindChoice; query?: string },
): Promise<TopicRow> {
  const topic = await updateTopic(deps.db, id, change);
  await applyToHistory(deps);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'change topic', target: topic.name });
  return topic;
}

export async function removeTopic(deps: WebDeps, by: Principal, id: number): Promise<void> {
  const topic = await getTopic(deps.db, id);
  await deleteTopic(deps.db, id);
  await applyToHistory(deps);
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action: 'remove topic', target: topic.name });
}

async function applyToHistory(deps: WebDeps): Promise<void> {
  await deps.queue.enqueue('count-again', { afterId: 0 });
}

export interface QueryPreview {
  /** How many of the latest mentions were looked at. */
  readonly looked: number;
  readonly matched: number;
  readonly examples: readonly RecentDocument[];
}

const PREVIEWED = 5_000;
const EXAMPLES = 10;

/** What a query would match among the latest mentions; nothing is stored. @throws QueryError */
export async function previewQuery(deps: WebDeps, query: string): Promise<QueryPreview> {
  const index = new TopicIndex([{ id: 1, query: parseQuery(query) }]);
  const recent = await listRecentDocuments(deps.db, PREVIEWED);
  const matched = recent.filter((mention) => index.match(mention.document).length > 0);
  return { looked: recent.length, matched: matched.length, examples: matched.slice(0, EXAMPLES) };
}
