import { addDays } from '../../domain/day.ts';
import { shareOf } from '../../domain/estimates.ts';
import type { Row, Sql } from '../../store/db.ts';
import type { KpiSums, Measured, ReadCut } from './kpi-source.ts';
import { endOf, periodsOf } from './periods.ts';

/** Who was a customer in one period. */
export interface StaySums extends KpiSums {
  readonly at_start: number;
  readonly at_end: number;
  /** Customers at the end who were none at the start. */
  readonly fresh: number;
  /** Customers at the start who are none at the end. */
  readonly lost: number;
}

interface Step extends Row {
  location_id: number;
  /** 0: before the first boundary. */
  step: number;
  entered: number;
  left: number;
  returned: number;
}

export const STAYS_NEED = 'Customers with the day they came and, where they left, the day they left.';

/** Some of the customers at the start, as a share of them. */
export function shareOfStarters(
  sums: StaySums | undefined,
  some: (sums: Pick<StaySums, 'at_end' | 'fresh' | 'lost'>) => number,
): Measured {
  const { at_start: atStart = 0, at_end = 0, fresh = 0, lost = 0 } = sums ?? {};
  const parts = { atStart, atEnd: at_end, new: fresh, lost };
  const interval = shareOf(some({ at_end, fresh, lost }), atStart);
  if (interval) return { ...interval, n: atStart, parts };
  const missing = `Nobody was a customer when this period began. ${STAYS_NEED}`;
  return { value: undefined, n: 0, parts, missing };
}

/**
 * Whoever leaves and comes back within a period is neither lost nor new in it; whoever comes and leaves within it was
 * no customer at either end. Boundaries are the midnights between periods: a stay that begins at one is new in the
 * period that follows, one that ends at it is lost there.
 */
export function readStays(sql: Sql, cut: ReadCut): Promise<readonly StaySums[]> {
  return cut.once('stays', async () => {
    const periods = periodsOf(cut);
    const boundaries = [...periods, addDays(endOf(periods.at(-1) ?? cut.from, cut), 1)];
    const { timeZone, perLocation, locations, segment } = cut;
    const isOfAll = !perLocation && locations === undefined && segment === undefined;
    const steps = await sql.raw<Step>(isOfAll ? STEPS_OF_ALL : STEPS, [
      boundaries,
      timeZone,
      ...(isOfAll ? [] : [perLocation, locations ?? null, segment ?? null]),
    ]);
    return [...Map.groupBy(steps, (step) => step.location_id)].flatMap(([locationId, own]) =>
      along(periods, locationId, own),
    );
  });
}

// A spell is entered before boundary step + 1 and left after boundary step; what touches no boundary is not seen.
const stepsOf = (location: string, from: string) => `
  with boundaries as (
    select array_agg(b.day::timestamp at time zone $2::text order by b.day) as at
      from unnest($1::date[]) as b (day)
  ), spells as materialized (
    select s.customer_id, s.started_at, ${location} as location_id,
           width_bucket(s.started_at, b.at) as entered,
           case when s.ended_at is null then cardinality(b.at) else width_bucket(s.ended_at, b.at) end as left_after
      from ${from}
     cross join boundaries b
  ), seen as (
    select * from spells where left_after > entered
  ), returned as (
    select a.location_id, a.entered as step, count(*) as n
      from seen a
      join seen b on b.customer_id = a.customer_id and b.left_after = a.entered
     where a.entered > 0
       and b.left_after < (select cardinality(at) from boundaries) -- few have left, fewer have come back
     group by 1, 2
  ), moves as (
    select location_id, entered as step, count(*) as entered, 0 as left from seen group by 1, 2
     union all
    select location_id, left_after, 0, count(*) from seen group by 1, 2
  )
  select m.location_id, m.step, sum(m.entered) as entered, sum(m.left) as left, coalesce(max(r.n), 0) as returned
    from moves m
    left join returned r using (location_id, step)
   group by 1, 2`;

const STEPS_OF_ALL = stepsOf('0', 'customer_spells s');

const STEPS = stepsOf(
  'case when $3::boolean then coalesce(c.location_id, 0) else 0 end',
  `(select s.*, c.location_id
            from customer_spells s
            join customers c on c.id = s.customer_id
           where ($4::bigint[] is null or c.location_id = any($4))
             and ($5::text is null or c.segment = $5)) s
     cross join lateral (select s.location_id) c`,
);

function along(periods: readonly string[], locationId: number, steps: readonly Step[]): StaySums[] {
  const byStep = new Map(steps.map((step) => [step.step, step]));
  let present = byStep.get(0)?.entered ?? 0;
  return periods.map((period, index) => {
    const { entered = 0, left = 0, returned = 0 } = byStep.get(index + 1) ?? {};
    const atStart = present;
    present += entered - left;
    return {
      period,
      location_id: locationId,
      at_start: atStart,
      at_end: present,
      fresh: entered - returned,
      lost: left - returned,
    };
  });
}
