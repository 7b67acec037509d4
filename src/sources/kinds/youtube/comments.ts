import { z } from 'zod';
import type { NewMention, OwnerReply } from '../../../domain/mention.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';

export const Comment = z.object({
  id: Id,
  snippet: z.object({
    videoId: z.string().nullish(),
    parentId: z.string().nullish(),
    textOriginal: z.string().nullish(),
    textDisplay: z.string().catch(''),
    authorDisplayName: z.string().nullish(),
    authorChannelUrl: z.string().nullish(),
    authorChannelId: z.object({ value: z.string() }).nullish(),
    likeCount: z.number().catch(0),
    publishedAt: Instant,
  }),
});
type Comment = z.output<typeof Comment>;

export const Thread = z.object({
  id: Id,
  snippet: z.object({
    channelId: z.string().nullish(),
    videoId: z.string().nullish(),
    topLevelComment: Comment,
    totalReplyCount: z.number().catch(0),
  }),
  replies: z
    .object({ comments: List.transform((list) => readItems(list, Comment).items) })
    .transform(({ comments }) => comments)
    .catch([]),
});
export type Thread = z.output<typeof Thread>;

/** Replies have the id of their thread in front: only there is one level of them. */
export const threadOf = (id: string): string => id.split('.')[0] ?? id;

/** A comment and its replies; what the owner of the channel has replied stands with the comment. */
export function mentionsOf({ snippet, replies }: Thread): NewMention[] {
  const { topLevelComment: top, channelId, totalReplyCount } = snippet;
  const isOwn = (comment: Comment) => channelId && comment.snippet.authorChannelId?.value === channelId;
  const videoId = snippet.videoId ?? undefined;
  const owner = replies.filter(isOwn).at(-1);
  const mention = mentionOf(top, { videoId });
  return [
    {
      ...mention,
      engagement: top.snippet.likeCount + totalReplyCount,
      ...(owner ? { ownerReply: ownerReplyOf(owner) } : {}),
    },
    ...replies.filter((reply) => !isOwn(reply)).map((reply) => mentionOf(reply, { videoId })),
  ];
}

/** `url`: where it is known to be, for answers that do not say which video it belongs to. */
export function mentionOf(
  { id, snippet }: Comment,
  place: { videoId?: string | undefined; url?: string | undefined },
): NewMention {
  const videoId = snippet.videoId ?? place.videoId;
  const url = videoId ? addressOf(videoId, id) : place.url;
  const parentId = snippet.parentId ?? (id.includes('.') ? threadOf(id) : undefined);
  const { authorDisplayName: handle, authorChannelUrl: author } = snippet;
  return {
    externalId: id,
    kind: 'comment',
    text: textOf(snippet),
    publishedAt: snippet.publishedAt,
    engagement: snippet.likeCount,
    ...(url ? { url } : {}),
    ...(parentId ? { parentId } : {}),
    ...(handle ? { author: { handle, ...(author ? { url: author } : {}) } } : {}),
  };
}

export const addressOf = (videoId: string, id: string) =>
  `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}&lc=${encodeURIComponent(id)}`;

/** Both are plain because that is asked for; the original is promised to the author only. */
export const textOf = ({ textOriginal, textDisplay }: Comment['snippet']) =>
  plainText(textOriginal ?? textDisplay);

const ownerReplyOf = ({ snippet }: Comment): OwnerReply => ({
  text: textOf(snippet),
  at: snippet.publishedAt,
});
