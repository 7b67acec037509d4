import { parentPort } from 'node:worker_threads';
import { type FetchErrorCode, FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type FeedDocument, type ParsedFeed, parseFeedDocument } from './feed-document.ts';
import { WebPageInstead } from './feed-links.ts';

/** A document to read, or the wish for the next part of what was read. */
export type ThreadQuestion = FeedDocument | 'more';
/** Mentions come in parts, all of them before the feed, whose own list is empty then. */
export type ThreadAnswer =
  | { readonly part: readonly NewMention[] }
  | { readonly feed: ParsedFeed }
  | { readonly code: FetchErrorCode; readonly message: string; readonly feeds?: readonly string[] };

/** Characters in one part: taking a message in holds up whoever takes it. */
const PART_LENGTH = 1_000_000;

let answers: ThreadAnswer[] = [];

parentPort?.on('message', async (question: ThreadQuestion) => {
  if (question !== 'more') answers = await answersTo(question);
  parentPort?.postMessage(answers.shift());
});

async function answersTo(document: FeedDocument): Promise<ThreadAnswer[]> {
  try {
    const feed = await parseFeedDocument(document);
    const parts = partsOf(feed.mentions).map((part) => ({ part }));
    return [...parts, { feed: { ...feed, mentions: [] } }];
  } catch (error) {
    if (error instanceof WebPageInstead) {
      return [{ code: error.code, message: error.message, feeds: error.feeds }];
    }
    if (error instanceof FetchFailed) return [{ code: error.code, message: error.message }];
    return [{ code: 'not-feed', message: `the feed could not be read: ${String(error)}` }];
  }
}

function partsOf(mentions: readonly NewMention[]): NewMention[][] {
  const parts: NewMention[][] = [];
  let length = PART_LENGTH;
  for (const mention of mentions) {
    if (length >= PART_LENGTH) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(mention);
    length += mention.text.length + 500;
  }
  return parts;
}
