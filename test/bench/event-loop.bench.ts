/**
 * How long a large feed holds up everything else: the longest time the event loop was not served while the feed was
 * read in its thread, beside the time the same reading takes where it is done in place. Run by hand:
 * `node test/bench/event-loop.bench.ts [megabytes]`.
 */
import { parseFeedDocument } from '../../src/sources/feed/feed-document.ts';
import { createFeedParser } from '../../src/sources/feed/feed-parser.ts';

const megabytes = Number(process.argv[2] ?? 50);
const url = 'https://feeds.example/';
const parser = createFeedParser({ timeLimitMs: 120_000, idleMs: 1_000, memoryMb: 384 });
const small = feedOf(1, 100);
await parser.parse({ bytes: small, url });

for (const items of [4_000, 100_000]) {
  const bytes = feedOf(items, Math.round((megabytes * 1_000_000) / items));
  const sent = Uint8Array.from(bytes);
  const away = await longestBlock(() => parser.parse({ bytes: sent, url }));
  const here = await longestBlock(() => parseFeedDocument({ bytes, url }));
  const ratio = (here.blockMs / away.blockMs).toFixed(0);
  console.log(
    `${(bytes.length / 1e6).toFixed(0)} MB, ${items} items: read in ${(away.tookMs / 1000).toFixed(1)} s, ` +
      `longest block ${away.blockMs.toFixed(0)} ms; in place ${here.blockMs.toFixed(0)} ms (${ratio} times as long)`,
  );
}
await parser.close();

function feedOf(items: number, itemBytes: number): Uint8Array {
  const sentence = 'The parcel came on time and the shoes fit well. ';
  const text = sentence.repeat(Math.max(1, Math.ceil((itemBytes - 200) / sentence.length)));
  const parts = Array.from(
    { length: items },
    (_, n) =>
      `<item><title>Review ${n}</title><guid isPermaLink="false">${n}</guid><link>https://shop.example/${n}</link>` +
      `<pubDate>Thu, 01 Jan 2026 12:00:00 GMT</pubDate><description>${text}</description></item>`,
  );
  return Buffer.from(`<rss version="2.0"><channel><title>Large</title>${parts.join('')}</channel></rss>`);
}

async function longestBlock(work: () => Promise<unknown>): Promise<{ blockMs: number; tookMs: number }> {
  const startedAt = performance.now();
  let last = startedAt;
  let blockMs = 0;
  const look = () => {
    const now = performance.now();
    blockMs = Math.max(blockMs, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return { blockMs, tookMs: performance.now() - startedAt };
}
