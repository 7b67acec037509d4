import { z } from 'zod';
import type { NewFacts } from '../../domain/facts.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { CIRCLE_WARNING } from '../api/pages.ts';
import type { FetchContext, Fetched, Source, SourceContext } from '../source.ts';
import { agreedSecret } from '../survey/nudge.ts';
import { OPEN_TERMS } from '../terms.ts';
import { verifyStamped } from '../webhook/signature.ts';
import { orderOf } from './stripe/charges.ts';
import { type ChangesRead, readChanges, readStock } from './stripe/lists.ts';
import { Settings } from './stripe/settings.ts';
import { cancellationOf, readStays } from './stripe/subscriptions.ts';

const HOST = 'api.stripe.com';
const VERSION = '2026-10-28.endive';
/** Events are kept for 30 days: whoever was away for longer reads everything again. */
const EVENTS_LAST_MS = 29 * 86_400_000;

const instant = z.coerce.date();
const Cursor = z
  .object({
    /** Events up to here have been read. */
    upTo: instant.optional(),
    /** A reading of all there is that one run could not finish, and when it began. */
    stock: z.object({ at: z.string(), began: instant }).optional(),
  })
  .catch({});

/** Subscriptions as the time somebody is a customer, charges as orders, and what people say when they cancel. */
export default {
  label: 'Stripe',
  group: 'customers',
  help: 'Subscriptions, payments and refunds; comments on cancellations as mentions.',
  setup: [
    'In Stripe open Developers, API keys, and create a restricted key that may read charges, customers, events and subscriptions.',
    'To be told at once, add an endpoint with the address on the page of the source for subscriptions and charges, and copy its signing secret.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 730, most: 7_300 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const cursor = Cursor.parse(context.state.cursor ?? {});
    const isFresh = cursor.upTo && context.now().getTime() - cursor.upTo.getTime() < EVENTS_LAST_MS;
    const isStock = cursor.stock !== undefined || !isFresh;
    const { read, next } = isStock ? await stock(api, context, cursor) : await changes(api, context, cursor);
    const found = await factsOf(api, read, context.settings);
    return { status: 'ok', ...found, state: { cursor: next }, ...restOf(read), bytes: api.use.bytes };
  },
  async testConnection(context) {
    const Counted = z.object({ data: z.array(z.unknown()), has_more: z.boolean() });
    const query = { status: 'all', limit: 100 };
    const { body } = await apiOf(context).call({ path: '/subscriptions', query }, Counted);
    const count = `${body.has_more ? 'more than ' : ''}${body.data.length}`;
    return `Stripe answers; there are ${count} subscriptions, ended ones included.`;
  },
  receive(delivery, { signingSecret }, now) {
    verifyStamped(delivery, { secret: agreedSecret(signingSecret), header: 'stripe-signature' }, now);
    // Events come late, twice and out of order; the list of events has them in order.
    return { mentions: [], removed: [], skipped: 0, readNow: true };
  },
} satisfies Source<Settings>;

type Cursor = z.output<typeof Cursor>;

const apiOf = (context: SourceContext<Settings>): Api =>
  openApi(context, {
    base: `https://${HOST}/v1`,
    auth: bearer(context.settings.key),
    headers: { 'stripe-version': VERSION },
  });

async function stock(api: Api, context: FetchContext<Settings>, { stock: before, upTo }: Cursor) {
  const began = before?.began ?? context.now();
  const read = await readStock(api, context, before?.at ?? '');
  const isLimit = read.end === 'limit' && read.next !== undefined;
  // What happens while everything is read is among the events afterwards.
  const next: Cursor = isLimit
    ? { upTo, stock: { at: read.next ?? '', began } }
    : { upTo: read.end === 'circle' ? upTo : began };
  return { read, next };
}

const OVERLAP_MS = 60_000;

async function changes(api: Api, context: FetchContext<Settings>, { upTo }: Cursor) {
  const mark = upTo ?? context.since;
  const read = await readChanges(api, context, new Date(mark.getTime() - OVERLAP_MS));
  // Events come newest first, and older ones must not be told after newer ones: where there are too many, everything
  // is read again instead.
  if (read.end === 'limit') return { read, next: { upTo, stock: { at: '', began: context.now() } } };
  const newest = new Date(Math.max(mark.getTime(), read.newest?.getTime() ?? 0));
  return { read, next: { upTo: read.end === 'circle' ? upTo : newest } };
}

async function factsOf(
  api: Api,
  { subscriptions, charges }: ChangesRead,
  settings: Settings,
): Promise<Pick<Fetched, 'mentions'> & { facts: NewFacts }> {
  const customers = new Set(subscriptions.map(({ customer }) => customer));
  return {
    mentions: subscriptions.flatMap((one) => cancellationOf(one, settings) ?? []),
    facts: {
      customers: await readStays(api, [...customers], settings),
      orders: charges.flatMap((charge) => orderOf(charge, settings) ?? []),
    },
  };
}

function restOf(read: ChangesRead) {
  return {
    skipped: read.skipped,
    warnings: read.end === 'circle' ? [CIRCLE_WARNING] : [],
    ...(read.end === 'limit' ? { hasMore: true } : {}),
  };
}
