import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { type Earshot, openEarshot } from '../../src/main.ts';
import { findDifferences } from '../../src/store/cells.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { modes } from '../support/modes.ts';

/*
 * One mention's journey on each way to run Earshot: the same suite, the same assertions, real servers.
 */

const DAY_MS = 86_400_000;
const PATIENCE = { timeout: 20_000, interval: 100 };

for (const mode of modes()) {
  describe.skipIf(!mode.isThere)(`on ${mode.name}`, () => {
    let env: Record<string, string>;
    let remove: () => void;
    let feeds: FeedServer;
    let earshot: Earshot;
    let sourceId: number;
    const now = new Date();

    beforeAll(async () => {
      feeds = await startFeedServer();
      ({ env, remove } = await mode.prepare());
      env = {
        ...env,
        EARSHOT_ALLOW_HOSTS: feeds.host,
        EARSHOT_TIME_ZONE: 'UTC',
        EARSHOT_HOST_GAP_MS: '0',
        PORT: '0',
      };
      earshot = await open();
    });
    afterAll(async () => {
      await earshot?.close();
      await feeds?.close();
      remove?.();
    });

    async function open(): Promise<Earshot> {
      const opened = await openEarshot(readConfig(env), openLog('error'));
      await opened.startWorkers();
      return opened;
    }

    async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const init =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await earshot.fetch(
        new Request(`http://localhost/api/v1${path}`, { method, ...init }),
      );
      if (!response.ok)
        throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    }

    /** Counts by label over all days of a topic, straight from the cells. */
    async function counts(topic = 'Everything') {
      const [row] = await earshot.deps.db<{
        positive: number;
        neutral: number;
        negative: number;
        unknown: number;
      }>`
        select coalesce(sum(positive), 0) as positive, coalesce(sum(neutral), 0) as neutral,
               coalesce(sum(negative), 0) as negative, coalesce(sum(unknown), 0) as unknown
          from day_cells join topics on topics.id = topic_id
         where topics.name = ${topic}`;
      return row;
    }

    async function fetchNow(): Promise<void> {
      await call('POST', `/sources/${sourceId}/fetch`);
    }

    test('a feed that is added is fetched, stored, classified and counted', async () => {
      feeds.feeds.set('/tea', [
        { id: 'a', text: 'I love this tea, it is wonderful.', publishedAt: now },
        {
          id: 'b',
          text: 'The delivery was terrible and the parcel broken.',
          publishedAt: new Date(now.getTime() - DAY_MS),
        },
        { id: 'c', text: 'The shop opens at nine on Mondays.', publishedAt: now },
      ]);
      const source = await call<{ id: number }>('POST', '/sources', {
        name: 'Tea talk',
        kind: 'feed',
        settings: { url: `${feeds.url}/tea` },
      });
      sourceId = source.id;
      await vi.waitFor(
        async () => expect(await counts()).toEqual({ positive: 1, neutral: 1, negative: 1, unknown: 0 }),
        PATIENCE,
      );
      expect(await findDifferences(earshot.deps.db)).toEqual([]);
    });

    test('a second fetch with nothing new changes nothing and asks with validators', async () => {
      const asked = feeds.notModified.get('/tea') ?? 0;
      await fetchNow();
      await vi.waitFor(() => expect(feeds.notModified.get('/tea')).toBeGreaterThan(asked), PATIENCE);
      expect(await counts()).toEqual({ positive: 1, neutral: 1, negative: 1, unknown: 0 });
    });

    test('an edited text is classified again and counted once', async () => {
      feeds.feeds.set('/tea', [
        { id: 'a', text: 'I hate this tea, it is disgusting now.', publishedAt: now },
        ...(feeds.feeds.get('/tea') ?? []).slice(1),
      ]);
      await fetchNow();
      await vi.waitFor(
        async () => expect(await counts()).toEqual({ positive: 0, neutral: 1, negative: 2, unknown: 0 }),
        PATIENCE,
      );
    });

    test('a new topic takes in what was stored before, and leaves when it is removed', async () => {
      const topic = await call<{ id: number }>('POST', '/topics', {
        name: 'Parcels',
        kind: 'theme',
        query: 'parcel OR delivery',
      });
      await vi.waitFor(async () => expect((await counts('Parcels'))?.negative).toBe(1), PATIENCE);
      await call('DELETE', `/topics/${topic.id}`);
      expect(await counts('Parcels')).toEqual({ positive: 0, neutral: 0, negative: 0, unknown: 0 });
    });

    test('a correction moves the score at once and can be undone', async () => {
      const { mentions } = await call<{ mentions: { id: number; label: string }[] }>(
        'GET',
        '/mentions?label=neutral',
      );
      const id = mentions[0]?.id;
      await call('POST', `/mentions/${id}/override`, { label: 'positive' });
      expect(await counts()).toEqual({ positive: 1, neutral: 0, negative: 2, unknown: 0 });
      await call('DELETE', `/mentions/${id}/override`);
      expect(await counts()).toEqual({ positive: 0, neutral: 1, negative: 2, unknown: 0 });
    });

    test('a source that fails says why, is asked again later and hides nothing', async () => {
      feeds.failures.set('/tea', (response) => response.writeHead(503, { 'retry-after': '3600' }).end());
      await fetchNow();
      await vi.waitFor(async () => {
        const { health } = await call<{ health: { failures: number; lastError: string } }>(
          'GET',
          `/sources/${sourceId}`,
        );
        expect(health.failures).toBeGreaterThan(0);
        expect(health.lastError).toMatch(/503/);
      }, PATIENCE);
      const [row] = await earshot.deps.db<{
        next_fetch_at: Date;
      }>`select next_fetch_at from sources where id = ${sourceId}`;
      expect(row?.next_fetch_at.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
      expect(await counts()).toEqual({ positive: 0, neutral: 1, negative: 2, unknown: 0 });
      feeds.failures.delete('/tea');
    });

    test('after a restart everything is there and the schedule goes on', async () => {
      await earshot.close();
      feeds.feeds
        .get('/tea')
        ?.unshift({ id: 'd', text: 'Great service, thank you!', publishedAt: new Date() });
      earshot = await open();
      expect(await counts()).toEqual({ positive: 0, neutral: 1, negative: 2, unknown: 0 });
      await fetchNow();
      await vi.waitFor(
        async () => expect(await counts()).toEqual({ positive: 1, neutral: 1, negative: 2, unknown: 0 }),
        PATIENCE,
      );
    });

    test('what was counted with another lexicon is counted again after a start', async () => {
      await earshot.deps.db`update mentions set lexicon_version = 'an older one'`;
      await earshot.close();
      earshot = await open();
      await vi.waitFor(async () => {
        const versions = await earshot.deps.db`select distinct lexicon_version as version from mentions`;
        expect(versions).toEqual([
          { version: (await earshot.deps.lexicons.current(earshot.deps.db)).classifier.version },
        ]);
      }, PATIENCE);
      expect(await findDifferences(earshot.deps.db)).toEqual([]);
    });

    test('a removed source takes its mentions out of every score', async () => {
      await call('DELETE', `/sources/${sourceId}`);
      expect(await counts()).toEqual({ positive: 0, neutral: 0, negative: 0, unknown: 0 });
      expect(await findDifferences(earshot.deps.db)).toEqual([]);
    });
  });
}
