import type { Driver, Severity } from './alert.ts';
import { addDays, type Day } from './day.ts';
import { instantAt, localTimeOf } from './local-time.ts';
import type { Counts, Estimate } from './sentiment.ts';

export const CADENCES = ['daily', 'weekly'] as const;
export type Cadence = (typeof CADENCES)[number];

/** When a digest goes out, by the clocks of the workspace. */
export interface DigestSchedule {
  readonly cadence: Cadence;
  /** 1: Monday … 7: Sunday; only a weekly one has it. */
  readonly weekday: number | undefined;
  /** Minute of the day. */
  readonly sendAt: number;
}

/** Whole calendar days, both ends included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** A sending: at this instant, about the days that have ended by then. */
export interface Due {
  readonly at: Date;
  readonly period: Period;
}

/** The latest time, now or before, at which the digest was to go out. */
export function latestDue(schedule: DigestSchedule, now: Date, timeZone: string): Due {
  const today = localTimeOf(now, timeZone).day;
  for (let back = 0; back <= 7; back++) {
    const due = dueOn(schedule, addDays(today, -back), timeZone);
    if (due && due.at <= now) return due;
  }
  throw new Error(`A ${schedule.cadence} digest is due once in eight days.`);
}

/** The next time at which it goes out. */
export function nextDue(schedule: DigestSchedule, now: Date, timeZone: string): Due {
  const today = localTimeOf(now, timeZone).day;
  for (let ahead = 0; ahead <= 8; ahead++) {
    const due = dueOn(schedule, addDays(today, ahead), timeZone);
    if (due && due.at > now) return due;
  }
  throw new Error(`A ${schedule.cadence} digest is due once in eight days.`);
}

function dueOn({ cadence, weekday, sendAt }: DigestSchedule, day: Day, timeZone: string): Due | undefined {
  if (cadence === 'weekly' && weekdayOf(day) !== weekday) return undefined;
  return {
    at: instantAt({ day, minute: sendAt }, timeZone),
    period: periodBefore(cadence, day),
  };
}

/** The days that a digest sent on a day is about. */
export function periodBefore(cadence: Cadence, day: Day): Period {
  return { from: addDays(day, cadence === 'daily' ? -1 : -7), to: addDays(day, -1) };
}

/** 1: Monday … 7: Sunday. */
function weekdayOf(day: Day): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** What a digest says, as it stood when it was made. */
export interface DigestReport {
  readonly cadence: Cadence;
  readonly period: Period;
  readonly before: Period;
  readonly timeZone: string;
  readonly locationName: string | undefined;
  /** Share 0…1 of the period that the sources were read for; undefined where none had begun. */
  readonly coverage: number | undefined;
  readonly topics: readonly TopicReport[];
}

export interface TopicReport {
  readonly topicId: number;
  readonly name: string;
  readonly counts: Counts;
  readonly countsBefore: Counts;
  readonly net: Estimate | undefined;
  /** In points, against the period before. */
  readonly change: Estimate | undefined;
  readonly stars: MeanStars | undefined;
  readonly starsBefore: MeanStars | undefined;
  /** The four weeks up to the end of the period, for the chart; days without mentions are there. */
  readonly days: readonly ReportDay[];
  /** How many days each of them sums up, itself the last: one, or more where a day says too little. */
  readonly daysSummed: number;
  /** Words that more of the negative, or positive, mentions hold than before. */
  readonly complaints: readonly Driver[];
  readonly praise: readonly Driver[];
  readonly negativeAspects: readonly Driver[];
  readonly positiveAspects: readonly Driver[];
  readonly best: readonly ReportMention[];
  readonly worst: readonly ReportMention[];
  readonly openAlerts: readonly {
    readonly id: number;
    readonly title: string;
    readonly severity: Severity;
  }[];
}

export interface MeanStars {
  readonly mean: number;
  readonly n: number;
}

export interface ReportDay {
  readonly day: Day;
  readonly net: Estimate | undefined;
  readonly isInPeriod: boolean;
}

export interface ReportMention {
  readonly mentionId: number;
  readonly text: string;
  readonly source: string;
  readonly author: string | undefined;
  readonly at: string;
}
