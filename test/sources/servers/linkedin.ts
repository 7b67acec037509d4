import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';

const ORGANIZATION = 'urn:li:organization:2414183';
const POST = 'urn:li:share:7300000000000000001';
const ACTIVITY = 'urn:li:activity:7300000000000000002';

export default {
  hosts: ['api.linkedin.com', 'www.linkedin.com'],
  settings: () => ({
    organization: '2414183',
    clientId: 'client-of-acme',
    clientSecret: 'secret-of-the-client',
    refreshToken: 'refresh-token-of-acme',
  }),
  pageSize: 100,
  heldPageSize: 100,
  // Until midnight in Greenwich, from the morning hour at which the contract asks.
  waitMs: 13 * 3_600_000,
  tokens: 'renewed',
  noticedAfterDays: 1.5,
  answer(asked, world) {
    if (asked.url.pathname === '/oauth/v2/accessToken') return token(asked, world);
    if (world.mood === 'rate-limited')
      return failure(429, 'TOO_MANY_REQUESTS', 'Resource level throttle APPLICATION DAY limit is reached');
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer ${world.token}`)
      return failure(401, 'REVOKED_ACCESS_TOKEN', 'The token used in the request has been revoked');
    if (!/^20\d{4}$/.test(String(asked.headers['linkedin-version'])))
      return failure(426, 'NONEXISTENT_VERSION', 'Requested version is not active');
    if (world.mood === 'malformed') return { body: { elements: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (status: number, code: string, message: string): Answer => ({
  status,
  body: { status, code, message, serviceErrorCode: 65_601 },
});

function token({ body }: Asked, { token: current, mood }: World): Answer {
  const form = new URLSearchParams(body);
  const isGood =
    form.get('client_secret') === 'secret-of-the-client' &&
    form.get('refresh_token') === 'refresh-token-of-acme';
  if (!isGood || mood === 'revoked')
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The provided refresh token was revoked' },
    };
  return { body: { access_token: current, expires_in: 5_184_000 } };
}

function roles({ query }: Asked, { held }: World): Answer {
  if (query.get('q') !== 'roleAssignee' || query.get('role') !== 'ADMINISTRATOR')
    return failure(400, 'ILLEGAL', 'Invalid param');
  const from = Number(query.get('start'));
  const { page } = pageOf(held, from, Number(query.get('count')));
  const elements = page.map(({ id }) => ({
    organization: `urn:li:organization:${id}`,
    roleAssignee: 'urn:li:person:mia',
    role: 'ADMINISTRATOR',
    state: 'APPROVED',
  }));
  return { body: { elements, paging: PAGING } };
}

function route(asked: Asked, world: World): Answer {
  const { pathname, search } = asked.url;
  const path = pathname.replace('/rest', '');
  if (path === '/posts') {
    return { body: { elements: [{ id: POST, author: ORGANIZATION, commentary: 'New!' }], paging: PAGING } };
  }
  if (path === '/organizationAcls') return roles(asked, world);
  if (path === '/organizations') {
    const [, ids = ''] = /^\?ids=List\(([\d,]+)\)$/.exec(search) ?? [];
    const wanted = new Set(ids.split(','));
    const named = world.held.filter(({ id, isElsewhere }) => wanted.has(id) && !isElsewhere);
    // Some come with a refusal instead of a name.
    return {
      body: { results: Object.fromEntries(named.map(({ id, name }) => [id, { localizedName: name }])) },
    };
  }
  if (path === '/socialMetadata') {
    // Only the names inside a list are escaped.
    if (search !== `?ids=List(${encodeURIComponent(POST)})`) return failure(400, 'ILLEGAL', 'Invalid param');
    return { body: { results: { [POST]: { commentSummary: { count: world.posts.length } } } } };
  }
  const [, urn = '', id] = /^\/socialActions\/([^/]+)\/comments(?:\/(\d+))?$/.exec(path) ?? [];
  return actions(decodeURIComponent(urn), id, asked, world);
}

const PAGING = { start: 0, count: 50, links: [] };

function actions(urn: string, id: string | undefined, asked: Asked, world: World): Answer {
  if (asked.method === 'POST') return reply(urn, asked, world);
  if (urn === POST) return comments(asked, world);
  if (urn !== ACTIVITY) return { body: { elements: world.replies.map(replyOf), paging: PAGING } };
  const post = world.posts.find((one) => one.id === id);
  return post ? { body: commentOf(post) } : failure(404, 'NOT_FOUND', 'Comment not found');
}

function comments({ query }: Asked, { posts, mood }: World): Answer {
  const from = mood === 'circle' ? 0 : Number(query.get('start') ?? 0);
  const size = Number(query.get('count') ?? 10);
  const { page } = pageOf(posts, from, size);
  const total = mood === 'circle' ? 9_999 : posts.length;
  return { body: { elements: page.map(commentOf), paging: { start: from, count: size, total, links: [] } } };
}

function reply(to: string, { body }: Asked, world: World): Answer {
  const { message } = JSON.parse(body) as { message: { text: string } };
  const number = `99${world.replies.length}`;
  world.replies.push({ to, text: message.text, id: urnOf(number) });
  return { status: 201, headers: { 'x-restli-id': number } };
}

const replyOf = ({ to, text, id }: World['replies'][number]) => ({
  commentUrn: id,
  actor: ORGANIZATION,
  parentComment: to,
  message: { text, attributes: [] },
  created: { time: Date.parse('2026-11-23T10:00:00Z'), actor: ORGANIZATION },
});

const urnOf = (id: string) => `urn:li:comment:(${ACTIVITY},${id})`;

function commentOf({ id, text, author, at, editedAt }: Post) {
  const actor = `urn:li:person:${author}`;
  return {
    id,
    commentUrn: urnOf(id),
    actor,
    object: ACTIVITY,
    message: { text, attributes: [] },
    created: { time: at, actor },
    lastModified: { time: editedAt, actor },
    likesSummary: { totalLikes: 0, likedByCurrentUser: false },
    commentsSummary: { totalFirstLevelComments: 0, aggregatedTotalComments: 0 },
  };
}
