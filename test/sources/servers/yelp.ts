import type { ApiServer, Post, World } from './api-server.ts';

export default {
  hosts: ['api.yelp.com'],
  settings: () => ({ business: 'acme-berlin', token: 'key-of-acme' }),
  pageSize: 3,
  waitMs: 7_200_000,
  tokens: 'stopped',
  cannot: {
    remove: 'Yelp chooses three reviews; one that is missing may have given way to another',
    pages: 'there is one answer with three reviews',
    circle: 'there is one answer with three reviews',
  },
  answer({ url, headers }, world) {
    if (world.mood === 'rate-limited') return tooMany(world);
    if (world.mood === 'revoked' || headers.authorization !== 'Bearer key-of-acme') {
      return {
        status: 401,
        body: {
          error: { code: 'TOKEN_INVALID', description: 'Invalid access token or authorization header.' },
        },
      };
    }
    if (world.mood === 'malformed') return { body: { businesses: [] } };
    if (url.pathname !== '/v3/businesses/acme-berlin/reviews') {
      return { status: 404, body: { error: { code: 'BUSINESS_NOT_FOUND', description: 'not found' } } };
    }
    const reviews = world.posts.slice(0, 3).map(reviewOf);
    return {
      headers: { 'ratelimit-dailylimit': '300', 'ratelimit-remaining': '299' },
      body: { reviews, total: world.posts.length, possible_languages: ['en'] },
    };
  },
} satisfies ApiServer;

function tooMany({ now }: World) {
  const headers = {
    'ratelimit-dailylimit': '300',
    'ratelimit-remaining': '0',
    'ratelimit-resettime': new Date(now + 7_200_000).toISOString(),
  };
  const error = { code: 'ACCESS_LIMIT_REACHED', description: "You've reached the access limit." };
  return { status: 429, headers, body: { error } };
}

function reviewOf({ id, text, author, at, stars }: Post) {
  return {
    id,
    url: `https://www.yelp.com/biz/acme-berlin?hrid=${id}`,
    text,
    rating: stars,
    time_created: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    user: {
      id: 'W8UK',
      profile_url: 'https://www.yelp.com/user_details?userid=W8UK',
      image_url: null,
      name: author,
    },
  };
}
