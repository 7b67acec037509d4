import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const PAGE = 50;
const TOPIC = 700;

export default {
  settings: (url) => ({ url, account: 'acme', key: 'key-of-the-forum' }),
  pageSize: PAGE,
  waitMs: 42_000,
  tokens: 'stopped',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return TOO_MANY;
    const isGood =
      asked.headers['api-key'] === 'key-of-the-forum' && asked.headers['api-username'] === 'acme';
    if (world.mood === 'revoked' || !isGood) {
      const errors = ['You are not permitted to view the requested resource.'];
      return { status: 403, body: { errors, error_type: 'invalid_access' } };
    }
    if (world.mood === 'malformed') return { body: { latest_posts: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const TOO_MANY: Answer = {
  status: 429,
  body: {
    errors: ["You've performed this action too many times, please try again later."],
    error_type: 'rate_limit',
    extras: { wait_seconds: 42, time_left: '42 seconds' },
  },
};

function route(asked: Asked, world: World): Answer {
  const { pathname: path } = asked.url;
  if (path === '/posts.json') return asked.method === 'POST' ? reply(asked, world) : list(asked, world);
  const [, id, replies] = /^\/posts\/(\d+)(\/replies)?\.json$/.exec(path) ?? [];
  if (replies) return { body: world.replies.map(replyOf) };
  const post = world.posts.find((one) => one.id === id);
  if (post) return { body: postOf(post) };
  return { status: 404, body: { errors: ['Not found'], error_type: 'not_found' } };
}

function list({ query }: Asked, { posts, mood }: World): Answer {
  const before = mood === 'circle' ? Infinity : Number(query.get('before') ?? Infinity);
  const page = posts.filter(({ id }) => Number(id) <= before).slice(0, PAGE);
  return { body: { latest_posts: page.map(postOf) } };
}

function reply({ body }: Asked, world: World): Answer {
  const { raw, reply_to_post_number: number } = JSON.parse(body) as {
    raw: string;
    reply_to_post_number: number;
  };
  const made = { to: String(number), text: raw, id: String(990 + world.replies.length) };
  world.replies.push(made);
  return { body: replyOf(made) };
}

const replyOf = ({ text, id }: World['replies'][number]) =>
  postOf({ id, text, author: 'acme', at: 0, editedAt: 0, stars: 0 });

function postOf({ id, text, author, at, editedAt }: Post) {
  return {
    id: Number(id),
    topic_id: TOPIC,
    topic_slug: 'acme-vs-others',
    topic_title: 'Acme vs others',
    post_number: Number(id) % 1_000,
    username: author,
    name: '',
    created_at: new Date(at).toISOString(),
    updated_at: new Date(editedAt).toISOString(),
    cooked: `<p>${text}</p>`,
    reply_count: 0,
    reads: 10,
    version: editedAt > at ? 2 : 1,
    hidden: false,
    user_deleted: false,
    actions_summary: [],
  };
}
