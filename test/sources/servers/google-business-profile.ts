import {
  type Answer,
  type ApiServer,
  type Asked,
  type Held,
  type Post,
  pageOf,
  type World,
} from './api-server.ts';

const LOCATION = 'accounts/111/locations/222';
const WORDS = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];

export default {
  hosts: [
    'mybusiness.googleapis.com',
    'mybusinessaccountmanagement.googleapis.com',
    'mybusinessbusinessinformation.googleapis.com',
    'oauth2.googleapis.com',
  ],
  settings: () => ({
    account: '111',
    place: '222',
    clientId: 'acme.apps.example',
    clientSecret: 'secret-of-the-client',
    refreshToken: 'refresh-token-of-mia',
  }),
  pageSize: 50,
  heldPageSize: 100,
  waitMs: 60_000,
  tokens: 'renewed',
  noticedAfterDays: 7,
  answer(asked, world) {
    if (asked.url.pathname === '/token') return token(asked, world);
    if (world.mood === 'rate-limited') return failure(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded');
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer access-${world.token}`) {
      return failure(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    }
    if (world.mood === 'malformed') return { body: { reviews: 'none', accounts: 'none' } };
    if (asked.url.pathname.startsWith('/v1/')) return held(asked, world);
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (code: number, status: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, status } },
});

function token({ body }: Asked, { token: current, mood }: World): Answer {
  const form = new URLSearchParams(body);
  const isGood =
    form.get('grant_type') === 'refresh_token' &&
    form.get('refresh_token') === 'refresh-token-of-mia' &&
    form.get('client_secret') === 'secret-of-the-client';
  if (mood === 'revoked' || !isGood) {
    return {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    };
  }
  return { body: { access_token: `access-${current}`, expires_in: 3599, token_type: 'Bearer' } };
}

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/v4/', '');
  if (path === `${LOCATION}/reviews`) return list(asked, world);
  const [, id, isReply] = /\/reviews\/(\d+)(\/reply)?$/.exec(path) ?? [];
  const post = world.posts.find((one) => one.id === id);
  if (!post) return failure(404, 'NOT_FOUND', 'Requested entity was not found.');
  if (isReply && asked.method === 'PUT') return reply(post, asked, world);
  return { body: reviewOf(post) };
}

/** Two accounts, each on a page of its own, that show the same locations; what is elsewhere only the second one shows. */
function held({ url, query }: Asked, world: World): Answer {
  if (url.pathname === '/v1/accounts') {
    const isSecond = query.get('pageToken') === 'second';
    return {
      body: {
        accounts: [
          { name: isSecond ? 'accounts/112' : 'accounts/111', accountName: 'Acme', type: 'PERSONAL' },
        ],
        ...(isSecond ? {} : { nextPageToken: 'second' }),
      },
    };
  }
  if (!query.get('readMask')?.includes('title')) return failure(400, 'INVALID_ARGUMENT', 'readMask');
  const isFirst = url.pathname === '/v1/accounts/111/locations';
  const all = world.held.filter(({ isElsewhere }) => !(isFirst && isElsewhere));
  const from = Number(query.get('pageToken') ?? 0);
  const { page, hasMore } = pageOf(all, from, Math.min(Number(query.get('pageSize') ?? 10), 100));
  return {
    body: {
      ...(page.length > 0 ? { locations: page.map(locationOf) } : {}),
      ...(hasMore ? { nextPageToken: String(from + page.length) } : {}),
    },
  };
}

const locationOf = ({ id, name }: Held) => ({
  name: `locations/${id}`,
  title: name,
  storeCode: `shop-${id}`,
  storefrontAddress: { addressLines: [`${id} High Street`], postalCode: '10115', locality: 'Berlin' },
});

function list({ query }: Asked, { posts, mood }: World): Answer {
  if (query.get('orderBy') !== 'updateTime desc') return failure(400, 'INVALID_ARGUMENT', 'orderBy');
  const sorted = posts.toSorted((a, b) => b.editedAt - a.editedAt);
  const from = Number(query.get('pageToken') ?? 0);
  const to = from + Math.min(Number(query.get('pageSize')), 50);
  const next = mood === 'circle' ? '0' : to < sorted.length ? String(to) : undefined;
  const reviews = sorted.slice(from, to).map(reviewOf);
  return {
    body: {
      ...(reviews.length > 0 ? { reviews } : {}),
      averageRating: 4,
      totalReviewCount: posts.length,
      ...(next === undefined ? {} : { nextPageToken: next }),
    },
  };
}

function reply(post: Post, { body }: Asked, { replies, now }: World): Answer {
  const { comment } = JSON.parse(body) as { comment: string };
  if (Buffer.byteLength(comment) > 4_096) return failure(400, 'INVALID_ARGUMENT', 'too long');
  replies.push({ to: post.id, text: comment, id: `${LOCATION}/reviews/${post.id}/reply` });
  post.ownerReply = comment;
  return {
    body: { comment, updateTime: new Date(now).toISOString(), reviewReplyState: 'PENDING' },
  };
}

function reviewOf({ id, text, author, at, editedAt, stars, ownerReply }: Post) {
  return {
    name: `${LOCATION}/reviews/${id}`,
    reviewId: id,
    reviewer: { displayName: author, isAnonymous: false },
    starRating: WORDS[stars],
    comment: text,
    createTime: new Date(at).toISOString(),
    updateTime: new Date(editedAt).toISOString(),
    ...(ownerReply === undefined
      ? {}
      : {
          reviewReply: {
            comment: ownerReply,
            updateTime: new Date(at).toISOString(),
            reviewReplyState: 'PENDING',
          },
        }),
  };
}
