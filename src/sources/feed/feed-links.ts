import { Parser } from 'htmlparser2';
import { FetchFailed } from '../../domain/errors.ts';
import { webUrl } from '../web-url.ts';

/** Pages name their feeds in the head; how far into a page it is looked for, in characters. */
const HEAD_LENGTH = 500_000;
const MOST_LINKS = 20;
/** And in elements: those of a page that nests without end cost more the deeper they are. */
const HEAD_ELEMENTS = 3_000;
const FEED_TYPE = /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)\b/i;

/** A page for people came where a feed was expected; `feeds` are the feeds it names. */
export class WebPageInstead extends FetchFailed {
  readonly feeds: readonly string[];

  constructor(feeds: readonly string[]) {
    super('not-feed', 'the answer is a web page, not a feed');
    this.feeds = feeds;
  }
}

/** The feeds that a web page names as its own (`<link rel="alternate" type="application/rss+xml" …>`), in the order of the page. */
export function feedLinksOf(html: string, pageUrl: string): readonly string[] {
  const links: (string | undefined)[] = [];
  let base: string | undefined;
  let elements = 0;
  const parser = new Parser({
    onopentag(name, { rel, type, href }) {
      if (name === 'base') base ??= href;
      const isAlternate = name === 'link' && /(?:^|\s)alternate(?:\s|$)/i.test(rel ?? '');
      if (isAlternate && FEED_TYPE.test(type?.trim() ?? '')) links.push(webUrl(href, [base, pageUrl]));
      elements += 1;
      if (links.length >= MOST_LINKS || elements >= HEAD_ELEMENTS) parser.pause();
    },
  });
  parser.end(html.slice(0, HEAD_LENGTH));
  return [...new Set(links.filter((link) => link !== undefined))];
}
