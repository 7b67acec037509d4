import { expect, test } from 'vitest';
import { sampleCompany } from '../../src/demo/company.ts';
import { startSampleFeeds } from '../../src/demo/feed-server.ts';
import { type SampleMention, sampleMentions } from '../../src/demo/mentions.ts';
import { createHttp } from '../../src/sources/http.ts';
import feedSource from '../../src/sources/kinds/feed.ts';
import { fetchWith } from '../sources/test-server.ts';

const installedAt = new Date('2026-11-23T17:00:00Z');
const since = new Date(installedAt.getTime() - 180 * 86_400_000);

test('every sample feed comes through the feed source as it was meant, and is not fetched twice', async () => {
  const server = await startSampleFeeds({ since, now: () => installedAt });
  const http = createHttp({ userAgent: 'earshot-test', allowPrivate: true });
  const made = [...sampleMentions({ since, until: installedAt, pace: 'lively' })];
  for (const feed of sampleCompany.feeds) {
    const settings = feedSource.settings.parse({ url: server.url + feed.path, ...feed.settings });
    const fetched = await fetchWith(feedSource, settings, {}, http);
    const meant = made.filter(({ externalId }) => externalId.startsWith(`fernwheel:${feed.channel}:`));
    expect(fetched).toMatchObject({ status: 'ok', skipped: 0, warnings: [] });
    const read = fetched.mentions.map(({ externalId, text, title, language, kind, rating, location }) => {
      return { externalId, text, title, language, kind, rating, location };
    });
    expect(read).toEqual(meant.map((mention) => seenThrough(feed.format, mention)));
    expect(await fetchWith(feedSource, settings, fetched.state, http)).toMatchObject({
      status: 'not-modified',
    });
  }
  await http.close();
  await server.close();
});

/** XML feeds have no word for a location. */
function seenThrough(format: string, mention: SampleMention) {
  const { externalId, text, title, language, kind, rating, location } = mention;
  return {
    externalId,
    text,
    title,
    language,
    kind,
    rating,
    location: format === 'json' ? location : undefined,
  };
}
