import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const SHOP = 'acme.myshopify.com';

export default {
  hosts: ['api.judge.me'],
  settings: () => ({ shop: SHOP, token: 'private-token-of-acme' }),
  pageSize: 100,
  waitMs: 1_800_000,
  tokens: 'stopped',
  noticedAfterDays: 7,
  cannot: { resend: 'nothing tells whether a reply has arrived' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') {
      return { status: 429, headers: { 'retry-after': '1800' }, body: { error: 'Too many requests' } };
    }
    const isGood =
      asked.headers['x-api-token'] === 'private-token-of-acme' && asked.query.get('shop_domain') === SHOP;
    if (world.mood === 'revoked' || !isGood) {
      return {
        status: 403,
        body: { error: 'Failed to authenticate. Shop domain or Api Token is wrong' },
      };
    }
    if (world.mood === 'malformed') return { body: { reviews: null } };
    return route(asked, world);
  },
} satisfies ApiServer;

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/api/v1', '');
  if (path === '/reviews') return list(asked, world);
  if (path === '/replies' && asked.method === 'POST') return reply(asked, world);
  const [, id] = /^\/reviews\/(\d+)$/.exec(path) ?? [];
  const post = world.posts.find((one) => one.id === id);
  return post ? { body: { review: reviewOf(post) } } : { status: 404, body: { error: 'Not found' } };
}

function list({ query }: Asked, { posts, mood }: World): Answer {
  const size = Math.min(Number(query.get('per_page') ?? 10), 100);
  const page = mood === 'circle' ? 1 : Number(query.get('page') ?? 1);
  return {
    body: {
      current_page: page,
      per_page: size,
      reviews: posts.slice((page - 1) * size, page * size).map(reviewOf),
    },
  };
}

function reply({ body }: Asked, { posts, replies }: World): Answer {
  const {
    review_id: to,
    reply: sent,
    send_reply_email: isMailed,
  } = JSON.parse(body) as {
    review_id: number;
    reply: { content: string };
    send_reply_email: boolean;
  };
  if (isMailed || !posts.some(({ id }) => id === String(to))) {
    return { status: 422, body: { error: 'review_id is invalid' } };
  }
  replies.push({ to: String(to), text: sent.content, id: `${to}/reply` });
  return { body: {} };
}

function reviewOf({ id, text, author, at, editedAt, stars }: Post) {
  return {
    id: Number(id),
    title: 'About the mug',
    body: `<p>${text}</p>`,
    rating: stars,
    product_external_id: 8_200_001,
    product_title: 'Mug',
    product_handle: 'mug',
    reviewer: { id: 9, name: author, email: `${author}@example.org`, phone: null, tags: [] },
    source: 'email',
    verified: 'buyer',
    curated: 'ok',
    published: true,
    hidden: false,
    ip_address: '192.0.2.7',
    created_at: new Date(at).toISOString().replace('Z', '+00:00'),
    updated_at: new Date(editedAt).toISOString().replace('Z', '+00:00'),
    pictures: [],
  };
}
