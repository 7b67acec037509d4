import type { Sql } from './db.ts';

/**
 * The open alert about the silence of a source, or of all of them, that began at `since`. Takes the lock under which silences are
 * written, so that two topics do not raise one each.
 */
export async function findOpenSilence(
  sql: Sql,
  silence: { sourceId: number | undefined; since: Date },
): Promise<number | undefined> {
  const sourceId = silence.sourceId ?? null;
  await sql`select pg_advisory_xact_lock(${SILENCES_LOCK}::int, ${(sourceId ?? 0) % 2_147_483_647}::int)`;
  const [row] = await sql<{ id: number }>`
    select id
      from alerts
     where kind = 'missing_data'
       and source_id is not distinct from ${sourceId}::bigint
       and at >= ${silence.since}
       and state in ('open', 'acknowledged')
     order by raised_at desc
     limit 1`;
  return row?.id;
}

const SILENCES_LOCK = 723_402;

/** The topics, but the one of everything, that a source has brought something to since an instant. */
export async function listTopicsOfSource(sql: Sql, sourceId: number, since: Date): Promise<number[]> {
  const rows = await sql<{ topic_id: number }>`
    select distinct c.topic_id
      from day_cells c
      join topics t on t.id = c.topic_id
     where c.source_id = ${sourceId}
       and c.day >= ${since}::date
       and t.kind <> 'everything'
     order by c.topic_id`;
  return rows.map((row) => row.topic_id);
}

/** Names a further topic; false when the alert names it already. */
export async function addTopicToAlert(sql: Sql, id: number, topicId: number): Promise<boolean> {
  const rows = await sql`
    update alerts
       set further_topic_ids = further_topic_ids || ${topicId}::bigint
     where id = ${id}
       and topic_id is distinct from ${topicId}
       and ${topicId} <> all(further_topic_ids)
    returning id`;
  return rows.length > 0;
}

/** The open alert about something that ended by itself, if there is one. */
export async function findOpenAlert(
  sql: Sql,
  about: { sourceId: number; ruleId: number },
): Promise<number | undefined> {
  const [row] = await sql<{ id: number }>`
    select id
      from alerts
     where kind = 'missing_data'
       and rule_id = ${about.ruleId}
       and source_id = ${about.sourceId}
       and state in ('open', 'acknowledged')
     limit 1`;
  return row?.id;
}
