import type { Day } from './day.ts';
import type { SurveyKind } from './facts.ts';

/** What a number counts in: net scores from −100 to 100 are points, a share is in percent. */
export type KpiUnit = 'points' | 'percent' | 'stars' | 'score' | 'money' | 'hours' | 'count';

/** One number a company is run by, in words: what it is, how it is reckoned and what it needs. */
export interface Kpi {
  /** The name of its file: 'nps'. */
  readonly id: string;
  readonly name: string;
  readonly unit: KpiUnit;
  /** Which way is better. */
  readonly direction: 'higher' | 'lower' | 'neither';
  /** Below this n a page says "not enough data" and shows the count. */
  readonly minimumN: number;
  /** Plain words, with where the formula comes from. */
  readonly formula: string;
  /** What has to be there, said where there is no number yet. */
  readonly needs: string;
  /** What n counts: "answers", "customers at the start". */
  readonly counted: string;
  /** The parts of a cut that mean something for this number; with any other there is none. */
  readonly cutBy: readonly CutPart[];
  /** For numbers made of answers: which, and what their upper, middle and lower bands are called. */
  readonly opens?: {
    readonly kind: SurveyKind;
    readonly bands: { readonly high: string; readonly middle: string; readonly low: string };
  };
}

/** What a number may be narrowed to beside its days. */
export type CutPart = 'topic' | 'location' | 'touchpoint' | 'segment';

/** A number of one period, or what is missing for one. */
export interface KpiPoint {
  /** First day of the period. */
  readonly period: Day;
  /** Undefined where there is none; `missing` says why. */
  readonly value: number | undefined;
  /** The 95 % interval. */
  readonly low?: number;
  readonly high?: number;
  readonly n: number;
  /** What it was reckoned from: { promoters: 6, passives: 3, detractors: 1 }. */
  readonly parts: Readonly<Record<string, number>>;
  /** ISO 4217, for money. */
  readonly currency?: string;
  readonly missing?: string;
}

export type KpiPeriod = 'day' | 'week' | 'month' | 'whole';

export interface KpiCut {
  /** First and last day, in the workspace's time zone. Weeks and months are read whole. */
  readonly from: Day;
  readonly to: Day;
  readonly by: KpiPeriod;
  readonly timeZone: string;
  /** Left out: everything. */
  readonly topicId?: number;
  readonly locationId?: number;
  /** Several locations as one: a region. */
  readonly locationIds?: readonly number[];
  readonly touchpoint?: string;
  readonly segment?: string;
  /** For numbers in money, where orders are in more than one currency. */
  readonly currency?: string;
}

/** Whether so few stand behind a number that only their count is worth saying. */
export function isEnough(kpi: Pick<Kpi, 'minimumN'>, point: Pick<KpiPoint, 'n'>): boolean {
  return point.n >= kpi.minimumN;
}
