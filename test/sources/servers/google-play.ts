import { generateKeyPairSync, verify } from 'node:crypto';
import type { Answer, ApiServer, Asked, Post, World } from './api-server.ts';

const REVIEWS = '/androidpublisher/v3/applications/com.acme.app/reviews';
const EMAIL = 'earshot@acme.iam.example';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const WEEK_MS = 7 * 86_400_000;

export default {
  hosts: ['androidpublisher.googleapis.com', 'oauth2.googleapis.com'],
  settings: () => ({
    app: 'com.acme.app',
    keyFile: JSON.stringify({
      type: 'service_account',
      client_email: EMAIL,
      private_key_id: 'key-1',
      private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: TOKEN_URL,
    }),
  }),
  pageSize: 100,
  waitMs: 60_000,
  tokens: 'renewed',
  answer(asked, world) {
    if (asked.url.pathname === '/token') return token(asked, world);
    if (world.mood === 'rate-limited') return tooMany();
    if (world.mood === 'revoked' || asked.headers.authorization !== `Bearer access-${world.token}`) {
      return failure(401, 'UNAUTHENTICATED', 'Invalid Credentials');
    }
    if (world.mood === 'malformed') return { body: { reviews: { none: true } } };
    return route(asked, world);
  },
} satisfies ApiServer;

const failure = (code: number, status: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, status } },
});

/** As this interface has done it from the beginning: forbidden, with the reason in a list. */
function tooMany(): Answer {
  const errors = [{ domain: 'usageLimits', reason: 'rateLimitExceeded', message: 'Rate Limit Exceeded' }];
  return { status: 403, body: { error: { code: 403, message: 'Rate Limit Exceeded', errors } } };
}

/** Takes what is signed with the key of the account, for this scope and now (RFC 7523). */
function token({ body }: Asked, { token: current, mood, now }: World): Answer {
  const [head = '', claims = '', signature = ''] = (new URLSearchParams(body).get('assertion') ?? '').split(
    '.',
  );
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    keys.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (mood === 'revoked' || !isSigned || !isGranted(claims, now / 1000)) {
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
  }
  return { body: { access_token: `access-${current}`, expires_in: 3599, token_type: 'Bearer' } };
}

function isGranted(claims: string, seconds: number): boolean {
  const { iss, aud, scope, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    [name: string]: unknown;
  };
  const isFor = iss === EMAIL && aud === TOKEN_URL && String(scope).endsWith('/auth/androidpublisher');
  return isFor && Number(iat) <= seconds && Number(exp) > seconds && Number(exp) - Number(iat) <= 3_600;
}

function route(asked: Asked, world: World): Answer {
  const path = decodeURIComponent(asked.url.pathname);
  if (path === REVIEWS) return list(asked, world);
  const [, id, isReply] = /\/reviews\/gp:(\d+)(:reply)?$/.exec(path) ?? [];
  const post = world.posts.find((one) => one.id === id);
  if (!post) return failure(404, 'NOT_FOUND', 'The review does not exist.');
  return isReply && asked.method === 'POST' ? reply(post, asked, world) : { body: reviewOf(post) };
}

/** The reviews of a week, in no order that anybody has promised. */
function list({ query }: Asked, { posts, mood, now }: World): Answer {
  const found = posts.filter(({ editedAt }) => editedAt > now - WEEK_MS).toReversed();
  const from = Number(query.get('token') ?? 0);
  const to = from + Math.min(Number(query.get('maxResults') ?? 10), 100);
  const next = mood === 'circle' ? '0' : to < found.length ? String(to) : undefined;
  const reviews = found.slice(from, to).map(reviewOf);
  return {
    body: {
      ...(reviews.length > 0 ? { reviews } : {}),
      ...(next === undefined ? {} : { tokenPagination: { nextPageToken: next } }),
    },
  };
}

function reply(post: Post, { body }: Asked, { replies, now }: World): Answer {
  const { replyText } = JSON.parse(body) as { replyText: string };
  if ([...replyText].length > 350) return failure(400, 'INVALID_ARGUMENT', 'too long');
  post.ownerReply = replyText;
  replies.push({ to: post.id, text: replyText, id: `gp:${post.id}/reply` });
  return { body: { result: { replyText, lastEdited: secondsOf(now) } } };
}

const secondsOf = (at: number) => ({
  seconds: String(Math.floor(at / 1000)),
  nanos: (at % 1000) * 1_000_000,
});

function reviewOf({ id, text, author, editedAt, stars, ownerReply }: Post) {
  const userComment = {
    text: `\t${text}`,
    lastModified: secondsOf(editedAt),
    starRating: stars,
    reviewerLanguage: 'en',
    device: 'oriole',
    androidOsVersion: 34,
    appVersionCode: 512,
    appVersionName: '5.1.2',
    thumbsUpCount: 0,
    thumbsDownCount: 0,
  };
  const answer =
    ownerReply === undefined
      ? []
      : [{ developerComment: { text: ownerReply, lastModified: secondsOf(editedAt) } }];
  return { reviewId: `gp:${id}`, authorName: author, comments: [{ userComment }, ...answer] };
}
