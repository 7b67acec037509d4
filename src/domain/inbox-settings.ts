import type { MentionKind } from './mention.ts';
import { DEFAULT_WEIGHTS, type TriageWeights } from './triage.ts';

/** Which mentions of a kind enter: each, those that ask, complain or speak of a risk, or none. */
export const ENTRIES = ['all', 'asking', 'none'] as const;
export type Entry = (typeof ENTRIES)[number];

/** How the inbox works in one workspace. */
export interface InboxSettings {
  readonly weights: TriageWeights;
  readonly enters: Readonly<Record<MentionKind, Entry>>;
  /** What was published longer ago when it came does not enter: nobody waits for an answer to it any more. */
  readonly oldestDays: number;
  /** Mentions that only speak of competitors stay out. */
  readonly skipsCompetitors: boolean;
  /** How long a claim lasts without work. */
  readonly leaseMinutes: number;
  /** How long before an answer is due the destinations of alerts are told; 0: never. */
  readonly warnMinutes: number;
}

export const DEFAULT_INBOX: InboxSettings = {
  weights: DEFAULT_WEIGHTS,
  enters: { review: 'all', survey: 'asking', comment: 'asking', mention: 'asking' },
  oldestDays: 30,
  skipsCompetitors: true,
  leaseMinutes: 10,
  warnMinutes: 60,
};
