import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { clientCredentials, refreshGrant } from '../api/auth.ts';
import { byRefreshToken } from '../api/consent.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { List } from '../api/items.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import { isGone, mentionOf, type Text, textsIn } from './reddit/texts.ts';

const Settings = z
  .object({
    what: choice('Read', {
      search: 'posts with words in them',
      posts: 'all posts of a subreddit',
      comments: 'all comments of a subreddit',
      mentions: 'posts and comments that mention our account',
    }).default('search'),
    query: text('Search for', 'As in the search of Reddit: acme, "acme cloud", title:acme.').optional(),
    subreddit: text('Subreddit', 'Without r/. For a search: only there.')
      .regex(/^\w{2,21}$/, 'expected the name of a subreddit without r/, as in saas')
      .optional(),
    account: text('Your account', 'Its name without u/: Reddit wants to know who asks.').regex(
      /^[\w-]{3,20}$/,
      'expected the name of an account without u/',
    ),
    clientId: text('Client id', 'The short text below the name of the app.'),
    clientSecret: secret('Client secret'),
    refreshToken: secret(
      'Refresh token',
      'Needed for mentions of your account and to reply; comes by connecting. Or paste one: permanent, with the scopes read, identity, history, privatemessages, submit and edit.',
    ).optional(),
    ...itemDefaults,
  })
  .refine(({ what, query }) => what !== 'search' || query !== undefined, {
    path: ['query'],
    error: 'expected words to look for',
  })
  .refine(({ what, subreddit }) => (what !== 'posts' && what !== 'comments') || subreddit !== undefined, {
    path: ['subreddit'],
    error: 'expected the name of a subreddit',
  })
  .refine(({ what, refreshToken }) => what !== 'mentions' || refreshToken !== undefined, {
    path: ['refreshToken'],
    error: 'expected a refresh token: Reddit tells only the account itself who mentions it',
  });
type Settings = z.infer<typeof Settings>;

const HOST = 'oauth.reddit.com';
const TOKENS = 'https://www.reddit.com/api/v1/access_token';
const ITEMS_A_PAGE = 100;
const ASKED_AT_ONCE = 100;
const DAY_MS = 86_400_000;

const Listing = z.object({ data: z.object({ children: List, after: z.string().nullish() }) });

