import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { type Api, type Call, openApi } from '../api/api-client.ts';
import { queryKey, refreshGrant } from '../api/auth.ts';
import { byRefreshToken } from '../api/consent.ts';
import { type Read, readNewestFirst } from '../api/incremental.ts';
import { readItems } from '../api/items.ts';
import { readThreads } from '../api/threads.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import { addressOf, Comment, mentionOf, mentionsOf, Thread, textOf, threadOf } from './youtube/comments.ts';
import { askFor, HOST, Listed, listOwnChannels, readPage, refusal, repliesTo } from './youtube/lists.ts';
import { countComments, findVideos, Videos } from './youtube/videos.ts';

const Settings = z
  .object({
    what: choice('Read', {
      channel: 'comments on all videos of a channel',
      video: 'comments on one video',
      search: 'comments on videos found by words',
    }).default('channel'),
    id: text(
      'Channel or video',
      'Id of the channel (UC…) or of the video (behind v= in its address). Left empty for a channel, you choose among your own after connecting.',
    ).optional(),
    query: text(
      'Search for',
      'Words that find videos; the latest of thirty days are listened to.',
    ).optional(),
    key: secret('API key', 'Enough to read.').optional(),
    clientId: text('Client id', 'Only to reply: of an OAuth client.').optional(),
    clientSecret: secret('Client secret').optional(),
    refreshToken: secret(
      'Refresh token',
      'Comes by connecting. Or paste one, with the scope youtube.force-ssl.',
    ).optional(),
    ...itemDefaults,
  })
  .refine(({ what, id }) => what === 'search' || id !== undefined, {
    path: ['id'],
    error: 'expected the id of a channel or video',
  })
  .refine(({ what, query }) => what !== 'search' || query !== undefined, {
    path: ['query'],
    error: 'expected words to look for',
  })
  .refine((settings) => settings.key !== undefined || signInOf(settings) !== undefined, {
    path: ['key'],
    error: 'expected an API key, or a client id, client secret and refresh token',
  });
type Settings = z.infer<typeof Settings>;

const OVERLAP_MS = 2 * 86_400_000;
const UNITS_OF_SEARCH = 100;
const UNITS_OF_WRITING = 50;

