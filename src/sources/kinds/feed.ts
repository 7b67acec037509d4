import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { createFeedParser, type FeedParser } from '../feed/feed-parser.ts';
import { refuseFailedStatus } from '../http/http-status.ts';
import type { HttpResponse } from '../http.ts';
import { languageTag } from '../language-tag.ts';
import type { Fetched, Source, SourceState } from '../source.ts';

const Settings = z.object({
  url: z.url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' }),
  /** What its items are, where they do not say so themselves. */
  kind: z.enum(['mention', 'review']).optional(),
  location: z.string().trim().min(1).optional(),
  product: z.string().trim().min(1).optional(),
  touchpoint: z.string().trim().min(1).optional(),
  language: z
    .string()
    .refine((tag) => languageTag(tag) !== undefined, 'expected a language tag such as "en" or "pt-BR"')
    .optional(),
});

type Settings = z.infer<typeof Settings>;

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';
const PRINTABLE = /^[\x20-\x7e\xa0-\xff]+$/;

/** One for the process, so that one thread serves all feeds. */
const parser: FeedParser = createFeedParser({ timeLimitMs: 10_000, idleMs: 30_000, memoryMb: 384 });

/** RSS, Atom and JSON Feed. */
export default {
  label: 'Feed',
  help: 'An RSS, Atom or JSON feed: news, blogs, forums, review pages.',
  settings: Settings,
  host: ({ url }) => URL.parse(url)?.host,
  async fetch(settings, state, http) {
    const response = await http.get({ url: settings.url, headers: conditionsOf(state) });
    refuseFailedStatus(response);
    if (response.status === 304) return notModified(response, state);
    return readFeed(settings, response);
  },
} satisfies Source<Settings>;

function conditionsOf({ etag, lastModified }: SourceState): Record<string, string> {
  return {
    accept: ACCEPT,
    ...(etag && PRINTABLE.test(etag) ? { 'if-none-match': etag } : {}),
    ...(lastModified && PRINTABLE.test(lastModified) ? { 'if-modified-since': lastModified } : {}),
  };
}

/** A 304 need not repeat the validators, so the old ones stay in use. */
function notModified(response: HttpResponse, state: SourceState): Fetched {
  return {
    status: 'not-modified',
    mentions: [],
    state: { ...state, ...validatorsOf(response) },
    finalUrl: response.finalUrl,
    bytes: response.wireBytes,
    skipped: 0,
    warnings: [],
    ...movedTo(response),
  };
}

async function readFeed(settings: Settings, response: HttpResponse): Promise<Fetched> {
  const { headers, body: bytes, finalUrl: url } = response;
  const contentType = headers.get('content-type') ?? undefined;
  const cacheControl = headers.get('cache-control') ?? undefined;
  const feed = await parser.parse({ bytes, contentType, cacheControl, url }).catch((error: unknown) => {
    throw error instanceof FetchFailed ? atHost(error, url) : error;
  });
  return {
    status: 'ok',
    mentions: feed.mentions.map((mention) => withDefaults(mention, settings)),
    state: validatorsOf(response),
    finalUrl: url,
    bytes: response.wireBytes,
    skipped: feed.skipped,
    warnings: feed.warnings,
    ...movedTo(response),
    ...(feed.title === undefined ? {} : { feedTitle: feed.title }),
    ...(feed.siteUrl === undefined ? {} : { siteUrl: feed.siteUrl }),
    ...(feed.intervalHintMs === undefined ? {} : { intervalHintMs: feed.intervalHintMs }),
  };
}

function validatorsOf({ headers }: HttpResponse): SourceState {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}

function movedTo(response: HttpResponse): Pick<Fetched, 'movedTo'> {
  return response.movedTo === undefined ? {} : { movedTo: response.movedTo };
}

function atHost(error: FetchFailed, url: string): FetchFailed {
  return new FetchFailed(error.code, `${URL.parse(url)?.host}: ${error.message}`, { cause: error });
}

/** What an item says about itself comes before what its source says about all of them. */
function withDefaults(mention: NewMention, settings: Settings): NewMention {
  const { kind, location, product, touchpoint } = settings;
  const language = languageTag(settings.language);
  return {
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(language === undefined ? {} : { language }),
    ...mention,
    kind: mention.kind === 'mention' ? (kind ?? mention.kind) : mention.kind,
  };
}
