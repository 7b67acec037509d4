import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { sources } from '../../sources/index.ts';
import { termsOf } from '../../sources/terms.ts';
import type { SourceOptions, SourceRow } from '../../store/sources.ts';

const amount = (what: string) =>
  z
    .string()
    .trim()
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .refine((number) => number === null || (Number.isFinite(number) && number >= 0), {
      error: `${what}: expected a number of 0 or more, or nothing`,
    });

// Names no setting of a source can have, so that settings keep their own.
const Sent = z.object({
  'source-keep-days': amount('Keep texts for'),
  'source-backfill-days': amount('Days to go back'),
  'source-per-day': amount('Budget a day'),
  'source-per-month': amount('Budget a month'),
});

/** What a person says about a source beside its settings. @throws Refused */
export function optionsFrom(form: Record<string, unknown>): SourceOptions {
  const sent = Sent.safeParse(form);
  if (!sent.success) throw new Refused(sent.error.issues.map(({ message }) => message).join('; '));
  const { 'source-keep-days': keep, 'source-backfill-days': back } = sent.data;
  return {
    keepDays: keep === null || keep < 1 ? null : Math.round(keep),
    backfillDays: back === null ? undefined : Math.round(back),
    budgetPerDay: sent.data['source-per-day'],
    budgetPerMonth: sent.data['source-per-month'],
  };
}

interface Props {
  readonly kind: string;
  readonly options: SourceOptions;
  readonly isNew: boolean;
}

export function optionsOf({ keepDays, backfillDays, budget }: SourceRow): SourceOptions {
  return {
    keepDays: keepDays ?? null,
    backfillDays,
    budgetPerDay: budget.perDay ?? null,
    budgetPerMonth: budget.perMonth ?? null,
  };
}

export function proposedOptions(kindName: string): SourceOptions {
  const kind = sources.get(kindName);
  return {
    keepDays: null,
    backfillDays: kind?.backfill?.days ?? 0,
    budgetPerDay: kind?.cost.perDay ?? null,
    budgetPerMonth: kind?.cost.perMonth ?? null,
  };
}

/** How far back, for how long, and for how much. */
export const OptionFields = ({ kind: name, options, isNew }: Props) => {
  const kind = sources.get(name);
  if (!kind) return null;
  const { cost, backfill } = kind;
  return (
    <details open={cost.perDay !== undefined || cost.perMonth !== undefined}>
      <summary>History, budget and keeping</summary>
      <div class="stacked">
        {isNew && backfill && (
          <Amount
            name="source-backfill-days"
            title="Days to go back"
            value={options.backfillDays}
            hint={`At most ${backfill.most}. What is older than the source never raises an alert.`}
          />
        )}
        {kind.fetch && (
          <>
            <Amount
              name="source-per-day"
              title={`Budget a day, in ${cost.unit}s`}
              value={options.budgetPerDay}
              hint={`Empty: no limit. It costs: ${cost.note}. At 80 % there is a warning, at 100 % it stops until the next day (UTC).`}
            />
            <Amount
              name="source-per-month"
              title={`Budget a month, in ${cost.unit}s`}
              value={options.budgetPerMonth}
              hint="Empty: no limit."
            />
          </>
        )}
        <Amount
          name="source-keep-days"
          title="Keep texts for so many days"
          value={options.keepDays}
          hint={keepHint(name)}
        />
      </div>
    </details>
  );
};

function keepHint(name: string): string {
  const kind = sources.get(name);
  const { keepDays, refreshDays } = kind && typeof kind.terms !== 'function' ? termsOf(kind, {}) : {};
  const limits = [
    ...(keepDays === undefined ? [] : [`Its terms allow ${keepDays} at most.`]),
    ...(refreshDays === undefined
      ? []
      : [`A text that is not seen again within ${refreshDays} days goes by its terms.`]),
  ];
  return ['Empty: for good. Afterwards text and author go; the numbers stay.', ...limits].join(' ');
}

interface AmountProps {
  readonly name: string;
  readonly title: string;
  readonly value: number | null | undefined;
  readonly hint: string;
}

const Amount = ({ name, title, value, hint }: AmountProps) => (
  <div class="field">
    <label for={name}>{title}</label>
    <input id={name} type="number" name={name} min={0} step="any" value={value ?? ''} />
    <small>{hint}</small>
  </div>
);
