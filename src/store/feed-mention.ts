import type { AspectSentiment, Emotions, Evidence, Label, Risk } from '../domain/classification.ts';
import { type Author, type MentionKind, type OwnerReply, type Rating, stars } from '../domain/mention.ts';
import type { Row } from './db.ts';
import { NO_TWINS, type Twins } from './twin-places.ts';

/** A mention as it is read by people: the text, where it comes from, and what is counted for it and why. */
export interface FeedMention {
  readonly id: number;
  readonly kind: MentionKind;
  readonly title: string | undefined;
  readonly text: string;
  /** As the source gives it: any scheme, any content. */
  readonly url: string | undefined;
  readonly author: Author;
  readonly source: { readonly id: number; readonly name: string; readonly kind: string };
  readonly location: { readonly id: number; readonly code: string; readonly name: string } | undefined;
  readonly country: string | undefined;
  readonly product: string | undefined;
  readonly touchpoint: string | undefined;
  readonly tags: readonly string[];
  readonly engagement: number | undefined;
  readonly reach: number | undefined;
  /** BCP 47 primary language as the classifier found it; 'und' when it could not be told. */
  readonly language: string;
  readonly rating: Rating | undefined;
  /** The rating on 1–5. */
  readonly stars: number | undefined;
  /** Undefined when the source does not say. */
  readonly publishedAt: Date | undefined;
  readonly collectedAt: Date;
  readonly editedAt: Date | undefined;
  /** What the source's terms take away: its text, or the analysis of it. */
  readonly withheld: 'text' | 'analysis' | undefined;
  /** The source gives only the beginning. */
  readonly isTruncated: boolean;
  /** The rating in the source's own words, where these are not numbers. */
  readonly ratingOriginal: string | undefined;
  readonly ownerReply: OwnerReply | undefined;
  /** The label that counts: a person's where there is one. */
  readonly label: Label;
  readonly computedLabel: Label;
  /** The computed one, −1…1. */
  readonly compound: number;
  /** Of the computed label, 0…1. */
  readonly confidence: number;
  /** Stars and text disagree. */
  readonly isConflict: boolean;
  readonly aspects: readonly AspectSentiment[];
  readonly emotions: Emotions;
  readonly risks: readonly Risk[];
  readonly evidence: readonly Evidence[];
  readonly lexiconVersion: string;
  /** The earlier mention that counts for this one too: it is the same story or post. */
  readonly duplicateOf: number | undefined;
  /** A person said that it is its own. */
  readonly isApart: boolean;
  /** Its duplicates, which add nothing to any number. */
  readonly twins: Twins;
  /** A person's label for this text as it stands. */
  readonly override:
    | { readonly label: Label; readonly by: string | undefined; readonly at: Date | undefined }
    | undefined;
}

export interface MentionColumns extends Row {
  id: number;
  kind: MentionKind;
  title: string | null;
  text: string;
  url: string | null;
  author_name: string | null;
  author_handle: string | null;
  author_url: string | null;
  source_id: number;
  source_name: string;
  source_kind: string;
  location_id: number | null;
  location_code: string | null;
  location_name: string | null;
  country: string | null;
  product: string | null;
  touchpoint: string | null;
  tags: string[];
  engagement: number | null;
  reach: number | null;
  language: string | null;
  rating_value: number | null;
  rating_min: number | null;
  rating_max: number | null;
  published_at: Date | null;
  collected_at: Date;
  edited_at: Date | null;
  withheld: 'text' | 'analysis' | null;
  is_truncated: boolean;
  rating_original: string | null;
  owner_reply: string | null;
  owner_reply_at: Date | null;
  owner_reply_state: string | null;
  label: Label;
  compound_e4: number | null;
  confidence: number | null;
  is_conflict: boolean;
  aspects: AspectSentiment[] | null;
  emotions: Emotions | null;
  risks: Risk[];
  evidence: Evidence[] | null;
  lexicon_version: string | null;
  duplicate_of: number | null;
  is_apart: boolean;
  override_label: Label | null;
  override_by: string | null;
  override_at: Date | null;
}

