import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Id, Instant } from '../../api/items.ts';
import { htmlToText } from '../../html-to-text.ts';
import { withDefaults } from '../../item-defaults.ts';
import { isExcerpt } from '../../text/excerpts.ts';

/** The forum, and what it says about all its posts. */
type Place = { readonly url: string } & Parameters<typeof withDefaults>[1];

const LIKE = 2;

export const Post = z.object({
  id: Id,
  topic_id: Id,
  topic_slug: z.string().nullish(),
  topic_title: z.string().nullish(),
  post_number: z.number(),
  username: z.string(),
  name: z.string().nullish(),
  created_at: Instant,
  cooked: z.string(),
  reply_count: z.number().catch(0),
  reads: z.number().nullish(),
  actions_summary: z.array(z.object({ id: z.number(), count: z.number().catch(0) })).catch([]),
  hidden: z.boolean().nullish(),
  user_deleted: z.boolean().nullish(),
  deleted_at: z.string().nullish(),
  /** A search shows the beginning only. */
  isTruncated: z.boolean().optional(),
});
export type Post = z.output<typeof Post>;

/** What a search shows of a post. */
export const Hit = z
  .object({
    id: Id,
    topic_id: Id,
    post_number: z.number(),
    username: z.string(),
    name: z.string().nullish(),
    created_at: z.string(),
    blurb: z.string(),
  })
  .transform(({ blurb, ...hit }) => Post.parse({ ...hit, cooked: blurb, isTruncated: isExcerpt(blurb) }));

/** What was hidden or deleted may stay as a shell. */
export function isThere({ hidden, user_deleted: isDeleted, deleted_at: at }: Post): boolean {
  return !hidden && !isDeleted && !at;
}

export function mentionOf(post: Post, settings: Place): NewMention {
  const { name, username, reads, topic_title: title } = post;
  const likes = post.actions_summary.find(({ id }) => id === LIKE)?.count ?? 0;
  const isFirst = post.post_number === 1;
  const mention: NewMention = {
    externalId: post.id,
    kind: isFirst ? 'mention' : 'comment',
    url: addressOf(post, settings.url),
    text: ownWords(post.cooked),
    publishedAt: post.created_at,
    author: {
      handle: username,
      url: `${settings.url}/u/${encodeURIComponent(username)}`,
      ...(name ? { name } : {}),
    },
    engagement: post.reply_count + likes,
    ...(isFirst && title ? { title } : {}),
    ...(typeof reads === 'number' ? { reach: reads } : {}),
    ...(post.isTruncated ? { isTruncated: true } : {}),
  };
  return withDefaults(mention, settings);
}

/** Quotes and previews of links stand in asides; they are somebody else's words. */
export const ownWords = (cooked: string) => htmlToText(cooked.replace(/<aside\b[\s\S]*?<\/aside>/g, '\n'));

export function addressOf(post: Pick<Post, 'topic_slug' | 'topic_id' | 'post_number'>, url: string): string {
  return `${url}/t/${post.topic_slug ?? '-'}/${post.topic_id}/${post.post_number}`;
}
