import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refused } from '../../src/domain/errors.ts';
import { readOpml, writeOpml } from '../../src/sources/opml.ts';

const opml = (body: string) => `<?xml version="1.0"?><opml version="1.0"><head/><body>${body}</body></opml>`;

test('feeds come with their titles and the folders around them', () => {
  const { feeds, warnings } = readOpml(
    opml(`<outline text="News"><outline text="Shoes">
      <outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
      </outline><outline title="C" text="c" xmlUrl="https://c.example/rss"/></outline>
      <outline text="D" xmlUrl="https://d.example/"/>`),
  );
  expect(feeds).toEqual([
    { url: 'https://a.example/feed?x=1&y=2', title: 'A & B', folder: 'News / Shoes' },
    { url: 'https://c.example/rss', title: 'C', folder: 'News' },
    { url: 'https://d.example/', title: 'D' },
  ]);
  expect(warnings).toEqual([]);
});

test('spellings of other readers are understood', () => {
  const list =
    '<OPML><BODY><OUTLINE TEXT="A" XMLURL="feed://a.example/x"><outline text="B" xmlurl="feed:https://b.example/"';
  expect(readOpml(`${list}/></BODY></OPML>`).feeds.map(({ url }) => url)).toEqual([
    'http://a.example/x',
    'https://b.example/',
  ]);
});

test('an address twice is read once; one that is none of the web is left out; both are said', () => {
  const { feeds, warnings } = readOpml(
    opml(
      '<outline xmlUrl="https://a.example/"/><outline xmlUrl="https://a.example/"/><outline text="E" xmlUrl="file:///etc/passwd"/>',
    ),
  );
  expect(feeds).toEqual([{ url: 'https://a.example/' }]);
  expect(warnings).toEqual(['"E" has no address of the web', '1 addresses stand in the list more than once']);
});

test('what is no OPML is refused with a word on what is expected', () => {
  expect(() => readOpml('<rss version="2.0"/>')).toThrow(Refused);
  expect(() => readOpml('')).toThrow(/Expected an OPML document/);
});

test('outlines that nest without end are refused', () => {
  expect(() => readOpml(opml('<outline text="x">'.repeat(100_000)))).toThrow(/more than 100 deep/);
});

test('what was written is read back as it was', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .map((text) => `n${text.replace(/\s+/g, '')}`);
  const feed = fc.record(
    {
      url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href),
      title: name,
      folder: name,
    },
    { requiredKeys: ['url', 'title'] },
  );
  fc.assert(
    fc.property(fc.uniqueArray(feed, { selector: ({ url }) => url }), (feeds) => {
      const order = [...Map.groupBy(feeds, ({ folder }) => folder).values()].flat();
      expect(readOpml(writeOpml(feeds, 'Mine'))).toEqual({ feeds: order, warnings: [] });
    }),
  );
});
