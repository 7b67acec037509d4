import { z } from 'zod';
import type { NewOrder } from '../../../domain/facts.ts';
import { Id, Instant } from '../../api/items.ts';
import type { Settings } from './settings.ts';

/** Some lists and events hold a customer whole, some only the id. */
export const CustomerId = z.union([Id, z.object({ id: Id }).transform(({ id }) => id)]);

export const Charge = z.object({
  object: z.literal('charge'),
  id: Id,
  amount: z.number().int().nonnegative(),
  amount_captured: z.number().int().nonnegative().nullish(),
  amount_refunded: z.number().int().nonnegative().nullish(),
  currency: z.string().regex(/^[a-z]{3}$/i),
  created: Instant,
  customer: CustomerId.nullish(),
  status: z.string(),
});
export type Charge = z.output<typeof Charge>;

// https://docs.stripe.com/currencies: hundredths, but for these. ISK and UGX are whole money written in hundredths.
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/** A payment that went through. One without a customer is nobody's order: who came back could not be told. */
export function orderOf(charge: Charge, { location, product }: Settings): NewOrder | undefined {
  if (charge.status !== 'succeeded' || !charge.customer) return undefined;
  const currency = charge.currency.toUpperCase();
  const unit = WHOLE.has(currency) ? 1 : THOUSANDTHS.has(currency) ? 1_000 : 100;
  const amount = (charge.amount_captured ?? charge.amount) / unit;
  return {
    externalId: charge.id,
    customer: charge.customer,
    amount,
    refunded: Math.min(amount, (charge.amount_refunded ?? 0) / unit),
    currency,
    orderedAt: charge.created,
    ...(location === undefined ? {} : { location }),
    ...(product === undefined ? {} : { product }),
  };
}
