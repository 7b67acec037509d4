import { type AtomFeed, parseAtomFeed } from 'feedsmith';
import type { Author } from '../../domain/mention.ts';
import { type FeedReading, type FeedText, html, plain } from './feed-reading.ts';

type Entry = AtomFeed.Entry<string>;
export type Link = { href?: string; rel?: string; type?: string };
type TypedText = { value?: string; type?: string } | undefined;
type Person = { name?: string; uri?: string; email?: string };

/** Atom 0.3 and 1.0. */
export function readAtom(xml: string, maxItems: number): FeedReading {
  const feed = parseAtomFeed(xml, { maxItems });
  return {
    title: atomTitle(feed.title) ?? html(feed.dc?.titles?.[0]),
    siteUrl: pageLink(feed.links),
    base: feed.xml?.base,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    items: (feed.entries ?? []).map((entry) => ({
      ids: [entry.id, entry.dc?.identifiers?.[0]],
      links: [
        pageLink(entry.links),
        entry.content?.src,
        /^https?:/i.test(entry.id ?? '') ? entry.id : undefined,
      ],
      base: entry.xml?.base,
      titles: [atomTitle(entry.title), html(entry.dc?.titles?.[0]), html(entry.media?.title?.value)],
      texts: [...atomTexts(entry), html(entry.dc?.descriptions?.[0]), html(mediaDescription(entry))],
      dates: datesOf(entry),
      authors: authorsOf(entry, feed.authors),
      language: entry.xml?.lang ?? entry.content?.xml?.lang ?? entry.dc?.languages?.[0],
      tags: [
        ...(entry.categories ?? []).map((category) => category.label ?? category.term),
        ...(entry.dc?.subjects ?? []),
      ],
      parentId: entry.thr?.inReplyTos?.[0]?.ref,
    })),
    links: feed.links,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    warnings: [],
  };
}

export function atomTitle(title: TypedText): FeedText | undefined {
  return typedText(title);
}

/** Content and summary of an Atom entry, or of the Atom elements inside another feed's item. */
export function atomTexts(
  entry: { content?: TypedText; summary?: TypedText } | undefined,
): readonly (FeedText | undefined)[] {
  return [typedText(entry?.content), typedText(entry?.summary)];
}

export function atomAuthors(persons: readonly Person[] | undefined): Author[] {
  return (persons ?? []).flatMap(({ name, uri, email }) => {
    const known = name ?? email;
    return known === undefined ? [] : [{ name: known, ...(uri === undefined ? {} : { url: uri }) }];
  });
}

function authorsOf(entry: Entry, feedAuthors: readonly Person[] | undefined): readonly Author[] {
  const lists = [
    atomAuthors(entry.authors),
    (entry.dc?.creators ?? []).map((name) => ({ name })),
    atomAuthors(entry.source?.authors),
    atomAuthors(feedAuthors),
  ];
  return lists.find((list) => list.length > 0) ?? [];
}

function datesOf(entry: Entry): readonly (string | undefined)[] {
  const { dc, dcterms } = entry;
  return [
    entry.published,
    dc?.dates?.[0],
    dcterms?.issued?.[0],
    dcterms?.created?.[0],
    dcterms?.dates?.[0],
    entry.updated,
    dcterms?.modified?.[0],
  ];
}

/** The type tells whether it is HTML; where it is missing or of somebody's own making, the text itself has to. */
function typedText(text: TypedText): FeedText | undefined {
  const { value, type = '' } = text ?? {};
  if (value === undefined) return undefined;
  const kind = type.toLowerCase().trim();
  if (kind === 'text' || kind === 'text/plain') return plain(value);
  if (kind.includes('html')) return html(value);
  if (kind === 'application/octet-stream') return html(Buffer.from(value, 'base64').toString('utf8'));
  return /^(?:image|video|audio)\//.test(kind) ? undefined : { value, format: 'unsure' };
}

/** The page a person would open: an alternate link, preferably HTML, or else anything that is not about the feed itself. */
export function pageLink(links: readonly Link[] | undefined): string | undefined {
  const alternates = (links ?? []).filter(
    ({ rel }) => rel === undefined || rel.toLowerCase().endsWith('alternate'),
  );
  const page = alternates.find(({ type }) => type === undefined || /html/i.test(type)) ?? alternates[0];
  return page?.href ?? links?.find(({ rel }) => /^(?:related|via|enclosure)$/.test(rel ?? ''))?.href;
}

function mediaDescription(entry: Entry): string | undefined {
  return entry.media?.groups?.[0]?.description?.value ?? entry.media?.description?.value;
}
