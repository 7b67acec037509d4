import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['api.pipedrive.com'],
  settings: () => ({ token: 'token-of-acme', referralField: 'ref_key' }),
  pageSize: 200,
  waitMs: 40_000,
  tokens: 'stopped',
  brings: 'orders',
  hasMentions: false,
  answer(asked, world) {
    if (world.mood === 'rate-limited') {
      return { ...failure(429, 'Rate limit exceeded'), headers: { 'x-ratelimit-reset': '40' } };
    }
    if (world.mood === 'revoked' || asked.headers['x-api-token'] !== 'token-of-acme') {
      return failure(401, 'unauthorized access');
    }
    if (world.mood === 'malformed') return { body: { success: true, data: null } };
    if (asked.url.pathname === '/api/v2/deals') return deals(asked, world);
    if (asked.url.pathname === '/api/v2/deals/products') return products(asked, world);
    return asked.url.pathname === '/api/v2/persons' ? persons(asked) : failure(404, 'Unknown method.');
  },
} satisfies ApiServer;

const failure = (status: number, error: string): Answer => ({ status, body: { success: false, error } });

/** Deals that were deleted stay in the list of deleted ones for 30 days. */
const gone = new WeakMap<readonly Post[], Map<string, Post>>();

function deals({ query }: Asked, { posts, mood, now }: World): Answer {
  const seen = gone.get(posts) ?? new Map<string, Post>();
  gone.set(posts, seen);
  for (const post of posts) seen.set(post.id, post);
  const deleted = [...seen.values()].filter((post) => !posts.includes(post));
  const since = Date.parse(query.get('updated_since') ?? '1970-01-01T00:00:00Z');
  const all = [
    ...posts.map((post) => dealOf(post, { at: post.editedAt, isDeleted: false })),
    ...deleted.map((post) => dealOf(post, { at: now - 1_000, isDeleted: true })),
  ];
  const found = all
    .filter(({ update_time: at }) => Date.parse(at) >= since - 1_000)
    .toSorted((a, b) => (a.update_time < b.update_time ? -1 : 1));
  const size = Number(query.get('limit') ?? 100);
  const cursor = Number(query.get('cursor') ?? 0);
  const from = mood === 'circle' ? 0 : cursor;
  const hasNext = mood === 'circle' || from + size < found.length;
  return {
    body: {
      success: true,
      data: found.slice(from, from + size),
      additional_data: { next_cursor: hasNext ? String(cursor + size) : null },
    },
  };
}

function products({ query }: Asked, { posts }: World): Answer {
  const ids = query.get('deal_ids')?.split(',') ?? [];
  const data = posts
    .filter(({ id }) => ids.includes(String(Number(id))))
    .map(({ id, text }) => ({
      id: 1,
      deal_id: Number(id),
      product_id: 9,
      name: text,
      item_price: 4,
      quantity: 1,
    }));
  return { body: { success: true, data, additional_data: { next_cursor: null } } };
}

function persons({ query }: Asked): Answer {
  const ids = query.get('ids')?.split(',') ?? [];
  const data = ids.map((id) => ({
    id: Number(id),
    name: 'Mia',
    emails: [{ value: `mia-${id}@example.com`, primary: true, label: 'work' }],
    won_deals_count: 1,
    custom_fields: {},
  }));
  return { body: { success: true, data, additional_data: { next_cursor: null } } };
}

const dealOf = ({ id, at: wonAt, stars }: Post, { at, isDeleted }: { at: number; isDeleted: boolean }) => ({
  id: Number(id),
  title: 'A deal',
  status: isDeleted ? 'deleted' : 'won',
  value: stars,
  currency: 'EUR',
  person_id: Number(id) + 1,
  org_id: null,
  add_time: new Date(wonAt - 86_400_000).toISOString(),
  update_time: new Date(at).toISOString(),
  won_time: new Date(wonAt).toISOString(),
  is_deleted: isDeleted,
  custom_fields: { ref_key: 'a friend' },
});
