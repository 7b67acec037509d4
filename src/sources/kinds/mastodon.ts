import { z } from 'zod';
import type { Api } from '../api/api-client.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { byServerToken, greetingOf, openServer, recheck, replies } from './mastodon/server.ts';
import { isPublic, mentionOf, Status } from './mastodon/statuses.ts';

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
      'Comes by connecting. Needed to search, for mentions of your account and to reply; hashtags can be read without it on most servers.',
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

/** Any Mastodon server, and those that speak like one. */
export default {
  label: 'Mastodon',
  group: 'mentions',
  help: 'Public posts with a hashtag or with your words, or posts that mention your account.',
  setup: [
    'Enter the server and connect: you sign in there, and Earshot keeps a token.',
    'Or paste one: on your server open Preferences, Development, New application, and choose the scopes read:accounts, read:search, read:statuses and read:notifications; write:statuses if you want to reply.',
    'Save, open the application and copy "Your access token".',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 7, most: 90 },
  host: ({ url }) => URL.parse(url)?.host,
  consent: byServerToken([
    'read:accounts',
    'read:search',
    'read:statuses',
    'read:notifications',
    'write:statuses',
  ]),
  async fetch(context) {
    const api = openServer(context);
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
  testConnection: greetingOf,
  recheck,
  replies,
} satisfies Source<Settings>;

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
