import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { htmlToText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, ReplyRequest, ReplyTarget, SentReply, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z
  .object({
    url: address(
      'Server',
      'The server to ask, such as https://mastodon.social. It knows what has reached it.',
    ),
    what: choice('Read', {
      tag: 'posts with a hashtag',
      search: 'posts with words in them',
      mentions: 'posts that mention our account',
    }).default('tag'),
    query: text('Hashtag or words', 'The hashtag without #, or the words to search for.').optional(),
    token: secret(
      'Access token',
      'Needed to search, for mentions of your account and to reply; hashtags can be read without it on most servers.',
    ).optional(),
    ...itemDefaults,
  })
  .refine(({ what, query }) => what === 'mentions' || query !== undefined, {
    path: ['query'],
    error: 'expected a hashtag or words to look for',
  })
  .refine(({ what, token }) => what === 'tag' || token !== undefined, {
    path: ['token'],
    error: 'expected an access token: without one a server neither searches nor tells who mentions you',
  });
type Settings = z.infer<typeof Settings>;

const ITEMS_A_PAGE = 40;
const DAY_MS = 86_400_000;

const Account = z.object({ acct: z.string(), display_name: z.string().nullish(), url: z.string().nullish() });
const Status = z.object({
  id: Id,
  url: z.string().nullish(),
  uri: z.string(),
  created_at: Instant,
  content: z.string(),
  spoiler_text: z.string().nullish(),
  visibility: z.string(),
  language: z.string().nullish(),
  in_reply_to_id: Id.nullish(),
  reblog: z.unknown().optional(),
  replies_count: z.number().catch(0),
  reblogs_count: z.number().catch(0),
  favourites_count: z.number().catch(0),
  account: Account,
  tags: z.array(z.object({ name: z.string() })).catch([]),
});
type Status = z.output<typeof Status>;

/** Any Mastodon server, and those that speak like one. */
export default {
  label: 'Mastodon',
  group: 'mentions',
  help: 'Public posts with a hashtag or with your words, or posts that mention your account.',
  setup: [
    'On your server open Preferences, Development, New application.',
    'Choose the scopes read:search, read:statuses and read:notifications; write:statuses if you want to reply.',
    'Save, open the application and copy "Your access token".',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 7, most: 90 },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '',
      read: (before) => readPage(api, context, before),
      idOf: ({ id }) => id,
      atOf: ({ created_at: at }) => at,
      overlapMs: DAY_MS,
    });
    const mentions = read.items
      .filter(isPublic)
      .map((status) => withDefaults(mentionOf(status), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const { body } = await apiOf(context).call({ path: '/api/v2/instance' }, z.object({ title: z.string() }));
    if (context.settings.token === undefined) return `${body.title} answers.`;
    return `${body.title} answers, signed in as @${(await ownAccount(apiOf(context))).acct}.`;
  },
  recheck: {
    everyDays: 2,
    forDays: 14,
    batch: 20,
    ask: async (context, known) => {
      const api = apiOf(context);
      const statuses: Status[] = [];
      const removed: string[] = [];
      for (const { externalId } of known) {
        const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
        const { status, body } = await api.call({ path, accept: [404, 410] }, z.unknown());
        const parsed = Status.safeParse(body);
        if (status === 404 || status === 410) removed.push(externalId);
        else if (parsed.success) statuses.push(parsed.data);
      }
      return { mentions: statuses.map((one) => withDefaults(mentionOf(one), context.settings)), removed };
    },
  },
  replies: {
    limit: async (context, target) => {
      const Instance = z.object({
        configuration: z.object({ statuses: z.object({ max_characters: z.number() }) }),
      });
      const { body } = await apiOf(context).call({ path: '/api/v2/instance' }, Instance);
      return {
        most: body.configuration.statuses.max_characters - addressed('', target).length,
        unit: 'characters',
      };
    },
    send: async (context, { target, text: words, key }) => {
      const json = {
        status: addressed(words, target),
        in_reply_to_id: target.externalId,
        visibility: 'public',
      };
      const headers = { 'idempotency-key': key };
      const { body } = await apiOf(context).call(
        { method: 'POST', path: '/api/v1/statuses', json, headers },
        Status,
      );
      return sentOf(body);
    },
    find: findReply,
    edit: async (context, { externalId, target, text: words }) => {
      const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
      await apiOf(context).call(
        { method: 'PUT', path, json: { status: addressed(words, target) } },
        z.unknown(),
      );
    },
    remove: async (context, { externalId }) => {
      const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
      await apiOf(context).call({ method: 'DELETE', path, accept: [404] }, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { url, token } = context.settings;
  return openApi(context, { base: url, ...(token === undefined ? {} : { auth: bearer(token) }) });
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, before: string) {
  const query = { limit: ITEMS_A_PAGE, max_id: before === '' ? undefined : before };
  const list = await readList(api, settings, query);
  const { items, skipped } = readItems(list, Status);
  const isFull = list.length >= ITEMS_A_PAGE;
  return { items, skipped, next: isFull ? items.at(-1)?.id : undefined };
}

async function readList(
  api: Api,
  { what, query: words = '' }: Settings,
  query: { limit: number; max_id: string | undefined },
): Promise<readonly unknown[]> {
  if (what === 'search') {
    const wanted = { ...query, q: words, type: 'statuses' };
    const { body } = await api.call({ path: '/api/v2/search', query: wanted }, z.object({ statuses: List }));
    return body.statuses;
  }
  if (what === 'mentions') {
    const wanted = { ...query, 'types[]': 'mention' };
    const { body } = await api.call({ path: '/api/v1/notifications', query: wanted }, List);
    return body.map((one) => (one as { status?: unknown } | null)?.status);
  }
  const tag = encodeURIComponent(words.replace(/^#/, ''));
  return (await api.call({ path: `/api/v1/timelines/tag/${tag}`, query }, List)).body;
}

/** What is for followers or for one person only is not for us; a boost is somebody else's post. */
function isPublic({ visibility, reblog }: Status): boolean {
  return (visibility === 'public' || visibility === 'unlisted') && (reblog === null || reblog === undefined);
}

function mentionOf(status: Status): NewMention {
  const { account, spoiler_text: warning, language, in_reply_to_id: parent, url, uri } = status;
  const name = account.display_name || undefined;
  return {
    externalId: status.id,
    kind: parent ? 'comment' : 'mention',
    url: url ?? uri,
    text: htmlToText(status.content),
    publishedAt: status.created_at,
    author: {
      handle: account.acct,
      ...(name === undefined ? {} : { name }),
      ...(account.url ? { url: account.url } : {}),
    },
    engagement: status.replies_count + status.reblogs_count + status.favourites_count,
    tags: status.tags.map((tag) => tag.name),
    ...(warning ? { title: warning } : {}),
    ...(language ? { language } : {}),
    ...(parent ? { parentId: parent } : {}),
  };
}

/** Only who is named in the text hears of a reply. */
function addressed(words: string, target: ReplyTarget | undefined): string {
  return target?.authorHandle === undefined ? words : `@${target.authorHandle} ${words}`;
}

const ownAccount = async (api: Api) =>
  (await api.call({ path: '/api/v1/accounts/verify_credentials' }, Account.extend({ id: Id }))).body;

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const api = apiOf(context);
  const own = await ownAccount(api);
  const path = `/api/v1/statuses/${encodeURIComponent(target.externalId)}/context`;
  const { body } = await api.call({ path }, z.object({ descendants: List }));
  const wanted = squeezed(words);
  const found = readItems(body.descendants, Status).items.find(
    (status) => status.account.acct === own.acct && squeezed(htmlToText(status.content)).endsWith(wanted),
  );
  return found && sentOf(found);
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

function sentOf({ id, url }: Status): SentReply {
  return { externalId: id, state: 'published', ...(url ? { url } : {}) };
}
