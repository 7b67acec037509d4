import { type EvidenceScope, placesIn } from './alert-evidence.ts';
import type { Sql } from './db.ts';

/** What was counted in an hour of a topic, or of a part of it. */
export interface CountedHour {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly unknown: number;
  /** Sum of ratings on 1–5, and how many there were. */
  readonly stars: number;
  readonly rated: number;
}

/** What one source has brought. */
export interface CountedSource {
  /** By hours since 1970; hours without mentions are absent. */
  readonly hours: ReadonlyMap<number, CountedHour>;
  /** The first hour it has ever brought anything in. */
  readonly firstHour: number;
}

/** The sources of a topic, or of a part of it, the eldest first. */
export async function listCountedSources(
  sql: Sql,
  scope: EvidenceScope,
  span: { from: Date; to: Date },
): Promise<CountedSource[]> {
  const rows = await sql<{ source_id: number; hour: Date } & Record<keyof CountedHour, number>>`
    select source_id, hour, sum(positive)::bigint as positive, sum(neutral)::bigint as neutral,
           sum(negative)::bigint as negative, sum(unknown)::bigint as unknown,
           sum(stars_e2_sum)::float8 / 100 as stars, sum(stars_n)::bigint as rated
      from hour_cells
     where topic_id = ${scope.topicId}
       and (${placesIn(scope)}::bigint[] is null or location_id = any(${placesIn(scope)}::bigint[]))
       and (${scope.sourceId ?? null}::bigint is null or source_id = ${scope.sourceId ?? null})
       and hour >= ${span.from}
       and hour < ${span.to}
     group by source_id, hour`;
  const first = await sql<{ source_id: number; hour: Date }>`
    select source_id, min(hour) as hour from hour_cells where topic_id = ${scope.topicId} group by source_id`;
  const bySource = Map.groupBy(rows, (row) => row.source_id);
  return first
    .map(({ source_id: sourceId, hour }) => ({
      firstHour: hour.getTime() / HOUR_MS,
      hours: new Map(
        (bySource.get(sourceId) ?? []).map(({ source_id: _, hour: at, ...counted }) => [
          at.getTime() / HOUR_MS,
          counted,
        ]),
      ),
    }))
    .sort((a, b) => a.firstHour - b.firstHour);
}

const HOUR_MS = 3_600_000;
const LOOKED_AT = 2_000;

/** Hours after its publication by which nine of ten of the latest mentions had reached us; 0 without any. */
export async function arrivalDelayHours(sql: Sql, scope: EvidenceScope): Promise<number> {
  const [row] = await sql<{ hours: number | null }>`
    select percentile_cont(0.9) within group (order by extract(epoch from collected_at - counted_at) / 3600) as hours
      from (select m.collected_at, t.counted_at
              from mention_topics t
              join mentions m on m.id = t.mention_id
             where t.topic_id = ${scope.topicId}
               and (${placesIn(scope)}::bigint[] is null or t.location_id = any(${placesIn(scope)}::bigint[]))
               and (${scope.sourceId ?? null}::bigint is null or t.source_id = ${scope.sourceId ?? null})
               and not m.is_backfill
             order by t.counted_at desc
             limit ${LOOKED_AT}) as latest`;
  return Math.max(0, row?.hours ?? 0);
}

/** Where a metric rule stands. */
export interface MetricWatch {
  readonly judgedUntil: Date;
  /** The number is not back to its usual since the last alert. */
  readonly isOut: boolean;
  readonly alertId: number | undefined;
}

export async function findMetricWatch(sql: Sql, ruleId: number): Promise<MetricWatch | undefined> {
  const [row] = await sql<{ judged_until: Date; is_out: boolean; alert_id: number | null }>`
    select judged_until, is_out, alert_id from metric_watches where rule_id = ${ruleId}`;
  if (!row) return undefined;
  return { judgedUntil: row.judged_until, isOut: row.is_out, alertId: row.alert_id ?? undefined };
}

export async function saveMetricWatch(sql: Sql, ruleId: number, watch: MetricWatch): Promise<void> {
  await sql`
    insert into metric_watches (rule_id, judged_until, is_out, alert_id)
    values (${ruleId}, ${watch.judgedUntil}, ${watch.isOut}, ${watch.alertId ?? null})
        on conflict (rule_id) do update
       set judged_until = excluded.judged_until, is_out = excluded.is_out, alert_id = excluded.alert_id`;
}

/** Topics with a metric rule that has not looked at what was counted by `judgedBefore`. */
export async function listTopicsWithDueMetrics(sql: Sql, judgedBefore: Date): Promise<number[]> {
  const rows = await sql<{ topic_id: number }>`
    select distinct r.topic_id
      from alert_rules r
      left join metric_watches w on w.rule_id = r.id
     where r.enabled
       and r.kind = 'metric'
       and (w.rule_id is null or w.judged_until < ${judgedBefore})`;
  return rows.map((row) => row.topic_id);
}
