import { parseJsonFeed } from 'feedsmith';
import { FetchFailed } from '../../domain/errors.ts';
import { isJsonObject, parseExactJson } from './exact-json.ts';
import { type FeedReading, html, plain } from './feed-reading.ts';

/** Feeds that misspell it are read all the same. */
const VERSION = 'https://jsonfeed.org/version/1.1';

/** JSON Feed 1.0 and 1.1, with the extension object `_earshot` in its items. */
export function readJsonFeed(json: string, maxItems: number): FeedReading {
  const document = parseExactly(json);
  const { items, title, version } = document;
  const isFeed = typeof title === 'string' || String(version).includes('jsonfeed.org');
  if (!Array.isArray(items) || !isFeed)
    throw new FetchFailed('not-feed', 'the answer is JSON, but not a JSON Feed');
  const raw = items.filter(isJsonObject);
  // The reader keeps no extensions and drops empty items, so each item travels under its position.
  const numbered = raw.slice(0, maxItems).map((item, index) => ({ ...item, id: String(index) }));
  const feed = parseJsonFeed({ ...document, version: VERSION, items: numbered });
  return {
    title: plain(feed.title),
    siteUrl: feed.home_page_url ?? feed.feed_url,
    language: feed.language,
    items: (feed.items ?? []).map((item) => {
      const original = raw[Number(item.id)] ?? {};
      const id = original['id'];
      return {
        ids: [typeof id === 'string' || typeof id === 'number' ? String(id) : undefined],
        links: [item.url, item.external_url],
        titles: [plain(item.title)],
        texts: [html(item.content_html), plain(item.content_text), plain(item.summary)],
        dates: [item.date_published, item.date_modified],
        authors: withUrls(item.authors ?? feed.authors),
        language: item.language,
        tags: item.tags ?? [],
        extension: original['_earshot'],
      };
    }),
    links: linksOf(document),
    warnings: [],
  };
}

interface Document {
  readonly items?: unknown;
  readonly title?: unknown;
  readonly version?: unknown;
  readonly feed_url?: unknown;
  readonly hubs?: unknown;
}

/** Hubs that are spoken to as those of RSS and Atom; the specification knows rssCloud as well. */
const WEBSUB = /^(?:websub|pubsubhubbub)$/i;

function linksOf({ feed_url: self, hubs }: Document) {
  const announced = (Array.isArray(hubs) ? hubs.filter(isJsonObject) : []).flatMap(({ type, url }) =>
    WEBSUB.test(String(type)) && typeof url === 'string' ? [{ rel: 'hub', href: url }] : [],
  );
  return [...(typeof self === 'string' ? [{ rel: 'self', href: self }] : []), ...announced];
}

function parseExactly(json: string): Document {
  let document: unknown;
  try {
    document = parseExactJson(json);
  } catch (error) {
    throw new FetchFailed('not-feed', 'the answer starts like JSON, but it is not well-formed', {
      cause: error,
    });
  }
  if (isJsonObject(document)) return document as Document;
  throw new FetchFailed('not-feed', 'the answer is JSON, but not a JSON Feed');
}

function withUrls(authors: readonly { name?: string; url?: string }[] | undefined) {
  return (authors ?? []).flatMap(({ name, url }) => {
    const known = name ?? url;
    return known === undefined ? [] : [{ name: known, ...(url === undefined ? {} : { url }) }];
  });
}
