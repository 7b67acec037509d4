import { parentPort } from 'node:worker_threads';
import { type FetchErrorCode, FetchFailed } from '../../domain/errors.ts';
import { type FeedDocument, type ParsedFeed, parseFeedDocument } from './feed-document.ts';

export type ThreadQuestion = FeedDocument;
export type ThreadAnswer =
  | { readonly feed: ParsedFeed }
  | { readonly code: FetchErrorCode; readonly message: string };

parentPort?.on('message', async (document: ThreadQuestion) => {
  parentPort?.postMessage(await answer(document));
});

async function answer(document: FeedDocument): Promise<ThreadAnswer> {
  try {
    return { feed: await parseFeedDocument(document) };
  } catch (error) {
    if (error instanceof FetchFailed) return { code: error.code, message: error.message };
    return { code: 'not-feed', message: `the feed could not be read: ${String(error)}` };
  }
}
