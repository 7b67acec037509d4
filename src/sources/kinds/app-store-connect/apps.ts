import { z } from 'zod';
import type { Api } from '../../api/api-client.ts';
import { type Choice, readAll } from '../../api/choices.ts';
import { Id, List, readItems } from '../../api/items.ts';

const ITEMS_A_PAGE = 200;

const App = z.object({
  id: Id,
  attributes: z.object({ name: z.string(), bundleId: z.string().nullish() }),
});
const Apps = z.object({ data: List, links: z.object({ next: z.string().nullish() }) });

/** The apps that a key may see. */
export async function listApps(api: Api): Promise<readonly Choice[]> {
  const apps = await readAll({
    read: async (next) => {
      const query = { 'fields[apps]': 'name,bundleId', limit: ITEMS_A_PAGE };
      const { body } = await api.call(next === '' ? { path: '/v1/apps', query } : { path: next }, Apps);
      return { ...readItems(body.data, App), next: body.links.next ?? undefined };
    },
    idOf: ({ id }) => id,
  });
  return apps.map(({ id, attributes: { name, bundleId } }) => ({
    name,
    detail: [bundleId, id].filter(Boolean).join(', '),
    settings: { app: id },
  }));
}
