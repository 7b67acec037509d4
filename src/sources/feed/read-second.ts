import { createRequire } from 'node:module';
import RssParser from 'rss-parser';
import { type FeedReading, html } from './feed-reading.ts';

// Its snippet takes quadratic time on unclosed tags, and nobody here reads it.
const snippets: { getSnippet(html: string): string } = createRequire(import.meta.url)(
  'rss-parser/lib/utils.js',
);
snippets.getSnippet = () => '';

/** The second reader, for documents the first one refuses. Gives up where that one would, too: it only knows RSS and Atom. */
export async function readSecond(xml: string, maxItems: number): Promise<FeedReading> {
  const parser = new RssParser({ defaultRSS: 2 });
  const feed = await parser.parseString(xml);
  return {
    title: html(textOf(feed.title)),
    siteUrl: textOf(feed.link),
    language: textOf(feed['language']),
    items: feed.items.slice(0, maxItems).map((item) => ({
      ids: [textOf(item.guid), textOf(item['id']), textOf(item['rdf:about'])],
      links: [textOf(item.link)],
      titles: [html(textOf(item.title))],
      texts: [html(textOf(item['content:encoded'])), html(textOf(item.content)), html(textOf(item.summary))],
      dates: [textOf(item.pubDate), textOf(item['date'])],
      authors: [item.creator, item['author']]
        .flatMap((name) => (textOf(name) ? [{ name: String(name) }] : []))
        .slice(0, 1),
      language: textOf(item['language']),
      tags: (item.categories ?? []).map(textOf),
    })),
    warnings: ['the feed is not well-formed; a more forgiving reader was used'],
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
