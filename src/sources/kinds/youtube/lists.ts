import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { Api } from '../../api/api-client.ts';
import { type Choice, readAll } from '../../api/choices.ts';
import { List, readItems } from '../../api/items.ts';
import type { Page } from '../../api/pages.ts';
import { signInAgain } from '../../api/sign-in-again.ts';
import type { KnownMention } from '../../source.ts';
import { Comment, Thread } from './comments.ts';

export const HOST = 'www.googleapis.com';
const ITEMS_A_PAGE = 100;
const ASKED_AT_ONCE = 50;

export const Listed = z.object({ items: List, nextPageToken: z.string().nullish() });

/** A page of threads, newest first, below one video or on a whole channel. */
export async function readPage(
  api: Api,
  { place, at }: { place: Record<string, string>; at: string },
): Promise<Page<Thread>> {
  const paging = { maxResults: ITEMS_A_PAGE, pageToken: at === '' ? undefined : at };
  const query = { part: 'snippet,replies', textFormat: 'plainText', order: 'time', ...place, ...paging };
  const { body } = await api.call({ path: '/commentThreads', query }, Listed);
  const { items, skipped } = readItems(body.items, Thread);
  return {
    items: await Promise.all(items.map((thread) => withReplies(api, thread))),
    next: body.nextPageToken ?? undefined,
    skipped,
  };
}

/** A thread brings a few of its replies; where there are more they are asked for. */
async function withReplies(api: Api, thread: Thread): Promise<Thread> {
  if (thread.snippet.totalReplyCount <= thread.replies.length) return thread;
  return { ...thread, replies: await repliesTo(api, thread.id) };
}

export async function repliesTo(api: Api, parentId: string) {
  const query = { part: 'snippet', textFormat: 'plainText', parentId, maxResults: ITEMS_A_PAGE };
  const { body } = await api.call({ path: '/comments', query }, Listed);
  return readItems(body.items, Comment).items;
}

/** What is known by its id; what is missing in the answer is gone. */
export async function askFor<S extends z.ZodType>(
  api: Api,
  known: readonly KnownMention[],
  { path, part, schema }: { path: string; part: string; schema: S },
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = [];
  for (let start = 0; start < known.length; start += ASKED_AT_ONCE) {
    const ids = known.slice(start, start + ASKED_AT_ONCE).map(({ externalId }) => externalId);
    const query = { part, textFormat: 'plainText', id: ids.join(','), maxResults: ITEMS_A_PAGE };
    const { body } = await api.call({ path, query }, Listed);
    found.push(...readItems(body.items, schema).items);
  }
  return found;
}

const Channel = z.object({
  id: z.string(),
  snippet: z.object({ title: z.string().catch(''), customUrl: z.string().nullish() }),
});

/** The channels of whoever has signed in: a key alone has none. */
export async function listOwnChannels(api: Api): Promise<readonly Choice[]> {
  const channels = await readAll({
    read: async (at) => {
      const query = { part: 'id,snippet', mine: true, maxResults: 50, pageToken: at || undefined };
      const { items = [], nextPageToken } = (await api.call({ path: '/channels', query }, Owned)).body;
      return { ...readItems(items, Channel), next: nextPageToken ?? undefined };
    },
    idOf: ({ id }) => id,
  });
  return channels.map(({ id, snippet }) => ({
    name: snippet.title || id,
    detail: snippet.customUrl ?? id,
    settings: { id },
  }));
}

/** Somebody without a channel gets an answer without a list. */
const Owned = Listed.extend({ items: List.optional() });

const Failure = z.object({
  error: z.object({
    message: z.string().catch(''),
    errors: z.array(z.object({ reason: z.string() })).catch([]),
    details: z.array(z.object({ reason: z.string().optional() })).catch([]),
  }),
});

/** Quotas are known to every kind; these are Google's words for a key and for a video. */
export function refusal({ body }: { body: unknown }): FetchFailed | undefined {
  const failure = Failure.safeParse(body);
  if (!failure.success) return undefined;
  const { errors, details, message } = failure.data.error;
  const reasons = [...errors, ...details].map(({ reason }) => reason);
  if (
    reasons.some((reason) =>
      /^(API_KEY_INVALID|keyInvalid|keyExpired|accessNotConfigured)$/.test(reason ?? ''),
    )
  )
    return signInAgain(HOST, message);
  if (reasons.some((reason) => reason === 'commentsDisabled' || reason === 'videoNotFound'))
    return new FetchFailed('gone', 'YouTube shows no comments there: the video has gone or takes none.');
  return undefined;
}
