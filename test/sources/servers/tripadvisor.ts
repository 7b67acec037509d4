import type { Answer, ApiServer, Post } from './api-server.ts';

export default {
  hosts: ['api.content.tripadvisor.com'],
  settings: () => ({ place: '60956', apiKey: 'key-of-acme', languages: 'en, de' }),
  pageSize: 5,
  waitMs: 900_000,
  tokens: 'stopped',
  cannot: {
    edit: 'no text is kept, so none can be compared',
    pages: 'there is one answer with the five latest reviews',
    circle: 'there is one answer with the five latest reviews',
  },
  answer({ url, query }, { mood, posts }) {
    if (mood === 'rate-limited') return failure(429, 'TooManyRequestsException', 'Too Many Requests');
    if (mood === 'revoked' || query.get('key') !== 'key-of-acme') {
      return { status: 403, body: { Message: 'User is not authorized to access this resource' } };
    }
    if (mood === 'malformed') return { body: { data: 'none' } };
    if (url.pathname !== '/api/v1/location/60956/reviews')
      return failure(404, 'NotFoundException', 'Unknown');
    const found = query.get('language') === 'en' ? posts : [];
    return { body: { data: found.slice(0, 5).map(reviewOf) } };
  },
} satisfies ApiServer;

const failure = (status: number, type: string, message: string): Answer => ({
  status,
  body: { error: { message, type, code: status } },
});

function reviewOf({ id, text, author, at, stars }: Post) {
  return {
    id: Number(id),
    lang: 'en',
    location_id: 60_956,
    published_date: new Date(at).toISOString(),
    rating: stars,
    helpful_votes: 0,
    url: `https://www.tripadvisor.com/ShowUserReviews-g1-d60956-r${id}.html`,
    title: 'Our stay',
    text,
    is_machine_translated: false,
    user: { username: author, user_location: { id: '304554', name: 'Mumbai, India' } },
  };
}
