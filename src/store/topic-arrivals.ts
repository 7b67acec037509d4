import type { Label } from '../domain/classification.ts';
import { placesIn } from './alert-evidence.ts';
import type { Row, Sql } from './db.ts';

/** A mention as it came to count for a topic, as far as detectors ask. */
export interface Arrival {
  readonly mentionId: number;
  readonly sourceId: number;
  /** 0: no location. */
  readonly locationId: number;
  readonly label: Label;
  readonly countedAt: Date;
  readonly collectedAt: Date;
  /** What a source had when we began to read it: it teaches, and never alerts. */
  readonly isBackfill: boolean;
  /** Of a negative: its author had none in this topic in the 24 hours before. */
  readonly isFirst: boolean;
  /** Of a negative: no negative in this topic had the same words in the 24 hours before. */
  readonly isOriginal: boolean;
  /** Rules about single mentions have seen it. */
  readonly isLookedAt: boolean;
}

interface Stored extends Row {
  mention_id: number;
  source_id: number;
  location_id: number;
  label: Label;
  counted_at: Date;
  collected_at: Date;
  is_backfill: boolean;
  is_first: boolean;
  is_original: boolean;
  is_looked_at: boolean;
}

/** Judging a topic is one transaction at a time; it ends with the transaction. */
export async function lockTopicForAlerts(sql: Sql, topicId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ALERTS_LOCK}::int, ${topicId % 2_147_483_647}::int)`;
}

const ALERTS_LOCK = 723_401;

const BACKFILL = `(m.is_backfill
           or (m.collected_at < s.created_at + interval '1 day'
               and t.counted_at < m.collected_at - interval '2 days'))`;

/**
 * One author is one voice a day, and so is one text: spaces, signs and capitals aside, because a copy is rarely exact.
 * An author without a name is somebody else each time.
 */
const VOICES = `
  with negatives as (
    select t.mention_id,
           t.counted_at - lag(t.counted_at) over by_author as since_author,
           t.counted_at - lag(t.counted_at) over by_words as since_words
      from mention_topics t
      join mentions m on m.id = t.mention_id
     where t.topic_id = $1
       and t.label = 'negative'
       and t.counted_at >= $2::timestamptz - interval '24 hours'
    window by_author as (
             partition by coalesce(lower(m.author_handle), lower(m.author_name), m.id::text)
             order by t.counted_at, t.mention_id),
           by_words as (
             partition by md5(regexp_replace(lower(coalesce(m.title, '') || ' ' || m.text), '[^[:alnum:]]+', ' ', 'g'))
             order by t.counted_at, t.mention_id)
  )
  select t.mention_id, t.source_id, t.location_id, t.label, t.counted_at, m.collected_at,
         ${BACKFILL} as is_backfill,
         coalesce(n.since_author > interval '24 hours', true) as is_first,
         coalesce(n.since_words > interval '24 hours', true) as is_original`;

/** What came to count for a topic and has not been judged yet. Copies and voices are looked for ten days back. */
export async function listArrivals(sql: Sql, topicId: number, now: Date): Promise<Arrival[]> {
  const rows = await sql.raw<Stored>(
    `${VOICES}, a.is_looked_at
       from topic_arrivals a
       join mention_topics t on t.topic_id = a.topic_id and t.mention_id = a.mention_id
       join mentions m on m.id = t.mention_id
       join sources s on s.id = t.source_id
       left join negatives n on n.mention_id = t.mention_id
      where a.topic_id = $1
      order by m.collected_at, t.mention_id`,
    [topicId, new Date(now.getTime() - 10 * 86_400_000)],
  );
  return rows.map(arrivalOf);
}

/** Everything that counts for a topic since an instant; on wish without the news that `listArrivals` still hands over. */
export async function listHistory(
  sql: Sql,
  topicId: number,
  { since, withNews }: { since: Date; withNews: boolean },
): Promise<Arrival[]> {
  const rows = await sql.raw<Stored>(
    `${VOICES}, true as is_looked_at
       from mention_topics t
       join mentions m on m.id = t.mention_id
       join sources s on s.id = t.source_id
       left join negatives n on n.mention_id = t.mention_id
      where t.topic_id = $1
        and t.counted_at >= $2
        and ($3::boolean or ${BACKFILL} or not exists (
            select from topic_arrivals a where a.topic_id = t.topic_id and a.mention_id = t.mention_id))
      order by t.counted_at, t.mention_id`,
    [topicId, since, withNews],
  );
  return rows.map(arrivalOf);
}

function arrivalOf(row: Stored): Arrival {
  return {
    mentionId: row.mention_id,
    sourceId: row.source_id,
    locationId: row.location_id,
    label: row.label,
    countedAt: row.counted_at,
    collectedAt: row.collected_at,
    isBackfill: row.is_backfill,
    isFirst: row.is_first,
    isOriginal: row.is_original,
    isLookedAt: row.is_looked_at,
  };
}

export async function noteLookedAt(sql: Sql, topicId: number, mentionIds: readonly number[]): Promise<void> {
  await sql`
    update topic_arrivals
       set is_looked_at = true
     where topic_id = ${topicId}
       and mention_id = any(${mentionIds}::bigint[])`;
}

export async function removeArrivals(
  sql: Sql,
  topicId: number,
  mentionIds: readonly number[],
): Promise<void> {
  await sql`
    delete from topic_arrivals
     where topic_id = ${topicId}
       and mention_id = any(${mentionIds}::bigint[])`;
}

/** Topics that a rule watches and that have something to judge: new mentions, or time that has passed. */
export async function listTopicsToJudge(sql: Sql, judgedBefore: Date): Promise<number[]> {
  const rows = await sql<{ topic_id: number }>`
    select distinct r.topic_id
      from alert_rules r
     where r.enabled
       and r.topic_id is not null
       and (exists (select from topic_arrivals a where a.topic_id = r.topic_id and not a.is_looked_at)
            or (r.kind = 'spike' and not exists (
                  select from detectors d
                   where d.topic_id = r.topic_id
                     and d.location_id = coalesce(r.location_id, 0)
                     and d.area = coalesce(r.area, '')
                     and d.source_id = coalesce(r.source_id, 0)
                     and d.sensitivity = r.sensitivity
                     and d.aspects = array_to_string(array(select unnest(r.aspects) order by 1), ',')
                     and d.judged_until >= ${judgedBefore})))`;
  return rows.map((row) => row.topic_id);
}

/** A source that has neither brought nor failed anything for so long brings nothing by itself. */
const LATEST_START_MS = 3_600_000;

/** Whether the past is still being read or counted: a detector that began now would learn from half of it. */
export async function isPastComing(sql: Sql, now: Date): Promise<boolean> {
  const [row] = await sql<{ is_coming: boolean }>`
    select not exists (select from sources)
        or exists (select from sources
                    where enabled and not is_pushed and last_success_at is null and failures = 0
                      and created_at > ${new Date(now.getTime() - LATEST_START_MS)})
        or exists (select from mentions
                    where counted_revision is distinct from revision and is_backfill
                      and withheld is distinct from 'text') as is_coming`;
  return row?.is_coming ?? false;
}

/** Negative voices published since an instant: one author is one, whatever they repeat. */
export async function countVoices(
  sql: Sql,
  scope: { topicId: number; locationIds: readonly number[] | undefined; sourceId: number },
  since: Date,
): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(distinct coalesce(lower(m.author_handle), lower(m.author_name), m.id::text)) as n
      from mention_topics t
      join mentions m on m.id = t.mention_id
     where t.topic_id = ${scope.topicId}
       and t.label = 'negative'
       and t.counted_at >= ${since}
       and (${placesIn(scope)}::bigint[] is null or t.location_id = any(${placesIn(scope)}::bigint[]))
       and (${scope.sourceId} = 0 or t.source_id = ${scope.sourceId})`;
  return row?.n ?? 0;
}
