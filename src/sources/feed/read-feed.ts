import { detectAtomFeed, detectRdfFeed, detectRssFeed } from 'feedsmith';
import { FetchFailed } from '../../domain/errors.ts';
import { feedLinksOf, WebPageInstead } from './feed-links.ts';
import { ratingsOf } from './feed-ratings.ts';
import type { FeedReading } from './feed-reading.ts';
import { readAtom } from './read-atom.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { readRdf, readRss } from './read-rss.ts';
import { readSecond } from './read-second.ts';

/**
 * A document in whatever feed format it has; `url` is the address it came from.
 * @throws FetchFailed 'not-feed' when no reader makes sense of it; WebPageInstead when it is a web page.
 */
export async function readFeed(document: string, url: string, maxItems: number): Promise<FeedReading> {
  const text = document.trimStart();
  if (text === '') throw new FetchFailed('not-feed', 'the answer is empty');
  if (/^[{[]/.test(text)) return readJson(text, maxItems);
  const xml = withoutDoctype(text);
  const root = rootOf(xml);
  if (root === 'html') throw new WebPageInstead(feedLinksOf(xml, url));
  return withRatings(await readXml(xml, { root, maxItems }), xml);
}

function readJson(json: string, maxItems: number): FeedReading {
  try {
    return readJsonFeed(json, maxItems);
  } catch (error) {
    if (error instanceof FetchFailed) throw error;
    throw new FetchFailed('not-feed', 'the answer is JSON, but not a JSON Feed', { cause: error });
  }
}

/** The first reader that succeeds: the strict one, the strict one on a repaired document, the forgiving one. */
async function readXml(
  xml: string,
  { root, maxItems }: { root: string; maxItems: number },
): Promise<FeedReading> {
  const read = firstReader(root, xml);
  const repaired = withLastBracket(xml);
  const attempts = [
    ...(read ? [() => read(xml, maxItems)] : []),
    ...(read && repaired !== xml ? [() => read(repaired, maxItems)] : []),
    () => readSecond(repaired, maxItems),
  ];
  let failure: unknown;
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      failure = error;
    }
  }
  throw new FetchFailed('not-feed', 'the answer is neither RSS nor Atom nor JSON Feed', { cause: failure });
}

function firstReader(root: string, xml: string) {
  if (root === 'feed') return readAtom;
  if (root === 'rdf') return readRdf;
  if (root === 'rss') return readRss;
  if (detectRssFeed(xml)) return readRss;
  if (detectAtomFeed(xml)) return readAtom;
  return detectRdfFeed(xml) ? readRdf : undefined;
}

/** Local name of the first element, in lower case. */
function rootOf(xml: string): string {
  return /^<(?:[\w.-]+:)?([a-z][\w.-]*)/i.exec(xml.slice(prologEnd(xml)))?.[1]?.toLowerCase() ?? '';
}

/** Where the declaration, comments and white space at the start end. */
function prologEnd(xml: string): number {
  let at = 0;
  for (;;) {
    const next = xml.indexOf('<', at);
    const close = xml.startsWith('<!--', next) ? '-->' : xml.startsWith('<?', next) ? '?>' : undefined;
    if (next < 0 || close === undefined) return Math.max(next, at);
    const end = xml.indexOf(close, next + 2);
    if (end < 0) return xml.length;
    at = end + close.length;
  }
}

/** Own entity declarations are never wanted, and expanding them is how a small document becomes a huge one. */
function withoutDoctype(xml: string): string {
  const start = prologEnd(xml);
  const name = /^<!doctype\s+(\w*)/i.exec(xml.slice(start, start + 100))?.[1];
  if (name === undefined) return xml;
  const bracket = xml.indexOf('[', start);
  const plainEnd = xml.indexOf('>', start);
  const hasSubset = bracket >= 0 && bracket < plainEnd;
  const end = hasSubset ? /\]\s*>/g : />/g;
  end.lastIndex = start;
  if (!end.test(xml)) return xml;
  // A page may leave its html tag out.
  return name.toLowerCase() === 'html' ? `<html>${xml.slice(end.lastIndex)}` : xml.slice(end.lastIndex);
}

/** A download cut by a character or two must not cost the whole feed. */
function withLastBracket(xml: string): string {
  return xml.replace(/<\/[\w:.-]+\s*$/, (tag) => `${tag}>`);
}

function withRatings(reading: FeedReading, xml: string): FeedReading {
  const ratings = ratingsOf(xml);
  if (ratings.length !== reading.items.length) return reading;
  return { ...reading, items: reading.items.map((item, index) => ({ ...item, rating: ratings[index] })) };
}
