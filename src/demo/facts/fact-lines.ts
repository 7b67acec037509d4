import type { NewAnswer, NewCustomer, NewOrder } from '../../domain/facts.ts';
import { answersOn } from './answers.ts';
import { customerOf, ordersOf, shoppersUntil } from './customers.ts';
import { moodsOf } from './mood.ts';

export type FactKind = 'customers' | 'orders' | 'surveys';

/** In this order nobody is named before they are known. */
export const FACT_KINDS: readonly FactKind[] = ['customers', 'orders', 'surveys'];

const DAY_MS = 86_400_000;

/** What the sample company's systems hold on an instant, as the lines of a JSONL file: the same for the same instant. */
export function* factLines(
  kind: FactKind,
  { since, until }: { since: Date; until: Date },
): Generator<string> {
  for (const row of rowsOf(kind, since, until)) yield `${JSON.stringify(row)}\n`;
}

function* rowsOf(kind: FactKind, since: Date, until: Date): Generator<object> {
  const today = Math.floor((until.getTime() - since.getTime()) / DAY_MS);
  const shoppers = shoppersUntil(today);
  if (kind === 'customers') {
    for (const shopper of shoppers) yield customerRow(customerOf(shopper, since));
  } else if (kind === 'orders') {
    for (const shopper of shoppers)
      for (const order of ordersOf(shopper, since, until)) yield orderRow(order);
  } else {
    const moods = moodsOf(since);
    for (let day = 0; day <= today; day += 1) {
      for (const answer of answersOn(day, since, { shoppers, moods }))
        if (answer.answeredAt <= until) yield answerRow(answer);
    }
  }
}

function customerRow({ externalId, startedAt, endedAt, segment, location, referredBy }: NewCustomer) {
  return {
    customer_id: externalId,
    started_at: startedAt,
    ended_at: endedAt,
    segment,
    location,
    referred_by: referredBy,
  };
}

function orderRow(order: NewOrder) {
  const { externalId, customer, amount, refunded, currency, orderedAt, isReferred } = order;
  const { location, product, segment } = order;
  return {
    order_id: externalId,
    customer_id: customer,
    amount,
    refunded_amount: refunded,
    currency,
    ordered_at: orderedAt,
    is_referred: isReferred,
    location,
    product,
    segment,
  };
}

function answerRow(answer: NewAnswer) {
  const { externalId, kind, score, scale, question, comment, language, customer } = answer;
  const { invitedAt, answeredAt, location, touchpoint, segment, country, mayQuote } = answer;
  return {
    id: externalId,
    kind,
    score,
    scale_min: scale.min,
    scale_max: scale.max,
    question,
    comment,
    language,
    customer_id: customer,
    invited_at: invitedAt,
    answered_at: answeredAt,
    location,
    touchpoint,
    segment,
    country,
    may_quote: mayQuote,
  };
}
