import { expect, test } from 'vitest';
import { type ParsedFeed, parseFeedDocument } from '../../../src/sources/feed/feed-document.ts';

const url = 'https://feeds.example/latest.xml';
const parse = (document: string): Promise<ParsedFeed> =>
  parseFeedDocument({ bytes: Buffer.from(document), url });
const rss = (items: string, channel = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Shop &amp; Co</title><link>https://shop.example/</link>${channel}${items}</channel></rss>`;

test('an RSS 2.0 item becomes a mention', async () => {
  const feed = await parse(
    rss(
      '<item><guid isPermaLink="false">r1</guid><link>/reviews/1</link><title>Great &amp;amp; fast</title>' +
        '<description>Teaser</description><content:encoded><![CDATA[<p>It <b>works</b> very well.</p><p>Buy it.</p>]]></content:encoded>' +
        '<dc:creator>Ada</dc:creator><category>Shoes</category><pubDate>Thu, 01 Jan 2026 12:00:00 GMT</pubDate></item>',
      '<language>en-us</language><ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod>',
    ),
  );
  expect(feed).toEqual({
    title: 'Shop & Co',
    siteUrl: 'https://shop.example/',
    skipped: 0,
    warnings: [],
    intervalHintMs: 3_600_000,
    mentions: [
      {
        externalId: 'r1',
        kind: 'mention',
        url: 'https://shop.example/reviews/1',
        title: 'Great & fast',
        text: 'It works very well.\n\nBuy it.',
        language: 'en-US',
        author: { name: 'Ada' },
        publishedAt: new Date('2026-01-01T12:00:00Z'),
        tags: ['Shoes'],
      },
    ],
  });
});

test('an Atom entry keeps plain text as it is and takes published before updated', async () => {
  const feed = await parse(
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title><entry><id>urn:1</id><title type="text">The &lt;blink&gt; tag</title>' +
      '<link rel="self" href="/feed"/><link rel="alternate" href="https://blog.example/1"/><summary type="html">&lt;p&gt;Hallo&lt;/p&gt;</summary>' +
      '<published>2026-01-01T10:00:00+01:00</published><updated>2026-02-01T10:00:00Z</updated><author><name>Max</name><uri>https://blog.example/max</uri></author></entry></feed>',
  );
  expect(feed.mentions).toEqual([
    {
      externalId: 'urn:1',
      kind: 'mention',
      url: 'https://blog.example/1',
      title: 'The <blink> tag',
      text: 'Hallo',
      language: 'de',
      author: { name: 'Max', url: 'https://blog.example/max' },
      publishedAt: new Date('2026-01-01T09:00:00Z'),
    },
  ]);
});

test('an RDF item is read', async () => {
  const feed = await parse(
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example/"><title>x</title><link>https://x.example/</link></channel><item rdf:about="https://x.example/1"><title>R</title><link>https://x.example/1</link><dc:date>2026-01-02</dc:date></item></rdf:RDF>',
  );
  expect(feed.mentions).toMatchObject([
    { externalId: 'https://x.example/1', title: 'R', publishedAt: new Date('2026-01-02T00:00:00Z') },
  ]);
});

test('a JSON Feed keeps all digits of its ids and reads the extension object', async () => {
  const feed = await parse(
    '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[' +
      '{"id":9007199254740993,"content_text":"a <b> c","_earshot":{"rating":{"value":2,"min":1,"max":5},"location":"berlin","country":"de","reach":10}},' +
      '{"id":"x","content_html":"<p>y</p>","_earshot":{"rating":{"value":9,"min":1,"max":5}}},' +
      '{"id":"z","content_text":"z","_earshot":{"kind":"survey","parentId":"x"}}]}',
  );
  expect(feed.mentions).toEqual([
    {
      externalId: '9007199254740993',
      kind: 'review',
      text: 'a <b> c',
      rating: { value: 2, min: 1, max: 5 },
      location: 'berlin',
      country: 'DE',
      reach: 10,
    },
    { externalId: 'x', kind: 'mention', text: 'y' },
    { externalId: 'z', kind: 'survey', text: 'z', parentId: 'x' },
  ]);
  expect(feed.warnings).toEqual(["an item's _earshot object was ignored: rating is not as described"]);
});

test("Apple's review feed gives ratings, and the entry without one stays a mention", async () => {
  const entry = (id: number, rating: string) =>
    `<entry><id>${id}</id><title>T${id}</title><content type="text">Text ${id}</content>${rating}</entry>`;
  const feed = await parse(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><title>R</title>${entry(1, '')}${entry(2, '<im:rating>1</im:rating>')}${entry(3, '<im:rating>5</im:rating>')}</feed>`,
  );
  expect(feed.mentions.map(({ kind, rating }) => [kind, rating?.value])).toEqual([
    ['mention', undefined],
    ['review', 1],
    ['review', 5],
  ]);
});

test('without an id the link identifies, and without a link the content does', async () => {
  const items =
    '<item><title>A</title><link>https://shop.example/a</link></item><item><title>B</title></item>';
  const [first, again] = await Promise.all([parse(rss(items)), parse(rss(items))]);
  expect(first.mentions[0]?.externalId).toBe('https://shop.example/a');
  expect(first.mentions[1]?.externalId).toMatch(/^[\w-]{22}$/);
  expect(again.mentions).toEqual(first.mentions);
});

test('the same item twice is one mention, but items that share an id by mistake stay apart', async () => {
  const item = (title: string, link: string) =>
    `<item><guid isPermaLink="false">1</guid><title>${title}</title><link>${link}</link></item>`;
  const same = await parse(rss(item('A', 'https://a.example/') + item('A', 'https://a.example/')));
  expect(same.mentions.map(({ externalId }) => externalId)).toEqual(['1']);
  const mistaken = await parse(rss(item('A', 'https://a.example/') + item('B', 'https://b.example/')));
  expect(mistaken.mentions.map(({ externalId }) => externalId)).toEqual([
    '1 https://a.example/',
    '1 https://b.example/',
  ]);
});

test('empty items are skipped and counted', async () => {
  const feed = await parse(
    rss('<item><title>A</title></item><item><enclosure url="https://x.example/a.mp3"/></item>'),
  );
  expect([feed.mentions.length, feed.skipped]).toEqual([1, 1]);
});

test('only addresses of the web become links', async () => {
  const feed = await parse(
    rss('<item><guid isPermaLink="false">1</guid><link>javascript:alert(1)</link><title>A</title></item>'),
  );
  expect(feed.mentions[0]).not.toHaveProperty('url');
});

test('an unreadable date leaves the item without one', async () => {
  const feed = await parse(rss('<item><title>A</title><pubDate>not a date</pubDate></item>'));
  expect(feed.mentions[0]).not.toHaveProperty('publishedAt');
});

test('entity bombs and entities of files are not expanded', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>${rss('<item><title>&b;&f;x</title></item>').slice(21)}`;
  const feed = await parse(bomb);
  expect(feed.mentions[0]?.title).toBe('&b;&f;x');
});

test('a feed whose last bracket is missing is still read', async () => {
  const feed = await parse(rss('<item><title>A</title></item>').slice(0, -1));
  expect(feed.mentions.map(({ title }) => title)).toEqual(['A']);
});

const refused = [
  ['', 'empty'],
  ['   \n', 'empty'],
  ['<!doctype html><html><body>Sign in</body></html>', 'web page'],
  ['<!DOCTYPE html><p>No html tag', 'web page'],
  ['<html><head></head></html>', 'web page'],
  ['{"error":{"code":"rate_limited"}}', 'JSON'],
  ['{"version":', 'JSON'],
  ['just words', 'neither'],
  ['<opml version="2.0"><body/></opml>', 'neither'],
] as const;

for (const [document, reason] of refused) {
  test(`${JSON.stringify(document)} is refused with a reason`, async () => {
    await expect(parse(document)).rejects.toMatchObject({ name: 'FetchFailed', code: 'not-feed' });
    await expect(parse(document)).rejects.toThrow(reason);
  });
}
