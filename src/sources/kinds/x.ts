import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer, refreshGrant } from '../api/auth.ts';
import { byRefreshToken } from '../api/consent.ts';
import { CIRCLE_WARNING, readPages } from '../api/pages.ts';
import { withDefaults } from '../item-defaults.ts';
import type { FetchContext, KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import {
  Answer,
  type Authored,
  addressOf,
  firstId,
  isRepost,
  mentionOf,
  missingIn,
  postsIn,
  textOf,
} from './x/posts.ts';
import { Settings } from './x/settings.ts';

const HOST = 'api.x.com';
const ITEMS_A_PAGE = 100;
const DAY_MS = 86_400_000;
/** Searches go back seven days; a minute is left for the way there. */
const REACH_MS = 7 * DAY_MS - 60_000;
/** US cents. */
const PRICE = { post: 0.5, user: 1, reply: 1.5, replyWithLink: 20 };

/** Posts on X. Every post read is billed, so none is read twice but to see whether it is still there. */
export default {
  label: 'X',
  group: 'mentions',
  help: 'Posts on X with your words, or those that mention an account.',
  setup: [
    'On console.x.com make an app, buy credits and copy its bearer token.',
    'To reply, set up OAuth 2.0 as a confidential client (web app), enter its id and secret here, and connect as your account; or paste a refresh token.',
    'Set the budget of the source in US cents: it stops before more is spent.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: 'What is deleted or edited on X has to follow here: posts are looked at again after ten and twenty days, which is billed. Programs may reply only to whom mentions or quotes the account.',
  },
  cost: {
    unit: 'cent',
    note: '$0.005 a post read, $0.010 an author, $0.015 a reply ($0.20 with a link); the budget is in US cents',
    perMonth: 1_000,
  },
  backfill: { days: 7, most: 7 },
  host: () => HOST,
  consent: byRefreshToken('x', ['tweet.read', 'tweet.write', 'users.read', 'offline.access']),
  fetch,
  async testConnection(context) {
    // One page of the smallest size; mentions are looked for by name.
    const { posts } = await readPage(context, await placeOf(context), { bounds: {}, at: '', size: 10 });
    return `X answers; the newest page holds ${posts.length} ${posts.length === 1 ? 'post' : 'posts'}.`;
  },
  recheck: { everyDays: 10, forDays: 30, batch: 100, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 280, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const api = apiOf(context);
      await context.spend(/https?:\/\/|www\./i.test(words) ? PRICE.replyWithLink : PRICE.reply);
      const json = { text: words, reply: { in_reply_to_tweet_id: target.externalId } };
      const Sent = z.object({ data: z.object({ id: z.string() }) });
      const { body } = await api.call({ method: 'POST', path: '/2/tweets', json }, Sent);
      return sentOf(body.data.id);
    },
    find: findReply,
    remove: async (context, { externalId }) => {
      const call = { method: 'DELETE', path: `/2/tweets/${externalId}`, accept: [404] } as const;
      await apiOf(context).call(call, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { token = '', clientId, clientSecret, refreshToken } = context.settings;
  const auth =
    clientId && clientSecret && refreshToken
      ? refreshGrant(context, {
          url: `https://${HOST}/2/oauth2/token`,
          id: clientId,
          secret: clientSecret,
          refreshToken,
        })
      : bearer(token);
  // Posts are billed, calls are not.
  return openApi(context, { base: `https://${HOST}`, auth, costOf: () => 0, refusal });
}

function refusal({ status }: { status: number }): FetchFailed | undefined {
  if (status !== 402) return undefined;
  const message = 'The credits of the app at X are used up. Buy some; it is asked again tomorrow.';
  return new FetchFailed('budget', message, { status, retryAfterMs: DAY_MS });
}

const Mark = z.object({ id: z.string(), at: z.coerce.date() });
const Cursor = z
  .object({
    newest: Mark.optional(),
    /** A reading that one run could not finish. */
    rest: z.object({ token: z.string(), newest: Mark }).optional(),
  })
  .catch({});

async function fetch(context: FetchContext<Settings>) {
  const cursor = Cursor.parse(context.state.cursor ?? {});
  const place = await placeOf(context);
  const earliest = new Date(context.now().getTime() - REACH_MS);
  const isInReach = cursor.newest && cursor.newest.at > earliest;
  const from = new Date(Math.max(earliest.getTime(), context.since.getTime()));
  const bounds = isInReach
    ? { since_id: cursor.newest?.id }
    : { start_time: from.toISOString().replace(/\.\d+Z$/, 'Z') };
  let bytes = 0;
  const read = await readPages({
    first: cursor.rest?.token ?? '',
    read: async (at) => {
      const page = await readPage(context, place, { bounds, at, size: ITEMS_A_PAGE });
      bytes += page.bytes;
      return { items: page.posts, next: page.next, skipped: page.skipped };
    },
    idOf: ({ id }) => id,
    most: context.mostPages,
  });
  const newest = newestOf(read.items, cursor.rest?.newest ?? cursor.newest);
  const { end, next } = read;
  const isToBeContinued = end === 'limit' && next !== undefined && newest !== undefined;
  const mentions = read.items
    .filter((post) => !isRepost(post))
    .map((post) => withDefaults(mentionOf(post), context.settings));
  return {
    status: 'ok' as const,
    mentions,
    bytes,
    skipped: read.skipped,
    warnings: end === 'circle' ? [CIRCLE_WARNING] : [],
    state: {
      cursor: isToBeContinued
        ? { newest: cursor.newest, rest: { token: next, newest } }
        : { newest: end === 'circle' ? cursor.newest : newest },
    },
    ...(isToBeContinued ? { hasMore: true } : {}),
    ...(end === 'last' ? { coversFrom: isInReach && cursor.newest ? cursor.newest.at : from } : {}),
  };
}

/** Ids grow with time, and are longer than numbers can be. */
function newestOf(posts: readonly Authored[], before: z.output<typeof Mark> | undefined) {
  return posts.reduce(
    (newest, { id, created_at: at }) => (newest && BigInt(newest.id) >= BigInt(id) ? newest : { id, at }),
    before,
  );
}

/** Where to read: the search, or the mentions of an account, which has to be looked up by its name once. */
async function placeOf(context: SourceContext<Settings>) {
  const { what, query = '', account = '' } = context.settings;
  const words = /\bis:(retweet|repost)\b/.test(query) ? query : `${query} -is:retweet`;
  if (what === 'search') return { path: '/2/tweets/search/recent', query: { query: words } };
  const name = `user-id ${account}`;
  let id = await context.credentials.get(name);
  if (id === undefined) {
    await context.spend(PRICE.user);
    const User = z.object({ data: z.object({ id: z.string() }) });
    id = (await apiOf(context).call({ path: `/2/users/by/username/${account}` }, User)).body.data.id;
    await context.credentials.set(name, id);
  }
  return { path: `/2/users/${id}/mentions`, query: {} };
}

interface PageRequest {
  readonly bounds: { since_id?: string | undefined; start_time?: string };
  readonly at: string;
  readonly size: number;
}

async function readPage(
  context: SourceContext<Settings>,
  place: Awaited<ReturnType<typeof placeOf>>,
  { bounds, at, size }: PageRequest,
) {
  const paging = { max_results: size, pagination_token: at === '' ? undefined : at };
  const query = { ...place.query, ...bounds, ...paging };
  const { body, bytes } = await bill(context, { path: place.path, query }, size);
  return { ...postsIn(body), next: body.meta?.next_token ?? undefined, bytes };
}

/** Takes what the answer may cost at most, and gives back what it did not. */
async function bill(
  context: SourceContext<Settings>,
  call: { path: string; query: Record<string, string | number | undefined> },
  most: number,
) {
  const { withAuthors, spelling } = context.settings;
  const fields = `author_id,created_at,lang,public_metrics,entities,referenced_${spelling}s,edit_history_${spelling}_ids,note_${spelling}`;
  const authors = withAuthors ? { expansions: 'author_id', 'user.fields': 'username,name' } : {};
  const query = { ...call.query, [`${spelling}.fields`]: fields, ...authors };
  const taken = most * (PRICE.post + (withAuthors ? PRICE.user : 0));
  const api = apiOf(context);
  await context.spend(taken);
  let used = 0;
  try {
    const { body } = await api.call({ path: call.path, query }, Answer);
    const { billed } = postsIn(body);
    used = billed.posts * PRICE.post + billed.users * PRICE.user;
    return { body, bytes: api.use.bytes };
  } finally {
    await context.spend(used - taken);
  }
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const ids = known.map(({ externalId }) => externalId);
  const lookUp = async (wanted: readonly string[]) =>
    (await bill(context, { path: '/2/tweets', query: { ids: wanted.join(',') } }, wanted.length)).body;
  const first = await lookUp(ids);
  const { posts } = postsIn(first);
  // The first version of an edited post still answers to its id; what it says now is in the last one.
  const edited = posts.flatMap(({ id, versions }) => versions.slice(-1).filter((last) => last !== id));
  const latest = edited.length > 0 ? postsIn(await lookUp(edited)).posts : [];
  const versions = new Map([...posts, ...latest].map((post) => [firstId(post), post]));
  return {
    mentions: [...versions.values()].map((post) => withDefaults(mentionOf(post), context.settings)),
    removed: missingIn(first).filter((id) => ids.includes(id)),
  };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const Me = z.object({ data: z.object({ id: z.string() }) });
  const { body: me } = await apiOf(context).call({ path: '/2/users/me' }, Me);
  const query = { max_results: 20 };
  const { body } = await bill(context, { path: `/2/users/${me.data.id}/tweets`, query }, query.max_results);
  const found = postsIn(body).posts.find(
    (post) =>
      post.references.some(({ type, id }) => type === 'replied_to' && id === target.externalId) &&
      squeezed(textOf(post)).endsWith(squeezed(words)),
  );
  return found && sentOf(found.id);
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

const sentOf = (id: string) => ({ externalId: id, url: addressOf(id), state: 'published' as const });
