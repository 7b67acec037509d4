import type { NewMention } from '../../domain/mention.ts';
import type { QuietTimes } from '../../domain/schedule.ts';
import { oneLine } from '../clean-text.ts';
import { webUrl } from '../web-url.ts';
import { decodeText } from './decode-text.ts';
import { mentionsOf, plainTextOf } from './feed-items.ts';
import type { FeedReading } from './feed-reading.ts';
import { intervalHintMs, quietTimesOf } from './interval-hint.ts';
import { readFeed } from './read-feed.ts';
import { type JsonPaths, readJsonApi } from './read-json-api.ts';

/** Items beyond this are left for the next fetch of a feed that keeps fewer. */
const MOST_ITEMS = 5_000;

/** A feed as it came over the wire. */
export interface FeedDocument {
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  /** From Expires: milliseconds until the answer is out of date. */
  readonly expiresInMs?: number | undefined;
  /** Where things stand in JSON of somebody's own making; a feed when left out. */
  readonly paths?: JsonPaths | undefined;
  /** Address that answered. */
  readonly url: string;
}

export interface ParsedFeed {
  readonly mentions: readonly NewMention[];
  readonly title?: string;
  readonly siteUrl?: string;
  /** Items that could not be made a mention. */
  readonly skipped: number;
  readonly intervalHintMs?: number;
  readonly quietTimes?: QuietTimes;
  /** The links of the feed itself, as the document gives them. */
  readonly links?: FeedReading['links'];
  /** Address of the next page. */
  readonly nextUrl?: string;
  /** The same as it stands there: an address or a cursor. */
  readonly next?: string;
  readonly warnings: readonly string[];
}

/**
 * A whole feed, from bytes to mentions. Takes its time on large documents: callers run it off the event loop.
 * @throws FetchFailed 'not-feed' or 'rate-limited'; WebPageInstead.
 */
export async function parseFeedDocument(document: FeedDocument): Promise<ParsedFeed> {
  const { url, paths } = document;
  const text = decodeText(document.bytes, document.contentType);
  const reading = paths ? readJsonApi(text, paths, MOST_ITEMS) : await readFeed(text, url, MOST_ITEMS);
  const { mentions, skipped, warnings } = mentionsOf(reading, url);
  const title = oneLine(plainTextOf(reading.title));
  const siteUrl = webUrl(reading.siteUrl, [reading.base, url]);
  const hint = intervalHintMs({ ...reading, ...document });
  const quiet = quietTimesOf(reading);
  const nextUrl = webUrl(reading.next, [url]);
  const cut =
    reading.items.length >= MOST_ITEMS ? [`only the first ${MOST_ITEMS} items of the feed were read`] : [];
  return {
    mentions,
    skipped,
    warnings: [...warnings, ...cut],
    ...(title === undefined ? {} : { title }),
    ...(siteUrl === undefined ? {} : { siteUrl }),
    ...(hint === undefined ? {} : { intervalHintMs: hint }),
    ...(quiet === undefined ? {} : { quietTimes: quiet }),
    ...(reading.links === undefined ? {} : { links: reading.links }),
    ...(nextUrl === undefined ? {} : { nextUrl }),
    ...(reading.next === undefined ? {} : { next: reading.next }),
  };
}
