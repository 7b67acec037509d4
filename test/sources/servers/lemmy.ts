import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const POST = 4711;
const OWN = 'acme';

export default {
  settings: (url) => ({ url, query: 'acme', account: OWN, password: 'a long password' }),
  pageSize: 50,
  waitMs: 600_000,
  tokens: 'renewed',
  answer(asked, world) {
    const { pathname } = asked.url;
    if (pathname === '/api/v3/user/login') return signIn(asked, world);
    // Older servers answer 400 here.
    if (world.mood === 'rate-limited') return { status: 400, body: { error: 'rate_limit_error' } };
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer ${world.token}`)
      return { status: 401, body: { error: 'not_logged_in' } };
    if (world.mood === 'malformed') return { body: { comments: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

function signIn({ body }: Asked, { token, mood }: World): Answer {
  const { username_or_email: name, password } = JSON.parse(body) as Record<string, string>;
  const isGood = name === OWN && password === 'a long password' && mood !== 'revoked';
  if (!isGood) return { status: 401, body: { error: 'incorrect_login' } };
  return { body: { jwt: token, registration_created: false, verify_email_sent: false } };
}

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/api/v3', '');
  if (path === '/search') return search(asked, world);
  if (path === '/comment/list') return { body: { comments: world.replies.map(replyOf) } };
  if (path !== '/comment') return { status: 404, body: { error: 'not_found' } };
  if (asked.method === 'POST') return reply(asked, world);
  const post = world.posts.find(({ id }) => id === asked.query.get('id'));
  if (!post) return { status: 404, body: { error: 'couldnt_find_comment' } };
  return { body: { comment_view: commentOf(post), recipient_ids: [] } };
}

function search({ query }: Asked, { posts, mood }: World): Answer {
  const size = Number(query.get('limit') ?? 10);
  const page = mood === 'circle' ? 1 : Number(query.get('page') ?? 1);
  const comments = posts.slice((page - 1) * size, page * size).map(commentOf);
  return { body: { type_: query.get('type_'), comments, posts: [], communities: [], users: [] } };
}

function reply({ body }: Asked, world: World): Answer {
  const { content, parent_id: parent } = JSON.parse(body) as { content: string; parent_id: number };
  const made = { to: `comment/${parent}`, text: content, id: `comment/${900 + world.replies.length}` };
  world.replies.push(made);
  return { body: { comment_view: replyOf(made), recipient_ids: [] } };
}

const replyOf = ({ text, id }: World['replies'][number]) =>
  commentOf({ id: id.replace('comment/', ''), text, at: 0, editedAt: 0, author: OWN, stars: 0 });

function commentOf(post: Post) {
  return {
    comment: {
      id: Number(post.id),
      creator_id: 7,
      post_id: POST,
      content: post.text,
      removed: false,
      published: new Date(post.at).toISOString(),
      ...(post.editedAt > post.at ? { updated: new Date(post.editedAt).toISOString() } : {}),
      deleted: false,
      ap_id: `https://lemmy.example/comment/${post.id}`,
      local: true,
      path: `0.${post.id}`,
      distinguished: false,
      language_id: 37,
    },
    creator: { id: 7, name: post.author, actor_id: `https://lemmy.example/u/${post.author}` },
    post: { id: POST, name: 'Which kettle?', ap_id: `https://lemmy.example/post/${POST}` },
    community: { id: 3, name: 'tea', actor_id: 'https://lemmy.example/c/tea' },
    counts: { comment_id: Number(post.id), score: 1, upvotes: 1, downvotes: 0, child_count: 0 },
  };
}
