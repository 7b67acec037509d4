import { z } from 'zod';
import type { NewCustomer } from '../../../domain/facts.ts';
import type { Api } from '../../api/api-client.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { customerIn, customField, Deal, referrerOf } from './deals.ts';
import type { Settings } from './settings.ts';

const ITEMS_A_CALL = 100;
const DEALS_A_CALL = 500;
const Listed = z.object({ data: List });

const Known = z.object({
  id: Id,
  emails: z
    .array(z.object({ value: z.string().nullish(), primary: z.boolean().nullish() }))
    .nullish()
    .catch([]),
  won_deals_count: z.number().nullish(),
  custom_fields: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
type Known = z.output<typeof Known>;

/** Whose deals these are. Somebody is a customer from the first won deal on, which may be an older one than these. */
export async function readCustomers(
  api: Api,
  won: readonly Deal[],
  settings: Settings,
): Promise<NewCustomer[]> {
  const dealsOf = Map.groupBy(won, (deal) => customerIn(deal, settings) ?? '');
  const customers: NewCustomer[] = [];
  for (const known of await readKnown(api, [...dealsOf.keys()], settings)) {
    const here = dealsOf.get(known.id) ?? [];
    const isAll = known.won_deals_count === here.length;
    const deals = isAll ? here : [...here, ...(await readWonBefore(api, known.id, settings))];
    const [first] = deals.toSorted((a, b) => wonAt(a) - wonAt(b));
    if (first) customers.push(customerOf(known, first, settings));
  }
  return customers;
}

async function readKnown(api: Api, ids: readonly string[], { customerIs }: Settings): Promise<Known[]> {
  const path = customerIs === 'person' ? '/persons' : '/organizations';
  const known: Known[] = [];
  for (let start = 0; start < ids.length; start += ITEMS_A_CALL) {
    const some = ids.slice(start, start + ITEMS_A_CALL);
    const query = { ids: some.join(','), include_fields: 'won_deals_count', limit: ITEMS_A_CALL };
    const { body } = await api.call({ path, query }, Listed);
    known.push(...readItems(body.data, Known).items);
  }
  return known;
}

async function readWonBefore(api: Api, id: string, { customerIs }: Settings): Promise<Deal[]> {
  const whose = customerIs === 'person' ? { person_id: id } : { org_id: id };
  const query = { ...whose, status: 'won', sort_by: 'add_time', sort_direction: 'asc', limit: DEALS_A_CALL };
  const { body } = await api.call({ path: '/deals', query }, Listed);
  return readItems(body.data, Deal).items.filter((deal) => deal.won_time);
}

const wonAt = (deal: Deal) => (deal.won_time ?? deal.update_time).getTime();

function customerOf(known: Known, first: Deal, settings: Settings): NewCustomer {
  const startedAt = new Date(wonAt(first));
  const until = Instant.safeParse(customField(known, settings.endField)).data;
  const segment = customField(first, settings.segmentField);
  const location = customField(first, settings.locationField) ?? settings.location;
  const referredBy = referrerOf(first, settings);
  const email = (known.emails?.find(({ primary }) => primary) ?? known.emails?.[0])?.value;
  return {
    externalId: known.id,
    startedAt,
    ...(until && until >= startedAt ? { endedAt: until } : {}),
    ...(email ? { email } : {}),
    ...(segment === undefined ? {} : { segment }),
    ...(location === undefined ? {} : { location }),
    ...(referredBy === undefined ? {} : { referredBy }),
  };
}
