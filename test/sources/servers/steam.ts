import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['store.steampowered.com'],
  settings: () => ({ app: '440' }),
  pageSize: 100,
  // Steam says nothing about how long; the usual wait after a failure is a turn.
  waitMs: 900_000,
  tokens: 'none',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return { status: 429, body: 'null' };
    if (world.mood === 'malformed') return { body: { success: 2 } };
    if (asked.url.pathname !== '/appreviews/440') return { status: 302, headers: { location: '/' } };
    return list(asked, world);
  },
} satisfies ApiServer;

function list({ query }: Asked, { posts, mood }: World): Answer {
  const sorted =
    query.get('filter') === 'updated' ? posts.toSorted((a, b) => b.editedAt - a.editedAt) : posts;
  const size = Math.min(Number(query.get('num_per_page') ?? 20), 100);
  const cursor = query.get('cursor') ?? '*';
  const from = cursor === '*' ? 0 : Number(/^AoJ\+(\d+)\/=$/.exec(cursor)?.[1] ?? posts.length);
  const page = sorted.slice(from, from + size);
  // Cursors hold characters that have a meaning in addresses; at the end the same one comes again.
  const next = page.length === 0 ? cursor : `AoJ+${from + page.length}/=`;
  return {
    body: {
      success: 1,
      query_summary: { num_reviews: page.length, ...(from === 0 ? { total_reviews: posts.length } : {}) },
      reviews: page.map(reviewOf),
      cursor: mood === 'circle' && from > 0 ? '*' : next,
    },
  };
}

function reviewOf({ id, text, at, editedAt, stars }: Post) {
  return {
    recommendationid: id,
    author: { steamid: '76561190000000000', playtime_forever: 600, playtime_at_review: 300, num_reviews: 4 },
    language: 'english',
    review: text,
    timestamp_created: Math.floor(at / 1000),
    timestamp_updated: Math.floor(editedAt / 1000),
    voted_up: stars > 3,
    votes_up: 0,
    votes_funny: 0,
    weighted_vote_score: '0.52',
    comment_count: 0,
    steam_purchase: true,
    received_for_free: false,
    written_during_early_access: false,
  };
}
