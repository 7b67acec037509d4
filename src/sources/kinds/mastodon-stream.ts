import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { compileQuery, matches } from '../../domain/query/matcher.ts';
import { isQuery, parseQuery } from '../../domain/query/parse.ts';
import type { Api } from '../api/api-client.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { byServerToken, greetingOf, openServer, recheck, replies } from './mastodon/server.ts';
import { isPublic, mentionOf, Status } from './mastodon/statuses.ts';
import { hear, type StreamHeard, tryStream } from './mastodon/stream.ts';

const Settings = z
  .object({
    url: address(
      'Server',
      'The server to listen to, such as https://mastodon.social. It knows what has reached it.',
    ),
    what: choice('Listen to', {
      tag: 'posts with a hashtag',
      local: 'all public posts of this server',
      public: 'all public posts that reach this server',
    }).default('tag'),
    tag: text('Hashtag', 'Without #.').optional(),
    query: text(
      'Posts that match',
      'As for a topic: acme OR "acme cloud" NOT job. Left empty, every post with the hashtag is kept.',
    )
      .refine(isQuery, { error: 'Posts that match: expected a query such as acme OR "acme cloud"' })
      .optional(),
    token: secret('Access token', 'Comes by connecting: servers let nobody listen without one.'),
    ...itemDefaults,
  })
  .refine(({ what, tag }) => what !== 'tag' || tag !== undefined, {
    path: ['tag'],
    error: 'expected a hashtag',
  })
  .refine(({ what, query }) => what === 'tag' || query !== undefined, {
    path: ['query'],
    error: 'expected what posts have to match: of all public posts most are about something else',
  });
type Settings = z.infer<typeof Settings>;

const ITEMS_A_PAGE = 40;
/** What is read again each time: edits and removals that fell between two turns are seen there. */
const OVERLAP_MS = { tag: 10 * 60_000, local: 10 * 60_000, public: 60_000 };

/**
 * Mastodon tells what happens as it happens, and nothing of what happened before. So each run listens for a while and
 * then reads the same timeline back to where the last run ended: nothing that was published in between is missed.
 */
export default {
  label: 'Mastodon, live',
  group: 'mentions',
  help: 'Listens to a hashtag, or to all public posts of a server and keeps those that match; edits and deletions are heard as they happen.',
  setup: [
    'Enter the server and connect: you sign in there, and Earshot keeps a token.',
    'Or paste one: on your server open Preferences, Development, New application, and choose the scopes read:statuses and read:accounts; write:statuses if you want to reply.',
    'Save, open the application and copy "Your access token".',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free; about two calls a minute, and more where much is said' },
  backfill: { days: 1, most: 30 },
  host: ({ url }) => URL.parse(url)?.host,
  consent: byServerToken(['read:accounts', 'read:statuses', 'write:statuses']),
  isStream: true,
  async fetch(context) {
    const api = openServer(context);
    const heard = await hear(api, context, pathOf(context.settings));
    const read = await readNewestFirst(context, {
      first: '',
      read: (before) => readPage(api, context, before),
      idOf: ({ id }) => id,
      atOf: ({ created_at: at }) => at,
      overlapMs: OVERLAP_MS[context.settings.what],
    });
    const mentions = mentionsAmong(latestOf(heard, read.items), context.settings);
    const kept = new Set(mentions.map(({ externalId }) => externalId));
    return {
      ...read.rest,
      mentions,
      // A post whose new words no longer match is none of ours any more.
      removed: [...heard.removed, ...[...heard.edited].filter((id) => !kept.has(id))],
      // As long as the stream can be heard, it is listened to.
      hasMore: read.rest.hasMore === true || heard.failure === undefined,
      bytes: api.use.bytes + heard.characters,
      skipped: read.rest.skipped + heard.skipped,
      warnings: [...read.rest.warnings, ...(heard.failure === undefined ? [] : [notHeard(heard.failure)])],
    };
  },
  async testConnection(context) {
    const greeting = await greetingOf(context);
    const failure = await tryStream(openServer(context), context, pathOf(context.settings));
    if (failure !== undefined) throw new FetchFailed('network', `${greeting} ${notHeard(failure)}`);
    return `${greeting} The stream can be heard.`;
  },
  recheck,
  replies,
} satisfies Source<Settings>;

const tagOf = ({ tag = '' }: Settings) => tag.replace(/^#/, '');

function pathOf(settings: Settings): string {
  if (settings.what === 'tag') return `?stream=hashtag&tag=${encodeURIComponent(tagOf(settings))}`;
  return `?stream=${settings.what === 'local' ? 'public:local' : 'public'}`;
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, before: string) {
  const path =
    settings.what === 'tag'
      ? `/api/v1/timelines/tag/${encodeURIComponent(tagOf(settings))}`
      : '/api/v1/timelines/public';
  const local = settings.what === 'local' ? { local: true } : {};
  const query = { limit: ITEMS_A_PAGE, max_id: before === '' ? undefined : before, ...local };
  const { body: list } = await api.call({ path, query }, List);
  const { items, skipped } = readItems(list, Status);
  return { items, skipped, next: list.length >= ITEMS_A_PAGE ? items.at(-1)?.id : undefined };
}

/** The list was read after the stream was left: where both have a post, its word is the later one. */
function latestOf({ statuses, removed }: StreamHeard, listed: readonly Status[]): readonly Status[] {
  const all = new Map(statuses);
  for (const status of listed) all.set(status.id, status);
  return [...all.values()].filter(({ id }) => !removed.has(id));
}

function mentionsAmong(statuses: readonly Status[], settings: Settings) {
  const query = settings.query === undefined ? undefined : compileQuery(parseQuery(settings.query));
  const mentions = statuses.filter(isPublic).map((status) => withDefaults(mentionOf(status), settings));
  if (query === undefined) return mentions;
  return mentions.filter(({ title, text: words, url, author, language: lang }) =>
    matches(query, { title, text: words, url, author: author?.handle, lang }),
  );
}

const notHeard = (failure: string) =>
  `The stream could not be heard (${failure}). The posts were read from the list; edits and deletions of older ones are noticed later.`;
