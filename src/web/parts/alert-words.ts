import type { AlertState, RuleKind, Severity } from '../../domain/alert.ts';
import { amountOf, METRIC_WORD, spanInWords } from '../../domain/metric-words.ts';
import { qualityOf, type RuleRecord } from '../../store/alert-marks.ts';
import type { AlertRuleInput } from '../../store/alert-rules.ts';
import { countOf, listed, percent, RISK_WORD } from './wording.ts';

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
  metric: 'A number that moves away from its usual',
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
  const { kind, starsAtMost, reachAtLeast, phrases, risks, aspects, sensitivity, minimumN, condition } = rule;
  if (kind === 'stale')
    return 'Any source that fails for an hour, and four times as long as its usual pause.';
  const where = [rule.topicName ?? 'a topic', rule.locationName, rule.sourceName].filter(Boolean).join(', ');
  if (kind === 'spike') {
    const what = aspects.length > 0 ? `More people unhappy with ${listed(aspects)}` : 'More unhappy people';
    return `${what} than usual in ${where}; ${sensitivity}, at least ${countOf(minimumN, 'person', 'people')}.`;
  }
  if (condition) {
    const { metric, direction, changeAtLeast, windowDays } = condition;
    const named = METRIC_WORD[metric];
    return `The ${named} in ${where}, over ${spanInWords(windowDays)}, ${direction} by ${amountOf(metric, changeAtLeast)} or more against its 28-day usual, clearly more than by chance; at least ${countOf(minimumN, metric === 'rating' ? 'rating' : 'mention')}.`;
  }
  const wanted = [
    ...(starsAtMost === undefined ? [] : [`at most ${countOf(starsAtMost, 'star')}`]),
    ...(reachAtLeast === undefined ? [] : [`a reach of ${reachAtLeast} or more`]),
    ...(phrases.length === 0
      ? []
      : [`one of the words ${phrases.map((phrase) => `“${phrase}”`).join(', ')}`]),
    ...(risks.length === 0 ? [] : [`words of a risk (${listed(risks.map((risk) => RISK_WORD[risk]))})`]),
    ...(aspects.length === 0 ? [] : [`something bad about ${listed(aspects)}`]),
  ];
  return `Any mention in ${where} with ${listed(wanted)}.`;
}

/** "12 right, 1 false, 1 missed: precision 92 %, recall 92 %". */
export function recordInWords(record: RuleRecord): string {
  const { right, wrong, missed, open } = record;
  const { precision, recall } = qualityOf(record);
  const counts = [
    `${right} right`,
    `${wrong} false`,
    `${missed} missed`,
    ...(open > 0 ? [`${open} open`] : []),
  ];
  if (precision === undefined) return `${counts.join(', ')}; not enough to tell how good it is.`;
  const found = recall === undefined ? '' : `, recall ${percent(recall)}`;
  return `${counts.join(', ')}: precision ${percent(precision)}${found}.`;
}

/** 870 as "14:30". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
