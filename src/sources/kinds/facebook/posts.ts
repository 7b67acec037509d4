import { z } from 'zod';
import type { NewMention, OwnerReply, Rating } from '../../../domain/mention.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';

const From = z.object({ id: Id, name: z.string().nullish() }).nullish();
const Total = z
  .object({ summary: z.object({ total_count: z.number() }) })
  .transform(({ summary }) => summary.total_count)
  .catch(0);

export const POST_FIELDS =
  'id,message,created_time,permalink_url,from,shares,reactions.limit(0).summary(true),comments.filter(stream).limit(0).summary(true)';
export const Post = z.object({
  id: Id,
  message: z.string().nullish(),
  created_time: Instant,
  permalink_url: z.string().nullish(),
  from: From,
  shares: z.object({ count: z.number() }).nullish(),
  reactions: Total,
  comments: Total,
});
export type Post = z.output<typeof Post>;

export const COMMENT_FIELDS =
  'id,message,created_time,permalink_url,from,parent{id},comment_count,like_count,comments.limit(25){id,message,created_time,from}';
const Reply = z.object({ message: z.string().catch(''), created_time: Instant, from: From });
export const Comment = z.object({
  id: Id,
  /** Missing for stickers and pictures. */
  message: z.string().nullish(),
  created_time: Instant,
  permalink_url: z.string().nullish(),
  from: From,
  parent: z.object({ id: Id }).nullish(),
  comment_count: z.number().catch(0),
  like_count: z.number().catch(0),
  comments: z
    .object({ data: List.transform((list) => readItems(list, Reply).items) })
    .transform(({ data }) => data)
    .catch([]),
});
export type Comment = z.output<typeof Comment>;

export const RATING_FIELDS =
  'created_time,rating,recommendation_type,review_text,reviewer{id,name},open_graph_story{id}';
export const Recommendation = z
  .object({
    created_time: Instant,
    rating: z.number().nullish(),
    recommendation_type: z.string().nullish(),
    review_text: z.string().nullish(),
    reviewer: From,
    open_graph_story: z.object({ id: Id }).nullish(),
  })
  .transform((one) => ({
    ...one,
    id: one.open_graph_story?.id ?? `${one.reviewer?.id ?? 'somebody'}-${one.created_time.getTime()}`,
  }));
type Recommendation = z.output<typeof Recommendation>;

export function mentionOfPost(post: Post): NewMention | undefined {
  const text = plainText(post.message ?? '');
  if (text === '') return undefined;
  return {
    externalId: post.id,
    kind: 'mention',
    text,
    publishedAt: post.created_time,
    engagement: post.reactions + post.comments + (post.shares?.count ?? 0),
    ...placeOf(post),
  };
}

/** What the page has replied stands with the comment. */
export function mentionOfComment(comment: Comment, page: string): NewMention | undefined {
  const text = plainText(comment.message ?? '');
  if (text === '' || comment.from?.id === page) return undefined;
  const own = comment.comments.filter(({ from }) => from?.id === page).at(-1);
  const ownerReply: OwnerReply | undefined = own && { text: plainText(own.message), at: own.created_time };
  return {
    externalId: comment.id,
    kind: 'comment',
    text,
    publishedAt: comment.created_time,
    engagement: comment.like_count + comment.comment_count,
    ...placeOf(comment),
    ...(comment.parent ? { parentId: comment.parent.id } : {}),
    ...(ownerReply ? { ownerReply } : {}),
  };
}

export function mentionOfRecommendation(one: Recommendation): NewMention | undefined {
  const rating = ratingOf(one);
  if (!rating) return undefined;
  return {
    externalId: one.id,
    kind: 'review',
    text: plainText(one.review_text ?? ''),
    publishedAt: one.created_time,
    rating,
    ...placeOf({ from: one.reviewer, permalink_url: undefined }),
  };
}

/** A recommendation is yes or no; older ones have stars. */
function ratingOf({ rating, recommendation_type: type }: Recommendation): Rating | undefined {
  if (typeof rating === 'number') return { value: rating, min: 1, max: 5 };
  if (type === 'positive') return { value: 1, min: 0, max: 1, original: 'recommends' };
  if (type === 'negative') return { value: 0, min: 0, max: 1, original: 'does not recommend' };
  return undefined;
}

function placeOf({
  from,
  permalink_url: url,
}: {
  from?: z.output<typeof From>;
  permalink_url?: string | null | undefined;
}) {
  return { ...(url ? { url } : {}), ...(from?.name ? { author: { name: from.name } } : {}) };
}
