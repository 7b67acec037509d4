import { z } from 'zod';
import { FetchFailed } from '../../../domain/errors.ts';
import type { NewMention } from '../../../domain/mention.ts';
import { compileQuery, matches } from '../../../domain/query/matcher.ts';
import { parseQuery } from '../../../domain/query/parse.ts';
import type { Query, TermQuery } from '../../../domain/query/query.ts';
import { openApi } from '../../api/api-client.ts';
import { readPages } from '../../api/pages.ts';
import type { FetchContext } from '../../source.ts';
import { mentionOf, type Post, searchPosts } from '../bluesky/posts.ts';
import { isExpired, type SignIn, sessionOf } from '../bluesky/session.ts';

/** How far the reading of what was said before the stream has come. */
export const Past = z.object({
  /** Where the stream begins, in milliseconds since 1970. */
  untilMs: z.number(),
  /** Which of the searches, and its next page. */
  search: z.number().int().min(0),
  cursor: z.string(),
  /** It could not be read; when it is tried again. */
  againMs: z.number().optional(),
});
export type Past = z.output<typeof Past>;

type Context = FetchContext<{
  readonly query: string;
  readonly handle?: string | undefined;
  readonly password?: string | undefined;
  readonly server: string;
}>;

/** What a new source reads before its stream; undefined: nothing. */
export function pastOf({ since }: Context, until: Date): Past | undefined {
  return since < until ? { untilMs: until.getTime(), search: 0, cursor: '' } : undefined;
}

interface PastRead {
  readonly mentions: readonly NewMention[];
  /** What is left to read. */
  readonly past: Past | undefined;
  /** It has been read to its end in this run. */
  readonly isRead: boolean;
  readonly hasMore: boolean;
  readonly bytes: number;
  readonly skipped: number;
  readonly warnings: readonly string[];
}

const NOTHING: PastRead = {
  mentions: [],
  past: undefined,
  isRead: false,
  hasMore: false,
  bytes: 0,
  skipped: 0,
  warnings: [],
};
const HOUR_MS = 3_600_000;

/** Searches for what was said before the stream begins; it never fails, so that the stream goes on. */
export async function readPast(context: Context, past: Past | undefined): Promise<PastRead> {
  if (past === undefined) return NOTHING;
  const { handle, password, server } = context.settings;
  if (handle === undefined || password === undefined) return { ...NOTHING, warnings: [NO_ACCOUNT] };
  if (past.againMs !== undefined && past.againMs > context.now().getTime()) return { ...NOTHING, past };
  const query = parseQuery(context.settings.query);
  const searches = searchesFor(query);
  if (!searches) return { ...NOTHING, warnings: [NO_WORDS] };
  const compiled = compileQuery(query);
  const read = await searchOn({ ...context, settings: { handle, password, url: server } }, past, searches);
  const mentions = read.posts
    .map(asInStream)
    .filter(({ text, author, language: lang, url }) =>
      matches(compiled, { text, author: author?.handle, lang, url }),
    );
  const { bytes, skipped, left, failure } = read;
  const hasMore = left !== undefined && failure === undefined;
  const warnings = failure === undefined ? [] : [notRead(failure)];
  return { mentions, past: left, isRead: left === undefined, hasMore, bytes, skipped, warnings };
}

/** As many pages of one search after the other as one run may read. */
async function searchOn(context: FetchContext<SignIn>, past: Past, searches: readonly string[]) {
  // What is used is counted in megabytes, by whoever listens.
  const base = context.settings.url;
  const api = openApi(context, { base, auth: sessionOf(context), isExpired, costOf: () => 0 });
  const found = new Map<string, Post>();
  const range = { since: context.since, until: new Date(past.untilMs) };
  let { search, cursor } = past;
  let skipped = 0;
  let pages = 0;
  let failure: string | undefined;
  try {
    while (search < searches.length && pages < context.mostPages) {
      const words = searches[search] ?? '';
      const read = await readPages<Post>({
        first: cursor,
        read: (at) => {
          pages += 1;
          return searchPosts(api, { words, cursor: at, ...range });
        },
        idOf: ({ uri }) => uri,
        most: context.mostPages - pages,
      });
      for (const post of read.items) found.set(post.uri, post);
      skipped += read.skipped;
      cursor = read.end === 'limit' ? (read.next ?? '') : '';
      if (cursor === '') search += 1;
    }
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    failure = error.message.replace(/\.$/, '');
  }
  const at = { untilMs: past.untilMs, search };
  // A cursor does not live for ever: the search that failed is begun again.
  const again = { ...at, cursor: '', againMs: context.now().getTime() + HOUR_MS };
  const next = search < searches.length ? { ...at, cursor } : undefined;
  return { posts: [...found.values()], skipped, bytes: api.use.bytes, failure, left: failure ? again : next };
}

const NO_ACCOUNT =
  'It starts now: the stream knows nothing of what was said before. With an account and its app password that would be read as well.';
const NO_WORDS =
  'It starts now: what was said before can only be searched for by words, and this query can match without a whole one.';
const notRead = (why: string) =>
  `What was said before could not be read (${why}). It is tried again in an hour; the stream goes on.`;

/** The stream knows no handles, so its authors are known by what stays the same. */
function asInStream(post: Post): NewMention {
  const mention = mentionOf(post);
  return { ...mention, author: { ...mention.author, handle: post.author.did } };
}

/** Searches of which every match answers to at least one; undefined when there are none. */
export function searchesFor(query: Query): readonly string[] | undefined {
  switch (query.kind) {
    case 'term':
      return wordsOf(query);
    case 'or':
      return together(query.operands.map(searchesFor));
    case 'and':
      return fewest(query.operands.map(searchesFor));
    case 'near':
      return fewest([searchesFor(query.left), searchesFor(query.right)]);
    case 'field':
      return query.field === 'tag' && !query.prefix ? [`#${query.value}`] : undefined;
    case 'not':
    case 'rating':
      return undefined;
  }
}

/** Its search knows whole words only, and what stands in quotes as it stands there. */
function wordsOf({ text }: TermQuery): readonly string[] | undefined {
  if (text.includes('*')) return undefined;
  const words = text.replaceAll('"', ' ').trim();
  return [/\s/.test(words) ? `"${words}"` : words];
}

function together(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const all = parts.flatMap((part) => part ?? []);
  return parts.includes(undefined) ? undefined : [...new Set(all)];
}

function fewest(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const possible = parts.filter((part) => part !== undefined);
  return possible.toSorted((a, b) => a.length - b.length)[0];
}
