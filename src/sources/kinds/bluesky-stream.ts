import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type CompiledQuery, compileQuery, matches } from '../../domain/query/matcher.ts';
import { isQuery, parseQuery } from '../../domain/query/parse.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, text } from '../settings-fields.ts';
import type { FetchContext, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z.object({
  query: text(
    'Posts that match',
    'As for a topic: acme OR "acme cloud" NOT job. The fields lang: and author: can be asked for.',
  ).refine(isQuery, { error: 'Posts that match: expected a query such as acme OR "acme cloud"' }),
  url: address('Server of the stream', 'A Jetstream server.').default(
    'https://jetstream2.us-east.bsky.network',
  ),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const COLLECTION = 'app.bsky.feed.post';
/** `openMs`: since when runs have ended before they reached the present. */
const Bookmark = z.object({ timeUs: z.number().int(), openMs: z.number().optional() });
const Event = z.object({
  did: z.string(),
  time_us: z.number().int(),
  commit: z
    .object({
      operation: z.enum(['create', 'update', 'delete']),
      collection: z.string(),
      rkey: z.string(),
      record: z.unknown().optional(),
    })
    .optional(),
});
type Event = z.output<typeof Event>;
const Post = z.object({
  text: z.string(),
  createdAt: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  langs: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  reply: z.object({ parent: z.object({ uri: z.string() }) }).optional(),
});

/** What a new source begins with; the stream has no search. */
const FIRST_MS = 5 * 60_000;
/** Servers differ by some seconds in what they have seen; what comes twice is stored once. */
const OVERLAP_MS = 5_000;
const RUN_MS = 25_000;
const QUIET_MS = 5_000;
/** A gap this long after the bookmark means that the server no longer keeps what was asked for. */
const GAP_MS = 60_000;
const NONSENSE = 20;
/** What one run takes at most; what is not used is given back. */
const MOST_MEGABYTES = 52;

/** Every post of Bluesky as it is published; what matches is kept. */
export default {
  label: 'Bluesky, all posts',
  group: 'mentions',
  help: 'Reads every public post on Bluesky and keeps those that match. No account is needed; each run goes on where the last one ended.',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: {
    unit: 'megabyte',
    note: 'free; reads all posts of the network, so it takes bandwidth. With an account, the kind "Bluesky" is lighter.',
  },
  host: ({ url }) => URL.parse(url)?.host,
  isStream: true,
  async fetch(context) {
    await context.spend(MOST_MEGABYTES);
    const turn = await listen(context);
    await context.spend(turn.characters / 1e6 - MOST_MEGABYTES);
    return {
      status: 'ok',
      mentions: turn.mentions.map((mention) => withDefaults(mention, context.settings)),
      removed: turn.removed,
      state: { cursor: turn.bookmark },
      coversFrom: turn.coversFrom,
      hasMore: turn.end === 'time' || turn.end === 'closed',
      bytes: turn.characters,
      skipped: turn.skipped,
      warnings: turn.warnings,
    };
  },
  async testConnection(context) {
    const { url, query } = context.settings;
    let heard = 0;
    const onMessage = (message: string) => {
      readEvent(message);
      heard += 1;
      return heard < NONSENSE;
    };
    await context.http.listen({ url: streamOf(url, undefined), forMs: RUN_MS, quietMs: QUIET_MS, onMessage });
    return `${URL.parse(url)?.host} answers; ${heard} posts came in. Those that match ${query} will be kept.`;
  },
} satisfies Source<Settings>;

function streamOf(base: string, cursorUs: number | undefined): string {
  const url = new URL(`${base}/subscribe`);
  url.searchParams.set('wantedCollections', COLLECTION);
  if (cursorUs !== undefined) url.searchParams.set('cursor', String(cursorUs));
  return url.href;
}

/** Listens from the bookmark until what is said is as new as the beginning of the run. */
async function listen({ settings, http, now, state }: FetchContext<Settings>) {
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

/** What one run has heard so far. */
class Turn {
  readonly mentions = new Map<string, NewMention>();
  readonly removed: string[] = [];
  firstMs: number | undefined;
  lastMs = 0;
  skipped = 0;
  readonly #query: CompiledQuery;

  constructor(query: CompiledQuery) {
    this.#query = query;
  }

  take(message: string): void {
    const event = readEvent(message);
    if (!event) {
      this.skipped += 1;
      if (this.skipped >= NONSENSE && this.firstMs === undefined) throw nonsense();
      return;
    }
    const atMs = event.time_us / 1000;
    this.firstMs ??= atMs;
    this.lastMs = Math.max(this.lastMs, atMs);
    const { commit } = event;
    if (commit?.collection !== COLLECTION) return;
    const uri = `at://${event.did}/${COLLECTION}/${commit.rkey}`;
    if (commit.operation === 'delete') this.#remove(uri);
    else this.#keep(uri, event, commit.record);
  }

  #remove(uri: string): void {
    this.mentions.delete(uri);
    this.removed.push(uri);
  }

  #keep(uri: string, event: Event, record: unknown): void {
    const post = Post.safeParse(record);
    if (!post.success) {
      this.skipped += 1;
      return;
    }
    const mention = mentionOf(uri, event, post.data);
    const document = { text: mention.text, author: event.did, lang: mention.language, url: mention.url };
    if (matches(this.#query, document)) this.mentions.set(uri, mention);
  }
}

function readEvent(message: string): Event | undefined {
  try {
    return Event.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}

const nonsense = () =>
  new FetchFailed(
    'malformed',
    'The server sends something else than posts: expected Jetstream events. Check its address.',
  );

/** The handle is not in the stream; the did behind it stays the same for good. */
function mentionOf(uri: string, { did, time_us }: Event, post: z.output<typeof Post>): NewMention {
  const key = uri.slice(uri.lastIndexOf('/') + 1);
  const [language] = post.langs ?? [];
  return {
    externalId: uri,
    kind: post.reply ? 'comment' : 'mention',
    url: `https://bsky.app/profile/${did}/post/${key}`,
    text: plainText(post.text),
    // The writer's clock may be ahead; the server's is not.
    publishedAt: new Date(Math.min(post.createdAt.getTime(), time_us / 1000)),
    author: { handle: did, url: `https://bsky.app/profile/${did}` },
    ...(language === undefined ? {} : { language }),
    ...(post.tags ? { tags: post.tags } : {}),
    ...(post.reply ? { parentId: post.reply.parent.uri } : {}),
  };
}
