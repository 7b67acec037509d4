import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const DID = 'did:plc:acme2345acme2345acme2345';

export default {
  settings: (url) => ({ url, query: 'acme', handle: 'acme.example', password: 'abcd-efgh-ijkl-mnop' }),
  pageSize: 100,
  waitMs: 300_000,
  tokens: 'renewed',
  noticedAfterDays: 2,
  answer(asked, world) {
    const method = asked.url.pathname.replace('/xrpc/', '');
    if (world.mood === 'rate-limited') return tooMany(world);
    if (/server.(create|refresh)Session$/.test(method)) return session(method, asked, world);
    if (asked.headers.authorization !== `Bearer access-${world.token}` || world.mood === 'revoked') {
      return { status: 400, body: { error: 'ExpiredToken', message: 'Token has expired' } };
    }
    if (world.mood === 'malformed') return { body: { posts: null } };
    return call(method, asked, world);
  },
} satisfies ApiServer;

function tooMany({ now }: World): Answer {
  const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(Math.ceil(now / 1000) + 300) };
  return { status: 429, headers, body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' } };
}

function session(method: string, { headers, body }: Asked, { token, mood }: World): Answer {
  const isRefresh = method.endsWith('refreshSession');
  const mayRefresh = headers.authorization?.startsWith('Bearer refresh-');
  const maySignIn = body.includes('abcd-efgh-ijkl-mnop');
  if (mood === 'revoked' || !(isRefresh ? mayRefresh : maySignIn)) {
    return {
      status: 401,
      body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
    };
  }
  return {
    body: { did: DID, handle: 'acme.example', accessJwt: `access-${token}`, refreshJwt: `refresh-${token}` },
  };
}

function call(method: string, asked: Asked, world: World): Answer {
  const { query } = asked;
  if (method === 'com.atproto.server.getSession') return { body: { did: DID, handle: 'acme.example' } };
  if (method === 'app.bsky.feed.searchPosts') return { body: search(query, world) };
  if (method === 'app.bsky.feed.getPosts') {
    const uris = query.getAll('uris');
    return { body: { posts: world.posts.map(viewOf).filter(({ uri }) => uris.includes(uri)) } };
  }
  if (method === 'com.atproto.repo.createRecord') {
    const { record } = JSON.parse(asked.body) as {
      record: { text: string; reply: { parent: { uri: string } } };
    };
    const id = `at://${DID}/app.bsky.feed.post/3lz${world.replies.length}`;
    world.replies.push({ to: record.reply.parent.uri, text: record.text, id });
    return { body: { uri: id, cid: 'bafyreply' } };
  }
  if (method === 'com.atproto.repo.listRecords') {
    const parent = (uri: string) => ({ root: { uri, cid: 'c' }, parent: { uri, cid: 'c' } });
    const records = world.replies.map(({ id, to, text }) => ({
      uri: id,
      cid: 'c',
      value: { text, reply: parent(to) },
    }));
    return { body: { records } };
  }
  return { status: 501, body: { error: 'MethodNotImplemented' } };
}

function search(query: URLSearchParams, { posts, mood }: World) {
  const since = Date.parse(query.get('since') ?? '1970-01-01');
  const until = Date.parse(query.get('until') ?? '2100-01-01');
  const found = posts.filter(({ at }) => at >= since && at < until);
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 25);
  const next = mood === 'circle' ? '0' : to < found.length ? String(to) : undefined;
  return {
    posts: found.slice(from, to).map(viewOf),
    hitsTotal: found.length,
    ...(next ? { cursor: next } : {}),
  };
}

function viewOf({ id, text, author, at, editedAt }: Post) {
  return {
    uri: `at://did:plc:${author}/app.bsky.feed.post/${id}`,
    cid: `bafy${editedAt}`,
    author: { did: `did:plc:${author}`, handle: `${author}.example` },
    record: { $type: 'app.bsky.feed.post', text, createdAt: new Date(at).toISOString(), langs: ['en'] },
    replyCount: 0,
    repostCount: 0,
    likeCount: 0,
    quoteCount: 0,
    indexedAt: new Date(at).toISOString(),
    labels: [],
  };
}
