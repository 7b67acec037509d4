import { Refused } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import type { Consent } from './consent.ts';
import { askGrant, type Token } from './grant.ts';
import { listPages, type Page, tokenOfPage } from './graph-pages.ts';
import { PROVIDERS } from './providers.ts';

/**
 * Somebody signs in for an hour; that is exchanged for a sign-in of sixty days. With it the pages are listed to choose
 * from, each with a token that does not run out; where the settings name one already, its token is taken at once.
 */
export function byPageToken({
  scopes,
  setting,
  of,
}: {
  scopes: readonly string[];
  setting: string;
  of: (page: Page) => string | undefined;
}): Consent {
  return {
    at: 'meta',
    scopes,
    gives: { token: 'to come' },
    take: async (granted, context) => {
      const lasting = await lastingToken(granted.token, context);
      const wanted = context.settings[setting] ?? '';
      if (wanted === '') {
        const until = lasting.expiresAt === undefined ? {} : { until: new Date(lasting.expiresAt) };
        return { settings: { token: lasting.token }, ...until };
      }
      const { appSecret, version } = context.settings;
      const graph = {
        token: lasting.token,
        appSecret: String(appSecret),
        version: String(version ?? 'v26.0'),
      };
      const own = { ...context, settings: graph };
      const listed = (await listPages(own)).find((one) => of(one) === wanted)?.access_token;
      const token = listed ?? (await tokenOfPage(own, String(wanted)));
      if (token !== undefined) return { settings: { token } };
      throw new Refused(
        `Whoever signed in at Meta may not use ${wanted} with this app. Leave "${setting}" empty to choose among what there is, and allow all of it when Meta asks.`,
      );
    },
  };
}

async function lastingToken(
  token: string,
  context: SourceContext<Readonly<Record<string, unknown>>>,
): Promise<Token> {
  const { settings } = context;
  const form = {
    grant_type: 'fb_exchange_token',
    client_id: String(settings['appId']),
    client_secret: String(settings['appSecret']),
    fb_exchange_token: token,
  };
  return askGrant(context, { url: PROVIDERS.meta.token(settings), form });
}
