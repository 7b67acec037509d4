import { type ClaimState, holderAt, type InboxStatus } from '../../domain/inbox.ts';
import type { InboxEvent, InboxItem } from '../../store/inbox.ts';
import type { InboxView } from '../../store/inbox-list.ts';
import { duration } from './wording.ts';

export const VIEW_WORD: Readonly<Record<InboxView, string>> = {
  all: 'Open',
  mine: 'Mine',
  unassigned: 'Unassigned',
  late: 'Late',
  snoozed: 'Snoozed',
  done: 'Done',
};

export const STATUS_WORD: Readonly<Record<InboxStatus, string>> = {
  new: 'new',
  claimed: 'being worked on',
  replied: 'answered',
  archived: 'archived',
};

export const PART_WORD: Readonly<Record<string, string>> = {
  risk: 'Risk',
  churn: 'Leaving',
  stuck: 'Still waiting',
  negative: 'Negative',
  stars: 'Stars',
  question: 'Question',
  conflict: 'Conflict',
  detractor: 'Detractor',
  reach: 'Reach',
  value: 'Customer value',
  age: 'Age',
  answered: 'Answered',
};

/** How far an item is from its target: "due in 3 hours", "20 minutes late"; undefined without one. */
export function dueInWords(item: Pick<InboxItem, 'dueAt'>, now: Date): string | undefined {
  if (!item.dueAt) return undefined;
  const seconds = (item.dueAt.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `due in ${duration(seconds)}` : `${duration(-seconds)} late`;
}

export type DueState = 'late' | 'soon' | 'fine';

const SOON = 0.25;

export function dueStateOf({ dueAt, beganAt }: InboxItem, now: Date): DueState {
  if (!dueAt) return 'fine';
  const left = dueAt.getTime() - now.getTime();
  if (left <= 0) return 'late';
  const whole = beganAt ? dueAt.getTime() - beganAt.getTime() : left;
  return left < whole * SOON ? 'soon' : 'fine';
}

/** Who has an item open now, for whoever looks. */
export function claimInWords(
  claim: ClaimState | undefined,
  { holder, userId, now }: { holder: string | undefined; userId: number | undefined; now: Date },
): string | undefined {
  const held = holderAt(claim, now);
  if (!held) return undefined;
  return held.userId === userId ? 'You have it open' : `${holder ?? 'Somebody'} has it open`;
}

/** "assigned to Ada", "snoozed until …": an event as the list of what was done says it. */
export function eventInWords({ deed, detail }: InboxEvent, inZone: (at: Date) => string): string {
  const text = (name: string) => (typeof detail[name] === 'string' ? (detail[name] as string) : undefined);
  if (deed === 'assigned') return `assigned it to ${text('to') ?? 'nobody'}`;
  if (deed === 'tagged') return `tagged it “${text('tag')}”`;
  if (deed === 'took a tag away') return `took the tag “${text('tag')}” away`;
  if (deed === 'snoozed') return `snoozed it until ${inZone(new Date(text('until') ?? 0))}`;
  if (deed === 'opened again' && text('why')) return `opened it again: ${text('why')}`;
  if (deed === 'archived' && text('why')) return `archived it: ${text('why')}`;
  if (deed === 'answered') return ANSWERED[text('how') ?? 'sent'] ?? 'answered it';
  if (deed === 'took it back') return `took back: ${text('deed')}`;
  return deed;
}

const ANSWERED: Readonly<Record<string, string>> = {
  sent: 'answered it',
  marked: 'marked it as answered',
  elsewhere: 'saw an answer at the source',
  automatic: 'answered it by a rule',
};
