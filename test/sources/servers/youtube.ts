import { type Answer, type ApiServer, type Asked, type Post, pageOf, type World } from './api-server.ts';

const VIDEO = 'dQx1AcmeVid';
const CHANNEL = 'UCacme';

export default {
  hosts: ['www.googleapis.com', 'oauth2.googleapis.com'],
  settings: () => ({
    what: 'search',
    query: 'acme',
    clientId: 'client-of-acme',
    clientSecret: 'secret-of-the-client',
    refreshToken: 'refresh-token-of-acme',
  }),
  pageSize: 100,
  heldPageSize: 50,
  // Until midnight in California, for the hour at which the contract asks.
  waitMs: 3_600_000,
  tokens: 'renewed',
  noticedAfterDays: 15,
  answer(asked, world) {
    if (asked.url.pathname === '/token') return token(asked, world);
    if (world.mood === 'rate-limited') return failure(403, 'quotaExceeded', 'You have exceeded your quota.');
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer ${world.token}`)
      return failure(401, 'authError', 'Invalid Credentials');
    if (world.mood === 'malformed') return { body: { kind: 'youtube#searchListResponse', items: 'none' } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (code: number, reason: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, errors: [{ message, domain: 'youtube.quota', reason }] } },
});

function token({ body }: Asked, { token: current, mood }: World): Answer {
  const form = new URLSearchParams(body);
  const isGood =
    form.get('client_secret') === 'secret-of-the-client' &&
    form.get('refresh_token') === 'refresh-token-of-acme';
  if (!isGood || mood === 'revoked')
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been revoked.' } };
  return { body: { access_token: current, expires_in: 3_599, token_type: 'Bearer' } };
}

function route(asked: Asked, world: World): Answer {
  const path = asked.url.pathname.replace('/youtube/v3', '');
  if (path === '/search') {
    const snippet = { publishedAt: new Date(world.now - 86_400_000).toISOString(), title: 'Acme, tried' };
    return { body: { items: [{ id: { kind: 'youtube#video', videoId: VIDEO }, snippet }] } };
  }
  if (path === '/videos') {
    const statistics = { viewCount: '1000', commentCount: String(world.posts.length) };
    return { body: { items: [{ id: VIDEO, statistics }] } };
  }
  if (path === '/channels') return channels(asked, world);
  if (path === '/commentThreads') return threads(asked, world);
  if (path !== '/comments') return failure(404, 'notFound', 'Not Found');
  if (asked.method === 'POST') return reply(asked, world);
  return { body: { items: world.replies.map(replyOf) } };
}

function channels({ query }: Asked, { held }: World): Answer {
  if (query.get('mine') !== 'true') return failure(400, 'missingRequiredParameter', 'No filter selected.');
  if (query.get('part') === 'id') return { body: { items: [{ id: CHANNEL }] } };
  const from = Number(query.get('pageToken') ?? 0);
  const { page, hasMore } = pageOf(held, from, Number(query.get('maxResults')));
  // Somebody without a channel gets no list at all.
  const items = page.map(({ id, name }) => ({
    id: `UC${id}`,
    snippet: { title: name, customUrl: `@c${id}` },
  }));
  return {
    body: {
      ...(items.length > 0 ? { items } : {}),
      ...(hasMore ? { nextPageToken: String(from + page.length) } : {}),
    },
  };
}

function threads({ query }: Asked, { posts, mood }: World): Answer {
  const ids = query.get('id')?.split(',');
  if (ids) return { body: { items: posts.filter(({ id }) => ids.includes(id)).map(threadOf) } };
  if (query.get('textFormat') !== 'plainText' || query.get('videoId') !== VIDEO)
    return failure(400, 'badRequest', 'Bad Request');
  const from = mood === 'circle' ? 0 : Number(query.get('pageToken') ?? 0);
  const size = Number(query.get('maxResults') ?? 20);
  const { page, hasMore } = pageOf(posts, from, size);
  const next = hasMore || mood === 'circle' ? { nextPageToken: String(from + size) } : {};
  return { body: { kind: 'youtube#commentThreadListResponse', items: page.map(threadOf), ...next } };
}

function reply({ body }: Asked, world: World): Answer {
  const { snippet } = JSON.parse(body) as { snippet: { parentId: string; textOriginal: string } };
  const id = `${snippet.parentId}.r${world.replies.length}`;
  const made = { to: snippet.parentId, text: snippet.textOriginal, id };
  world.replies.push(made);
  return { body: replyOf(made) };
}

const replyOf = ({ to, text, id }: World['replies'][number]) => ({
  id,
  snippet: {
    parentId: to,
    textDisplay: text,
    textOriginal: text,
    authorDisplayName: '@acme',
    authorChannelId: { value: CHANNEL },
    likeCount: 0,
    publishedAt: '2026-11-23T10:00:00Z',
    updatedAt: '2026-11-23T10:00:00Z',
  },
});

function threadOf({ id, text, author, at, editedAt }: Post) {
  const comment = {
    id,
    snippet: {
      videoId: VIDEO,
      textDisplay: text,
      textOriginal: text,
      authorDisplayName: `@${author}`,
      authorChannelUrl: `http://www.youtube.com/@${author}`,
      authorChannelId: { value: `UC${author}` },
      likeCount: 0,
      publishedAt: new Date(at).toISOString(),
      updatedAt: new Date(editedAt).toISOString(),
    },
  };
  const about = { channelId: 'UCother', videoId: VIDEO, canReply: true, isPublic: true };
  return { id, snippet: { ...about, topLevelComment: comment, totalReplyCount: 0 } };
}
