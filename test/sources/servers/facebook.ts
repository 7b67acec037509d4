import {
  type Answer,
  type ApiServer,
  type Asked,
  type Held,
  type Post,
  pageOf,
  type World,
} from './api-server.ts';

const PAGE = '1000';
const THREAD = `${PAGE}_2000`;
const HOST = 'https://graph.facebook.com';

export default {
  hosts: ['graph.facebook.com'],
  settings: () => ({ page: PAGE, token: 'page-token-of-acme', appSecret: 'secret-of-the-app' }),
  pageSize: 100,
  heldPageSize: 100,
  waitMs: 1_800_000,
  tokens: 'stopped',
  noticedAfterDays: 4,
  answer(asked, world) {
    if (world.mood === 'rate-limited') return TOO_MANY;
    const isGood =
      asked.headers.authorization === 'Bearer page-token-of-acme' &&
      /^[0-9a-f]{64}$/.test(asked.query.get('appsecret_proof') ?? '');
    if (world.mood === 'revoked' || !isGood)
      return failure(190, 'Error validating access token: the session has been invalidated');
    if (world.mood === 'malformed') return { body: { data: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (code: number, message: string, subcode?: number): Answer => ({
  status: 400,
  body: { error: { message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'A1b2' } },
});

const usage = { type: 'pages', call_count: 100, total_time: 20, estimated_time_to_regain_access: 30 };
const TOO_MANY: Answer = {
  ...failure(80_001, 'There have been too many calls to this Page account.'),
  headers: { 'x-business-use-case-usage': JSON.stringify({ [PAGE]: [usage] }) },
};

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/v26.0/', '');
  if (/^(me|portfolio)\//.test(path)) return heldPages(asked, world);
  if (path === `${PAGE}/feed`) return { body: { data: [postOf(world)] } };
  if (path === `${THREAD}/comments`) return comments(asked, world);
  const [, id = '', below] = /^(\w+)(\/comments)?$/.exec(path) ?? [];
  if (below && asked.method === 'POST') return reply(id, asked, world);
  if (below) return { body: { data: world.replies.map(replyOf) } };
  const post = world.posts.find((one) => commentId(one.id) === id);
  if (post) return { body: commentOf(post) };
  return failure(100, `Unsupported get request. Object with ID '${id}' does not exist`, 33);
}

/** The pages of whoever has signed in, and those of a portfolio; each has an account on Instagram. */
export function heldPages({ url, query }: Asked, { held }: World): Answer {
  const path = url.pathname.replace('/v26.0/', '');
  if (path === 'me/businesses') return { body: { data: [{ id: 'portfolio', name: 'Acme Group' }] } };
  if (path === 'portfolio/client_pages') return failure(200, 'Requires business_management permission');
  const isElsewhere = path === 'portfolio/owned_pages';
  const from = Number(query.get('after') ?? 0);
  const all = held.filter((one) => (one.isElsewhere ?? false) === isElsewhere);
  const { page, hasMore } = pageOf(all, from, Number(query.get('limit')));
  const next = `${HOST}${url.pathname}?fields=${query.get('fields')}&limit=100&after=${from + page.length}`;
  return { body: { data: page.map(pageHeld), paging: hasMore ? { next } : {} } };
}

const pageHeld = ({ id, name }: Held) => ({
  id,
  name,
  access_token: id === PAGE ? 'page-token-of-acme' : `page-token-of-${id}`,
  instagram_business_account: {
    id: id === PAGE ? '17841400000000000' : `1784140000000${id}`,
    username: name.toLowerCase().replaceAll(' ', '.'),
  },
});

const postOf = ({ posts, now }: World) => ({
  id: THREAD,
  message: 'What do you think of our new app?',
  created_time: timeOf(now - 10 * 86_400_000),
  permalink_url: 'https://www.facebook.com/1000/posts/2000',
  from: { id: PAGE, name: 'Acme' },
  comments: { data: [], summary: { total_count: posts.length } },
  reactions: { data: [], summary: { total_count: 9 } },
});

function comments({ query, url }: Asked, { posts, mood }: World): Answer {
  const from = mood === 'circle' ? 0 : Number(query.get('after') ?? 0);
  const size = Number(query.get('limit') ?? 25);
  const { page, hasMore } = pageOf(posts, from, size);
  const next = new URLSearchParams(query);
  next.set('after', String(from + size));
  next.set('access_token', 'page-token-of-acme');
  const paging = {
    cursors: { before: 'QVF', after: 'QVE' },
    ...(hasMore || mood === 'circle' ? { next: `${HOST}${url.pathname}?${next}` } : {}),
  };
  return { body: { data: page.map(commentOf), paging } };
}

function reply(to: string, { body }: Asked, world: World): Answer {
  const text = new URLSearchParams(body).get('message') ?? '';
  const made = { to, text, id: `2000_9${world.replies.length}` };
  world.replies.push(made);
  return { body: { id: made.id } };
}

const replyOf = ({ text, id }: World['replies'][number]) => ({
  id,
  message: text,
  created_time: '2026-11-23T10:00:00+0000',
  from: { id: PAGE, name: 'Acme' },
});

const timeOf = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');
const commentId = (id: string) => `2000_${id}`;

function commentOf({ id, text, author, at }: Post) {
  return {
    id: commentId(id),
    message: text,
    created_time: timeOf(at),
    permalink_url: `https://www.facebook.com/1000/posts/2000?comment_id=${id}`,
    from: { id: `7${author.length}`, name: author },
    comment_count: 0,
    like_count: 0,
  };
}
