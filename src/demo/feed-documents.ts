import type { FeedFormat, SampleFeed } from './company.ts';
import type { SampleMention } from './compose.ts';

interface FeedContent {
  readonly feed: SampleFeed;
  /** Address of the server, without the path. */
  readonly origin: string;
  /** Newest first. */
  readonly mentions: readonly SampleMention[];
}

/** Minutes a reader may wait before it asks again. */
export const TTL_MINUTES = 1;

export const CONTENT_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  rdf: 'application/rdf+xml; charset=utf-8',
};

const DIALECTS: Readonly<Record<FeedFormat, (content: FeedContent) => string>> = {
  rss: rssOf,
  atom: atomOf,
  json: jsonFeedOf,
  rdf: rdfOf,
};

/** The feed as a document in its own format. */
export function feedDocument(content: FeedContent): string {
  return DIALECTS[content.feed.format](content);
}

/** RSS 2.0: https://www.rssboard.org/rss-specification; the text is HTML in a CDATA section, as blogs send it. */
function rssOf({ feed, origin, mentions }: FeedContent): string {
  const items = mentions.map(
    (mention) => `<item>
<title>${xml(mention.title ?? '')}</title>
<link>${xml(mention.url ?? '')}</link>
<guid isPermaLink="false">${xml(mention.externalId)}</guid>
<dc:creator>${xml(mention.author?.name ?? '')}</dc:creator>
<dc:language>${mention.language}</dc:language>
<pubDate>${mention.publishedAt.toUTCString()}</pubDate>
<description><![CDATA[<p>${xml(mention.text)}</p>]]></description>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(feed.name)}</title>
<link>${siteOf(feed)}</link>
<description>What papers and blogs write about Fernwheel, a made-up company</description>
<atom:link rel="self" href="${xml(origin + feed.path)}"/>
<ttl>${TTL_MINUTES}</ttl>
${items.join('\n')}
</channel>
</rss>
`;
}

/** RFC 4287, with replies as RFC 4685 has them. */
function atomOf({ feed, origin, mentions }: FeedContent): string {
  const entries = mentions.map(
    (mention) => `<entry xml:lang="${mention.language}">
<id>${xml(mention.externalId)}</id>
<title>${xml(mention.title ?? '')}</title>
<link rel="alternate" href="${xml(mention.url ?? '')}"/>
<author><name>${xml(mention.author?.name ?? '')}</name></author>
${mention.parentId === undefined ? '' : `<thr:in-reply-to ref="${xml(mention.parentId)}"/>\n`}<published>${mention.publishedAt.toISOString()}</published>
<updated>${mention.publishedAt.toISOString()}</updated>
<content type="text">${xml(mention.text)}</content>
</entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<id>${siteOf(feed)}</id>
<title>${xml(feed.name)}</title>
<link rel="self" href="${xml(origin + feed.path)}"/>
<link rel="alternate" href="${siteOf(feed)}"/>
<updated>${(mentions[0]?.publishedAt ?? new Date(0)).toISOString()}</updated>
${entries.join('\n')}
</feed>
`;
}

/** RSS 1.0: https://web.resource.org/rss/1.0/spec, with the modules "syndication" and "Dublin Core". */
function rdfOf({ feed, mentions }: FeedContent): string {
  const references = mentions.map(({ externalId }) => `<rdf:li rdf:resource="${xml(externalId)}"/>`);
  const items = mentions.map(
    (mention) => `<item rdf:about="${xml(mention.externalId)}">
<title>${xml(mention.title ?? '')}</title>
<link>${xml(mention.url ?? '')}</link>
<description>${xml(mention.text)}</description>
<dc:creator>${xml(mention.author?.name ?? '')}</dc:creator>
<dc:language>${mention.language}</dc:language>
<dc:date>${mention.publishedAt.toISOString()}</dc:date>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="${siteOf(feed)}">
<title>${xml(feed.name)}</title>
<link>${siteOf(feed)}</link>
<description>Letters to a club magazine</description>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>${60 / TTL_MINUTES}</sy:updateFrequency>
<items><rdf:Seq>${references.join('')}</rdf:Seq></items>
</channel>
${items.join('\n')}
</rdf:RDF>
`;
}

/** https://www.jsonfeed.org/version/1.1/; what the standard has no word for travels in `_earshot`. */
function jsonFeedOf({ feed, origin, mentions }: FeedContent): string {
  const items = mentions.map((mention) => {
    const { externalId, url, title, text, author, language, tags, publishedAt } = mention;
    const { kind, parentId, rating, location, product, touchpoint, country, engagement, reach, ownerReply } =
      mention;
    return {
      id: externalId,
      url,
      title,
      content_text: text,
      date_published: publishedAt.toISOString(),
      authors: author ? [{ name: author.name }] : undefined,
      language,
      tags,
      _earshot: {
        kind,
        parentId,
        rating,
        location,
        product,
        touchpoint,
        country,
        engagement,
        reach,
        ownerReply,
      },
    };
  });
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.name,
    home_page_url: siteOf(feed),
    feed_url: origin + feed.path,
    items,
  });
}

function siteOf({ channel }: SampleFeed): string {
  return `https://${channel}.fernwheel.example/`;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
