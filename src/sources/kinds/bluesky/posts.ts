import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import type { Api } from '../../api/api-client.ts';
import { Instant, List, readItems } from '../../api/items.ts';
import type { Page } from '../../api/pages.ts';
import { plainText } from '../../html-to-text.ts';

const ITEMS_A_PAGE = 100;

export const Reference = z.object({ uri: z.string(), cid: z.string() });
export const Post = z.object({
  uri: z.string(),
  cid: z.string(),
  author: z.object({ did: z.string(), handle: z.string(), displayName: z.string().nullish() }),
  record: z.object({
    text: z.string(),
    createdAt: Instant,
    langs: z.array(z.string()).nullish(),
    tags: z.array(z.string()).nullish(),
    reply: z.object({ root: Reference, parent: Reference }).nullish(),
  }),
  indexedAt: Instant,
  replyCount: z.number().catch(0),
  repostCount: z.number().catch(0),
  likeCount: z.number().catch(0),
  quoteCount: z.number().catch(0),
});
export type Post = z.output<typeof Post>;

const Found = z.object({ posts: List, cursor: z.string().nullish() });

/** A page of what the search finds, newest first. */
export async function searchPosts(
  api: Api,
  { words, cursor, since, until }: { words: string; cursor: string; since: Date; until?: Date },
): Promise<Page<Post>> {
  const query = {
    q: words,
    sort: 'latest',
    since: since.toISOString(),
    until: until?.toISOString(),
    limit: ITEMS_A_PAGE,
    cursor: cursor === '' ? undefined : cursor,
  };
  const { body } = await api.call({ path: '/xrpc/app.bsky.feed.searchPosts', query }, Found);
  const { items, skipped } = readItems(body.posts, Post);
  return { items, skipped, next: body.posts.length > 0 ? (body.cursor ?? undefined) : undefined };
}

export function mentionOf(post: Post): NewMention {
  const { author, record, indexedAt } = post;
  const name = author.displayName || undefined;
  const [language] = record.langs ?? [];
  return {
    externalId: post.uri,
    kind: record.reply ? 'comment' : 'mention',
    url: webAddress(author.did, post.uri),
    text: plainText(record.text),
    // The writer's clock may be ahead; the server's is not.
    publishedAt: new Date(Math.min(record.createdAt.getTime(), indexedAt.getTime())),
    author: {
      handle: author.handle,
      url: `https://bsky.app/profile/${author.did}`,
      ...(name === undefined ? {} : { name }),
    },
    engagement: post.replyCount + post.repostCount + post.likeCount + post.quoteCount,
    ...(language === undefined ? {} : { language }),
    ...(record.tags ? { tags: record.tags } : {}),
    ...(record.reply ? { parentId: record.reply.parent.uri } : {}),
  };
}

export const keyOf = (uri: string) => uri.slice(uri.lastIndexOf('/') + 1);
export const webAddress = (did: string, uri: string) => `https://bsky.app/profile/${did}/post/${keyOf(uri)}`;
