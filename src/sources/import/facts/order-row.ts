import { createHash } from 'node:crypto';
import { Refused } from '../../../domain/errors.ts';
import type { NewOrder } from '../../../domain/facts.ts';
import { known } from './answer-row.ts';
import type { FactOptions, FactRow, RowOutcome } from './fact-row.ts';

/** What shops and payment services call something that has not been bought. */
const NOT_BOUGHT = new Set([
  'failed',
  'canceled',
  'cancelled',
  'voided',
  'void',
  'lost',
  'open',
  'pending',
  'unpaid',
  'draft',
  'expired',
  'blocked',
  'deleted',
  'incomplete',
  'authorized',
  'uncaptured',
  'requires_payment_method',
  'requires payment method',
]);

/** @throws Refused with the reason when the row cannot be an order. */
export function orderOfRow(row: FactRow, options: FactOptions): RowOutcome {
  const status = row.text('status')?.toLowerCase();
  if (status !== undefined && NOT_BOUGHT.has(status))
    return { passed: `the status is “${status}”: nothing was bought` };
  const id = row.id('id');
  const amount = row.amount('amount');
  // Shops write a row for each thing in an order, and what it cost into the first one only.
  if (amount === undefined && id !== undefined && row.layout.names.product !== undefined) {
    return { passed: 'it is a further line of an order' };
  }
  if (amount === undefined) throw new Refused('no amount: a row needs what was paid');
  if (amount < 0) throw new Refused(`${row.nameOf('amount')}: expected 0 or more, got ${amount}`);
  const orderedAt = row.moment('orderedAt');
  if (!orderedAt) throw new Refused('no date: a row needs the time of the order');
  const customer = row.id('customer') ?? row.idOfAddress();
  if (customer === undefined)
    throw new Refused('no customer: a row needs the id or the mail address of the customer');
  const facts = {
    customer,
    amount,
    orderedAt,
    currency: currencyOf(row, options),
    ...known('refunded', refundOf(row, amount, status)),
    ...(row.isYes('isReferred') ? { isReferred: true } : {}),
    ...known('location', row.text('location') ?? options.location),
    ...known('product', row.text('product')),
    ...known('segment', row.text('segment') ?? options.segment),
  };
  return { fact: { externalId: id ?? contentId(facts), ...facts }, hasOwnId: id !== undefined };
}

/** @throws Refused */
function currencyOf(row: FactRow, { currency }: FactOptions): string {
  const code = (row.text('currency') ?? currency)?.toUpperCase();
  if (code === undefined) throw new Refused('no currency: the file does not say it; say it, such as EUR');
  if (!/^[A-Z]{3}$/.test(code))
    throw new Refused(`currency: expected three letters such as EUR, got "${code.slice(0, 60)}"`);
  return code;
}

/** @throws Refused */
function refundOf(row: FactRow, amount: number, status: string | undefined): number | undefined {
  const refunded = Math.abs(row.amount('refunded') ?? (status === 'refunded' ? amount : 0));
  if (refunded > amount) {
    throw new Refused(`${row.nameOf('refunded')}: expected at most the amount (${amount}), got ${refunded}`);
  }
  return refunded === 0 ? undefined : refunded;
}

function contentId(facts: Omit<NewOrder, 'externalId'>): string {
  return `content-${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)}`;
}
