import { Refused } from '../../../domain/errors.ts';
import { known } from './answer-row.ts';
import type { FactOptions, FactRow, RowOutcome } from './fact-row.ts';

/** @throws Refused with the reason when the row cannot be a customer. */
export function customerOfRow(row: FactRow, options: FactOptions): RowOutcome {
  const id = row.id('id') ?? row.idOfAddress();
  if (id === undefined) throw new Refused('no id: a row needs the id or the mail address of the customer');
  const startedAt = row.moment('startedAt');
  if (!startedAt) throw new Refused('no start: a row needs the day on which somebody became a customer');
  const endedAt = row.moment('endedAt');
  if (endedAt && endedAt < startedAt) {
    throw new Refused(
      `${row.nameOf('endedAt')}: expected a time after the start (${startedAt.toISOString()}), got ${endedAt.toISOString()}`,
    );
  }
  return {
    hasOwnId: true,
    fact: {
      externalId: id,
      startedAt,
      ...known('endedAt', endedAt),
      ...known('email', row.text('email')),
      ...known('segment', row.text('segment') ?? options.segment),
      ...known('location', row.text('location') ?? options.location),
      ...known('referredBy', row.id('referredBy')),
    },
  };
}
