import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import { compileQuery } from '../../domain/query/matcher.ts';
import { isQuery, parseQuery } from '../../domain/query/parse.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, secret, text } from '../settings-fields.ts';
import type { FetchContext, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { Past, pastOf, readPast } from './bluesky-stream/past.ts';
import { COLLECTION, NONSENSE, readEvent, Turn } from './bluesky-stream/turn.ts';

const Settings = z
  .object({
    query: text(
      'Posts that match',
      'As for a topic: acme OR "acme cloud" NOT job. The fields lang: and author: can be asked for.',
    ).refine(isQuery, { error: 'Posts that match: expected a query such as acme OR "acme cloud"' }),
    url: address('Server of the stream', 'A Jetstream server.').default(
      'https://jetstream2.us-east.bsky.network',
    ),
    handle: text(
      'Handle of an account',
      'Only to read what was said before: the stream has no memory. Any account will do, such as acme.bsky.social.',
    ).optional(),
    password: secret(
      'App password',
      'Of that account; not the password of the account itself. Left empty, the source starts now.',
    ).optional(),
    server: address('Server of the account', 'Only where it is not Bluesky itself.').default(
      'https://bsky.social',
    ),
    ...itemDefaults,
  })
  .refine(({ handle, password }) => (handle === undefined) === (password === undefined), {
    path: ['password'],
    error: 'expected a handle and its app password, or neither',
  });
type Settings = z.infer<typeof Settings>;

/** `openMs`: since when runs have ended before they reached the present. */
const Bookmark = z.object({
  timeUs: z.number().int(),
  openMs: z.number().optional(),
  past: Past.optional(),
});

/** What a new source begins with; the stream has no search. */
const FIRST_MS = 5 * 60_000;
/** Servers differ by some seconds in what they have seen; what comes twice is stored once. */
const OVERLAP_MS = 5_000;
const RUN_MS = 25_000;
const QUIET_MS = 5_000;
/** A gap this long after the bookmark means that the server no longer keeps what was asked for. */
const GAP_MS = 60_000;
/** What one run takes at most; what is not used is given back. */
const MOST_MEGABYTES = 52;

/** Every post of Bluesky as it is published; what matches is kept. */
export default {
  label: 'Bluesky, all posts',
  group: 'mentions',
  help: 'Reads every public post on Bluesky and keeps those that match. No account is needed; with one, what was said before is read as well. Each run goes on where the last one ended.',
  setup: [
    'Nothing is needed to listen.',
    'To read what was said before it was added, open Settings, Privacy and security, App passwords in Bluesky, add one and copy it here.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: {
    unit: 'megabyte',
    note: 'free; reads all posts of the network, so it takes bandwidth. With an account, the kind "Bluesky" is lighter.',
  },
  backfill: { days: 7, most: 365 },
  host: ({ url }) => URL.parse(url)?.host,
  isStream: true,
  async fetch(context) {
    await context.spend(MOST_MEGABYTES);
    const turn = await listen(context);
    const before = await readPast(context, turn.past);
    const bytes = turn.characters + before.bytes;
    await context.spend(bytes / 1e6 - MOST_MEGABYTES);
    // What the stream has told is newer than what the search has found.
    const mentions = new Map([...before.mentions, ...turn.mentions].map((one) => [one.externalId, one]));
    for (const id of turn.removed) mentions.delete(id);
    const isWhole = turn.isFirst && turn.isUpToDate && before.isRead;
    return {
      status: 'ok',
      mentions: [...mentions.values()].map((mention) => withDefaults(mention, context.settings)),
      removed: turn.removed,
      state: { cursor: { ...turn.bookmark, ...(before.past ? { past: before.past } : {}) } },
      coversFrom: isWhole ? context.since : turn.coversFrom,
      hasMore: turn.end === 'time' || turn.end === 'closed' || before.hasMore,
      bytes,
      skipped: turn.skipped + before.skipped,
      warnings: [...turn.warnings, ...before.warnings],
    };
  },
  async testConnection(context) {
    const { url, query, handle } = context.settings;
    let heard = 0;
    const onMessage = (message: string) => {
      readEvent(message);
      heard += 1;
      return heard < NONSENSE;
    };
    await context.http.listen({ url: streamOf(url, undefined), forMs: RUN_MS, quietMs: QUIET_MS, onMessage });
    const begins =
      handle === undefined ? ' It starts now: without an account nothing from before is read.' : '';
    return `${URL.parse(url)?.host} answers; ${heard} posts came in. Those that match ${query} will be kept.${begins}`;
  },
} satisfies Source<Settings>;

function streamOf(base: string, cursorUs: number | undefined): string {
  const url = new URL(`${base}/subscribe`);
  url.searchParams.set('wantedCollections', COLLECTION);
  if (cursorUs !== undefined) url.searchParams.set('cursor', String(cursorUs));
  return url.href;
}

/** Listens from the bookmark until what is said is as new as the beginning of the run. */
async function listen(context: FetchContext<Settings>) {
  const { settings, http, now, state } = context;
  const startedMs = now().getTime();
  const bookmark = Bookmark.safeParse(state.cursor).data;
  const fromMs = bookmark ? bookmark.timeUs / 1000 : startedMs - FIRST_MS;
  const turn = new Turn(compileQuery(parseQuery(settings.query)));
  const heard = await http.listen({
    url: streamOf(settings.url, Math.round((fromMs - OVERLAP_MS) * 1000)),
    forMs: RUN_MS,
    quietMs: QUIET_MS,
    onMessage: (message) => {
      turn.take(message);
      return turn.lastMs < startedMs;
    },
  });
  if (turn.firstMs === undefined) throw silent(settings.url);
  const isShort = turn.firstMs - fromMs > GAP_MS;
  const minutes = Math.round((turn.firstMs - fromMs) / 60_000);
  const openMs = isShort ? turn.firstMs : (bookmark?.openMs ?? fromMs);
  const isUpToDate = turn.lastMs >= startedMs;
  return {
    ...heard,
    isFirst: bookmark === undefined,
    isUpToDate,
    past: bookmark ? bookmark.past : pastOf(context, new Date(turn.firstMs)),
    mentions: [...turn.mentions.values()],
    removed: turn.removed,
    skipped: turn.skipped,
    bookmark: { timeUs: Math.round(turn.lastMs * 1000), ...(isUpToDate ? {} : { openMs }) },
    // Until the present is reached nothing is vouched for.
    coversFrom: new Date(isUpToDate ? openMs : startedMs),
    warnings: isShort ? [`The server no longer keeps ${minutes} minutes of what was published since.`] : [],
  };
}

const silent = (url: string) =>
  new FetchFailed(
    'timeout',
    `${URL.parse(url)?.host} sent nothing, although there is always something to send`,
  );
