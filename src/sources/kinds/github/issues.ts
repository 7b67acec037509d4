import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Id, Instant } from '../../api/items.ts';
import { markdownToText } from '../../text/markdown.ts';

const User = z.object({ login: z.string(), html_url: z.string().nullish() }).nullish();
const Reactions = z.object({ total_count: z.number() }).nullish();
export const Issue = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  user: User,
  comments: z.number().catch(0),
  reactions: Reactions,
  labels: z
    .array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]))
    .catch([]),
  created_at: Instant,
  updated_at: Instant,
  html_url: z.string(),
  pull_request: z.unknown().optional(),
});
export const Comment = z.object({
  id: Id,
  body: z.string().nullish(),
  user: User,
  reactions: Reactions,
  issue_url: z.string(),
  created_at: Instant,
  updated_at: Instant,
  html_url: z.string(),
});
export type Issue = z.output<typeof Issue>;
export type Comment = z.output<typeof Comment>;

export function mentionOfIssue(issue: Issue): NewMention {
  return {
    externalId: `issue-${issue.number}`,
    kind: 'mention',
    title: issue.title,
    text: markdownToText(issue.body ?? '') || issue.title,
    url: issue.html_url,
    publishedAt: issue.created_at,
    author: authorOf(issue.user),
    engagement: issue.comments + (issue.reactions?.total_count ?? 0),
    tags: issue.labels,
  };
}

export function mentionOfComment(comment: Comment): NewMention {
  return {
    externalId: `comment-${comment.id}`,
    kind: 'comment',
    parentId: `issue-${comment.issue_url.split('/').at(-1)}`,
    text: markdownToText(comment.body ?? ''),
    url: comment.html_url,
    publishedAt: comment.created_at,
    author: authorOf(comment.user),
    engagement: comment.reactions?.total_count ?? 0,
  };
}

/** An account that was deleted is shown as "ghost". */
function authorOf(user: z.output<typeof User>) {
  const { login = 'ghost', html_url: url } = user ?? {};
  return { handle: login, ...(url ? { url } : {}) };
}
