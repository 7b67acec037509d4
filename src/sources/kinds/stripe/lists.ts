import { z } from 'zod';
import type { Api } from '../../api/api-client.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { type PagesRead, readPages } from '../../api/pages.ts';
import type { FetchContext } from '../../source.ts';
import { Charge } from './charges.ts';
import { Subscription } from './subscriptions.ts';

const ITEMS_A_PAGE = 100;
/** Each customer met on a page is asked for once more, so a run takes fewer pages than elsewhere. */
const PAGES_A_RUN = 5;

const Listed = z.object({ data: List, has_more: z.boolean() });
const Known = z.discriminatedUnion('object', [Subscription, Charge]);
type Known = z.output<typeof Known>;
const Event = z.object({ id: Id, created: Instant, data: z.object({ object: z.unknown() }) });
type Event = z.output<typeof Event>;

export interface ChangesRead {
  readonly subscriptions: readonly Subscription[];
  readonly charges: readonly Charge[];
  readonly end: PagesRead<unknown>['end'];
  readonly next: string | undefined;
  readonly skipped: number;
  /** The latest event among them. */
  readonly newest?: Date | undefined;
}

/** All subscriptions there are, ended ones included, then the charges since the beginning of the backfill. */
export async function readStock(
  api: Api,
  { since, mostPages }: FetchContext,
  first: string,
): Promise<ChangesRead> {
  const read = await readPages<Known>({
    first: first || 'subscriptions ',
    read: async (at) => {
      const [list, after = ''] = at.split(' ');
      const own = list === 'charges' ? { 'created[gte]': seconds(since) } : { status: 'all' };
      const page = await readPage(api, `/${list}`, { ...own, starting_after: after || undefined });
      const next = page.after ?? (list === 'subscriptions' ? '' : undefined);
      const nextList = page.after === undefined ? 'charges' : list;
      return { ...readItems(page.data, Known), next: next === undefined ? undefined : `${nextList} ${next}` };
    },
    idOf: ({ id }) => id,
    most: Math.min(mostPages, PAGES_A_RUN),
  });
  return { ...apart(read.items), end: read.end, next: read.next, skipped: read.skipped };
}

const TYPES = [
  ...['created', 'updated', 'deleted', 'paused', 'resumed'].map((what) => `customer.subscription.${what}`),
  ...['succeeded', 'captured', 'refunded', 'updated'].map((what) => `charge.${what}`),
];

/** What events since then tell of; the latest one about something is the one that holds. */
export async function readChanges(api: Api, { mostPages }: FetchContext, since: Date): Promise<ChangesRead> {
  const read = await readPages<Event>({
    first: '',
    read: async (after) => {
      const own = { 'types[]': TYPES, 'created[gte]': seconds(since) };
      const page = await readPage(api, '/events', { ...own, starting_after: after || undefined });
      return { ...readItems(page.data, Event), next: page.after };
    },
    idOf: ({ id }) => id,
    most: mostPages,
  });
  const { items, skipped } = readItems(
    read.items.map(({ data }) => data.object),
    Known,
  );
  // Newest first: what is met first is the latest.
  const latest = new Map<string, Known>();
  for (const item of items) if (!latest.has(item.id)) latest.set(item.id, item);
  const newest = read.items[0]?.created;
  const found = apart([...latest.values()]);
  return { ...found, end: read.end, next: read.next, skipped: read.skipped + skipped, newest };
}

async function readPage(
  api: Api,
  path: string,
  query: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): Promise<{ data: readonly unknown[]; after: string | undefined }> {
  const { body } = await api.call({ path, query: { ...query, limit: ITEMS_A_PAGE } }, Listed);
  const last = z.object({ id: Id }).safeParse(body.data.at(-1)).data;
  return { data: body.data, after: body.has_more ? last?.id : undefined };
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

function apart(known: readonly Known[]) {
  return {
    subscriptions: known.filter((one) => one.object === 'subscription'),
    charges: known.filter((one) => one.object === 'charge'),
  };
}
