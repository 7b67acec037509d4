import { generateKeyPairSync, verify } from 'node:crypto';
import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';

const API = 'https://api.appstoreconnect.apple.com';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export default {
  hosts: ['api.appstoreconnect.apple.com'],
  settings: () => ({
    app: '1234567890',
    issuer: '57246542-96fe-1a63-e053-0824d011072a',
    keyId: '2X9R4HXF34',
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }),
  pageSize: 200,
  heldPageSize: 200,
  waitMs: 900_000,
  tokens: 'stopped',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return tooMany();
    if (world.mood === 'revoked' || !isSigned(asked, world)) {
      return failure(401, 'NOT_AUTHORIZED', 'Provide a properly configured and signed bearer token.');
    }
    if (world.mood === 'malformed') return { body: { data: { type: 'apps' } } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (status: number, code: string, detail: string): Answer => ({
  status,
  body: { errors: [{ status: String(status), code, title: code, detail }] },
});

function tooMany(): Answer {
  const headers = { 'x-rate-limit': 'user-hour-lim:3500;user-hour-rem:0;' };
  return { ...failure(429, 'RATE_LIMIT_EXCEEDED', 'The request rate limit has been reached.'), headers };
}

/** As Apple checks it: the signature, for whom it is, and that it lives for twenty minutes at most. */
function isSigned({ headers }: Asked, { now }: World): boolean {
  const [head = '', claims = '', signature = ''] = (headers.authorization ?? '')
    .replace('Bearer ', '')
    .split('.');
  const key = { key: keys.publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
    return false;
  const { kid, alg } = decoded(head);
  const { iss, aud, iat, exp } = decoded(claims);
  const seconds = now / 1000;
  const isFor = kid === '2X9R4HXF34' && alg === 'ES256' && aud === 'appstoreconnect-v1';
  return (
    isFor && String(iss).startsWith('57246542') && Number(exp) > seconds && Number(exp) - Number(iat) <= 1_200
  );
}

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

function route(asked: Asked, world: World): Answer {
  const { pathname } = asked.url;
  if (pathname === '/v1/apps/1234567890/customerReviews') return list(asked, world);
  if (pathname === '/v1/apps') return apps(asked, world);
  const [, one] = /^\/v1\/customerReviews\/(\d+)$/.exec(pathname) ?? [];
  if (one !== undefined) return single(world.posts.find((post) => post.id === one));
  if (pathname === '/v1/customerReviewResponses' && asked.method === 'POST') return reply(asked, world);
  const [, id] = /^\/v1\/customerReviews\/(\d+)\/response$/.exec(pathname) ?? [];
  const post = world.posts.find((one) => one.id === id);
  return post?.ownerReply === undefined
    ? failure(404, 'NOT_FOUND', 'The specified resource does not exist')
    : { body: { data: responseOf(post) } };
}

function single(post: Post | undefined): Answer {
  if (!post) return failure(404, 'NOT_FOUND', 'The specified resource does not exist');
  const included = post.ownerReply === undefined ? {} : { included: [responseOf(post)] };
  return { body: { data: reviewOf(post), ...included } };
}

function apps({ query }: Asked, { held }: World): Answer {
  const from = Number(query.get('cursor') ?? 0);
  const { page, hasMore } = pageOf(held, from, Number(query.get('limit')));
  const next = new URLSearchParams(query);
  next.set('cursor', String(from + page.length));
  const data = page.map(({ id, name }) => ({
    type: 'apps',
    id,
    attributes: { name, bundleId: `example.acme.a${id}` },
  }));
  return {
    body: { data, links: { self: `${API}/v1/apps`, ...(hasMore ? { next: `${API}/v1/apps?${next}` } : {}) } },
  };
}

function list({ query }: Asked, { posts, mood }: World): Answer {
  if (query.get('sort') !== '-createdDate') return failure(400, 'PARAMETER_ERROR.INVALID', 'sort');
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const next = new URLSearchParams(query);
  next.set('cursor', String(mood === 'circle' && from > 0 ? 0 : from + limit));
  const hasNext = mood === 'circle' || from + limit < posts.length;
  const page = posts.slice(from, from + limit);
  const self = `${API}/v1/apps/1234567890/customerReviews`;
  return {
    body: {
      data: page.map(reviewOf),
      ...(query.get('include') === 'response'
        ? { included: page.filter(({ ownerReply }) => ownerReply !== undefined).map(responseOf) }
        : {}),
      links: { self, ...(hasNext ? { next: `${self}?${next}` } : {}) },
      meta: { paging: { total: posts.length, limit } },
    },
  };
}

function reply({ body }: Asked, { posts, replies }: World): Answer {
  const { data } = JSON.parse(body) as {
    data: {
      attributes: { responseBody: string };
      relationships: { review: { data: { id: string } } };
    };
  };
  const { id: to } = data.relationships.review.data;
  const post = posts.find(({ id }) => id === to);
  if (!post) return failure(409, 'ENTITY_ERROR.RELATIONSHIP.INVALID', 'no such review');
  post.ownerReply = data.attributes.responseBody;
  replies.push({ to, text: post.ownerReply, id: `response-${to}` });
  return { status: 201, body: { data: responseOf(post) } };
}

function responseOf({ id, ownerReply, at }: Post) {
  return {
    type: 'customerReviewResponses',
    id: `response-${id}`,
    attributes: {
      responseBody: ownerReply,
      lastModifiedDate: new Date(at).toISOString(),
      state: 'PENDING_PUBLISH',
    },
  };
}

/** An edited review keeps its place and has a new date. */
function reviewOf({ id, text, author, editedAt, stars, ownerReply }: Post) {
  return {
    type: 'customerReviews',
    id,
    attributes: {
      rating: stars,
      title: 'About the app',
      body: text,
      reviewerNickname: author,
      createdDate: new Date(editedAt).toISOString().replace('Z', '+00:00'),
      territory: 'DEU',
    },
    relationships: {
      response:
        ownerReply === undefined ? {} : { data: { type: 'customerReviewResponses', id: `response-${id}` } },
    },
  };
}
