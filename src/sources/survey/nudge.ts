import { Refused } from '../../domain/errors.ts';
import { secret } from '../settings-fields.ts';
import type { Delivery, Received } from '../source.ts';
import { type SignatureChoice, verifyDelivery } from '../webhook/signature.ts';

/** A secret for services that tell of news; without one, nothing is taken. */
export const deliverySecret = (description: string) =>
  secret('Webhook token', `Only to be told at once; at least 16 characters. ${description}`)
    .refine((value) => value.length >= 16, 'Webhook token: expected at least 16 characters')
    .optional();

/**
 * Takes a delivery as word that there is something new: the source is read at once. What the delivery says itself is
 * left alone, since it may come late, twice or out of order, and the interface has the last word.
 * @throws Refused
 */
export function nudge(
  delivery: Delivery,
  agreed: { choice: SignatureChoice; secret: string | undefined; header?: string },
  now: Date,
): Received {
  const deliveryId = verifyDelivery(delivery, { ...agreed, secret: agreedSecret(agreed.secret) }, now);
  return {
    ...(deliveryId === undefined ? {} : { deliveryId }),
    mentions: [],
    removed: [],
    skipped: 0,
    readNow: true,
  };
}

/** @throws Refused where nobody has agreed on a secret. */
export function agreedSecret(secret: string | undefined): string {
  if (secret !== undefined) return secret;
  throw new Refused('This source takes no deliveries: it has no webhook secret. Edit it and enter one.');
}
