import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const PRODUCT = '8f1c7d70-0000-4000-8000-000000000000';
const PATH = `/api/v2/products/${PRODUCT}/reviews`;

export default {
  hosts: ['data.g2.com'],
  settings: () => ({ productId: PRODUCT, token: 'token-of-acme' }),
  pageSize: 100,
  waitMs: 900_000,
  tokens: 'stopped',
  cannot: { remove: 'the list shows what was changed, not what is gone' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(429, 'Too Many Requests');
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-acme') {
      return failure(401, 'Unauthorized');
    }
    if (world.mood === 'malformed') return { body: { data: { type: 'products' } } };
    return asked.url.pathname === PATH ? list(asked, world) : failure(404, 'Not Found');
  },
} satisfies ApiServer;

const failure = (status: number, title: string): Answer => ({
  status,
  body: { errors: [{ status: String(status), title }] },
});

function list({ query }: Asked, { posts, mood }: World): Answer {
  const since = Date.parse(query.get('filter[updated_at_gt]') ?? '1970-01-01');
  const found = posts.filter(({ editedAt }) => editedAt > since);
  const size = Number(query.get('page[size]') ?? 10);
  const from = Number(query.get('page[after]') ?? 0);
  const next = new URLSearchParams(query);
  next.set('page[after]', String(mood === 'circle' && from > 0 ? 0 : from + size));
  const hasNext = mood === 'circle' || from + size < found.length;
  return {
    headers: { 'content-type': 'application/vnd.api+json' },
    body: {
      data: found.slice(from, from + size).map(reviewOf),
      links: {
        self: `https://data.g2.com${PATH}`,
        next: hasNext ? `https://data.g2.com${PATH}?${next}` : null,
      },
      meta: { record_count: found.length },
    },
  };
}

function reviewOf({ id, text, at, stars }: Post) {
  return {
    id,
    type: 'reviews',
    attributes: {
      title: 'About Acme',
      star_rating: stars,
      submitted_at: new Date(at).toISOString(),
      product_name: 'Acme',
      url: `https://www.g2.com/products/acme/reviews/acme-review-${id}`,
      answers: { 'What do you like best?': text },
    },
  };
}
