import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';

const BASIC = `Basic ${Buffer.from('client-of-acme:secret-of-the-client').toString('base64')}`;
const DAY_MS = 86_400_000;
const OWN = '4242';

export default {
  hosts: ['api.x.com'],
  settings: () => ({
    query: 'acme',
    withAuthors: true,
    clientId: 'client-of-acme',
    clientSecret: 'secret-of-the-client',
    refreshToken: 'refresh-token-of-acme',
  }),
  pageSize: 100,
  waitMs: 700_000,
  tokens: 'renewed',
  noticedAfterDays: 11,
  answer(asked, world) {
    if (asked.url.pathname === '/2/oauth2/token') return token(asked, world);
    if (world.mood === 'rate-limited') return tooMany(world);
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer ${world.token}`)
      return problem(401, 'Unauthorized', 'Unauthorized');
    if (world.mood === 'malformed') return { body: { data: 'none', meta: { result_count: 1 } } };
    return route(asked, world);
  },
} satisfies ApiServer;

const problem = (status: number, title: string, detail: string): Answer => ({
  status,
  body: { title, detail, type: 'about:blank', status },
});

function tooMany({ now }: World): Answer {
  const headers = {
    'x-rate-limit-limit': '450',
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': String(Math.ceil(now / 1000) + 700),
  };
  return { ...problem(429, 'Too Many Requests', 'Too Many Requests'), headers };
}

/** Every refresh token is good once: the answer brings the next one. */
function token({ headers, body }: Asked, { token: current, mood }: World): Answer {
  const sent = new URLSearchParams(body).get('refresh_token') ?? '';
  const isKnown = sent === 'refresh-token-of-acme' || sent.startsWith('refresh-after-');
  if (headers.authorization !== BASIC || !isKnown || mood === 'revoked')
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
    };
  const next = `refresh-after-${current}`;
  return { body: { token_type: 'bearer', expires_in: 7200, access_token: current, refresh_token: next } };
}

function route(asked: Asked, world: World): Answer {
  const { pathname: path } = asked.url;
  if (path === '/2/users/me') return { body: { data: { id: OWN, username: 'acme', name: 'Acme' } } };
  if (path === `/2/users/${OWN}/tweets`) return { body: listOf(world.replies.map(replyOf)) };
  if (path === '/2/tweets/search/recent') return search(asked, world);
  if (path !== '/2/tweets') return problem(404, 'Not Found', 'Not Found');
  return asked.method === 'POST' ? reply(asked, world) : lookUp(asked, world);
}

function listOf(posts: readonly { author_id: string }[], meta: object = {}) {
  const ids = [...new Set(posts.map(({ author_id: id }) => id))];
  const users = ids.map((id) => ({ id, username: id, name: '' }));
  const found = posts.length > 0 ? { data: posts, includes: { users } } : {};
  return { ...found, meta: { result_count: posts.length, ...meta } };
}

function search({ query }: Asked, { posts, mood, now }: World): Answer {
  const sinceId = query.get('since_id');
  const since = Date.parse(query.get('start_time') ?? '1970-01-01');
  const isTooEarly = query.has('start_time') && since < now - 7 * DAY_MS;
  const known = posts.find(({ id }) => id === sinceId);
  if (isTooEarly || (known && known.at < now - 7 * DAY_MS))
    return problem(400, 'Invalid Request', 'must be within the last seven days');
  const found = posts.filter(
    ({ id, at }) => (sinceId === null ? at >= since : BigInt(id) > BigInt(sinceId)) && at > now - 7 * DAY_MS,
  );
  const from = mood === 'circle' ? 0 : Number((query.get('pagination_token') ?? 't0').slice(1));
  const size = Number(query.get('max_results') ?? 10);
  const { page, hasMore } = pageOf(found, from, size);
  const next = hasMore || mood === 'circle' ? { next_token: `t${from + size}` } : {};
  return {
    body: listOf(
      page.map((post) => postOf(post)),
      next,
    ),
  };
}

/** An edited post keeps its first version under the first id. */
function lookUp({ query }: Asked, { posts }: World): Answer {
  const ids = (query.get('ids') ?? '').split(',');
  const found = posts.flatMap((post) =>
    ids.filter((id) => versionsOf(post).includes(id)).map((id) => postOf(post, id)),
  );
  const there = found.map(({ id }) => id);
  const errors = ids
    .filter((id) => !there.includes(id))
    .map((id) => ({
      resource_id: id,
      resource_type: 'post',
      title: 'Not Found Error',
      type: 'https://api.x.com/2/problems/resource-not-found',
    }));
  return { body: { ...listOf(found), ...(errors.length > 0 ? { errors } : {}) } };
}

const versionsOf = ({ id, at, editedAt }: Post) => (editedAt > at ? [id, `${id}1`] : [id]);

function postOf(post: Post, id = versionsOf(post).at(-1) ?? post.id) {
  const isOld = id !== versionsOf(post).at(-1);
  return {
    id,
    text: isOld ? 'What it said before' : post.text,
    author_id: post.author,
    created_at: new Date(post.at).toISOString(),
    lang: 'en',
    edit_history_post_ids: versionsOf(post),
    public_metrics: { like_count: 0, reply_count: 0, repost_count: 0, quote_count: 0, impression_count: 1 },
  };
}

function reply({ body }: Asked, world: World): Answer {
  const sent = JSON.parse(body) as { text: string; reply: { in_reply_to_tweet_id: string } };
  const id = `99${world.replies.length}`;
  world.replies.push({ to: sent.reply.in_reply_to_tweet_id, text: sent.text, id });
  return { status: 201, body: { data: { id, text: sent.text } } };
}

const replyOf = ({ to, text, id }: World['replies'][number]) => ({
  id,
  text: `@mia ${text}`,
  author_id: OWN,
  created_at: '2026-11-23T10:00:00.000Z',
  edit_history_post_ids: [id],
  referenced_posts: [{ type: 'replied_to', id: to }],
});
