import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['hn.algolia.com'],
  settings: () => ({ query: 'acme' }),
  pageSize: 200,
  waitMs: 120_000,
  tokens: 'none',
  cannot: { circle: 'pages are slices of time, which cannot lead back' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') return { status: 429, headers: { 'retry-after': '120' }, body: {} };
    if (world.mood === 'malformed') return { body: { hits: 'none' } };
    if (asked.url.pathname !== '/api/v1/search_by_date')
      return { status: 404, body: { message: 'Not Found' } };
    return search(asked, world);
  },
} satisfies ApiServer;

function search({ query }: Asked, { posts }: World): Answer {
  const filters = query.get('numericFilters') ?? '';
  const after = Number(/created_at_i>(\d+)/.exec(filters)?.[1] ?? 0);
  const upTo = Number(/created_at_i<=(\d+)/.exec(filters)?.[1] ?? Infinity);
  const size = Math.min(Number(query.get('hitsPerPage') ?? 20), 1_000);
  const found = posts.filter(({ at }) => at / 1000 > after && at / 1000 <= upTo);
  return {
    body: {
      hits: found.slice(0, size).map(hitOf),
      page: 0,
      nbHits: found.length,
      nbPages: Math.ceil(found.length / size),
      hitsPerPage: size,
      query: query.get('query'),
    },
  };
}

function hitOf(post: Post) {
  return {
    objectID: post.id,
    created_at: new Date(post.at).toISOString(),
    created_at_i: Math.floor(post.at / 1000),
    author: post.author,
    title: null,
    url: null,
    story_id: 1,
    story_title: 'Show HN: Acme',
    parent_id: 1,
    comment_text: post.text,
    points: null,
    _tags: ['comment', `author_${post.author}`, 'story_1'],
  };
}
