import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Instant, readItems } from '../../api/items.ts';
import { markdownToText } from '../../text/markdown.ts';

const Thing = z.object({ kind: z.enum(['t1', 't3']), data: z.unknown() });
const Text = z
  .object({
    /** With the kind in front: t3_… is a post, t1_… a comment. */
    name: z.string(),
    title: z.string().nullish(),
    selftext: z.string().nullish(),
    body: z.string().nullish(),
    author: z.string().nullish(),
    subreddit: z.string().nullish(),
    permalink: z.string().nullish(),
    /** Where a mention stands, in an inbox. */
    context: z.string().nullish(),
    parent_id: z.string().nullish(),
    created_utc: Instant,
    score: z.number().catch(0),
    num_comments: z.number().nullish(),
    removed_by_category: z.string().nullish(),
  })
  .transform((data) => ({ ...data, words: data.body ?? data.selftext ?? '' }));
export type Text = z.output<typeof Text>;

/** The posts and comments in a listing. */
export function textsIn(children: readonly unknown[]) {
  const things = readItems(children, Thing);
  const texts = readItems(
    things.items.map(({ data }) => data),
    Text,
  );
  return { items: texts.items, skipped: things.skipped + texts.skipped };
}

/** What was deleted or removed stays as a shell. */
export function isGone({ words, removed_by_category: by }: Text): boolean {
  return words === '[deleted]' || words === '[removed]' || (by !== null && by !== undefined);
}

export function mentionOf(one: Text): NewMention {
  const { title, author, subreddit, permalink, context, parent_id: parent } = one;
  const isComment = one.name.startsWith('t1_');
  const words = markdownToText(one.words);
  const path = permalink ?? context;
  const isKnown = author && author !== '[deleted]';
  return {
    externalId: one.name,
    kind: isComment ? 'comment' : 'mention',
    text: words || (title ?? ''),
    publishedAt: one.created_utc,
    engagement: Math.max(0, one.score) + (one.num_comments ?? 0),
    ...(title && words && !isComment ? { title } : {}),
    ...(path ? { url: `https://www.reddit.com${path}` } : {}),
    ...(isComment && parent ? { parentId: parent } : {}),
    ...(subreddit ? { tags: [`r/${subreddit}`] } : {}),
    ...(isKnown ? { author: { handle: author, url: `https://www.reddit.com/user/${author}` } } : {}),
  };
}
