import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const UNIT = '46d6a890000064000500e0c3';
const BASIC = `Basic ${Buffer.from('key-of-acme:secret-of-acme').toString('base64')}`;

export default {
  hosts: ['api.trustpilot.com'],
  settings: () => ({ businessUnit: UNIT, apiKey: 'key-of-acme', apiSecret: 'secret-of-acme', author: 'u-7' }),
  pageSize: 100,
  waitMs: 300_000,
  tokens: 'renewed',
  noticedAfterDays: 21,
  answer(asked, world) {
    const path = asked.url.pathname.replace('/v1', '');
    if (world.mood === 'rate-limited') {
      return { status: 429, headers: { 'retry-after': '300' }, body: { message: 'Too many requests' } };
    }
    if (path === '/oauth/oauth-business-users-for-applications/accesstoken') return token(asked, world);
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer access-${world.token}`) {
      return { status: 401, body: { message: 'Invalid access token', errorCode: 1001 } };
    }
    if (world.mood === 'malformed') return { body: { reviews: 'none' } };
    return route(path, asked, world);
  },
} satisfies ApiServer;

function token({ headers, body }: Asked, { token: current, mood }: World): Answer {
  const isGood = headers.authorization === BASIC && body.includes('grant_type=client_credentials');
  if (mood === 'revoked' || !isGood) return { status: 401, body: { reason: 'invalid client' } };
  return { body: { access_token: `access-${current}`, expires_in: '359999', status: 'approved' } };
}

function route(path: string, asked: Asked, world: World): Answer {
  if (path === `/private/business-units/${UNIT}/reviews`) return list(asked, world);
  const [, id, isReply] = /^\/private\/reviews\/([\da-f]+)(\/reply)?$/.exec(path) ?? [];
  const post = world.posts.find((one) => one.id === id);
  if (!post) return { status: 404, body: { message: 'Review not found' } };
  return isReply && asked.method === 'POST' ? reply(post, asked, world) : { body: reviewOf(post) };
}

function list({ query }: Asked, { posts, mood }: World): Answer {
  if (query.get('orderBy') !== 'createdat.desc') return { status: 400, body: { message: 'orderBy' } };
  const size = Number(query.get('perPage') ?? 20);
  const page = mood === 'circle' ? 1 : Number(query.get('page') ?? 1);
  const until = Date.parse(query.get('endDateTime') ?? '2100-01-01');
  const found = posts.filter(({ at }) => at <= until);
  const hasMore = page * size < found.length;
  const href = `https://api.trustpilot.com/v1/private/business-units/${UNIT}/reviews?page=${page + 1}`;
  return {
    body: {
      links: hasMore ? [{ href, method: 'GET', rel: 'next-page' }] : [],
      reviews: found.slice((page - 1) * size, page * size).map(reviewOf),
    },
  };
}

function reply(post: Post, { body }: Asked, { replies }: World): Answer {
  const { message, authorBusinessUserId } = JSON.parse(body) as Record<string, string>;
  if (authorBusinessUserId !== 'u-7' || message === undefined)
    return { status: 400, body: { message: 'author' } };
  post.ownerReply = message;
  replies.push({ to: post.id, text: message, id: `${post.id}/reply` });
  return { status: 201 };
}

function reviewOf({ id, text, author, at, editedAt, stars, ownerReply }: Post) {
  return {
    id,
    consumer: { id: '5f0', displayName: author, displayLocation: 'Berlin, DE', numberOfReviews: 3 },
    businessUnit: { id: UNIT, identifyingName: 'acme.example', displayName: 'Acme' },
    stars,
    title: 'About Acme',
    text,
    language: 'en',
    createdAt: new Date(at).toISOString(),
    updatedAt: editedAt > at ? new Date(editedAt).toISOString() : null,
    companyReply:
      ownerReply === undefined
        ? null
        : { text: ownerReply, createdAt: new Date(at).toISOString(), updatedAt: null },
    isVerified: true,
    numberOfLikes: 0,
    status: 'active',
  };
}