/** Posts and comments on Reddit. Ids are fullnames, which say what they are. */
export default {
  label: 'Reddit',
  group: 'mentions',
  help: 'Posts by words, posts or comments of a subreddit, or what mentions your account.',
  setup: [
    'Ask Reddit for access to its Data API (Responsible Builder Policy); commercial use needs a contract with Reddit.',
    'On reddit.com/prefs/apps create an app of the type "script" or "web app" and copy its id and secret.',
    'For mentions of your account and for replies make it a "web app", and connect as that account; or paste a permanent refresh token.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: 'Access has to be approved by Reddit, and commercial use needs a contract; no training of models; what is deleted on Reddit goes here too, so every mention is looked at again every other day.',
  },
  cost: { unit: 'call', note: 'free up to 100 calls a minute; commercial use by contract' },
  backfill: { days: 7, most: 365 },
  host: () => HOST,
  consent: byRefreshToken('reddit', ['read', 'identity', 'history', 'privatemessages', 'submit', 'edit']),
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '',
      read: (after) => readPage(api, context, after),
      idOf: ({ name }) => name,
      atOf: ({ created_utc: at }) => at,
      overlapMs: DAY_MS,
      // Its search and its inbox leave things out now and then; what has gone is found by looking again.
      isByPublication: context.settings.what === 'posts' || context.settings.what === 'comments',
    });
    const rest = api.use.restMs === undefined ? {} : { restMs: api.use.restMs };
    return { ...read.rest, ...rest, ...sorted(read.items, context.settings), bytes: api.use.bytes };
  },
  async testConnection(context) {
    const { items } = await readPage(apiOf(context), context, '');
    return `Reddit answers; the newest page holds ${items.length} ${items.length === 1 ? 'text' : 'texts'}.`;
  },
  recheck: { everyDays: 2, forDays: 3_650, batch: 500, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 10_000, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const form = { api_type: 'json', thing_id: target.externalId, text: words, raw_json: '1' };
      const { body } = await apiOf(context).call({ method: 'POST', path: '/api/comment', form }, Commented);
      const [comment] = textsIn(body.json.data.things).items;
      if (!comment)
        throw new FetchFailed('malformed', 'Reddit took the reply without saying where it is. Look there.');
      return sentOf(comment);
    },
    find: findReply,
    edit: async (context, { externalId, text: words }) => {
      const form = { api_type: 'json', thing_id: externalId, text: words };
      await apiOf(context).call({ method: 'POST', path: '/api/editusertext', form }, z.unknown());
    },
    remove: async (context, { externalId }) => {
      await apiOf(context).call({ method: 'POST', path: '/api/del', form: { id: externalId } }, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { account, clientId: id, clientSecret, refreshToken } = context.settings;
  // Reddit blocks programs that do not name themselves in this form.
  const headers = { 'user-agent': `server:earshot:v1 (by /u/${account})` };
  const client = { url: TOKENS, id, secret: clientSecret, headers };
  const auth =
    refreshToken === undefined
      ? clientCredentials(context, client)
      : refreshGrant(context, { ...client, refreshToken });
  return openApi(context, { base: `https://${HOST}`, auth, headers, refusal: ({ body }) => refusalIn(body) });
}

/** What is wrong with something sent comes with status 200, as a list of [code, words, field]. */
function refusalIn(body: unknown): FetchFailed | undefined {
  const Failure = z.object({
    json: z.object({ errors: z.array(z.tuple([z.string()]).rest(z.unknown())).min(1) }),
  });
  const failure = Failure.safeParse(body);
  if (!failure.success) return undefined;
  const [code = '', said = ''] = failure.data.json.errors[0]?.map(String) ?? [];
  if (code !== 'RATELIMIT') return new FetchFailed('http', `Reddit refused it (${code}): ${said}`);
  const [, amount = '1', unit = 'minute'] = /(\d+) (second|minute|hour)/.exec(said) ?? [];
  const unitMs = { second: 1_000, minute: 60_000, hour: 3_600_000 }[unit] ?? 60_000;
  const message = `Reddit asks us to come less often: ${said}`;
  return new FetchFailed('rate-limited', message, { retryAfterMs: Number(amount) * unitMs });
}

async function readPage(api: Api, { settings }: SourceContext<Settings>, after: string) {
  const { path, query } = listOf(settings);
  const paging = { limit: ITEMS_A_PAGE, raw_json: 1, after: after === '' ? undefined : after };
  const { body } = await api.call({ path, query: { ...query, ...paging } }, Listing);
  return { ...textsIn(body.data.children), next: body.data.after ?? undefined };
}

function listOf({ what, query: words = '', subreddit }: Settings) {
  const place = subreddit === undefined ? '' : `/r/${subreddit}`;
  if (what === 'mentions') return { path: '/message/mentions', query: {} };
  if (what === 'posts') return { path: `${place}/new`, query: {} };
  if (what === 'comments') return { path: `${place}/comments`, query: {} };
  const query = { q: words, sort: 'new', t: 'all', type: 'link', restrict_sr: place === '' ? undefined : 1 };
  return { path: `${place}/search`, query };
}

/** What is there, and what is left as a shell only. */
function sorted(texts: readonly Text[], settings: Settings) {
  return {
    mentions: texts.filter((one) => !isGone(one)).map((one) => withDefaults(mentionOf(one), settings)),
    removed: texts.filter(isGone).map(({ name }) => name),
  };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const ids = known.map(({ externalId }) => externalId);
  const texts: Text[] = [];
  for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
    const query = { id: ids.slice(start, start + ASKED_AT_ONCE).join(','), raw_json: 1 };
    const { body } = await api.call({ path: '/api/info', query }, Listing);
    texts.push(...textsIn(body.data.children).items);
  }
  const there = new Set(texts.map(({ name }) => name));
  const { mentions, removed } = sorted(texts, context.settings);
  return { mentions, removed: [...removed, ...ids.filter((id) => !there.has(id))] };
}

const Commented = z.object({ json: z.object({ data: z.object({ things: List }) }) });

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const api = apiOf(context);
  const { body: own } = await api.call({ path: '/api/v1/me' }, z.object({ name: z.string() }));
  const query = { sort: 'new', limit: ITEMS_A_PAGE, raw_json: 1 };
  const path = `/user/${encodeURIComponent(own.name)}/comments`;
  const { body } = await api.call({ path, query }, Listing);
  const found = textsIn(body.data.children).items.find(
    (one) => one.parent_id === target.externalId && one.words.trim() === words.trim(),
  );
  return found && sentOf(found);
}

function sentOf({ name, permalink }: Text) {
  const url = permalink ? { url: `https://www.reddit.com${permalink}` } : {};
  return { externalId: name, state: 'published' as const, ...url };
}
