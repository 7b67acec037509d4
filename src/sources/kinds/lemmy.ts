import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, type Call, openApi } from '../api/api-client.ts';
import { tokenOf } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, choice, secret, text } from '../settings-fields.ts';
import type { KnownMention, ReplyRequest, ReplyTarget, SentReply, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { markdownToText } from '../text/markdown.ts';

const Settings = z
  .object({
    url: address('Server', 'The server to ask, such as https://lemmy.world. It knows what has reached it.'),
    query: text('Search for', 'Words that posts or comments hold.'),
    what: choice('In', { comments: 'comments', posts: 'posts' }).default('comments'),
    account: text('Account', 'Only to reply: the name of your account on this server.').optional(),
    password: secret('Password', 'Of an account of its own, without a second factor.').optional(),
    ...itemDefaults,
  })
  .refine(({ account, password }) => (account === undefined) === (password === undefined), {
    path: ['password'],
    error: 'expected an account and its password, or neither',
  });
type Settings = z.infer<typeof Settings>;

const ITEMS_A_PAGE = 50;
const DAY_MS = 86_400_000;
/** Limits count ten minutes, and an answer does not say how many of them are left. */
const LIMIT_MS = 600_000;

const Person = z.object({ name: z.string(), display_name: z.string().nullish(), actor_id: z.url() });
const CommentView = z.object({
  comment: z.object({
    id: Id,
    post_id: Id,
    content: z.string(),
    published: Instant,
    deleted: z.boolean().catch(false),
    removed: z.boolean().catch(false),
    ap_id: z.url(),
    /** "0.1.2": the ids from the first comment down to this one. */
    path: z.string().catch('0'),
  }),
  creator: Person,
  post: z.object({ name: z.string() }),
  counts: z.object({ upvotes: z.number(), child_count: z.number() }).partial().catch({}),
});
type CommentView = z.output<typeof CommentView>;
const PostView = z.object({
  post: z.object({
    id: Id,
    name: z.string(),
    body: z.string().nullish(),
    published: Instant,
    deleted: z.boolean().catch(false),
    removed: z.boolean().catch(false),
    ap_id: z.url(),
  }),
  creator: Person,
  counts: z.object({ upvotes: z.number(), comments: z.number() }).partial().catch({}),
});
type PostView = z.output<typeof PostView>;

/** Lemmy, and those that speak like it: forums of many servers that share what they know. */
export default {
  label: 'Lemmy',
  group: 'mentions',
  help: 'Posts or comments with your words on a Lemmy server and those it is joined with. No key is needed to read.',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free; most servers allow 100 searches in ten minutes' },
  backfill: { days: 30, most: 365 },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page) => search(api, context.settings, Number(page)),
      idOf: ({ externalId }) => externalId,
      atOf: ({ publishedAt }) => publishedAt as Date,
      overlapMs: DAY_MS,
    });
    const mentions = read.items.map((mention) => withDefaults(mention, context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  recheck: { everyDays: 2, forDays: 14, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 10_000, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const api = apiOf(context);
      const json = { content: words, ...(await placeOf(api, target)) };
      return sentOf((await askForComment(api, { method: 'POST', path: '/comment', json })).comment);
    },
    find: findReply,
    edit: async (context, { externalId, text: content }) => {
      const json = { comment_id: Number(idIn(externalId)), content };
      await askForComment(apiOf(context), { method: 'PUT', path: '/comment', json });
    },
    remove: async (context, { externalId }) => {
      const json = { comment_id: Number(idIn(externalId)), deleted: true };
      const call = { method: 'POST', path: '/comment/delete', json, accept: [404] } as const;
      await apiOf(context).call(call, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { url, account, password } = context.settings;
  const options = { base: `${url}/api/v3`, refusal };
  if (account === undefined || password === undefined) return openApi(context, options);
  const auth = tokenOf(context, {
    name: 'access-token',
    owner: `${account} ${password}`,
    ask: () => signIn(openApi(context, options), { url, account, password }),
  });
  return openApi(context, { ...options, auth });
}

async function signIn(api: Api, { url, account, password }: Record<'url' | 'account' | 'password', string>) {
  const json = { username_or_email: account, password };
  const call = { method: 'POST', path: '/user/login', json, accept: [400, 401, 404] } as const;
  const { body } = await api.call(
    call,
    z.object({ jwt: z.string().nullish(), error: z.string().optional() }),
  );
  if (!body.jwt) throw signInAgain(new URL(url).host, body.error);
  return { token: body.jwt, expiresAt: undefined };
}

function refusal({ body }: { body: unknown }): FetchFailed | undefined {
  const failure = z.object({ error: z.literal('rate_limit_error') }).safeParse(body);
  if (!failure.success) return undefined;
  return new FetchFailed('rate-limited', 'The server asks us to come less often', { retryAfterMs: LIMIT_MS });
}

async function search(api: Api, { query: q, what }: Settings, page: number) {
  const type = what === 'posts' ? 'Posts' : 'Comments';
  const query = { q, type_: type, sort: 'New', listing_type: 'All', limit: ITEMS_A_PAGE, page };
  const Found = z.object({ posts: List, comments: List });
  const { body } = await api.call({ path: '/search', query }, Found);
  const next = body[what].length >= ITEMS_A_PAGE ? String(page + 1) : undefined;
  if (what === 'posts') {
    const { items, skipped } = readItems(body.posts, PostView);
    return { items: items.filter(({ post }) => isThere(post)).map(mentionOfPost), skipped, next };
  }
  const { items, skipped } = readItems(body.comments, CommentView);
  return { items: items.filter(({ comment }) => isThere(comment)).map(mentionOfComment), skipped, next };
}

/** What its author or a moderator has taken away stays as a shell. */
const isThere = ({ deleted, removed }: { deleted: boolean; removed: boolean }) => !deleted && !removed;

function mentionOfPost({ post, creator, counts }: PostView): NewMention {
  const words = markdownToText(post.body ?? '');
  return {
    externalId: `post/${post.id}`,
    kind: 'mention',
    url: post.ap_id,
    text: words || post.name,
    publishedAt: post.published,
    author: authorOf(creator),
    engagement: (counts.upvotes ?? 0) + (counts.comments ?? 0),
    ...(words ? { title: post.name } : {}),
  };
}

function mentionOfComment({ comment, creator, post, counts }: CommentView): NewMention {
  const above = comment.path.split('.').at(-2);
  return {
    externalId: `comment/${comment.id}`,
    kind: 'comment',
    url: comment.ap_id,
    title: post.name,
    text: markdownToText(comment.content),
    publishedAt: comment.published,
    author: authorOf(creator),
    engagement: (counts.upvotes ?? 0) + (counts.child_count ?? 0),
    parentId: above === undefined || above === '0' ? `post/${comment.post_id}` : `comment/${above}`,
  };
}

/** Names are the server's own: the same one may be somebody else elsewhere. */
function authorOf({ name, display_name: shown, actor_id: url }: z.output<typeof Person>) {
  return { handle: `${name}@${new URL(url).host}`, url, ...(shown ? { name: shown } : {}) };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  const Either = z.object({
    post_view: PostView.optional().catch(undefined),
    comment_view: CommentView.optional().catch(undefined),
  });
  for (const { externalId } of known) {
    const path = externalId.startsWith('post/') ? '/post' : '/comment';
    const call = { path, query: { id: idIn(externalId) }, accept: [400, 404] };
    const { status, body } = await api.call(call, Either);
    const { post_view: post, comment_view: comment } = body;
    if (status === 404 || (post && !isThere(post.post)) || (comment && !isThere(comment.comment)))
      removed.push(externalId);
    else if (post) mentions.push(withDefaults(mentionOfPost(post), context.settings));
    else if (comment) mentions.push(withDefaults(mentionOfComment(comment), context.settings));
  }
  return { mentions, removed };
}

const idIn = (externalId: string) => externalId.slice(externalId.indexOf('/') + 1);

async function askForComment(api: Api, call: Call): Promise<CommentView> {
  return (await api.call(call, z.object({ comment_view: CommentView }))).body.comment_view;
}

/** Below a comment a reply needs the post as well. */
async function placeOf(api: Api, { externalId }: ReplyTarget) {
  const id = idIn(externalId);
  if (externalId.startsWith('post/')) return { post_id: Number(id) };
  const { comment } = await askForComment(api, { path: '/comment', query: { id } });
  return { post_id: Number(comment.post_id), parent_id: Number(id) };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const api = apiOf(context);
  const { account } = context.settings;
  const query = { ...(await placeOf(api, target)), sort: 'New', type_: 'All', limit: ITEMS_A_PAGE };
  const { body } = await api.call({ path: '/comment/list', query }, z.object({ comments: List }));
  const own = readItems(body.comments, CommentView).items.find(
    ({ comment, creator }) =>
      isThere(comment) && creator.name === account && comment.content.trim() === words.trim(),
  );
  return own && sentOf(own.comment);
}

function sentOf({ id, ap_id: url }: CommentView['comment']): SentReply {
  return { externalId: `comment/${id}`, url, state: 'published' };
}
