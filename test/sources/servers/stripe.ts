import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

export default {
  hosts: ['api.stripe.com'],
  settings: () => ({ key: 'rk_live_of_acme' }),
  pageSize: 100,
  waitMs: 900_000,
  tokens: 'stopped',
  brings: 'orders',
  asksForEach: true,
  cannot: { remove: 'nothing that was charged goes away' },
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(429, 'Request rate limit exceeded.');
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer rk_live_of_acme') {
      return failure(401, 'Expired API Key provided.');
    }
    if (asked.headers['stripe-version'] === undefined) return failure(400, 'no version');
    if (world.mood === 'malformed') return { body: { object: 'list', data: {}, has_more: false } };
    if (asked.url.pathname === '/v1/subscriptions') return subscriptions(asked, world);
    if (asked.url.pathname === '/v1/charges') return list(asked, world, world.posts.map(chargeOf));
    return asked.url.pathname === '/v1/events'
      ? events(asked, world)
      : failure(404, 'Unrecognized request URL');
  },
} satisfies ApiServer;

const failure = (status: number, message: string): Answer => ({
  status,
  body: { error: { type: 'invalid_request_error', message } },
});

function subscriptions(asked: Asked, world: World): Answer {
  const customer = asked.query.get('customer');
  const own = world.posts.filter(({ id }) => customer === null || customer === `cus_${id}`);
  const found = own.map((post) => subscriptionOf(post, asked.query.get('expand[]') !== null));
  return list(asked, world, found);
}

function events(asked: Asked, world: World): Answer {
  const told = world.posts
    .flatMap((post) => [
      { at: post.editedAt, type: 'customer.subscription.deleted', object: subscriptionOf(post, false) },
      { at: post.at, type: 'charge.succeeded', object: chargeOf(post) },
    ])
    .toSorted((a, b) => b.at - a.at);
  const found = told.map(({ at, type, object }) => ({
    id: `evt_${object.id}_${at}`,
    object: 'event',
    type,
    created: seconds(at),
    data: { object },
  }));
  return list(asked, world, found);
}

function list({ query }: Asked, { mood }: World, all: readonly { id: string; created: number }[]): Answer {
  const since = Number(query.get('created[gte]') ?? 0);
  const found = all.filter(({ created }) => created >= since);
  const size = Number(query.get('limit') ?? 10);
  const after = query.get('starting_after');
  const isRound = mood === 'circle' && query.get('customer') === null;
  const from = after && !isRound ? found.findIndex(({ id }) => id === after) + 1 : 0;
  const hasMore = isRound || from + size < found.length;
  return { body: { object: 'list', data: found.slice(from, from + size), has_more: hasMore } };
}

const seconds = (at: number) => Math.floor(at / 1000);
const DAY = 86_400_000;

const subscriptionOf = ({ id, text, at }: Post, isExpanded: boolean) => ({
  id: `sub_${id}`,
  object: 'subscription',
  customer: isExpanded ? { id: `cus_${id}`, object: 'customer', email: `${id}@example.com` } : `cus_${id}`,
  status: 'canceled',
  created: seconds(at - 90 * DAY),
  start_date: seconds(at - 90 * DAY),
  canceled_at: seconds(at),
  ended_at: seconds(at),
  cancellation_details: { reason: 'cancellation_requested', feedback: 'other', comment: text },
  items: {
    object: 'list',
    data: [{ id: 'si_1', price: { id: 'price_1', nickname: 'Plus', product: 'prod_1' } }],
  },
});

const chargeOf = ({ id, at, stars }: Post) => ({
  id: `ch_${id}`,
  object: 'charge',
  amount: stars * 100,
  amount_captured: stars * 100,
  amount_refunded: 0,
  currency: 'eur',
  created: seconds(at),
  customer: `cus_${id}`,
  status: 'succeeded',
});
