import type { Metric, MetricChange, MetricCondition } from './alert.ts';

export const METRIC_WORD: Readonly<Record<Metric, string>> = {
  net_sentiment: 'net sentiment',
  rating: 'average rating',
  volume: 'number of mentions',
};

/** "net sentiment clearly lower than usual". */
export function metricHeadline({ metric, direction }: MetricCondition): string {
  if (metric === 'volume')
    return direction === 'falls' ? 'far fewer mentions than usual' : 'far more mentions than usual';
  return `${METRIC_WORD[metric]} clearly ${direction === 'falls' ? 'lower' : 'higher'} than usual`;
}

/** "net sentiment of 24 hours −12, usually +5: 17 points lower (95 % interval 8 to 26, n 143)". */
export function metricInWords(change: MetricChange): string {
  const { metric, value, usual, windowDays, n } = change;
  const was = `${METRIC_WORD[metric]} of ${spanInWords(windowDays)} ${metricValue(metric, value)}, usually ${metricValue(metric, usual)}`;
  const moved = change.change < 0 ? 'lower' : 'higher';
  const [least, most] = [Math.abs(change.low), Math.abs(change.high)].toSorted((a, b) => a - b);
  const by = amountOf(metric, Math.abs(change.change));
  return `${was}: ${by} ${moved} (95\u00a0% interval ${plainOf(metric, least ?? 0)} to ${plainOf(metric, most ?? 0)}, n ${WHOLE.format(n)})`;
}

/** "by at least 10 points". */
export function amountOf(metric: Metric, amount: number): string {
  if (metric === 'volume') return `${WHOLE.format(amount)}\u00a0%`;
  if (metric === 'rating') return `${plainOf(metric, amount)} ${amount === 1 ? 'star' : 'stars'}`;
  return `${plainOf(metric, amount)} ${Math.round(amount) === 1 ? 'point' : 'points'}`;
}

export const spanInWords = (days: number): string => (days === 1 ? '24 hours' : `${days} days`);

const plainOf = (metric: Metric, amount: number) =>
  metric === 'rating' ? String(Math.round(amount * 10) / 10) : WHOLE.format(amount);

/** A value as it stands on its scale. */
export function metricValue(metric: Metric, value: number): string {
  if (metric === 'volume') return WHOLE.format(value);
  if (metric === 'rating') return value.toFixed(1);
  const rounded = Math.round(value);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${rounded}` : `\u2212${-rounded}`;
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
