import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { FetchFailed } from '../../../src/domain/errors.ts';
import { createFeedParser } from '../../../src/sources/feed/feed-parser.ts';

const url = 'https://feeds.example/';
const good =
  '<rss version="2.0"><channel><title>T</title><item><title>A</title><pubDate>Thu, 01 Jan 2026 12:00:00 GMT</pubDate></item></channel></rss>';
const parser = createFeedParser({ timeLimitMs: 10_000, idleMs: 1_000, memoryMb: 256 });
afterAll(() => parser.close());

test('a document comes back from the thread as mentions with dates', async () => {
  const feed = await parser.parse({ bytes: Buffer.from(good), url });
  expect(feed.mentions).toMatchObject([{ title: 'A', publishedAt: new Date('2026-01-01T12:00:00Z') }]);
});

test('several documents at once are all answered, each with its own feed', async () => {
  const feeds = await Promise.all(
    [1, 2, 3].map((n) => parser.parse({ bytes: Buffer.from(good.replace('>A<', `>${n}<`)), url })),
  );
  expect(feeds.map((feed) => feed.mentions[0]?.title)).toEqual(['1', '2', '3']);
});

test('a document that takes too long is stopped, and the next one gets a fresh thread', async () => {
  const impatient = createFeedParser({ timeLimitMs: 1, idleMs: 1_000, memoryMb: 256 });
  const late = Buffer.from(
    good.replace('</channel>', `${'<item><title>A</title></item>'.repeat(5_000)}</channel>`),
  );
  await expect(impatient.parse({ bytes: late, url })).rejects.toMatchObject({ code: 'timeout' });
  await impatient.close();
  await expect(parser.parse({ bytes: Buffer.from(good), url })).resolves.toHaveProperty('title', 'T');
});

test('a document that needs too much memory is an error of its own, and the thread after it works', {
  timeout: 30_000,
}, async () => {
  const small = createFeedParser({ timeLimitMs: 20_000, idleMs: 1_000, memoryMb: 32 });
  const nested = Buffer.from(`<rss version="2.0"><channel>${'<a>'.repeat(2_000_000)}`);
  await expect(small.parse({ bytes: nested, url })).rejects.toMatchObject({ code: 'too-large' });
  await expect(small.parse({ bytes: Buffer.from(good), url })).resolves.toHaveProperty('title', 'T');
  await small.close();
});

test('whatever the bytes are, the answer is a feed or the finding that there is none', {
  timeout: 60_000,
}, async () => {
  const pieces = fc.constantFrom(
    '<rss version="2.0">',
    '<channel>',
    '<item>',
    '</item>',
    '<title>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '&#0;',
    '&x;',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<entry>',
    '{"version":"https://jsonfeed.org/version/1","items":[',
    '"title":',
    '__proto__',
    'xml:base="',
    '\ud800',
    '\u0000',
  );
  const markup = fc
    .array(fc.oneof(pieces, fc.string()), { maxLength: 40 })
    .map((parts) => Buffer.from(parts.join('')));
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), markup);
  await fc.assert(
    fc.asyncProperty(bytes, async (document) => {
      const outcome = await parser.parse({ bytes: document, url }).catch((error: unknown) => error);
      if (outcome instanceof FetchFailed) return ['not-feed', 'decode'].includes(outcome.code);
      return !(outcome instanceof Error);
    }),
    { numRuns: 300 },
  );
});
