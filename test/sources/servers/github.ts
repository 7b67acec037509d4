import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const API = 'https://api.github.com';
const REPOSITORY = '/repos/acme/app';

export default {
  hosts: ['api.github.com'],
  settings: () => ({ repository: 'acme/app', token: 'github_pat_of_acme' }),
  pageSize: 100,
  waitMs: 600_000,
  tokens: 'stopped',
  noticedAfterDays: 2,
  answer(asked, world) {
    if (world.mood === 'rate-limited') return tooMany(world);
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer github_pat_of_acme') {
      return {
        status: 401,
        body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' },
      };
    }
    if (world.mood === 'malformed') return { body: { message: 'Something odd' } };
    return route(asked, world);
  },
} satisfies ApiServer;

/** GitHub refuses with 403 and says when the hour is over, in seconds since 1970. */
function tooMany({ now }: World): Answer {
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(now / 1000) + 600),
  };
  return { status: 403, headers, body: { message: 'API rate limit exceeded' } };
}

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace(REPOSITORY, '');
  if (path === '/user') return { body: { login: 'acme-support' } };
  if (path === '/issues') return list(asked, world);
  if (path === '/issues/comments') return { body: [] };
  const [, number, comments] = /^\/issues\/(\d+)(\/comments)?$/.exec(path) ?? [];
  if (comments && asked.method === 'POST') return reply(Number(number), asked, world);
  if (comments) return { body: world.replies.map(commentOf) };
  const post = world.posts.find(({ id }) => id === number);
  return post ? { body: issueOf(post) } : { status: 410, body: { message: 'This issue was deleted' } };
}

function list({ query }: Asked, { posts, mood }: World): Answer {
  const since = Date.parse(query.get('since') ?? '1970-01-01');
  const found = posts.filter(({ editedAt }) => editedAt >= since).toSorted((a, b) => a.editedAt - b.editedAt);
  const size = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  const hasMore = page * size < found.length;
  const next = new URLSearchParams(query);
  next.set('page', String(mood === 'circle' && page > 1 ? 1 : page + 1));
  const link = `<${API}${REPOSITORY}/issues?${next}>; rel="next", <${API}${REPOSITORY}/issues?page=9>; rel="last"`;
  return {
    headers: hasMore || mood === 'circle' ? { link } : {},
    body: found.slice((page - 1) * size, page * size).map(issueOf),
  };
}

function reply(number: number, { body }: Asked, world: World): Answer {
  const { body: text } = JSON.parse(body) as { body: string };
  const made = { to: String(number), text, id: `comment-${990 + world.replies.length}` };
  world.replies.push(made);
  return { status: 201, body: commentOf(made) };
}

function commentOf({ to, text, id }: World['replies'][number]) {
  return {
    id: Number(id.replace('comment-', '')),
    body: text,
    user: { login: 'acme-support', html_url: 'https://github.com/acme-support' },
    issue_url: `${API}${REPOSITORY}/issues/${to}`,
    html_url: `https://github.com/acme/app/issues/${to}#issuecomment-${id}`,
    created_at: '2026-11-23T10:00:00Z',
    updated_at: '2026-11-23T10:00:00Z',
  };
}

function issueOf({ id, text, author, at, editedAt }: Post) {
  return {
    id: Number(id) + 7,
    number: Number(id),
    title: 'About Acme',
    body: text,
    user: { login: author, html_url: `https://github.com/${author}`, type: 'User' },
    state: 'open',
    comments: 0,
    labels: [],
    reactions: { total_count: 0 },
    created_at: new Date(at).toISOString(),
    updated_at: new Date(editedAt).toISOString(),
    html_url: `https://github.com/acme/app/issues/${id}`,
  };
}
