import { json, type Row, type Sql } from './db.ts';

/** What a detector watches: a topic, or the part of it from one location, area or source (0 and '': no narrowing). */
export interface DetectorScope {
  readonly topicId: number;
  readonly locationId: number;
  readonly area: string;
  readonly sourceId: number;
  /** Only what is said of these counts as negative; empty: of anything. */
  readonly aspects: readonly string[];
  readonly sensitivity: string;
}

export interface StoredDetector {
  readonly query: string;
  readonly since: Date;
  readonly judgedUntil: Date;
  readonly snapshot: unknown;
  /** A spike whose people were too few for a rule when it was found. */
  readonly held: unknown;
}

interface Stored extends Row {
  query: string;
  since: Date;
  judged_until: Date;
  snapshot: unknown;
  held: unknown;
}

export async function findDetector(sql: Sql, scope: DetectorScope): Promise<StoredDetector | undefined> {
  const [row] = await sql<Stored>`
    select query, since, judged_until, snapshot, held
      from detectors
     where topic_id = ${scope.topicId}
       and location_id = ${scope.locationId}
       and area = ${scope.area}
       and source_id = ${scope.sourceId}
       and aspects = ${scope.aspects.join(',')}
       and sensitivity = ${scope.sensitivity}`;
  if (!row) return undefined;
  const { query, since, snapshot, held } = row;
  return { query, since, judgedUntil: row.judged_until, snapshot, held: held ?? undefined };
}

export async function saveDetector(sql: Sql, scope: DetectorScope, detector: StoredDetector): Promise<void> {
  const { topicId, locationId, area, sourceId, aspects, sensitivity } = scope;
  await sql`
    insert into detectors (topic_id, location_id, area, source_id, aspects, sensitivity, query, since, judged_until,
                           snapshot, held)
    values (${topicId}, ${locationId}, ${area}, ${sourceId}, ${aspects.join(',')}, ${sensitivity}, ${detector.query},
            ${detector.since}, ${detector.judgedUntil}, ${json(detector.snapshot)}::jsonb, ${json(detector.held ?? null)}::jsonb)
        on conflict (topic_id, location_id, area, source_id, aspects, sensitivity) do update
       set query = excluded.query, since = excluded.since, judged_until = excluded.judged_until,
           snapshot = excluded.snapshot, held = excluded.held`;
}

/** Forgets the detectors of a topic that no rule asks for any more. */
export async function removeUnusedDetectors(sql: Sql, topicId: number): Promise<void> {
  await sql`
    delete from detectors d
     where d.topic_id = ${topicId}
       and not exists (
           select from alert_rules r
            where r.enabled
              and r.kind = 'spike'
              and r.topic_id = d.topic_id
              and coalesce(r.location_id, 0) = d.location_id
              and coalesce(r.area, '') = d.area
              and coalesce(r.source_id, 0) = d.source_id
              and array_to_string(array(select unnest(r.aspects) order by 1), ',') = d.aspects
              and r.sensitivity = d.sensitivity)`;
}

export interface PolledSource {
  readonly id: number;
  readonly pollMinutes: number;
}

/** The sources of a topic and how often each is read. */
export async function listPolledSources(sql: Sql): Promise<PolledSource[]> {
  const rows = await sql<{ id: number; interval_seconds: number }>`
    select id, interval_seconds from sources where enabled order by id`;
  return rows.map((row) => ({ id: row.id, pollMinutes: Math.max(1, row.interval_seconds / 60) }));
}
