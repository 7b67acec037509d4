import { z } from 'zod';
import { itemDefaults } from '../../item-defaults.ts';
import { check, choice, secret, text } from '../../settings-fields.ts';

export const Settings = z
  .object({
    what: choice('Read', {
      search: 'posts with words in them',
      mentions: 'posts that mention an account',
    }).default('search'),
    query: text('Search for', 'As X searches: acme, "acme cloud", #acme, lang:de. Reposts are left out.')
      .max(400)
      .optional(),
    account: text('Account', 'Whose mentions are read, without @.')
      .regex(/^\w{1,15}$/)
      .optional(),
    withAuthors: check('Names of authors too', 'Each costs $0.010 more.').default(false),
    token: secret('Bearer token', 'Of an app: enough to read.').optional(),
    clientId: text('Client id', 'To reply: of an app with OAuth 2.0.').optional(),
    clientSecret: secret('Client secret').optional(),
    refreshToken: secret(
      'Refresh token',
      'Comes by connecting. Or paste one, with the scopes tweet.read, tweet.write, users.read and offline.access.',
    ).optional(),
    spelling: choice(
      'Names of fields',
      { post: 'post.fields', tweet: 'tweet.fields' },
      'X renamed them in August 2026; choose the old ones if it refuses the new.',
    ).default('post'),
    ...itemDefaults,
  })
  .refine(({ what, query }) => what !== 'search' || query !== undefined, {
    path: ['query'],
    error: 'expected words to look for',
  })
  .refine(({ what, account }) => what !== 'mentions' || account !== undefined, {
    path: ['account'],
    error: 'expected the name of an account without @',
  })
  .refine(
    ({ token, clientId, clientSecret, refreshToken }) => token ?? (clientId && clientSecret && refreshToken),
    {
      path: ['token'],
      error: 'expected a bearer token, or a client id, client secret and refresh token',
    },
  );
export type Settings = z.infer<typeof Settings>;
