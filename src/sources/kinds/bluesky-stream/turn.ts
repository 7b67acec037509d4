import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { NewMention } from '../../../domain/mention.ts';
import { type CompiledQuery, matches } from '../../../domain/query/matcher.ts';
import { plainText } from '../../html-to-text.ts';

export const COLLECTION = 'app.bsky.feed.post';
/** So many messages are enough to know whether they make sense. */
export const NONSENSE = 20;

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

/** What one run has heard so far. */
export class Turn {
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

export function readEvent(message: string): Event | undefined {
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
