import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['api.typeform.com'],
  settings: () => ({ formId: 'aBcD12', token: 'token-of-acme' }),
  pageSize: 500,
  waitMs: 900_000,
  tokens: 'stopped',
  brings: 'answers',
  noticedAfterDays: 8,
  cannot: { edit: 'a response is sent once and never changed' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(429, 'TOO_MANY_REQUESTS');
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-acme') {
      return failure(401, 'AUTHENTICATION_FAILED');
    }
    if (world.mood === 'malformed') return { body: { items: { a: 1 }, fields: 'none' } };
    if (asked.url.pathname === '/forms/aBcD12') return { body: FORM };
    if (asked.url.pathname === '/forms/aBcD12/responses') return list(asked, world);
    return failure(404, 'FORM_NOT_FOUND');
  },
} satisfies ApiServer;

const failure = (status: number, code: string): Answer => ({
  status,
  body: { code, description: code.toLowerCase().replaceAll('_', ' ') },
});

const FORM = {
  id: 'aBcD12',
  title: 'After the visit',
  fields: [
    {
      id: 'f1',
      ref: 'rating',
      type: 'rating',
      title: 'How was it?',
      properties: { steps: 5, shape: 'star' },
    },
    { id: 'f2', ref: 'why', type: 'long_text', title: 'Why {{field:rating}}?', properties: {} },
  ],
};

function list({ query }: Asked, { posts, mood }: World): Answer {
  const ids = query.get('included_response_ids')?.split(',');
  const since = Date.parse(`${query.get('since') ?? '1970-01-01T00:00:00'}Z`);
  const found = ids ? posts.filter(({ id }) => ids.includes(id)) : posts.filter(({ at }) => at >= since);
  const size = Number(query.get('page_size') ?? 25);
  const before = query.get('before');
  const from = before && mood !== 'circle' ? found.findIndex(({ id }) => id === before) + 1 : 0;
  return {
    body: {
      total_items: found.length,
      page_count: Math.ceil(found.length / size),
      items: found.slice(from, from + size).map(responseOf),
    },
  };
}

const responseOf = ({ id, text, at, stars }: Post) => ({
  response_id: id,
  token: id,
  landed_at: new Date(at - 60_000).toISOString(),
  submitted_at: new Date(at).toISOString(),
  hidden: { store: 'berlin' },
  answers: [
    { field: { id: 'f1', ref: 'rating', type: 'rating' }, type: 'number', number: stars },
    { field: { id: 'f2', ref: 'why', type: 'long_text' }, type: 'text', text },
  ],
});
