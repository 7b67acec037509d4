import { z } from 'zod';
import type { NewCustomer } from '../../../domain/facts.ts';
import type { NewMention } from '../../../domain/mention.ts';
import type { Api } from '../../api/api-client.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';
import { languageTag } from '../../language-tag.ts';
import { CustomerId } from './charges.ts';
import type { Settings } from './settings.ts';

const Price = z.object({ nickname: z.string().nullish(), product: z.unknown() });

export const Subscription = z.object({
  object: z.literal('subscription'),
  id: Id,
  customer: CustomerId,
  status: z.string(),
  start_date: Instant,
  canceled_at: Instant.nullish(),
  ended_at: Instant.nullish(),
  cancellation_details: z
    .object({ feedback: z.string().nullish(), comment: z.string().nullish() })
    .nullish()
    .catch(undefined),
  items: z
    .object({ data: z.array(z.object({ price: Price.nullish() })) })
    .nullish()
    .catch(undefined),
});
export type Subscription = z.output<typeof Subscription>;

const Listed = z.object({ data: List });
const Owner = z.object({ customer: z.object({ email: z.string().nullish() }) });

/** Never paid for, never a customer. */
const NEVER_BEGUN = new Set(['incomplete', 'incomplete_expired']);

/** What somebody wrote when they cancelled. */
export function cancellationOf(subscription: Subscription, settings: Settings): NewMention | undefined {
  const { id, cancellation_details: details, canceled_at: at, ended_at: endedAt } = subscription;
  const text = plainText(details?.comment ?? '');
  const publishedAt = at ?? endedAt;
  if (text === '' || !publishedAt) return undefined;
  const { location, product, touchpoint } = settings;
  const language = languageTag(settings.language);
  return {
    externalId: `${id}/cancellation`,
    kind: 'comment',
    text,
    publishedAt,
    ...(details?.feedback ? { tags: ['cancelled', details.feedback] } : { tags: ['cancelled'] }),
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(language === undefined ? {} : { language }),
  };
}

/**
 * From when to when somebody is a customer: their subscriptions laid together, so that a second one beside the first,
 * or an upgrade, is neither a new customer nor a return.
 */
export async function readStays(
  api: Api,
  customers: readonly string[],
  settings: Settings,
): Promise<NewCustomer[]> {
  const stays: NewCustomer[] = [];
  for (const customer of customers) {
    const query = { customer, status: 'all', limit: 100, 'expand[]': 'data.customer' };
    const { body } = await api.call({ path: '/subscriptions', query }, Listed);
    const { items } = readItems(body.data, Subscription);
    const begun = items.filter(({ status }) => !NEVER_BEGUN.has(status));
    const email = Owner.safeParse(body.data[0]).data?.customer.email;
    const segment = settings.segment ?? planOf(begun[0]);
    for (const { startedAt, endedAt } of laidTogether(begun)) {
      stays.push({
        externalId: customer,
        startedAt,
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(email ? { email } : {}),
        ...(segment === undefined ? {} : { segment }),
        ...(settings.location === undefined ? {} : { location: settings.location }),
      });
    }
  }
  return stays;
}

function planOf(subscription: Subscription | undefined): string | undefined {
  const price = subscription?.items?.data[0]?.price;
  const product = typeof price?.product === 'string' ? price.product : undefined;
  return price?.nickname || product;
}

interface Stay {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

function laidTogether(subscriptions: readonly Subscription[]): Stay[] {
  const stays: Stay[] = [];
  const inOrder = subscriptions.toSorted((a, b) => a.start_date.getTime() - b.start_date.getTime());
  for (const { start_date: startedAt, ended_at: ended } of inOrder) {
    const endedAt = ended ?? undefined;
    const last = stays.at(-1);
    const goesOn = last && (last.endedAt === undefined || last.endedAt >= startedAt);
    if (goesOn) stays[stays.length - 1] = { ...last, endedAt: later(last.endedAt, endedAt) };
    else stays.push({ startedAt, endedAt });
  }
  return stays;
}

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one > other ? one : other;
}
