import type { AlertState, RuleKind, Severity } from '../../domain/alert.ts';
import type { RuleRecord } from '../../store/alert-marks.ts';
import type { AlertRuleInput } from '../../store/alert-rules.ts';
import { countOf, listed, percent } from './wording.ts';

export const STATE_WORD: Readonly<Record<AlertState, string>> = {
  open: 'open',
  acknowledged: 'somebody is on it',
  resolved: 'resolved',
  false_alarm: 'false alarm',
};

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  info: 'for information',
  warning: 'warning',
  critical: 'critical',
};

export const KIND_WORD: Readonly<Record<RuleKind, string>> = {
  spike: 'More unhappy people than usual',
  mention: 'A single mention that must not wait',
  stale: 'A source that is not read',
};

export const SENSITIVITY_WORD = {
  fewer: 'Fewer alerts: only what is beyond doubt',
  balanced: 'Balanced',
  more: 'More alerts: also what may be chance',
} as const;

interface Named {
  readonly topicName?: string | undefined;
  readonly locationName?: string | undefined;
  readonly sourceName?: string | undefined;
}

/** What a rule looks for, in one sentence. */
export function ruleInWords(rule: AlertRuleInput & Named): string {
  const { kind, starsAtMost, reachAtLeast, phrases, sensitivity, minimumN } = rule;
  if (kind === 'stale')
    return 'Any source that fails for an hour, and four times as long as its usual pause.';
  const where = [rule.topicName ?? 'a topic', rule.locationName, rule.sourceName].filter(Boolean).join(', ');
  if (kind === 'spike') {
    return `More unhappy people than usual in ${where}; ${sensitivity}, at least ${countOf(minimumN, 'person', 'people')}.`;
  }
  const wanted = [
    ...(starsAtMost === undefined ? [] : [`at most ${countOf(starsAtMost, 'star')}`]),
    ...(reachAtLeast === undefined ? [] : [`a reach of ${reachAtLeast} or more`]),
    ...(phrases.length === 0
      ? []
      : [`one of the words ${phrases.map((phrase) => `“${phrase}”`).join(', ')}`]),
  ];
  return `Any mention in ${where} with ${listed(wanted)}.`;
}

/** "12 right, 1 false, 1 missed: precision 92 %, recall 92 %". */
export function recordInWords({ right, wrong, missed, open }: RuleRecord): string {
  const judged = right + wrong;
  const counts = [
    `${right} right`,
    `${wrong} false`,
    `${missed} missed`,
    ...(open > 0 ? [`${open} open`] : []),
  ];
  if (judged === 0) return `${counts.join(', ')}; not enough to tell how good it is.`;
  const recall = right + missed > 0 ? `, recall ${percent(right / (right + missed))}` : '';
  return `${counts.join(', ')}: precision ${percent(right / judged)}${recall}.`;
}

/** 870 as "14:30". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
