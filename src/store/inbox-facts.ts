import { asksForAnswer } from '../asking/questions.ts';
import type { Label, Risk } from '../domain/classification.ts';
import type { InboxStatus } from '../domain/inbox.ts';
import type { MentionKind } from '../domain/mention.ts';
import { waitsFor } from '../domain/stuck.ts';
import type { TriageFacts } from '../domain/triage.ts';
import type { Row, Sql } from './db.ts';

/** A mention as filing sees it, beside the item it may be already. */
export interface FiledMention {
  readonly id: number;
  readonly revision: number;
  readonly sourceId: number;
  /** 0: no location. */
  readonly locationId: number;
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly author: string;
  /** Gone, not classified or without its text: nothing that could be answered. */
  readonly isGone: boolean;
  /** False where the terms of its source forbid it: its words are neither judged nor searched. */
  readonly mayAnalyse: boolean;
  /** The same words stand elsewhere already; a review is no copy, for it is answered where it stands. */
  readonly isCopy: boolean;
  readonly publishedAt: Date | undefined;
  readonly collectedAt: Date;
  readonly editedAt: Date | undefined;
  readonly isBackfill: boolean;
  /** It speaks of competitors and of nothing of ours. */
  readonly isElsewhere: boolean;
  readonly facts: Omit<TriageFacts, 'target'>;
  /** The item its author began and goes on with in this mention. */
  readonly parent:
    | { readonly id: number; readonly status: InboxStatus; readonly closedAt: Date | undefined }
    | undefined;
  readonly item: FiledItem | undefined;
}

export interface FiledItem {
  readonly status: InboxStatus;
  readonly revision: number;
  readonly isClaimed: boolean;
  readonly beganAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly closedRevision: number | undefined;
  readonly language: string;
}

interface Stored extends Row {
  id: number;
  kind: MentionKind;
  revision: number;
  source_id: number;
  location_id: number;
  language: string;
  title: string;
  text: string;
  author: string;
  is_gone: boolean;
  may_analyse: boolean;
  is_copy: boolean;
  published_at: Date | null;
  collected_at: Date;
  edited_at: Date | null;
  is_backfill: boolean;
  is_elsewhere: boolean;
  label: Label | null;
  compound_e4: number | null;
  stars_e2: number | null;
  reach: number | null;
  risks: Risk[];
  is_conflict: boolean;
  is_answered: boolean;
  nps_score: number | null;
  customer_value: number | null;
  parent_id: number | null;
  parent_status: InboxStatus | null;
  parent_closed_at: Date | null;
  item_status: InboxStatus | null;
  item_revision: number | null;
  item_claimed_until: Date | null;
  item_began_at: Date | null;
  item_closed_at: Date | null;
  item_closed_revision: number | null;
  item_language: string | null;
}

/** What a support desk cannot read in an evening is not searched either. */
const LONGEST_TEXT = 20_000;

