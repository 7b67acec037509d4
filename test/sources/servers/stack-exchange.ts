import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const OWN = 4242;

export default {
  hosts: ['api.stackexchange.com', 'stackoverflow.com'],
  settings: () => ({ query: 'acme', key: 'key-of-the-app', token: 'token-of-the-app' }),
  pageSize: 100,
  waitMs: 400_000,
  tokens: 'stopped',
  answer(asked, world) {
    if (world.mood === 'rate-limited') return failure(502, 'throttle_violation', TOO_MANY);
    const isGood = asked.query.get('key') === 'key-of-the-app' || asked.body.includes('token-of-the-app');
    if (world.mood === 'revoked' || !isGood)
      return failure(405, 'key_required', 'key is not valid for this app');
    if (world.mood === 'malformed') return { body: { items: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const TOO_MANY = 'too many requests from this IP, more requests available in 400 seconds';

const failure = (id: number, name: string, message: string): Answer => ({
  status: 400,
  body: { error_id: id, error_name: name, error_message: message },
});

const items = (list: readonly unknown[], more: object = {}): Answer => ({
  body: { items: list, has_more: false, quota_max: 10_000, quota_remaining: 9_000, ...more },
});

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/2.3', '');
  if (path === '/search/advanced') return search(asked, world);
  if (path === '/me') return items([{ user_id: OWN }]);
  const [, ids = '', rest = ''] = /^\/questions\/([\d;]+)(\/.*)?$/.exec(path) ?? [];
  if (rest === '/answers/add') return reply(ids, asked, world);
  if (rest === '/answers') return items(world.replies.map(answerOf));
  return items(world.posts.filter(({ id }) => ids.split(';').includes(id)).map(questionOf));
}

function search({ query }: Asked, { posts, mood }: World): Answer {
  const since = Number(query.get('fromdate') ?? 0) * 1000;
  const found = posts.filter(({ at }) => at >= since);
  const size = Number(query.get('pagesize') ?? 30);
  const page = mood === 'circle' ? 1 : Number(query.get('page') ?? 1);
  const hasMore = mood === 'circle' || page * size < found.length;
  return items(found.slice((page - 1) * size, page * size).map(questionOf), { has_more: hasMore });
}

function reply(to: string, { body }: Asked, world: World): Answer {
  const made = {
    to,
    text: new URLSearchParams(body).get('body') ?? '',
    id: `answer-${80 + world.replies.length}`,
  };
  world.replies.push(made);
  return items([answerOf(made)]);
}

const answerOf = ({ id, text }: World['replies'][number]) => ({
  answer_id: Number(id.replace('answer-', '')),
  owner: { user_id: OWN },
  body: `<p>${text}</p>\n`,
});

function questionOf({ id, text, author, at }: Post) {
  return {
    question_id: Number(id),
    title: 'Acme &amp; its SDK',
    body: `<p>${text}</p>\n`,
    link: `https://stackoverflow.com/questions/${id}/acme`,
    tags: ['acme'],
    owner: { display_name: author, user_type: 'registered' },
    answer_count: 0,
    view_count: 10,
    score: 0,
    creation_date: Math.floor(at / 1000),
    last_activity_date: Math.floor(at / 1000),
    content_license: 'CC BY-SA 4.0',
  };
}