/** Comments on YouTube and their replies. */
export default {
  label: 'YouTube',
  group: 'mentions',
  help: 'Comments on the videos of a channel, on one video, or on videos found by words.',
  setup: [
    'In the Google Cloud console make a project, switch on "YouTube Data API v3" and create an API key.',
    'To reply, create an OAuth client for a web application as well, enter its id and secret here, and connect as the channel; or paste a refresh token.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    refreshDays: 30,
    attribution: 'YouTube',
    note: 'What was not seen again for 30 days goes; every comment is looked at again every two weeks. YouTube is named beside each.',
  },
  cost: {
    unit: 'unit',
    note: 'free; 10,000 units a day: a page is 1, a reply 50; a search counts as 100, so that the 100 searches a day are kept to',
    perDay: 10_000,
  },
  backfill: { days: 30, most: 3_650 },
  host: () => HOST,
  consent: byRefreshToken('google', ['https://www.googleapis.com/auth/youtube.force-ssl']),
  choices: {
    one: 'channel',
    many: 'channels',
    fills: { id: 'to come' },
    isOpen: ({ what = 'channel' }) => what === 'channel',
    list: (context) => listOwnChannels(apiOf(context)),
  },
  async fetch(context) {
    const api = apiOf(context);
    const read =
      context.settings.what === 'search' ? await readFound(context, api) : await readList(context, api);
    const mentions = read.items.flatMap(mentionsOf).map((one) => withDefaults(one, context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  recheck: { everyDays: 14, forDays: 3_650, batch: 250, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 10_000, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const json = { snippet: { parentId: threadOf(target.externalId), textOriginal: words } };
      const call = { method: 'POST', path: '/comments', query: { part: 'snippet' }, json } as const;
      const { body } = await apiOf(context).call(call, Comment);
      return sentOf(body, target);
    },
    find: findReply,
    edit: async (context, { externalId, text: words }) => {
      const json = { id: externalId, snippet: { textOriginal: words } };
      const call = { method: 'PUT', path: '/comments', query: { part: 'snippet' }, json } as const;
      await apiOf(context).call(call, z.unknown());
    },
    remove: async (context, { externalId }) => {
      const call = { method: 'DELETE', path: '/comments', query: { id: externalId }, accept: [404] } as const;
      await apiOf(context).call(call, z.unknown());
    },
  },
} satisfies Source<Settings>;

interface SignIn {
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  refreshToken?: string | undefined;
}

function signInOf({ clientId: id, clientSecret, refreshToken }: SignIn) {
  if (id === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
  return { id, secret: clientSecret, refreshToken };
}

function apiOf(context: SourceContext<Settings>): Api {
  const signIn = signInOf(context.settings);
  const auth = signIn
    ? refreshGrant(context, { url: 'https://oauth2.googleapis.com/token', inBody: true, ...signIn })
    : queryKey('key', context.settings.key ?? '');
  return openApi(context, { base: `https://${HOST}/youtube/v3`, auth, costOf, refusal });
}

function costOf({ method, path }: Call): number {
  if (method !== undefined) return UNITS_OF_WRITING;
  return path === '/search' ? UNITS_OF_SEARCH : 1;
}

function readList(context: FetchContext<Settings>, api: Api): Promise<Read<Thread>> {
  const { what, id = '' } = context.settings;
  const place = what === 'video' ? { videoId: id } : { allThreadsRelatedToChannelId: id };
  return readNewestFirst(context, {
    first: '',
    read: (at) => readPage(api, { place, at }),
    idOf: (thread) => thread.id,
    atOf: publishedAt,
    overlapMs: OVERLAP_MS,
    // Held back for a while is not gone; what is gone is found by looking again.
    isByPublication: false,
  });
}

const Cursor = z.object({ found: z.unknown(), threads: z.unknown() }).partial().catch({});

async function readFound(context: FetchContext<Settings>, api: Api): Promise<Read<Thread>> {
  const cursor = Cursor.parse(context.state.cursor ?? {});
  const known = Videos.parse(cursor.found ?? {});
  const found = await findVideos(api, context.settings.query ?? '', known, context.now());
  const threads = await countComments(
    api,
    found.videos.map(({ id }) => id),
  );
  const read = await readThreads<Thread>(
    { ...context, state: { cursor: cursor.threads } },
    {
      threads,
      read: ({ id: videoId }, at) =>
        readPage(api, { place: { videoId }, at }).catch((error: unknown) => {
          if (error instanceof FetchFailed && error.code === 'gone')
            return { items: [], next: undefined, skipped: 0 };
          throw error;
        }),
      idOf: (thread) => thread.id,
      atOf: publishedAt,
      overlapMs: OVERLAP_MS,
    },
  );
  return { ...read, rest: { ...read.rest, state: { cursor: { found, threads: read.rest.state.cursor } } } };
}

const publishedAt = ({ snippet }: Thread) => snippet.topLevelComment.snippet.publishedAt;

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const isReply = ({ externalId }: KnownMention) => externalId.includes('.');
  const threads = await askFor(
    api,
    known.filter((one) => !isReply(one)),
    {
      path: '/commentThreads',
      part: 'snippet,replies',
      schema: Thread,
    },
  );
  const replies = await askFor(api, known.filter(isReply), {
    path: '/comments',
    part: 'snippet',
    schema: Comment,
  });
  const urls = new Map(known.map(({ externalId, url }) => [externalId, url]));
  const there = new Set([...threads, ...replies].map(({ id }) => id));
  const mentions = [
    ...threads.flatMap(mentionsOf),
    ...replies.map((reply) => mentionOf(reply, { url: urls.get(reply.id) })),
  ];
  return {
    mentions: mentions.map((mention) => withDefaults(mention, context.settings)),
    removed: known.map(({ externalId }) => externalId).filter((id) => !there.has(id)),
  };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const api = apiOf(context);
  const { body } = await api.call({ path: '/channels', query: { part: 'id', mine: true } }, Listed);
  const [own] = readItems(body.items, z.object({ id: z.string() })).items;
  const replies = await repliesTo(api, threadOf(target.externalId));
  const found = replies.find(
    ({ snippet }) =>
      snippet.authorChannelId?.value === own?.id && squeezed(textOf(snippet)) === squeezed(words),
  );
  return found && sentOf(found, target);
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

function sentOf({ id, snippet }: z.output<typeof Comment>, { url }: KnownMention) {
  const videoId = snippet.videoId ?? (url ? URL.parse(url)?.searchParams.get('v') : undefined);
  return {
    externalId: id,
    state: 'published' as const,
    ...(videoId ? { url: addressOf(videoId, id) } : {}),
  };
}
