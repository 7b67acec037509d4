import { Conflict, NotFound, Refused } from '../domain/errors.ts';
import { parseQuery } from '../domain/query/parse.ts';
import { TOPICS_LOCK } from './classifications.ts';
import { type Db, isSqlState, type Row, type Sql } from './db.ts';

export type TopicKind = 'everything' | 'brand' | 'product' | 'campaign' | 'competitor' | 'theme';

/** The kinds a person can choose; "everything" is the one topic that is always there. */
export const TOPIC_KINDS = ['brand', 'product', 'campaign', 'competitor', 'theme'] as const;

export interface TopicRow {
  readonly id: number;
  readonly name: string;
  readonly kind: TopicKind;
  readonly query: string;
  readonly timeZone: string;
}

interface Stored extends Row {
  id: number;
  name: string;
  kind: TopicKind;
  query: string;
  time_zone: string;
}

const UNIQUE_VIOLATION = '23505';

function topicOf(row: Stored): TopicRow {
  return { id: row.id, name: row.name, kind: row.kind, query: row.query, timeZone: row.time_zone };
}

/** All topics, the one for everything first. */
export async function listTopics(sql: Sql): Promise<TopicRow[]> {
  return (await sql<Stored>`select * from topics order by kind <> 'everything', lower(name)`).map(topicOf);
}

/** @throws NotFound */
export async function getTopic(sql: Sql, id: number): Promise<TopicRow> {
  const [row] = await sql<Stored>`select * from topics where id = ${id}`;
  if (!row) throw new NotFound(`There is no topic with the id ${id}. List them with "earshot topic list".`);
  return topicOf(row);
}

/** @throws QueryError when the query cannot be read; Conflict when the name is taken. */
export async function insertTopic(
  db: Db,
  topic: { name: string; kind: (typeof TOPIC_KINDS)[number]; query: string },
): Promise<TopicRow> {
  parseQuery(topic.query);
  return changeTopics(db, topic.name, async (sql) => {
    const [row] = await sql<Stored>`
      insert into topics (name, kind, query, time_zone)
      select ${topic.name}, ${topic.kind}, ${topic.query}, time_zone from workspace
      returning *`;
    return topicOf(row as Stored);
  });
}

/** @throws QueryError, NotFound, Conflict; Refused for the topic of everything. */
export async function updateTopic(
  db: Db,
  id: number,
  change: { name?: string; kind?: (typeof TOPIC_KINDS)[number]; query?: string },
): Promise<TopicRow> {
  if (change.query !== undefined) parseQuery(change.query);
  await refuseEverything(db, id);
  return changeTopics(db, change.name ?? '', async (sql) => {
    const [row] = await sql<Stored>`
      update topics
         set name = coalesce(${change.name ?? null}, name),
             kind = coalesce(${change.kind ?? null}, kind),
             query = coalesce(${change.query ?? null}, query)
       where id = ${id}
      returning *`;
    return topicOf(row as Stored);
  });
}

/** Removes a topic and its cells. @throws NotFound; Refused for the topic of everything. */
export async function deleteTopic(db: Db, id: number): Promise<void> {
  await refuseEverything(db, id);
  await changeTopics(db, '', async (sql) => {
    // Its own rules go with it.
    await sql`
      update workspace
         set rules_revision = rules_revision + 1
       where exists (select from lexicon_rules where topic_id = ${id})`;
    await sql`delete from topics where id = ${id}`;
  });
}

async function refuseEverything(sql: Sql, id: number): Promise<void> {
  const topic = await getTopic(sql, id);
  if (topic.kind === 'everything') {
    throw new Refused(`The topic "${topic.name}" holds every mention and cannot be changed or removed.`);
  }
}

/** Alone with the topics: every classifying transaction sees them either before or after the change. */
async function changeTopics<T>(db: Db, name: string, change: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (sql) => {
      await sql`select pg_advisory_xact_lock(${TOPICS_LOCK})`;
      const result = await change(sql);
      await sql`update workspace set topics_revision = topics_revision + 1`;
      return result;
    });
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a topic called "${name}". Choose another name.`);
  }
}

/** Ids of mentions after `afterId` that were counted with other topics or another lexicon than today's, in order. */
export async function listCountedOtherwise(
  sql: Sql,
  from: { afterId: number; lexiconVersion: string; limit: number },
): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    select m.id
      from mentions m
     cross join workspace w
     where m.id > ${from.afterId}
       and m.counted_revision is not null
       and (m.topics_revision is distinct from w.topics_revision
            or m.lexicon_version is distinct from ${from.lexiconVersion})
     order by m.id
     limit ${from.limit}`;
  return rows.map((row) => row.id);
}
