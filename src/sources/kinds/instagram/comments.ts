import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';

export const MEDIA_FIELDS = 'id,caption,timestamp,username,permalink,comments_count,like_count';
export const Media = z.object({
  id: Id,
  caption: z.string().nullish(),
  timestamp: Instant,
  username: z.string().nullish(),
  permalink: z.string().nullish(),
  comments_count: z.number().catch(0),
  /** Missing where its owner hides it. */
  like_count: z.number().catch(0),
});
type Media = z.output<typeof Media>;

export const COMMENT_FIELDS =
  'id,text,timestamp,username,like_count,parent_id,replies.limit(50){id,text,timestamp,username,like_count}';
const Reply = z.object({
  id: Id,
  text: z.string().nullish(),
  timestamp: Instant,
  username: z.string().nullish(),
  like_count: z.number().catch(0),
  parent_id: Id.nullish(),
});
export const Comment = Reply.extend({
  replies: z
    .object({ data: List.transform((list) => readItems(list, Reply).items) })
    .transform(({ data }) => data)
    .catch([]),
});
export type Comment = z.output<typeof Comment>;

/** Nothing for a picture without words. */
export function mentionOfMedia(media: Media): NewMention[] {
  const text = plainText(media.caption ?? '');
  if (text === '') return [];
  return [
    {
      externalId: media.id,
      kind: 'mention',
      text,
      publishedAt: media.timestamp,
      engagement: media.like_count + media.comments_count,
      ...(media.permalink ? { url: media.permalink } : {}),
      ...authorOf(media.username),
    },
  ];
}

/** A comment and its replies, without our own; what we have replied stands with the comment. */
export function mentionsOfComment(comment: Comment, own: string, url: string | undefined): NewMention[] {
  const reply = comment.replies.filter(({ username }) => username === own).at(-1);
  const ownerReply = reply && { text: plainText(reply.text ?? ''), at: reply.timestamp };
  const written = (one: z.output<typeof Reply>, more: Partial<NewMention>): NewMention[] => {
    const text = plainText(one.text ?? '');
    if (text === '' || one.username === own) return [];
    const parentId = one.parent_id ?? undefined;
    return [
      {
        externalId: one.id,
        kind: 'comment',
        text,
        publishedAt: one.timestamp,
        engagement: one.like_count,
        ...(url ? { url } : {}),
        ...(parentId ? { parentId } : {}),
        ...authorOf(one.username),
        ...more,
      },
    ];
  };
  const engagement = comment.like_count + comment.replies.length;
  return [
    ...written(comment, { engagement, ...(ownerReply ? { ownerReply } : {}) }),
    ...comment.replies.flatMap((one) => written(one, { parentId: comment.id })),
  ];
}

function authorOf(username: string | null | undefined): Pick<NewMention, 'author'> {
  if (!username) return {};
  return { author: { handle: username, url: `https://www.instagram.com/${username}/` } };
}
