import { z } from 'zod';
import type { NewOrder } from '../../domain/facts.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { header } from '../api/auth.ts';
import { readForward } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import type { Source, SourceContext } from '../source.ts';
import { nudge } from '../survey/nudge.ts';
import { OPEN_TERMS } from '../terms.ts';
import { readCustomers } from './pipedrive/customers.ts';
import { customerIn, customField, Deal, referrerOf } from './pipedrive/deals.ts';
import { readProducts } from './pipedrive/products.ts';
import { Settings } from './pipedrive/settings.ts';

const HOST = 'api.pipedrive.com';
const ITEMS_A_PAGE = 200;
/** What is changed while a run reads is read again by the next. */
const OVERLAP_MS = 60_000;

const Listed = z.object({
  data: List,
  additional_data: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Won deals as orders, and whose deals they are as customers; deals that are reopened, lost or deleted later go again. */
export default {
  label: 'Pipedrive',
  group: 'customers',
  help: 'Won deals as orders, with customers, products and referrals.',
  setup: [
    'In Pipedrive open your account, Personal preferences, API, and copy the token.',
    'Keys of your own fields are shown under Company settings, Data fields.',
    'To be told at once, add a webhook (version 2) for deals with the address on the page of the source and your webhook token as its password.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a Pipedrive plan, which sets a limit a day' },
  backfill: { days: 730, most: 7_300 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readForward(context, {
      first: '',
      read: (cursor, since) => readPage(api, cursor, since),
      idOf: ({ id }) => id,
      atOf: ({ update_time: at }) => at,
      overlapMs: OVERLAP_MS,
    });
    const { settings } = context;
    const won = read.items.filter((deal) => isOrder(deal, settings));
    const products = await readProducts(api, won);
    return {
      ...read.rest,
      mentions: [],
      facts: {
        orders: won.map((deal) => orderOf(deal, products.get(deal.id), settings)),
        customers: await readCustomers(api, won, settings),
        removedOrders: read.items.filter((deal) => !isOrder(deal, settings)).map(({ id }) => id),
      },
      bytes: api.use.bytes,
      ...(api.use.restMs === undefined ? {} : { restMs: api.use.restMs }),
    };
  },
  async testConnection(context) {
    const { body } = await apiOf(context).call(
      { path: '/deals', query: { status: 'won', limit: 1 } },
      Listed,
    );
    return body.data.length > 0
      ? 'Pipedrive answers, and there are won deals to read.'
      : 'Pipedrive answers; no deal that this token sees is won yet.';
  },
  receive: (delivery, { webhookToken: key }, now) => nudge(delivery, { choice: 'token', secret: key }, now),
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>): Api =>
  openApi(context, {
    base: `https://${HOST}/api/v2`,
    auth: header('x-api-token', context.settings.token),
  });

async function readPage(api: Api, cursor: string, since: Date) {
  const query = {
    updated_since: `${since.toISOString().slice(0, 19)}Z`,
    sort_by: 'update_time',
    sort_direction: 'asc',
    status: 'open,won,lost,deleted',
    limit: ITEMS_A_PAGE,
    cursor: cursor === '' ? undefined : cursor,
  };
  const { body } = await api.call({ path: '/deals', query }, Listed);
  return { ...readItems(body.data, Deal), next: body.additional_data?.next_cursor ?? undefined };
}

function isOrder(deal: Deal, settings: Settings): boolean {
  const isWon = deal.status === 'won' && deal.won_time && !deal.is_deleted;
  return Boolean(isWon) && customerIn(deal, settings) !== undefined;
}

function orderOf(deal: Deal, products: readonly string[] = [], settings: Settings): NewOrder {
  const segment = customField(deal, settings.segmentField);
  const location = customField(deal, settings.locationField) ?? settings.location;
  const product = products.length > 0 ? products.join(', ').slice(0, 200) : settings.product;
  return {
    externalId: deal.id,
    customer: customerIn(deal, settings) ?? '',
    amount: Math.max(0, deal.value ?? 0),
    currency: deal.currency,
    orderedAt: deal.won_time ?? deal.update_time,
    ...(referrerOf(deal, settings) === undefined ? {} : { isReferred: true }),
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(segment === undefined ? {} : { segment }),
  };
}
