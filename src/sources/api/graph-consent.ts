import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import { type Consent, PROVIDERS } from './consent.ts';
import { askGrant } from './grant.ts';
import { GraphList, openGraph } from './graph.ts';
import { Id, readItems } from './items.ts';

const Page = z.object({
  id: Id,
  name: z.string().catch(''),
  access_token: z.string(),
  instagram_business_account: z.object({ id: Id }).optional(),
});
type Page = z.output<typeof Page>;

/**
 * Somebody signs in for an hour; that is exchanged for a sign-in of sixty days, and that for the token of a page,
 * which does not run out. Which page: the one the settings name, or the only one there is.
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
    gives: { token: 'to come', [setting]: '0' },
    take: async ({ token }, context) => {
      const lasting = await lastingToken(token, context);
      const pages = (await listPages(lasting, context)).filter((page) => of(page) !== undefined);
      const wanted = context.settings[setting];
      const found = wanted === undefined ? pages : pages.filter((page) => of(page) === wanted);
      const [page] = found;
      if (!page || found.length > 1) throw whichOne(setting, pages, of);
      return { settings: { token: page.access_token, [setting]: of(page) as string } };
    },
  };
}

async function lastingToken(
  token: string,
  context: SourceContext<Readonly<Record<string, unknown>>>,
): Promise<string> {
  const { settings } = context;
  const form = {
    grant_type: 'fb_exchange_token',
    client_id: String(settings['appId']),
    client_secret: String(settings['appSecret']),
    fb_exchange_token: token,
  };
  return (await askGrant(context, { url: PROVIDERS.meta.token(settings), form })).token;
}

const PAGES = 100;

async function listPages(
  token: string,
  context: SourceContext<Readonly<Record<string, unknown>>>,
): Promise<readonly Page[]> {
  const { appSecret, version } = context.settings;
  const settings = { token, appSecret: String(appSecret), version: String(version ?? 'v26.0') };
  const query = { fields: 'id,name,access_token,instagram_business_account', limit: PAGES };
  const { body } = await openGraph({ ...context, settings }).call({ path: '/me/accounts', query }, GraphList);
  return readItems(body.data, Page).items;
}

function whichOne(setting: string, pages: readonly Page[], of: (page: Page) => string | undefined): Refused {
  if (pages.length === 0) {
    return new Refused(
      'Whoever signed in at Meta has no page there that this app may use. Sign in as somebody who has, and allow the page.',
    );
  }
  const list = pages.map((page) => `${of(page)} (${page.name})`).join(', ');
  return new Refused(`Enter under "${setting}" which one is meant, then connect again: ${list}.`);
}
