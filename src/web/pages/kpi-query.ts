import { z } from 'zod';
import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import type { KpiCut } from '../../domain/kpi.ts';
import { kpis } from '../../kpis/index.ts';
import { type AskedMembers, MEMBER_KINDS, readAskedMembers } from './kpi-members.ts';

export const KPI_PERIODS = [30, 90, 180, 365] as const;
type Period = (typeof KPI_PERIODS)[number];

/** Always shown: the number everything else is held against. */
export const SENTIMENT = 'net-sentiment-all';
const USUAL = ['nps', 'csat', 'ces', 'retention', 'repeat-purchase', 'average-rating'];

/** What the KPIs page is asked to show; what cannot be read is as if it were not there. */
export interface KpiQuery {
  readonly period: Period;
  readonly compare: 'previous' | 'year';
  /** Without sentiment, in the order of the registry. */
  readonly ids: readonly string[];
  readonly topic?: number | undefined;
  readonly location?: number | undefined;
  readonly touchpoint?: string | undefined;
  readonly segment?: string | undefined;
  /** What is to stand side by side, as it was written. */
  readonly members: AskedMembers;
}

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const words = z.string().trim().min(1).max(500).optional().catch(undefined);
const Query = z.object({
  days: z.coerce.number().catch(90),
  compare: z.enum(['previous', 'year']).catch('previous'),
  topic: id,
  location: id,
  touchpoint: words,
  segment: words,
});

export function readKpiQuery(search: URLSearchParams): KpiQuery {
  const { days, ...rest } = Query.parse(Object.fromEntries(search));
  const chosen = new Set(search.getAll('kpi'));
  const known = [...kpis.keys()].filter((kpi) => kpi !== SENTIMENT);
  const ids = known.filter((kpi) => chosen.has(kpi));
  const members = readAskedMembers(search);
  return {
    ...withoutParts(rest, members),
    members,
    period: KPI_PERIODS.find((period) => period === days) ?? 90,
    ids: ids.length > 0 ? ids : known.filter((kpi) => USUAL.includes(kpi)),
  };
}

/** What stands side by side takes the place of the one that everything was narrowed to. */
function withoutParts<Cut extends object>(cut: Cut, members: AskedMembers): Cut {
  const taken = MEMBER_KINDS.filter(({ name }) => members[name].length > 0).map(({ part }) => part as string);
  return Object.fromEntries(Object.entries(cut).filter(([part]) => !taken.includes(part))) as Cut;
}

/** The cut alone, as the API and the answers behind a number read it. */
export function cutParameters(cut: Pick<KpiQuery, 'topic' | 'location' | 'touchpoint' | 'segment'>) {
  const { topic, location, touchpoint, segment } = cut;
  const given = Object.entries({ topic, location, touchpoint, segment }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]),
  );
  return new URLSearchParams(given);
}

export function withAll(base: URLSearchParams, more: Readonly<Record<string, string>>): URLSearchParams {
  const search = new URLSearchParams(base);
  for (const [name, value] of Object.entries(more)) search.set(name, value);
  return search;
}

export interface KpiSpan {
  readonly from: Day;
  readonly to: Day;
  /** What it is compared with: as many days, right before or a year earlier. */
  readonly earlier: { readonly from: Day; readonly to: Day };
  readonly by: 'day' | 'week';
}

/** A year is 52 weeks here, so that a Monday is compared with a Monday. */
const A_YEAR = 364;

export function spanOf({ period, compare }: Pick<KpiQuery, 'period' | 'compare'>, today: Day): KpiSpan {
  const days = { from: addDays(today, 1 - period), to: today };
  return { ...days, earlier: earlierThan(days, compare), by: period > 30 ? 'week' : 'day' };
}

/** As many days, right before or a year earlier. */
export function earlierThan(
  { from, to }: { from: Day; to: Day },
  compare: KpiQuery['compare'],
): { from: Day; to: Day } {
  const days = daysBetween(from, to).length;
  // Whole weeks back, or the weeks of the two lines would not lie on each other.
  const back = compare === 'year' ? A_YEAR : days > 30 ? Math.ceil(days / 7) * 7 : days;
  return { from: addDays(from, -back), to: addDays(to, -back) };
}

/**
 * The steps of lines side by side, the first one that will do: longer ones than for one alone, because several lines
 * are read by their course, and each has fewer behind its points.
 */
export function comparisonSteps({ period }: Pick<KpiQuery, 'period'>): readonly ('week' | 'month')[] {
  if (period > 90) return ['month'];
  return period > 30 ? ['week', 'month'] : ['week'];
}

export function cutOf(
  { topic, location, touchpoint, segment }: KpiQuery,
  timeZone: string,
): Omit<KpiCut, 'from' | 'to' | 'by'> {
  return {
    timeZone,
    ...(topic === undefined ? {} : { topicId: topic }),
    ...(location === undefined ? {} : { locationId: location }),
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(segment === undefined ? {} : { segment }),
  };
}

/** How many of the last weeks are looked at for a lead: two years of whole ones. */
const WEEKS_OF_LEAD = 104;

export function weeksOfLead(today: Day): { from: Day; to: Day } {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const lastSunday = addDays(today, -weekday - 1);
  return { from: addDays(lastSunday, 1 - 7 * WEEKS_OF_LEAD), to: lastSunday };
}
