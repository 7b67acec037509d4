import type { AspectSentiment } from '../domain/classification.ts';
import type { Row, Sql } from './db.ts';

/** Which mentions: of a topic, or of the part of it from one location or source. */
export interface EvidenceScope {
  readonly topicId: number;
  readonly locationId: number | undefined;
  readonly sourceId: number | undefined;
}

/** A positive or negative mention, as far as an explanation asks. */
export interface ChargedMention {
  readonly id: number;
  readonly text: string;
  readonly source: string;
  readonly location: string | undefined;
  readonly author: string | undefined;
  /** What it speaks of with the same charge. */
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

/** Mentions with a label published from `from` up to `to`, the latest first. */
export async function listCharged(
  sql: Sql,
  scope: EvidenceScope,
  span: { label: 'positive' | 'negative'; from: Date; to: Date; limit: number },
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
       and t.label = ${span.label}
       and (${scope.locationId ?? null}::bigint is null or t.location_id = ${scope.locationId ?? null})
       and (${scope.sourceId ?? null}::bigint is null or t.source_id = ${scope.sourceId ?? null})
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
    aspects: (row.aspects ?? []).filter(({ label }) => label === span.label).map(({ aspect }) => aspect),
    compound: row.compound_e4 / 10_000,
    reach: row.reach,
    countedAt: row.counted_at,
  }));
}

/** Negatives by hour since 1970; hours without any are absent. */
export async function listNegativeHours(
  sql: Sql,
  scope: EvidenceScope,
  span: { from: Date; to: Date },
): Promise<Map<number, number>> {
  const rows = await sql<{ hour: Date; negative: number }>`
    select hour, sum(negative)::bigint as negative
      from hour_cells
     where topic_id = ${scope.topicId}
       and (${scope.locationId ?? null}::bigint is null or location_id = ${scope.locationId ?? null})
       and (${scope.sourceId ?? null}::bigint is null or source_id = ${scope.sourceId ?? null})
       and hour >= ${span.from}
       and hour < ${span.to}
     group by hour`;
  return new Map(rows.map(({ hour, negative }) => [hour.getTime() / 3_600_000, negative]));
}
