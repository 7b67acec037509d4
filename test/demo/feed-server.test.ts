import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { afterEach, describe, expect, test } from 'vitest';
import { type SampleFeed, sampleCompany } from '../../src/demo/company.ts';
import { type SampleFeedServer, startSampleFeeds } from '../../src/demo/feed-server.ts';
import { sampleMentions } from '../../src/demo/mentions.ts';

const DAY_MS = 86_400_000;
const installedAt = new Date('2026-11-23T17:00:00Z');
const since = new Date(installedAt.getTime() - 180 * DAY_MS);
const running: SampleFeedServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

describe('a sample feed', () => {
  test.each(sampleCompany.feeds)('$path holds the whole history, in its own format', async (feed) => {
    const { url } = await serverAt(installedAt);
    const response = await fetch(url + feed.path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('max-age=60');
    const expected = [...sampleMentions({ since, until: installedAt, pace: 'lively' })]
      .filter(({ externalId }) => externalId.startsWith(`fernwheel:${feed.channel}:`))
      .map(({ externalId, text }) => `${externalId} ${text}`);
    expect(expected.length).toBeGreaterThan(100);
    expect(itemsOf(feed, await response.text())).toEqual(expected);
  });

  test('tells rating, place and kind of a review beside the standard', async () => {
    const { url } = await serverAt(installedAt);
    const document = (await (await fetch(`${url}/reviews.json`)).json()) as { items: { _earshot: object }[] };
    expect(document.items[0]?._earshot).toMatchObject({
      kind: 'review',
      rating: { min: 1, max: 5 },
      country: expect.stringMatching(/^[A-Z]{2}$/),
    });
  });

  test('says 304 to a reader that has seen it all, by tag or by date', async () => {
    const { url } = await serverAt(installedAt);
    const first = await fetch(`${url}/social.json`);
    const etag = first.headers.get('etag') ?? '';
    const lastModified = first.headers.get('last-modified') ?? '';
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `W/${etag}` },
      { 'if-modified-since': lastModified },
    ]) {
      const again = await fetch(`${url}/social.json`, { headers });
      expect(again.status).toBe(304);
      expect(again.headers.get('etag')).toBe(etag);
    }
  });

  test('shows new mentions as time goes by, and only the latest days to a reader that came back', async () => {
    let now = installedAt;
    const { url } = await serverAt(() => now);
    const social = sampleCompany.feeds.find(({ channel }) => channel === 'social') as SampleFeed;
    const first = await fetch(url + social.path);
    const before = itemsOf(social, await first.text());
    now = new Date(installedAt.getTime() + 15 * 60_000);
    const second = await fetch(url + social.path, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(second.status).toBe(200);
    const after = itemsOf(social, await second.text());
    const fresh = after.filter((item) => !before.includes(item));
    expect(fresh.length).toBeGreaterThan(1);
    expect(after.slice(0, fresh.length)).toEqual(fresh);
    expect(after.length).toBeLessThan(before.length);
    const fromScratch = itemsOf(social, await (await fetch(url + social.path)).text());
    expect(fromScratch).toEqual([...fresh, ...before]);
  });

  test('gives everything to a reader whose tag it never gave', async () => {
    const { url } = await serverAt(installedAt);
    const whole = await (await fetch(`${url}/forum.atom`)).text();
    for (const tag of ['"something"', '"sample-zzzzzzzzzz"']) {
      const again = await fetch(`${url}/forum.atom`, { headers: { 'if-none-match': tag } });
      expect(await again.text()).toBe(whole);
    }
  });

  test('answers HEAD without a body, other methods with 405 and other paths with 404', async () => {
    const { url } = await serverAt(installedAt);
    const head = await fetch(`${url}/news.xml`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${url}/news.xml`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });
});

describe('the live trickle', () => {
  const until = new Date(installedAt.getTime() + 3 * 3_600_000);
  const isLive = (externalId: string) => /-[5-7]\d{3}:/.test(externalId);
  const live = [...sampleMentions({ since, until, pace: 'lively' })]
    .filter(({ externalId }) => isLive(externalId))
    .reverse();

  test('brings one mention every 20 to 60 seconds from installation on', () => {
    expect(live.length).toBeGreaterThan(250);
    for (const [at, mention] of live.entries()) {
      const previous = live[at - 1];
      if (!previous) continue;
      const seconds = (mention.publishedAt.getTime() - previous.publishedAt.getTime()) / 1000;
      expect(seconds).toBeGreaterThanOrEqual(20);
      expect(seconds).toBeLessThanOrEqual(60);
    }
    expect(live[0]?.publishedAt.getTime()).toBeGreaterThanOrEqual(installedAt.getTime());
  });

  test('only adds to what the natural pace brings', () => {
    const natural = [...sampleMentions({ since, until })].map(({ externalId }) => externalId);
    const lively = [...sampleMentions({ since, until, pace: 'lively' })].map(({ externalId }) => externalId);
    expect(lively.filter((id) => !isLive(id))).toEqual(natural);
  });

  test('is served the same months later and after a restart', async () => {
    const later = new Date(installedAt.getTime() + 100 * DAY_MS);
    const feed = sampleCompany.feeds[0] as SampleFeed;
    const one = await (await fetch((await serverAt(later)).url + feed.path)).text();
    const other = await (await fetch((await serverAt(later)).url + feed.path)).text();
    const items = itemsOf(feed, one);
    expect(items).toHaveLength(3000);
    expect(itemsOf(feed, other)).toEqual(items);
  });
});

async function serverAt(now: Date | (() => Date)): Promise<SampleFeedServer> {
  const server = await startSampleFeeds({ since, now: typeof now === 'function' ? now : () => now });
  running.push(server);
  return server;
}

/** Id and text of every item, as an independent reader finds them. */
function itemsOf(feed: SampleFeed, document: string): string[] {
  switch (feed.format) {
    case 'rss':
      return (parseRssFeed(document).items ?? []).map(
        ({ guid, description }) => `${guid?.value} ${unwrapped(description)}`,
      );
    case 'atom':
      return (parseAtomFeed(document).entries ?? []).map(({ id, content }) => `${id} ${content?.value}`);
    case 'rdf':
      return (parseRdfFeed(document).items ?? []).map(
        ({ rdf, description }) => `${rdf?.about} ${description}`,
      );
    case 'json':
      return (parseJsonFeed(document).items ?? []).map(({ id, content_text }) => `${id} ${content_text}`);
  }
}

function unwrapped(html: string | undefined): string {
  const text = (html ?? '').replace(/^<p>|<\/p>$/g, '');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
