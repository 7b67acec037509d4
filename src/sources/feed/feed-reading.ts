import type { Author, Rating } from '../../domain/mention.ts';

/** A piece of text as a feed gives it. `unsure`: the feed does not say whether it is HTML. */
export interface FeedText {
  readonly value: string;
  readonly format: 'html' | 'plain' | 'unsure';
}

/** One item in the words of its feed, before anything is resolved, cleaned or chosen. Lists are in order of preference. */
export interface FeedItem {
  readonly ids: readonly (string | undefined)[];
  readonly links: readonly (string | undefined)[];
  /** What relative links are relative to. */
  readonly base?: string | undefined;
  readonly titles: readonly (FeedText | undefined)[];
  readonly texts: readonly (FeedText | undefined)[];
  readonly dates: readonly (string | undefined)[];
  readonly authors: readonly Author[];
  readonly language?: string | undefined;
  readonly tags: readonly (string | undefined)[];
  readonly rating?: Rating | undefined;
  readonly parentId?: string | undefined;
  readonly ownerReply?: string | undefined;
  /** The `_earshot` object of a JSON Feed item, unchecked. */
  readonly extension?: unknown;
}

/** What a reader found in a document. */
export interface FeedReading {
  readonly title?: FeedText | undefined;
  readonly siteUrl?: string | undefined;
  readonly base?: string | undefined;
  readonly language?: string | undefined;
  readonly items: readonly FeedItem[];
  readonly ttlMinutes?: number | undefined;
  readonly updatePeriod?: string | undefined;
  readonly updateFrequency?: number | undefined;
  /** Hours of the day, 0–23 in UTC, at which nobody should ask. */
  readonly skipHours?: readonly number[] | undefined;
  /** Days of the week in English, in UTC, on which nobody should ask. */
  readonly skipDays?: readonly string[] | undefined;
  /** The links of the feed itself: its own address, its hub. */
  readonly links?:
    | readonly { readonly rel?: string | undefined; readonly href?: string | undefined }[]
    | undefined;
  /** Address of the next page, as the document gives it. */
  readonly next?: string | undefined;
  readonly warnings: readonly string[];
}

export function html(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, format: 'html' };
}

export function plain(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, format: 'plain' };
}