/** The columns of the mentions whose ids are the first parameter; those removed or not yet classified are left out. */
export const MENTION_COLUMNS = `
    select m.id, m.kind, m.title, m.text, m.url, m.author_name, m.author_handle, m.author_url,
           m.source_id, s.name as source_name, s.kind as source_kind,
           l.id as location_id, l.code as location_code, l.name as location_name,
           m.country, m.product, m.touchpoint, m.tags, m.engagement, m.reach, m.language,
           m.rating_value, m.rating_min, m.rating_max, m.published_at, m.collected_at, m.edited_at,
           m.withheld, m.is_truncated, m.rating_original, m.owner_reply, m.owner_reply_at, m.owner_reply_state,
           m.label, m.compound_e4, m.confidence, m.is_conflict, m.aspects, m.emotions, m.risks, m.evidence,
           m.lexicon_version, m.duplicate_of, m.is_apart,
           case when m.override_revision = m.revision then m.override_label end as override_label,
           o.by as override_by, o.at as override_at
      from mentions m
      join sources s on s.id = m.source_id
      left join locations l on l.id = m.location_id
      left join lateral (
           select o.at, u.name as by
             from overrides o
             left join users u on u.id = o.user_id
            where o.mention_id = m.id
            order by o.id desc
            limit 1) as o on m.override_label is not null
     where m.id = any($1::bigint[])
       and m.removed_at is null
       and m.label is not null`;

export function mentionOf(row: MentionColumns, twins: Twins = NO_TWINS): FeedMention {
  const rating = ratingOf(row);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title ?? undefined,
    text: row.text,
    url: row.url ?? undefined,
    author: authorOf(row),
    source: { id: row.source_id, name: row.source_name, kind: row.source_kind },
    location: locationOf(row),
    country: row.country ?? undefined,
    product: row.product ?? undefined,
    touchpoint: row.touchpoint ?? undefined,
    tags: row.tags,
    engagement: row.engagement ?? undefined,
    reach: row.reach ?? undefined,
    language: row.language ?? 'und',
    rating,
    stars: stars(rating),
    publishedAt: row.published_at ?? undefined,
    collectedAt: row.collected_at,
    editedAt: row.edited_at ?? undefined,
    withheld: row.withheld ?? undefined,
    isTruncated: row.is_truncated,
    ratingOriginal: row.rating_original ?? undefined,
    ownerReply: ownerReplyOf(row),
    label: row.override_label ?? row.label,
    computedLabel: row.label,
    compound: (row.compound_e4 ?? 0) / 10_000,
    confidence: row.confidence ?? 0,
    isConflict: row.is_conflict,
    aspects: row.aspects ?? [],
    emotions: row.emotions ?? {},
    risks: row.risks,
    evidence: row.evidence ?? [],
    lexiconVersion: row.lexicon_version ?? '',
    duplicateOf: row.duplicate_of ?? undefined,
    isApart: row.is_apart,
    twins,
    override: overrideOf(row),
  };
}

function ratingOf({
  rating_value: value,
  rating_min: min,
  rating_max: max,
}: MentionColumns): Rating | undefined {
  return value === null || min === null || max === null ? undefined : { value, min, max };
}

function ownerReplyOf(row: MentionColumns): OwnerReply | undefined {
  if (row.owner_reply === null) return undefined;
  return {
    text: row.owner_reply,
    ...(row.owner_reply_at === null ? {} : { at: row.owner_reply_at }),
    ...(row.owner_reply_state === null ? {} : { state: row.owner_reply_state }),
  };
}

function authorOf(row: MentionColumns): Author {
  return {
    ...(row.author_name === null ? {} : { name: row.author_name }),
    ...(row.author_handle === null ? {} : { handle: row.author_handle }),
    ...(row.author_url === null ? {} : { url: row.author_url }),
  };
}

function locationOf(row: MentionColumns): FeedMention['location'] {
  if (row.location_id === null) return undefined;
  return { id: row.location_id, code: row.location_code ?? '', name: row.location_name ?? '' };
}

function overrideOf(row: MentionColumns): FeedMention['override'] {
  if (row.override_label === null) return undefined;
  return { label: row.override_label, by: row.override_by ?? undefined, at: row.override_at ?? undefined };
}
