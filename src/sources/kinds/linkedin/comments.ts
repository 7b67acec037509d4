import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import type { Api } from '../../api/api-client.ts';
import { List, readItems } from '../../api/items.ts';
import type { Page } from '../../api/pages.ts';
import { plainText } from '../../html-to-text.ts';

const ITEMS_A_PAGE = 100;

const Counts = z.object({ totalFirstLevelComments: z.number().catch(0) });
const Likes = z.object({ totalLikes: z.number().catch(0) });
/** Milliseconds since 1970. */
const Stamp = z.object({ time: z.number().transform((ms) => new Date(ms)) });

export const Comment = z.object({
  commentUrn: z.string(),
  actor: z.string(),
  parentComment: z.string().nullish(),
  message: z.object({ text: z.string() }),
  created: Stamp,
  likesSummary: Likes.catch({ totalLikes: 0 }),
  commentsSummary: Counts.catch({ totalFirstLevelComments: 0 }),
});
type Comment = z.output<typeof Comment>;
export type Discussed = Comment & { readonly replies: readonly Comment[] };

export const Elements = z.object({
  elements: List,
  paging: z.object({ total: z.number().nullish(), links: z.array(z.object({ rel: z.string() })).catch([]) }),
});

/** "urn:li:comment:(urn:li:activity:1,2)": what it stands below, and its number there. */
export function partsOf(comment: string): { object: string; id: string } {
  const [, object = comment, id = ''] = /\((.+),(\d+)\)$/.exec(comment) ?? [];
  return { object, id };
}

export const commentsPath = (urn: string) => `/socialActions/${encodeURIComponent(urn)}/comments`;

/** A page of the comments below a post, with their replies. */
export async function readComments(api: Api, urn: string, at: string): Promise<Page<Discussed>> {
  const start = at === '' ? 0 : Number(at);
  const query = { start, count: ITEMS_A_PAGE };
  const { body } = await api.call({ path: commentsPath(urn), query }, Elements);
  const { items, skipped } = readItems(body.elements, Comment);
  const after = start + ITEMS_A_PAGE;
  const hasMore = body.paging.links.some(({ rel }) => rel === 'next') || (body.paging.total ?? 0) > after;
  return {
    items: await Promise.all(items.map((comment) => withReplies(api, comment))),
    skipped,
    next: hasMore && body.elements.length > 0 ? String(after) : undefined,
  };
}

export async function withReplies(api: Api, comment: Comment): Promise<Discussed> {
  if (comment.commentsSummary.totalFirstLevelComments === 0) return { ...comment, replies: [] };
  const call = { path: commentsPath(comment.commentUrn), query: { start: 0, count: ITEMS_A_PAGE } };
  const { body } = await api.call(call, Elements);
  return { ...comment, replies: readItems(body.elements, Comment).items };
}

/** A comment and its replies, without our own; what we have replied stands with the comment. */
export function mentionsOf({ replies, ...comment }: Discussed, own: string): NewMention[] {
  const reply = replies.filter(({ actor }) => actor === own).at(-1);
  const ownerReply = reply && { text: plainText(reply.message.text), at: reply.created.time };
  return [
    ...mentionOf(comment, own).map((one) => ({ ...one, ...(ownerReply ? { ownerReply } : {}) })),
    ...replies.flatMap((one) => mentionOf(one, own)),
  ];
}

/** Who wrote it is not told: LinkedIn gives a number only. */
function mentionOf(comment: Comment, own: string): NewMention[] {
  const text = plainText(comment.message.text);
  if (text === '' || comment.actor === own) return [];
  const { commentUrn, parentComment, likesSummary, commentsSummary } = comment;
  return [
    {
      externalId: commentUrn,
      kind: 'comment',
      text,
      url: addressOf(commentUrn),
      publishedAt: comment.created.time,
      engagement: likesSummary.totalLikes + commentsSummary.totalFirstLevelComments,
      ...(parentComment ? { parentId: parentComment } : {}),
    },
  ];
}

export const addressOf = (comment: string) =>
  `https://www.linkedin.com/feed/update/${partsOf(comment).object}?commentUrn=${encodeURIComponent(comment)}`;
