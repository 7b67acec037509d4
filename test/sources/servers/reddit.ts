import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';

const BASIC = `Basic ${Buffer.from('client-of-acme:secret-of-the-client').toString('base64')}`;

export default {
  hosts: ['oauth.reddit.com', 'www.reddit.com'],
  settings: () => ({
    query: 'acme',
    account: 'acme_support',
    clientId: 'client-of-acme',
    clientSecret: 'secret-of-the-client',
    refreshToken: 'refresh-token-of-acme',
  }),
  pageSize: 100,
  waitMs: 250_000,
  tokens: 'renewed',
  noticedAfterDays: 3,
  answer(asked, world) {
    if (!/^server:earshot:\S+ \(by \/u\/acme_support\)$/.test(asked.headers['user-agent'] ?? '')) {
      return { status: 403, body: { message: 'Blocked', error: 403 } };
    }
    if (asked.url.pathname === '/api/v1/access_token') return token(asked, world);
    if (world.mood === 'rate-limited') return TOO_MANY;
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer ${world.token}`) {
      return { status: 401, body: { message: 'Unauthorized', error: 401 } };
    }
    if (world.mood === 'malformed') return { body: { kind: 'Listing' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const TOO_MANY: Answer = {
  status: 429,
  headers: { 'x-ratelimit-used': '1000', 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '250' },
  body: { message: 'Too Many Requests', error: 429 },
};

function token({ headers, body }: Asked, { token: current, mood }: World): Answer {
  const form = new URLSearchParams(body);
  const isGood = headers.authorization === BASIC && form.get('refresh_token') === 'refresh-token-of-acme';
  if (!isGood || mood === 'revoked') return { status: 400, body: { error: 'invalid_grant' } };
  return { body: { access_token: current, token_type: 'bearer', expires_in: 86_400, scope: 'read submit' } };
}

const listing = (children: readonly unknown[], after: string | null = null): Answer => ({
  headers: { 'x-ratelimit-used': '2', 'x-ratelimit-remaining': '998.0', 'x-ratelimit-reset': '599' },
  body: { kind: 'Listing', data: { after, before: null, dist: children.length, children } },
});

function route(asked: Asked, world: World): Answer {
  const { pathname: path } = asked.url;
  if (path === '/search') return search(asked, world);
  if (path === '/api/v1/me') return { body: { name: 'acme_support' } };
  if (path === '/user/acme_support/comments') return listing(world.replies.map(commentOf));
  if (path === '/api/comment') return reply(asked, world);
  if (path !== '/api/info') return { status: 404, body: { message: 'Not Found', error: 404 } };
  const ids = (asked.query.get('id') ?? '').split(',');
  // What was deleted stays as a shell.
  return listing(
    ids.map((name) => {
      const post = world.posts.find(({ id }) => `t3_${id}` === name);
      return thingOf(post ?? { ...SHELL, id: name.replace('t3_', '') });
    }),
  );
}

const SHELL: Post = { id: '', text: '[deleted]', at: 0, editedAt: 0, author: '[deleted]', stars: 0 };

function search({ query }: Asked, { posts, mood }: World): Answer {
  const after = mood === 'circle' ? null : query.get('after');
  const from = after === null ? 0 : posts.findIndex(({ id }) => `t3_${id}` === after) + 1;
  const { page, hasMore } = pageOf(posts, from, Number(query.get('limit') ?? 25));
  return listing(page.map(thingOf), hasMore || mood === 'circle' ? `t3_${page.at(-1)?.id}` : null);
}

function reply({ body }: Asked, world: World): Answer {
  const form = new URLSearchParams(body);
  const id = `t1_c${world.replies.length}`;
  const made = { to: form.get('thing_id') ?? '', text: form.get('text') ?? '', id };
  world.replies.push(made);
  return { body: { json: { errors: [], data: { things: [commentOf(made)] } } } };
}

function commentOf({ to, text, id }: World['replies'][number]) {
  const data = {
    id: id.replace('t1_', ''),
    name: id,
    body: text,
    author: 'acme_support',
    subreddit: 'saas',
    parent_id: to,
    link_id: to,
    permalink: `/r/saas/comments/${to.replace('t3_', '')}/acme/${id.replace('t1_', '')}/`,
    created_utc: 1_795_000_000.0,
    edited: false,
    score: 1,
    replies: '',
  };
  return { kind: 't1', data };
}

function thingOf({ id, text, author, at, editedAt }: Post) {
  const data = {
    id,
    name: `t3_${id}`,
    title: 'About Acme',
    selftext: text,
    author,
    subreddit: 'saas',
    permalink: `/r/saas/comments/${id}/about_acme/`,
    url: `https://www.reddit.com/r/saas/comments/${id}/about_acme/`,
    created_utc: Math.floor(at / 1000),
    edited: editedAt > at ? Math.floor(editedAt / 1000) : false,
    score: 3,
    num_comments: 0,
    is_self: true,
    over_18: false,
    removed_by_category: text === '[deleted]' ? 'deleted' : null,
  };
  return { kind: 't3', data };
}
