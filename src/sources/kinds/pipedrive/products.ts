import { z } from 'zod';
import type { Api } from '../../api/api-client.ts';
import { Id, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';
import type { Deal } from './deals.ts';

const DEALS_A_CALL = 100;
const LINES_A_CALL = 500;
const Listed = z.object({
  data: List,
  additional_data: z.object({ next_cursor: z.string().nullish() }).nullish(),
});
const Line = z.object({ deal_id: Id, name: z.string().min(1) });

/** The names of what was sold, by the id of the deal. */
export async function readProducts(
  api: Api,
  deals: readonly Deal[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, string[]>();
  for (let start = 0; start < deals.length; start += DEALS_A_CALL) {
    const ids = deals.slice(start, start + DEALS_A_CALL).map(({ id }) => id);
    let cursor: string | undefined;
    do {
      const query = { deal_ids: ids.join(','), limit: LINES_A_CALL, cursor };
      const { body } = await api.call({ path: '/deals/products', query }, Listed);
      for (const { deal_id: deal, name } of readItems(body.data, Line).items) {
        names.set(deal, [...new Set([...(names.get(deal) ?? []), plainText(name)])]);
      }
      const next = body.additional_data?.next_cursor ?? undefined;
      // A cursor that comes again would lead round for ever.
      cursor = next === cursor ? undefined : next;
    } while (cursor !== undefined);
  }
  return names;
}
