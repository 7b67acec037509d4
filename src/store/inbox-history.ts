import type { Label } from '../domain/classification.ts';
import type { InboxStatus } from '../domain/inbox.ts';
import { stars } from '../domain/mention.ts';
import type { Row, Sql } from './db.ts';

/** Another mention, as short as a history has it. */
export interface HistoryEntry {
  readonly id: number;
  readonly title: string | undefined;
  readonly text: string;
  readonly label: Label;
  readonly stars: number | undefined;
  readonly source: string;
  readonly saidAt: Date;
  /** Undefined: it never entered the inbox. */
  readonly status: InboxStatus | undefined;
}

interface Stored extends Row {
  id: number;
  title: string | null;
  text: string;
  label: Label;
  rating_value: number | null;
  rating_min: number | null;
  rating_max: number | null;
  source: string;
  said_at: Date;
  status: InboxStatus | null;
}

const LATEST = 6;
const SHORT = 240;

const ENTRIES = `
    select m.id, m.title, left(m.text, ${SHORT}) as text, m.rating_value, m.rating_min, m.rating_max, s.name as source,
           coalesce(m.published_at, m.collected_at) as said_at, i.status,
           case when m.override_revision = m.revision then coalesce(m.override_label, m.label) else m.label end as label
      from mentions m
      join sources s on s.id = m.source_id
      left join inbox_items i on i.mention_id = m.id`;
const SHOWN = `m.removed_at is null and m.label is not null and m.withheld is distinct from 'text'`;

/** What the same author said elsewhere in the same source, the latest first. Who has no name has no history. */
export async function listByAuthor(sql: Sql, mentionId: number): Promise<HistoryEntry[]> {
  const rows = await sql.raw<Stored>(
    `${ENTRIES}
       join mentions this on this.id = $1
      where m.source_id = this.source_id
        and m.id <> this.id
        and (m.author_handle is not null or m.author_name is not null)
        and coalesce(lower(m.author_handle), lower(m.author_name))
          = coalesce(lower(this.author_handle), lower(this.author_name))
        and ${SHOWN}
      order by said_at desc
      limit ${LATEST}`,
    [mentionId],
  );
  return rows.map(entryOf);
}

/** What others said of the same location, the latest first. */
export async function listByLocation(sql: Sql, mentionId: number): Promise<HistoryEntry[]> {
  const rows = await sql.raw<Stored>(
    `${ENTRIES}
      where m.id in (
            select t.mention_id
              from mention_topics t
              join topics on topics.id = t.topic_id and topics.kind = 'everything'
             where t.location_id = (select location_id from mentions where id = $1)
               and t.mention_id <> $1
             order by t.counted_at desc
             limit ${LATEST})
        and ${SHOWN}
      order by said_at desc`,
    [mentionId],
  );
  return rows.map(entryOf);
}

/** What was said above and below a mention at its source, in order. */
export async function listThread(sql: Sql, mentionId: number): Promise<HistoryEntry[]> {
  const rows = await sql.raw<Stored>(
    `${ENTRIES}
       join mentions this on this.id = $1
      where m.source_id = this.source_id
        and m.id <> this.id
        and (m.parent_external_id = this.external_id
             or m.external_id = this.parent_external_id)
        and ${SHOWN}
      order by said_at
      limit 20`,
    [mentionId],
  );
  return rows.map(entryOf);
}

function entryOf(row: Stored): HistoryEntry {
  const { rating_value: value, rating_min: min, rating_max: max } = row;
  return {
    id: row.id,
    title: row.title ?? undefined,
    text: row.text,
    label: row.label,
    stars: value === null || min === null || max === null ? undefined : stars({ value, min, max }),
    source: row.source,
    saidAt: row.said_at,
    status: row.status ?? undefined,
  };
}
