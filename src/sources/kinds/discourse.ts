import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { header } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, List, readItems } from '../api/items.ts';
import type { Page } from '../api/pages.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults } from '../item-defaults.ts';
import { address, choice, secret, text } from '../settings-fields.ts';
import type { KnownMention, ReplyRequest, SentReply, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { markdownToText } from '../text/markdown.ts';
import { addressOf, Hit, isThere, mentionOf, ownWords, Post } from './discourse/posts.ts';

const Settings = z
  .object({
    url: address('Forum', 'Its address, such as https://forum.acme.example.'),
    what: choice('Read', { latest: 'all posts', search: 'posts with words in them' }).default('latest'),
    query: text('Search for', 'As in the search of the forum: acme, "acme cloud", acme #support.').optional(),
    account: text(
      'Your account',
      'The name the key is for. Only needed where the forum is not public, and to reply.',
    ).optional(),
    key: secret('API key', 'Made by an administrator of the forum under Admin, API.').optional(),
    ...itemDefaults,
  })
  .refine(({ what, query }) => what === 'latest' || query !== undefined, {
    path: ['query'],
    error: 'expected words to look for',
  })
  .refine(({ account, key }) => (account === undefined) === (key === undefined), {
    path: ['account'],
    error: 'expected both, the name of an account and its key, or neither',
  });
type Settings = z.infer<typeof Settings>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Any forum that runs on Discourse. */
export default {
  label: 'Discourse',
  group: 'mentions',
  help: 'Posts in a forum that runs on Discourse: all of them, or those with your words.',
  setup: [
    'A public forum needs no key.',
    'To reply, or where the forum is closed, let an administrator make a key for your account under Admin, API; it may be limited to reading posts and topics, searching and writing posts.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 7, most: 365 },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch(context) {
    const api = apiOf(context);
    const { what } = context.settings;
    const read = await readNewestFirst(context, {
      first: '',
      read: (at, since) => (what === 'latest' ? latest(api, at) : search(api, context, { at, since })),
      idOf: ({ id }) => id,
      atOf: ({ created_at: at }) => at,
      overlapMs: what === 'latest' ? DAY_MS : HOUR_MS,
      isByPublication: what === 'latest',
    });
    const mentions = read.items.filter(isThere).map((post) => mentionOf(post, context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const Forum = z.object({ title: z.string() });
    const { body } = await apiOf(context).call({ path: '/site/basic-info.json' }, Forum);
    await latest(apiOf(context), '');
    return `${body.title} answers.`;
  },
  recheck: { everyDays: 2, forDays: 30, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 32_000, least: 20, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const api = apiOf(context);
      const { body: post } = await api.call({ path: `/posts/${target.externalId}.json` }, Post);
      const json = { topic_id: Number(post.topic_id), reply_to_post_number: post.post_number, raw: words };
      const { body } = await api.call({ method: 'POST', path: '/posts.json', json }, Written);
      return 'pending_post' in body
        ? { externalId: `pending-${body.pending_post.id}`, state: 'pending' }
        : sentOf(body, context.settings);
    },
    find: findReply,
    edit: async (context, { externalId, text: words }) => {
      const json = { post: { raw: words } };
      await apiOf(context).call({ method: 'PUT', path: `/posts/${externalId}.json`, json }, z.unknown());
    },
    remove: async (context, { externalId }) => {
      const call = { method: 'DELETE', path: `/posts/${externalId}.json`, accept: [404] } as const;
      await apiOf(context).call(call, z.unknown());
    },
  },
} satisfies Source<Settings>;

/** Some forums look at a post before they show it. */
const Written = z.union([z.object({ pending_post: z.object({ id: Id }) }), Post]);

function apiOf(context: SourceContext<Settings>): Api {
  const { url, account, key } = context.settings;
  if (key === undefined || account === undefined) return openApi(context, { base: url });
  const host = new URL(url).host;
  return openApi(context, {
    base: url,
    auth: header('api-key', key),
    headers: { 'api-username': account },
    refusal: ({ status, body }) => (isKeyRefused(status, body) ? signInAgain(host) : undefined),
  });
}

/** A key that is not known is told like a page that is not for us; with a good one there is no such page here. */
function isKeyRefused(status: number, body: unknown): boolean {
  const Failure = z.object({ error_type: z.literal('invalid_access') });
  return status === 403 && Failure.safeParse(body).success;
}

/** The list goes down by id, from `before` on and with it. */
async function latest(api: Api, before: string): Promise<Page<Post>> {
  const query = { before: before === '' ? undefined : before };
  const { body } = await api.call({ path: '/posts.json', query }, z.object({ latest_posts: List }));
  const read = readItems(body.latest_posts, Post);
  const lowest = Math.min(...read.items.map(({ id }) => Number(id)));
  return { ...read, next: Number.isFinite(lowest) && lowest > 1 ? String(lowest - 1) : undefined };
}

const Found = z.object({
  posts: List,
  grouped_search_result: z.object({ more_full_page_results: z.boolean().nullish() }).nullish(),
});

async function search(
  api: Api,
  { settings }: SourceContext<Settings>,
  { at, since }: { at: string; since: Date },
): Promise<Page<Post>> {
  const page = at === '' ? 1 : Number(at);
  // "after" takes days, and that day is not among them.
  const after = new Date(since.getTime() - DAY_MS).toISOString().slice(0, 10);
  const query = { q: `${settings.query} order:latest after:${after}`, page };
  const { body } = await api.call({ path: '/search.json', query }, Found);
  const { items, skipped } = readItems(body.posts, Hit);
  const whole = await wholePosts(api, items);
  return {
    items: items.map((post) => whole.get(post.id) ?? post),
    skipped,
    next: body.grouped_search_result?.more_full_page_results ? String(page + 1) : undefined,
  };
}

/** Posts as a whole, asked for by topic. A forum that has been asked enough leaves us with the beginnings. */
async function wholePosts(api: Api, posts: readonly Post[]): Promise<ReadonlyMap<string, Post>> {
  const Stream = z.object({ post_stream: z.object({ posts: List }) });
  const whole = new Map<string, Post>();
  for (const [topic, hits] of Map.groupBy(posts, ({ topic_id: id }) => id)) {
    const call = { path: `/t/${topic}/posts.json`, query: { 'post_ids[]': hits.map(({ id }) => id) } };
    try {
      const { body } = await api.call(call, Stream);
      for (const post of readItems(body.post_stream.posts, Post).items) whole.set(post.id, post);
    } catch (error) {
      if (error instanceof FetchFailed && error.code === 'rate-limited') break;
      // A topic may be closed to us though its posts are found.
      if (!(error instanceof FetchFailed) || error.code !== 'http') throw error;
    }
  }
  return whole;
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const posts: Post[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/posts/${encodeURIComponent(externalId)}.json`;
    const { status, body } = await api.call({ path, accept: [403, 404, 410] }, z.unknown());
    const post = Post.safeParse(body);
    if (status >= 400 || (post.success && !isThere(post.data))) removed.push(externalId);
    else if (post.success) posts.push(post.data);
  }
  return { mentions: posts.map((post) => mentionOf(post, context.settings)), removed };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const { body } = await apiOf(context).call({ path: `/posts/${target.externalId}/replies.json` }, List);
  const wanted = squeezed(markdownToText(words));
  const found = readItems(body, Post).items.find(
    ({ username, cooked }) =>
      username.toLowerCase() === context.settings.account?.toLowerCase() &&
      squeezed(ownWords(cooked)) === wanted,
  );
  return found && sentOf(found, context.settings);
}

const squeezed = (words: string) => plainText(words).replace(/\s+/g, ' ');

function sentOf(post: Post, settings: Settings): SentReply {
  return { externalId: post.id, url: addressOf(post, settings.url), state: 'published' };
}
