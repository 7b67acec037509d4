import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import type { Api } from './api-client.ts';
import { type Choice, type Choices, readAll } from './choices.ts';
import { type GraphSettings, openGraph, readEdge } from './graph.ts';
import { Id, readItems } from './items.ts';

const Page = z.object({
  id: Id,
  name: z.string().catch(''),
  access_token: z.string(),
  instagram_business_account: z
    .object({ id: Id, username: z.string().optional(), name: z.string().optional() })
    .optional(),
});
export type Page = z.output<typeof Page>;

/** A page of ours, or what is linked to one; the token of the page comes with it and does not run out. */
export function amongPages(what: {
  one: string;
  many: string;
  setting: string;
  of: (page: Page) => { id: string; name: string; detail?: string } | undefined;
}): Choices<GraphSettings> {
  return {
    one: what.one,
    many: what.many,
    fills: { [what.setting]: '0' },
    list: async (context) =>
      (await listPages(context)).flatMap((page): Choice[] => {
        const found = what.of(page);
        if (!found) return [];
        const { id, ...words } = found;
        return [{ ...words, settings: { [what.setting]: id, token: page.access_token } }];
      }),
    withTyped: async (context) => {
      const id = (context.settings as unknown as Readonly<Record<string, string>>)[what.setting] ?? '';
      const token = await tokenOfPage(context, id);
      return token === undefined ? {} : { token };
    },
  };
}

const ITEMS_A_PAGE = 100;
const FIELDS = 'id,name,access_token,instagram_business_account{id,username,name}';

/**
 * The pages on which somebody has a task, with their tokens. Those that belong to a business portfolio are not always
 * among them and stand in the lists of the portfolio.
 */
export async function listPages(context: SourceContext<GraphSettings>): Promise<readonly Page[]> {
  const api = openGraph(context);
  const pages = new Map((await readList(api, '/me/accounts', Page)).map((page) => [page.id, page]));
  for (const { id: business } of await unlessRefused(readList(api, '/me/businesses', Business))) {
    for (const edge of ['owned_pages', 'client_pages']) {
      const path = `/${business}/${edge}`;
      for (const page of await unlessRefused(readList(api, path, Page))) {
        if (!pages.has(page.id)) pages.set(page.id, page);
      }
    }
  }
  return [...pages.values()];
}

/** A page that stands in no list still tells its token to whoever has a task on it. */
export async function tokenOfPage(
  context: SourceContext<GraphSettings>,
  id: string,
): Promise<string | undefined> {
  const ask = async () => {
    const call = { path: `/${id}`, query: { fields: 'access_token' } };
    return [(await openGraph(context).call(call, z.object({ access_token: z.string() }))).body.access_token];
  };
  return (await unlessRefused(ask()))[0];
}

const Business = z.object({ id: Id });

function readList<S extends z.ZodType<{ id: string }>>(
  api: Api,
  path: string,
  schema: S,
): Promise<readonly z.output<S>[]> {
  const fields = path === '/me/businesses' ? 'id' : FIELDS;
  return readAll<z.output<S>>({
    read: async (at) => {
      const { list, next } = await readEdge(api, { path, query: { fields, limit: ITEMS_A_PAGE } }, at);
      return { ...readItems(list, schema), next };
    },
    idOf: ({ id }) => id,
  });
}

/** Whoever has not allowed to look at portfolios has none to show. */
async function unlessRefused<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof FetchFailed && (error.code === 'http' || error.code === 'gone')) return [];
    throw error;
  }
}
