import type { NewMention } from '../../domain/mention.ts';
import { oneLine } from '../clean-text.ts';
import { webUrl } from '../web-url.ts';
import { decodeText } from './decode-text.ts';
import { mentionsOf, plainTextOf } from './feed-items.ts';
import { intervalHintMs } from './interval-hint.ts';
import { readFeed } from './read-feed.ts';

/** Items beyond this are left for the next fetch of a feed that keeps fewer. */
const MOST_ITEMS = 5_000;

/** A feed as it came over the wire. */
export interface FeedDocument {
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
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
  readonly warnings: readonly string[];
}

/**
 * A whole feed, from bytes to mentions. Takes its time on large documents: callers run it off the event loop.
 * @throws FetchFailed 'not-feed'.
 */
export async function parseFeedDocument(document: FeedDocument): Promise<ParsedFeed> {
  const reading = await readFeed(decodeText(document.bytes, document.contentType), MOST_ITEMS);
  const { mentions, skipped, warnings } = mentionsOf(reading, document.url);
  const title = oneLine(plainTextOf(reading.title));
  const siteUrl = webUrl(reading.siteUrl, [reading.base, document.url]);
  const hint = intervalHintMs({ ...reading, cacheControl: document.cacheControl });
  const cut =
    reading.items.length >= MOST_ITEMS ? [`only the first ${MOST_ITEMS} items of the feed were read`] : [];
  return {
    mentions,
    skipped,
    warnings: [...warnings, ...cut],
    ...(title === undefined ? {} : { title }),
    ...(siteUrl === undefined ? {} : { siteUrl }),
    ...(hint === undefined ? {} : { intervalHintMs: hint }),
  };
}
