import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { NewMention } from '../../../domain/mention.ts';
import type { Api } from '../../api/api-client.ts';
import { Instant, List, readItems } from '../../api/items.ts';
import type { Page } from '../../api/pages.ts';
import type { SentReply } from '../../source.ts';
import { markdownToText } from '../../text/markdown.ts';

/** Discussions are to be had through GraphQL only. */

/** A discussion with the latest of its comments. */
export interface Discussed {
  readonly id: string;
  readonly updatedAt: Date;
  readonly mentions: readonly NewMention[];
}

const DISCUSSIONS_A_PAGE = 25;
const COMMENTS_A_DISCUSSION = 50;

const COMMENT_FIELDS = 'id body url createdAt author { login url } reactions { totalCount }';

const DISCUSSIONS = `query ($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    discussions(first: ${DISCUSSIONS_A_PAGE}, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        title updatedAt ${COMMENT_FIELDS}
        comments(last: ${COMMENTS_A_DISCUSSION}) { totalCount nodes { ${COMMENT_FIELDS} } }
      }
    }
  }
}`;

const COMMENTS = `query ($id: ID!) {
  viewer { login }
  node(id: $id) { ... on Discussion { comments(last: ${COMMENTS_A_DISCUSSION}) { nodes { ${COMMENT_FIELDS} } } } }
}`;

const ADD_COMMENT = `mutation ($id: ID!, $body: String!) {
  addDiscussionComment(input: { discussionId: $id, body: $body }) { comment { ${COMMENT_FIELDS} } }
}`;

const Comment = z.object({
  id: z.string(),
  body: z.string(),
  url: z.string(),
  createdAt: Instant,
  author: z.object({ login: z.string(), url: z.string() }).nullish(),
  reactions: z.object({ totalCount: z.number() }).nullish(),
});
type Comment = z.output<typeof Comment>;
const Comments = z.object({ totalCount: z.number().catch(0), nodes: List });
const Discussion = Comment.extend({ title: z.string(), updatedAt: Instant, comments: Comments });

export async function readDiscussions(api: Api, repository: string, after: string): Promise<Page<Discussed>> {
  const [owner, name] = repository.split('/');
  const Found = z.object({
    repository: z.object({
      discussions: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: List,
      }),
    }),
  });
  const data = await ask(api, DISCUSSIONS, { owner, name, after: after || null }, Found);
  const { pageInfo, nodes } = data.repository.discussions;
  const { items, skipped } = readItems(nodes, Discussion);
  return {
    items: items.map(discussedOf),
    skipped,
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  };
}

function discussedOf(discussion: z.output<typeof Discussion>): Discussed {
  const { id, title, updatedAt, comments } = discussion;
  const parentId = `discussion-${id}`;
  const opening = mentionOf(discussion);
  return {
    id,
    updatedAt,
    mentions: [
      { ...opening, externalId: parentId, kind: 'mention', title, text: opening.text || title },
      ...readItems(comments.nodes, Comment).items.map((comment): NewMention => {
        return { ...mentionOf(comment), externalId: `reply-${comment.id}`, kind: 'comment', parentId };
      }),
    ],
  };
}

function mentionOf({ body, url, createdAt, author, reactions }: Comment) {
  return {
    text: markdownToText(body),
    url,
    publishedAt: createdAt,
    author: author ? { handle: author.login, url: author.url } : { handle: 'ghost' },
    engagement: reactions?.totalCount ?? 0,
  };
}

export async function commentOnDiscussion(api: Api, id: string, body: string): Promise<SentReply> {
  const Added = z.object({ addDiscussionComment: z.object({ comment: Comment }) });
  return sentOf((await ask(api, ADD_COMMENT, { id, body }, Added)).addDiscussionComment.comment);
}

export async function findOnDiscussion(api: Api, id: string, body: string): Promise<SentReply | undefined> {
  const Found = z.object({ viewer: z.object({ login: z.string() }), node: z.object({ comments: Comments }) });
  const { viewer, node } = await ask(api, COMMENTS, { id }, Found);
  const found = readItems(node.comments.nodes, Comment).items.find(
    (comment) => comment.author?.login === viewer.login && comment.body.trim() === body.trim(),
  );
  return found && sentOf(found);
}

const sentOf = ({ id, url }: Comment): SentReply => ({ externalId: `reply-${id}`, url, state: 'published' });

/** GraphQL tells its errors in an answer that is fine otherwise. */
async function ask<S extends z.ZodType>(
  api: Api,
  query: string,
  variables: Record<string, unknown>,
  schema: S,
): Promise<z.output<S>> {
  const Failure = z.object({ type: z.string().nullish(), message: z.string() });
  const Envelope = z.object({ data: z.unknown(), errors: z.array(Failure).nullish() });
  const call = { method: 'POST' as const, path: '/graphql', json: { query, variables } };
  const { body } = await api.call(call, Envelope);
  const [failure] = body.errors ?? [];
  if (failure) {
    const code = failure.type === 'RATE_LIMITED' ? 'rate-limited' : 'http';
    throw new FetchFailed(code, `GitHub could not show the discussions: ${failure.message.slice(0, 200)}`);
  }
  const parsed = schema.safeParse(body.data);
  if (parsed.success) return parsed.data;
  throw new FetchFailed('malformed', 'GitHub did not answer the question about discussions as documented');
}
