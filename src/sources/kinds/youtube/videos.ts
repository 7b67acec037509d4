import { z } from 'zod';
import type { Api } from '../../api/api-client.ts';
import { List, readItems } from '../../api/items.ts';
import type { Thread } from '../../api/threads.ts';

/** A search costs as much as a hundred pages of comments. */
const SEARCH_EVERY_MS = 6 * 3_600_000;
const VIDEO_DAYS_MS = 30 * 86_400_000;
const ASKED_AT_ONCE = 50;
const MOST_VIDEOS = 200;

const Found = z.object({
  id: z.object({ videoId: z.string() }),
  snippet: z.object({ publishedAt: z.string() }),
});
const Counted = z.object({
  id: z.string(),
  /** Missing where comments are switched off. */
  statistics: z.object({ commentCount: z.coerce.number().catch(0) }),
});
const Answer = z.object({ items: List });

export const Videos = z
  .object({
    searchedAt: z.coerce.date(),
    videos: z.array(z.object({ id: z.string(), at: z.string() })),
  })
  .catch({ searchedAt: new Date(0), videos: [] });
type Videos = z.output<typeof Videos>;

/** Videos of the last weeks that the words find: those known, and now and then those of a new search. */
export async function findVideos(api: Api, query: string, known: Videos, now: Date): Promise<Videos> {
  if (now.getTime() - known.searchedAt.getTime() < SEARCH_EVERY_MS) return known;
  const publishedAfter = new Date(now.getTime() - VIDEO_DAYS_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  const wanted = { part: 'snippet', type: 'video', order: 'date', maxResults: ASKED_AT_ONCE };
  const call = { path: '/search', query: { ...wanted, q: query, publishedAfter } };
  const { body } = await api.call(call, Answer);
  const found = readItems(body.items, Found).items.map(({ id, snippet }) => ({
    id: id.videoId,
    at: snippet.publishedAt,
  }));
  const all = new Map([...known.videos, ...found].map((video) => [video.id, video]));
  const recent = [...all.values()].filter(({ at }) => at >= publishedAfter);
  return { searchedAt: now, videos: recent.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_VIDEOS) };
}

/** How many comments each video has by now. */
export async function countComments(api: Api, ids: readonly string[]): Promise<Thread[]> {
  const threads: Thread[] = [];
  for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
    const query = { part: 'statistics', id: ids.slice(start, start + ASKED_AT_ONCE).join(',') };
    const { body } = await api.call({ path: '/videos', query }, Answer);
    const { items } = readItems(body.items, Counted);
    threads.push(...items.map(({ id, statistics }) => ({ id, comments: statistics.commentCount })));
  }
  return threads;
}
