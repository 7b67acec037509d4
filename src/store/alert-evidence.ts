import type { AspectSentiment, Label } from '../domain/classification.ts';
import type { Row, Sql } from './db.ts';

/** Which mentions: of a topic, or of the part of it from some locations or one source. */
export interface EvidenceScope {
  readonly topicId: number;
  /** Undefined: from anywhere. */
  readonly locationIds: readonly number[] | undefined;
  readonly sourceId: number | undefined;
  /** Only what is said of these, with the label that is asked for; empty: of anything. */
  readonly aspects: readonly string[];
}

/** The places of a scope as a parameter; null does not narrow. */
export const placesIn = ({ locationIds }: Pick<EvidenceScope, 'locationIds'>): number[] | null =>
  locationIds ? [...locationIds] : null;

/** A mention, as far as an explanation asks. */
export interface ChargedMention {
  readonly id: number;
  readonly text: string;
  readonly source: string;
  readonly location: string | undefined;
  readonly author: string | undefined;
  /** What it speaks of with a label that was asked for. */
  readonly aspects: readonly string[];
  /** −1…1. */
  readonly compound: number;
  readonly reach: number;
  readonly countedAt: Date;
}

interface Stored extends Row {
  id: number;
  title: string | null;
  text: string;
  source: string;
  location: string | null;
  author: string | null;
  aspects: AspectSentiment[] | null;
  compound_e4: number;
  reach: number;
  counted_at: Date;
}

/** Mentions with one of the labels, published from `from` up to `to`, the latest first. */
export async function listCharged(
  sql: Sql,
  scope: EvidenceScope,
  span: { labels: readonly Label[]; from: Date; to: Date; limit: number },
): Promise<ChargedMention[]> {
  const rows = await sql<Stored>`
    select m.id, m.title, left(m.text, 2000) as text, s.name as source, l.name as location,
           coalesce(m.author_name, m.author_handle) as author, m.aspects, t.compound_e4, t.reach,
           t.counted_at
      from mention_topics t
      join mentions m on m.id = t.mention_id
      join sources s on s.id = t.source_id
      left join locations l on l.id = t.location_id
     where t.topic_id = ${scope.topicId}
       and t.label = any(${[...span.labels]}::text[])
       and (${placesIn(scope)}::bigint[] is null or t.location_id = any(${placesIn(scope)}::bigint[]))
       and (${scope.sourceId ?? null}::bigint is null or t.source_id = ${scope.sourceId ?? null})
       and (${[...scope.aspects]}::text[] = '{}'
            or exists (select from jsonb_array_elements(m.aspects) as a
                        where a->>'aspect' = any(${[...scope.aspects]}::text[])
                          and a->>'label' = any(${[...span.labels]}::text[])))
       and t.counted_at >= ${span.from}
       and t.counted_at < ${span.to}
     order by t.counted_at desc, t.mention_id desc
     limit ${span.limit}`;
  return rows.map((row) => ({
    id: row.id,
    text: [row.title, row.text].filter(Boolean).join(' — '),
    source: row.source,
    location: row.location ?? undefined,
    author: row.author ?? undefined,
    aspects: (row.aspects ?? [])
      .filter(({ label }) => span.labels.includes(label))
      .map(({ aspect }) => aspect),
    compound: row.compound_e4 / 10_000,
    reach: row.reach,
    countedAt: row.counted_at,
  }));
}

/** For each of these mentions that has any: the aspects it speaks badly of. */
export async function listBadAspects(
  sql: Sql,
  mentionIds: readonly number[],
): Promise<Map<number, readonly string[]>> {
  const rows = await sql<{ id: number; aspects: string[] }>`
    select m.id, array_agg(a->>'aspect') as aspects
      from mentions m
     cross join lateral jsonb_array_elements(m.aspects) as a
     where m.id = any(${[...mentionIds]}::bigint[])
       and a->>'label' = 'negative'
     group by m.id`;
  return new Map(rows.map((row) => [row.id, row.aspects]));
}

/** The aspects that mentions of late speak of, in order of their names. */
export async function listAspects(sql: Sql): Promise<string[]> {
  const rows = await sql<{ aspect: string }>`
    select distinct a->>'aspect' as aspect
      from (select aspects from mentions where aspects is not null order by id desc limit 5000) as latest
     cross join lateral jsonb_array_elements(latest.aspects) as a
     order by 1`;
  return rows.map(({ aspect }) => aspect);
}

/** Negatives, or what is said badly of some aspects, by hour since 1970; hours without any are absent. */
export async function listNegativeHours(
  sql: Sql,
  scope: EvidenceScope,
  span: { from: Date; to: Date },
): Promise<Map<number, number>> {
  if (scope.aspects.length > 0) return listNegativeHoursOf(sql, scope, span);
  const rows = await sql<{ hour: Date; negative: number }>`
    select hour, sum(negative)::bigint as negative
      from hour_cells
     where topic_id = ${scope.topicId}
       and (${placesIn(scope)}::bigint[] is null or location_id = any(${placesIn(scope)}::bigint[]))
       and (${scope.sourceId ?? null}::bigint is null or source_id = ${scope.sourceId ?? null})
       and hour >= ${span.from}
       and hour < ${span.to}
     group by hour`;
  return new Map(rows.map(({ hour, negative }) => [hour.getTime() / 3_600_000, negative]));
}

/** Cells do not know aspects: these are counted from the mentions. */
async function listNegativeHoursOf(
  sql: Sql,
  scope: EvidenceScope,
  span: { from: Date; to: Date },
): Promise<Map<number, number>> {
  const rows = await sql<{ hour: Date; negative: number }>`
    select date_trunc('hour', t.counted_at, 'UTC') as hour, count(*) as negative
      from mention_topics t
      join mentions m on m.id = t.mention_id
     where t.topic_id = ${scope.topicId}
       and t.label = 'negative'
       and (${placesIn(scope)}::bigint[] is null or t.location_id = any(${placesIn(scope)}::bigint[]))
       and (${scope.sourceId ?? null}::bigint is null or t.source_id = ${scope.sourceId ?? null})
       and t.counted_at >= ${span.from}
       and t.counted_at < ${span.to}
       and exists (select from jsonb_array_elements(m.aspects) as a
                    where a->>'aspect' = any(${[...scope.aspects]}::text[])
                      and a->>'label' = 'negative')
     group by 1`;
  return new Map(rows.map(({ hour, negative }) => [hour.getTime() / 3_600_000, negative]));
}
