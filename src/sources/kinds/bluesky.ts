import { z } from 'zod';
import { type Api, openApi } from '../api/api-client.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, secret, text } from '../settings-fields.ts';
import type { ReplyRequest, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { keyOf, mentionOf, Post, Reference, searchPosts, webAddress } from './bluesky/posts.ts';
import { isExpired, sessionOf } from './bluesky/session.ts';

const Settings = z.object({
  query: text(
    'Search for',
    'Words to look for, as in the app: acme, "acme cloud", #acme, or mentions:acme.example.',
  ),
  handle: text('Your handle', 'Such as acme.bsky.social. Searching needs an account; any account will do.'),
  password: secret(
    'App password',
    'Not the password of the account: make one under Settings, Privacy and security.',
  ),
  url: address('Server of the account', 'Only where it is not Bluesky itself.').default(
    'https://bsky.social',
  ),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const ASKED_AT_ONCE = 25;
const LONGEST_REPLY = 300;
const HOUR_MS = 3_600_000;
const COLLECTION = 'app.bsky.feed.post';

/** Bluesky's search, through the server of an account. */
export default {
  label: 'Bluesky',
  group: 'mentions',
  help: 'Public posts on Bluesky that hold your words.',
  setup: [
    'In Bluesky open Settings, Privacy and security, App passwords.',
    'Add an app password, name it Earshot and copy it here.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 7, most: 365 },
  host: ({ url }) => URL.parse(url)?.host ?? 'bsky.social',
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '',
      read: (cursor, since) => searchPosts(api, { words: context.settings.query, cursor, since }),
      idOf: ({ uri }) => uri,
      atOf: ({ indexedAt }) => indexedAt,
      overlapMs: HOUR_MS,
      // Its search leaves posts out now and then; what has gone is found by looking again.
      isByPublication: false,
    });
    const mentions = read.items.map((post) => withDefaults(mentionOf(post), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const Found = z.object({ posts: List, hitsTotal: z.number().nullish() });
    const query = { q: context.settings.query, limit: 1 };
    const { body } = await apiOf(context).call({ path: '/xrpc/app.bsky.feed.searchPosts', query }, Found);
    return `Signed in as ${context.settings.handle}; the search finds ${body.hitsTotal ?? body.posts.length} posts.`;
  },
  recheck: {
    everyDays: 1,
    forDays: 14,
    batch: 100,
    ask: async (context, known) => {
      const api = apiOf(context);
      const posts: Post[] = [];
      const gone: string[] = [];
      for (let start = 0; start < known.length; start += ASKED_AT_ONCE) {
        const uris = known.slice(start, start + ASKED_AT_ONCE).map(({ externalId }) => externalId);
        const call = { path: '/xrpc/app.bsky.feed.getPosts', query: { uris } };
        const { items } = readItems((await api.call(call, z.object({ posts: List }))).body.posts, Post);
        posts.push(...items);
        gone.push(...uris.filter((uri) => !items.some((post) => post.uri === uri)));
      }
      return {
        mentions: posts.map((post) => withDefaults(mentionOf(post), context.settings)),
        removed: gone,
      };
    },
  },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY, unit: 'graphemes' }),
    send,
    find: async (context, { target, text: words }) => {
      const api = apiOf(context);
      const query = { repo: await ownDid(context, api), collection: COLLECTION, limit: 100 };
      const Records = z.object({ records: List });
      const { body } = await api.call({ path: '/xrpc/com.atproto.repo.listRecords', query }, Records);
      const Record = z.object({
        uri: z.string(),
        value: z.object({ text: z.string(), reply: z.object({ parent: Reference }) }),
      });
      const found = readItems(body.records, Record).items.find(
        ({ value }) => value.text === words && value.reply.parent.uri === target.externalId,
      );
      return found && sentOf(found.uri);
    },
    remove: async (context, { externalId }) => {
      const api = apiOf(context);
      const json = { repo: await ownDid(context, api), collection: COLLECTION, rkey: keyOf(externalId) };
      await api.call({ method: 'POST', path: '/xrpc/com.atproto.repo.deleteRecord', json }, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  return openApi(context, {
    base: context.settings.url,
    auth: sessionOf(context),
    isExpired,
  });
}

async function ownDid(context: SourceContext<Settings>, api: Api): Promise<string> {
  const kept = await context.credentials.get('did');
  if (kept !== undefined) return kept;
  const { body } = await api.call(
    { path: '/xrpc/com.atproto.server.getSession' },
    z.object({ did: z.string() }),
  );
  return body.did;
}

async function send(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const api = apiOf(context);
  const call = { path: '/xrpc/app.bsky.feed.getPosts', query: { uris: [target.externalId] } };
  const { items } = readItems((await api.call(call, z.object({ posts: List }))).body.posts, Post);
  const [post] = items;
  const parent = { uri: target.externalId, cid: post?.cid ?? '' };
  const record = {
    $type: COLLECTION,
    text: words,
    createdAt: context.now().toISOString(),
    reply: { root: post?.record.reply?.root ?? parent, parent },
    ...linksIn(words),
  };
  const json = { repo: await ownDid(context, api), collection: COLLECTION, record };
  const path = '/xrpc/com.atproto.repo.createRecord';
  const { body } = await api.call({ method: 'POST', path, json }, z.object({ uri: z.string() }));
  return sentOf(body.uri);
}

/** Addresses are links only where the post says so, counted in bytes. */
function linksIn(words: string) {
  const facets = [...words.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g)].map((match) => {
    const byteStart = Buffer.byteLength(words.slice(0, match.index), 'utf8');
    return {
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(match[0], 'utf8') },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: match[0] }],
    };
  });
  return facets.length > 0 ? { facets } : {};
}

const sentOf = (uri: string) => ({
  externalId: uri,
  url: webAddress(uri.split('/')[2] ?? '', uri),
  state: 'published' as const,
});
