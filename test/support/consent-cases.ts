import type { ApiServer } from '../sources/servers/api-server.ts';
import facebook from '../sources/servers/facebook.ts';
import google from '../sources/servers/google-business-profile.ts';
import instagram from '../sources/servers/instagram.ts';
import linkedin from '../sources/servers/linkedin.ts';
import mastodon from '../sources/servers/mastodon.ts';
import mastodonStream from '../sources/servers/mastodon-stream.ts';
import reddit from '../sources/servers/reddit.ts';
import stackExchange from '../sources/servers/stack-exchange.ts';
import x from '../sources/servers/x.ts';
import youtube from '../sources/servers/youtube.ts';
import type { ConsentRules } from './authorization-server.ts';

export const PATHS = {
  google: ['/o/oauth2/v2/auth', '/token'],
  x: ['/i/oauth2/authorize', '/2/oauth2/token'],
  reddit: ['/api/v1/authorize', '/api/v1/access_token'],
  linkedin: ['/oauth/v2/authorization', '/oauth/v2/accessToken'],
  mastodon: ['/oauth/authorize', '/oauth/token'],
  stackExchange: ['/oauth', '/oauth/access_token/json'],
  meta: ['/v26.0/dialog/oauth', '/v26.0/oauth/access_token'],
} as const;

export interface ConsentCase {
  readonly kind: string;
  readonly api: ApiServer;
  readonly at: keyof typeof PATHS;
  readonly rules: Pick<ConsentRules, 'secretIn' | 'hasPkce' | 'demands'> & Partial<ConsentRules>;
}

const offline = { access_type: 'offline', prompt: 'consent' };
const app = {
  clientId: '4711',
  clientSecret: 'secret-of-the-app',
  grants: { access_token: 'an hour of mia' },
};
const meta = { secretIn: 'body', hasPkce: false, ...app } as const;

/** Nobody brings an app along: it is made there. */
const mastodonApp = {
  secretIn: 'body',
  hasPkce: true,
  registerPath: '/api/v1/apps',
  clientId: 'app-that-was-made',
  clientSecret: 'secret-of-the-app-that-was-made',
  grants: { access_token: 'token-of-an-application', token_type: 'Bearer', created_at: 1_573_979_017 },
} as const;

export const cases: readonly ConsentCase[] = [
  {
    kind: 'google-business-profile',
    api: google,
    at: 'google',
    rules: {
      secretIn: 'body',
      hasPkce: true,
      demands: { ...offline, scope: 'https://www.googleapis.com/auth/business.manage' },
    },
  },
  {
    kind: 'youtube',
    api: youtube,
    at: 'google',
    rules: {
      secretIn: 'body',
      hasPkce: true,
      demands: { ...offline, scope: 'https://www.googleapis.com/auth/youtube.force-ssl' },
    },
  },
  {
    kind: 'x',
    api: x,
    at: 'x',
    rules: {
      secretIn: 'header',
      hasPkce: true,
      demands: { scope: 'tweet.read tweet.write users.read offline.access' },
    },
  },
  {
    kind: 'reddit',
    api: reddit,
    at: 'reddit',
    rules: {
      secretIn: 'header',
      hasPkce: false,
      demands: { duration: 'permanent', scope: 'read identity history privatemessages submit edit' },
    },
  },
  {
    kind: 'linkedin',
    api: linkedin,
    at: 'linkedin',
    rules: {
      secretIn: 'body',
      hasPkce: false,
      demands: {
        scope:
          'r_organization_social r_organization_social_feed w_organization_social_feed rw_organization_admin',
      },
    },
  },
  {
    kind: 'facebook',
    api: facebook,
    at: 'meta',
    rules: {
      ...meta,
      demands: {
        scope:
          'pages_show_list,pages_read_engagement,pages_read_user_content,pages_manage_engagement,business_management',
      },
    },
  },
  {
    kind: 'instagram',
    api: instagram,
    at: 'meta',
    rules: {
      ...meta,
      demands: {
        scope:
          'pages_show_list,pages_read_engagement,instagram_basic,instagram_manage_comments,business_management',
      },
    },
  },
  {
    kind: 'mastodon',
    api: mastodon,
    at: 'mastodon',
    rules: {
      ...mastodonApp,
      demands: { scope: 'read:accounts read:search read:statuses read:notifications write:statuses' },
    },
  },
  {
    kind: 'mastodon-stream',
    api: mastodonStream,
    at: 'mastodon',
    rules: { ...mastodonApp, demands: { scope: 'read:accounts read:statuses write:statuses' } },
  },
  {
    kind: 'stack-exchange',
    api: stackExchange,
    at: 'stackExchange',
    rules: {
      secretIn: 'body',
      hasPkce: false,
      demands: { scope: 'write_access,no_expiry' },
      grants: { access_token: 'token-of-the-app' },
    },
  },
];
export const [first] = cases as [ConsentCase];
export const byKind = (kind: string) => cases.find((one) => one.kind === kind) ?? first;
