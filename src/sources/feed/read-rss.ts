import { parseRdfFeed, parseRssFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import type { Author } from '../../domain/mention.ts';
import { type FeedItem, type FeedReading, html } from './feed-reading.ts';
import { atomAuthors, atomTexts, atomTitle, pageLink } from './read-atom.ts';

type RssItem = RssFeed.Item<string>;
type RdfItem = RdfFeed.Item<string>;

/** RSS 0.9x and 2.0. */
export function readRss(xml: string, maxItems: number): FeedReading {
  const feed = parseRssFeed(xml, { maxItems });
  return {
    title: html(feed.title ?? feed.dc?.titles?.[0]) ?? atomTitle(feed.atom?.title),
    siteUrl: feed.link ?? pageLink(feed.atom?.links),
    base: feed.xml?.base,
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    items: (feed.items ?? []).map((item) => rssItem(item, [named(feed.itunes?.author)])),
    links: feed.atom?.links,
    ttlMinutes: feed.ttl,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    skipHours: valuesOf('hour', xml).map(Number),
    skipDays: valuesOf('day', xml),
    warnings: [],
  };
}

const SKIPPED = {
  hour: /<skipHours>([\s\S]{0,2000}?)<\/skipHours>/i,
  day: /<skipDays>([\s\S]{0,2000}?)<\/skipDays>/i,
} as const;

/** What stands in skipHours and skipDays; the reader loses a list of one. */
function valuesOf(name: keyof typeof SKIPPED, xml: string): string[] {
  const list = SKIPPED[name].exec(xml)?.[1] ?? '';
  return Array.from(list.matchAll(/>\s*([\w.-]+)\s*<\/(?:hour|day)>/gi), ([, value = '']) => value);
}

/** RSS 0.90 and 1.0, which are RDF. */
export function readRdf(xml: string, maxItems: number): FeedReading {
  const feed = parseRdfFeed(xml, { maxItems });
  return {
    title: html(feed.title ?? feed.dc?.titles?.[0]) ?? atomTitle(feed.atom?.title),
    siteUrl: feed.link ?? pageLink(feed.atom?.links) ?? feed.rdf?.about,
    base: feed.xml?.base,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    items: (feed.items ?? []).map((item) => ({
      ...sharedParts(item),
      ids: [item.rdf?.about, item.atom?.id, item.dc?.identifiers?.[0]],
      links: [item.link, pageLink(item.atom?.links), item.rdf?.about],
      authors: firstOf([
        named(...(item.dc?.creators ?? [])),
        atomAuthors(item.atom?.authors),
        named(...(feed.dc?.creators ?? [])),
      ]),
      tags: item.dc?.subjects ?? [],
    })),
    links: feed.atom?.links,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    warnings: [],
  };
}

function rssItem(item: RssItem, fallbackAuthors: readonly Author[][]): FeedItem {
  const { guid } = item;
  // A guid is a link unless it says otherwise; but only addresses of the web can be followed.
  const permalink =
    guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? '') ? guid?.value : undefined;
  return {
    ...sharedParts(item),
    ids: [guid?.value, item.atom?.id, item.dc?.identifiers?.[0]],
    links: [item.link, pageLink(item.atom?.links), permalink],
    authors: firstOf([
      personsOf(item.authors),
      named(...(item.dc?.creators ?? [])),
      named(...(item.dcterms?.creators ?? [])),
      named(item.itunes?.author),
      atomAuthors(item.atom?.authors),
      ...fallbackAuthors,
    ]),
    tags: [
      ...(item.categories ?? []).map((category) => category.name),
      ...(item.dc?.subjects ?? []),
      ...(item.atom?.categories ?? []).map((category) => category.label ?? category.term),
    ],
    dates: [item.pubDate, ...sharedParts(item).dates],
    parentId: item.thr?.inReplyTos?.[0]?.ref,
  };
}

/** What RSS and RDF items have in common. */
function sharedParts(item: RssItem | RdfItem) {
  const { atom, dc, dcterms } = item;
  return {
    base: item.xml?.base,
    titles: [
      html(item.title),
      html(dc?.titles?.[0]),
      atomTitle(atom?.title),
      html('itunes' in item ? item.itunes?.title : undefined),
    ],
    texts: [
      html(item.content?.encoded),
      ...atomTexts(atom),
      html(item.description),
      html(dc?.descriptions?.[0]),
      html('itunes' in item ? (item.itunes?.summary ?? item.itunes?.subtitle) : undefined),
      html(item.media?.description?.value),
    ],
    dates: [
      atom?.published,
      dc?.dates?.[0],
      dcterms?.issued?.[0],
      dcterms?.created?.[0],
      dcterms?.dates?.[0],
      atom?.updated,
      dcterms?.modified?.[0],
    ],
    language: dc?.languages?.[0] ?? item.xml?.lang,
  };
}

function personsOf(persons: readonly RssFeed.Person[] | undefined): Author[] {
  return (persons ?? []).flatMap(({ name, email, link }) => {
    const known = name ?? email ?? link;
    return known === undefined ? [] : [{ name: known, ...(link === undefined ? {} : { url: link }) }];
  });
}

function named(...names: readonly (string | undefined)[]): Author[] {
  return names.filter((name) => name !== undefined).map((name) => ({ name }));
}

function firstOf(lists: readonly (readonly Author[])[]): readonly Author[] {
  return lists.find((list) => list.length > 0) ?? [];
}
