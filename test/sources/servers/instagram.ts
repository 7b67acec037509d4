import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';
import { heldPages } from './facebook.ts';

const ACCOUNT = '17841400000000000';
const MEDIA = '17890000000000002';
const HOST = 'https://graph.facebook.com';

export default {
  hosts: ['graph.facebook.com'],
  settings: () => ({ account: ACCOUNT, token: 'page-token-of-acme' }),
  pageSize: 100,
  heldPageSize: 100,
  waitMs: 3_600_000,
  tokens: 'stopped',
  noticedAfterDays: 4,
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(80_002, 'There have been too many calls.');
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer page-token-of-acme')
      return failure(190, 'Error validating access token: the session has been invalidated');
    if (world.mood === 'malformed') return { body: { media: 'none', data: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (code: number, message: string, subcode?: number): Answer => ({
  status: 400,
  body: { error: { message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'A1b2' } },
});

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/v26.0/', '');
  if (/^(me|portfolio)\//.test(path)) return heldPages(asked, world);
  if (path === ACCOUNT) return { body: { username: 'acme', id: ACCOUNT } };
  if (path === `${ACCOUNT}/media`) return { body: { data: [mediaOf(world)] } };
  if (path === `${MEDIA}/comments`) return comments(asked, world);
  const [, id = '', replies] = /^(\d+)(\/replies)?$/.exec(path) ?? [];
  if (replies && asked.method === 'POST') return reply(id, asked, world);
  if (replies) return { body: { data: world.replies.map(replyOf) } };
  const post = world.posts.find((one) => one.id === id);
  if (post) return { body: commentOf(post) };
  return failure(100, `Unsupported get request. Object with ID '${id}' does not exist`, 33);
}

const mediaOf = ({ posts, now }: World) => ({
  id: MEDIA,
  caption: 'Our new tripod',
  timestamp: timeOf(now - 10 * 86_400_000),
  username: 'acme',
  permalink: 'https://www.instagram.com/p/Cexample/',
  comments_count: posts.length,
  like_count: 12,
});

function comments({ query, url }: Asked, { posts, mood }: World): Answer {
  const from = mood === 'circle' ? 0 : Number(query.get('after') ?? 0);
  const size = Number(query.get('limit') ?? 25);
  const { page, hasMore } = pageOf(posts, from, size);
  const next = new URLSearchParams(query);
  next.set('after', String(from + size));
  next.set('access_token', 'page-token-of-acme');
  const isLast = !hasMore && mood !== 'circle';
  return {
    body: {
      data: page.map(commentOf),
      paging: { cursors: { after: 'QVE' }, ...(isLast ? {} : { next: `${HOST}${url.pathname}?${next}` }) },
    },
  };
}

function reply(to: string, { body }: Asked, world: World): Answer {
  const text = new URLSearchParams(body).get('message') ?? '';
  const made = { to, text, id: `1799${world.replies.length}` };
  world.replies.push(made);
  return { body: { id: made.id } };
}

const replyOf = ({ text, id }: World['replies'][number]) => ({
  id,
  text,
  timestamp: '2026-11-23T10:00:00+0000',
  username: 'acme',
});

const timeOf = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');

const commentOf = ({ id, text, author, at }: Post) => ({
  id,
  text,
  timestamp: timeOf(at),
  username: author,
  like_count: 0,
});
