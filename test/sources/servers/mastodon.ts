import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const OWN = {
  id: '1',
  username: 'acme',
  acct: 'acme',
  display_name: 'Acme',
  url: 'https://social.example/@acme',
};

export default {
  settings: (url) => ({ url, what: 'search', query: 'acme', token: 'token-of-an-application' }),
  pageSize: 40,
  waitMs: 200_000,
  tokens: 'stopped',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return tooMany(world);
    if (world.mood === 'revoked' || asked.headers.authorization !== 'Bearer token-of-an-application') {
      return { status: 401, body: { error: 'The access token was revoked' } };
    }
    if (world.mood === 'malformed') return { body: '<html>We are upgrading' };
    return route(asked, world);
  },
} satisfies ApiServer;

function tooMany({ now }: World): Answer {
  const headers = {
    'x-ratelimit-limit': '300',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': new Date(now + 200_000).toISOString().replace('Z', '000Z'),
  };
  return { status: 429, headers, body: { error: 'Too many requests' } };
}

function route(asked: Asked, world: World): Answer {
  const { pathname } = asked.url;
  if (pathname === '/api/v2/search')
    return { body: { accounts: [], hashtags: [], statuses: pageOf(asked, world) } };
  if (pathname === '/api/v2/instance') {
    return { body: { title: 'Social', configuration: { statuses: { max_characters: 500 } } } };
  }
  if (pathname === '/api/v1/accounts/verify_credentials') return { body: OWN };
  if (pathname === '/api/v1/statuses' && asked.method === 'POST') return reply(asked, world);
  const [, id, context] = /^\/api\/v1\/statuses\/(\d+)(\/context)?$/.exec(pathname) ?? [];
  const post = world.posts.find((one) => one.id === id);
  if (!post) return { status: 404, body: { error: 'Record not found' } };
  return { body: context ? { ancestors: [], descendants: world.replies.map(replyOf) } : statusOf(post) };
}

export function pageOf({ query }: Asked, { posts, mood }: World) {
  const before = query.get('max_id');
  const older =
    mood === 'circle' || before === null ? posts : posts.filter(({ id }) => BigInt(id) < BigInt(before));
  return older.slice(0, Number(query.get('limit') ?? 20)).map(statusOf);
}

function reply({ body, headers }: Asked, world: World): Answer {
  const { status, in_reply_to_id: to } = JSON.parse(body) as { status: string; in_reply_to_id: string };
  const id = `9${world.replies.length}${String(headers['idempotency-key']).length}`;
  world.replies.push({ to, text: status, id });
  return { body: replyOf({ to, text: status, id }) };
}

function replyOf({ to, text, id }: World['replies'][number]) {
  const shown = text.replace(/^@\w+/, (name) => `<span class="h-card">${name}</span>`);
  return {
    ...statusOf({ id, text: shown, at: 0, editedAt: 0, author: 'acme', stars: 0 }),
    in_reply_to_id: to,
  };
}

function statusOf(post: Post) {
  return {
    id: post.id,
    uri: `https://social.example/users/${post.author}/statuses/${post.id}`,
    url: `https://social.example/@${post.author}/${post.id}`,
    created_at: new Date(post.at).toISOString(),
    edited_at: post.editedAt > post.at ? new Date(post.editedAt).toISOString() : null,
    content: `<p>${post.text}</p>`,
    spoiler_text: '',
    sensitive: false,
    visibility: 'public',
    language: 'en',
    in_reply_to_id: null,
    reblog: null,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    account: { ...OWN, acct: post.author, username: post.author, display_name: '' },
    tags: [],
    mentions: [],
  };
}