/** What filing has to know of these mentions, in order of id. Whoever writes what comes of it holds their items. */
export async function readForFiling(sql: Sql, ids: readonly number[], now: Date): Promise<FiledMention[]> {
  const rows = await sql<Stored>`
    select m.id, m.kind, m.revision, m.source_id, coalesce(m.location_id, 0) as location_id,
           coalesce(m.language, 'und') as language, coalesce(m.title, '') as title,
           left(m.text, ${LONGEST_TEXT}) as text, coalesce(m.author_name, m.author_handle, '') as author,
           m.removed_at is not null or m.label is null or m.withheld is not distinct from 'text' as is_gone,
           m.withheld is null as may_analyse,
           m.duplicate_of is not null and m.kind <> 'review' as is_copy,
           m.published_at, m.collected_at, m.edited_at, m.is_backfill, m.reach, m.risks, m.is_conflict,
           person.label,
           -- as in countable_mentions, which leaves out the copies that are answered where they stand
           case when person.label = m.label
                  or (person.label = 'positive' and m.compound_e4 > 0)
                  or (person.label = 'negative' and m.compound_e4 < 0) then m.compound_e4 else 0 end as compound_e4,
           case when m.rating_max > m.rating_min
                then round(100 + 400 * least(1, greatest(0,
                     (m.rating_value - m.rating_min) / (m.rating_max - m.rating_min))))::int end as stars_e2,
           m.owner_reply is not null
             and coalesce(lower(m.owner_reply_state) !~ 'reject|delet|fail', true)
             and (m.edited_at is null or coalesce(m.owner_reply_at >= m.edited_at, true)) as is_answered,
           exists (select from mention_topics t join topics on topics.id = t.topic_id
                    where t.mention_id = m.id and topics.kind = 'competitor')
             and not exists (select from mention_topics t join topics on topics.id = t.topic_id
                              where t.mention_id = m.id and topics.kind in ('brand', 'product', 'campaign'))
             as is_elsewhere,
           case when r.kind = 'nps' then r.score end as nps_score,
           (select sum(o.amount_e2 - o.refunded_e2)::float8 / 100
              from orders o
             where o.source_id = r.source_id
               and o.customer_external_id = r.customer_external_id
               and o.removed_at is null) as customer_value,
           p.id as parent_id, pi.status as parent_status, pi.closed_at as parent_closed_at,
           i.status as item_status, i.revision as item_revision, i.claimed_until as item_claimed_until,
           i.began_at as item_began_at, i.closed_at as item_closed_at, i.closed_revision as item_closed_revision,
           i.language as item_language
      from mentions m
     cross join lateral (
           select case when m.override_revision = m.revision then coalesce(m.override_label, m.label)
                       else m.label end as label) as person
      left join survey_responses r
        on m.kind = 'survey' and r.source_id = m.source_id and r.external_id = m.external_id and r.removed_at is null
      left join mentions p
        on p.source_id = m.source_id and p.external_id = m.parent_external_id
       and coalesce(lower(p.author_handle), lower(p.author_name)) = coalesce(lower(m.author_handle), lower(m.author_name))
      left join inbox_items pi on pi.mention_id = p.id
      left join inbox_items i on i.mention_id = m.id
     where m.id = any(${ids}::bigint[])
     order by m.id`;
  return rows.map((row) => filedMentionOf(row, now));
}

function filedMentionOf(row: Stored, now: Date): FiledMention {
  return {
    id: row.id,
    revision: row.revision,
    sourceId: row.source_id,
    locationId: row.location_id,
    language: row.language,
    title: row.title,
    text: row.text,
    author: row.author,
    isGone: row.is_gone,
    mayAnalyse: row.may_analyse,
    isCopy: row.is_copy,
    publishedAt: row.published_at ?? undefined,
    collectedAt: row.collected_at,
    editedAt: row.edited_at ?? undefined,
    isBackfill: row.is_backfill,
    isElsewhere: row.is_elsewhere,
    facts: {
      kind: row.kind,
      label: row.label ?? 'unknown',
      compound: (row.compound_e4 ?? 0) / 10_000,
      stars: row.stars_e2 === null ? undefined : row.stars_e2 / 100,
      reach: row.reach ?? undefined,
      asks: row.may_analyse && asksForAnswer(row),
      waitsFor: row.may_analyse && row.label !== 'positive' ? waitsFor(row) : undefined,
      risks: row.risks,
      isConflict: row.is_conflict,
      isAnswered: row.is_answered,
      npsScore: row.nps_score ?? undefined,
      customerValue: row.customer_value ?? undefined,
    },
    parent:
      row.parent_id === null || row.parent_status === null
        ? undefined
        : { id: row.parent_id, status: row.parent_status, closedAt: row.parent_closed_at ?? undefined },
    item: itemOf(row, now),
  };
}

function itemOf(row: Stored, now: Date): FiledItem | undefined {
  if (row.item_status === null) return undefined;
  return {
    status: row.item_status,
    revision: row.item_revision ?? 0,
    isClaimed: row.item_claimed_until !== null && row.item_claimed_until > now,
    beganAt: row.item_began_at ?? undefined,
    closedAt: row.item_closed_at ?? undefined,
    closedRevision: row.item_closed_revision ?? undefined,
    language: row.item_language ?? 'und',
  };
}
