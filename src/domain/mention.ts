import { createHash } from 'node:crypto';

/** A review is a mention that carries a rating; a survey is the comment of a survey answer. */
export type MentionKind = 'mention' | 'review' | 'comment' | 'survey';

export const MENTION_KINDS: readonly MentionKind[] = ['mention', 'review', 'comment', 'survey'];

/** A rating as its source gave it; `stars` puts it on 1–5. */
export interface Rating {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** In the source's own words, where they are not this number: "TWO", "recommends", "voted up". */
  readonly original?: string;
}

/** What the owner of a place, product or app has answered below a mention. */
export interface OwnerReply {
  readonly text: string;
  readonly at?: Date;
  /** The source's word for it: published, pending, rejected. */
  readonly state?: string;
}

export interface Author {
  readonly name?: string;
  readonly handle?: string;
  readonly url?: string;
}

/** One public text as a source hands it over: plain text, nothing invented. */
export interface NewMention {
  /** The source's own id for it; the same text fetched twice has the same id. */
  readonly externalId: string;
  readonly kind: MentionKind;
  readonly parentId?: string;
  readonly url?: string;
  readonly title?: string;
  readonly text: string;
  /** BCP 47 tag as the source declares it; the classifier may know better. */
  readonly language?: string;
  readonly author?: Author;
  readonly rating?: Rating;
  /** When it was published, in UTC; undefined when the source does not say. Never the time of collection. */
  readonly publishedAt?: Date;
  /** Code of a location (point of sale) as the source names it. */
  readonly location?: string;
  readonly product?: string;
  readonly touchpoint?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly tags?: readonly string[];
  /** Likes + replies + shares as the source counts them. */
  readonly engagement?: number;
  /** How many people may have seen it, by the source's own rule. */
  readonly reach?: number;
  /** The source gives only the beginning of the text. */
  readonly isTruncated?: boolean;
  readonly ownerReply?: OwnerReply;
}

/** Fingerprint of what a reader sees: an edit changes it, a new like or a moved address does not. */
export function contentHash(mention: Pick<NewMention, 'title' | 'text' | 'rating'>): string {
  const { title = '', text, rating } = mention;
  const parts = [title, text, rating ? `${rating.value}/${rating.min}/${rating.max}` : ''];
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 22);
}

/** Rating on 1–5 stars; undefined when the scale is empty. A 5-star rating stays as it is. */
export function stars(rating: Rating | undefined): number | undefined {
  if (!rating || !(rating.max > rating.min)) return undefined;
  const share = (rating.value - rating.min) / (rating.max - rating.min);
  return 1 + 4 * Math.min(1, Math.max(0, share));
}
