import type { Kpi, KpiPoint, KpiUnit } from '../../domain/kpi.ts';
import { isEnough } from '../../domain/kpi.ts';
import type { Change } from '../../stats/change.ts';
import { count } from './wording.ts';

/** Numbers of every unit as a reader of English sees them. Minus is a real minus sign. */

const MINUS = '\u2212';
const SPACE = '\u00a0';
const ONE = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const TWO = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** "+41", "82.4 %", "4.3 stars", "€1,240", "5.2 hours". */
export function kpiValue(unit: KpiUnit, value: number, currency?: string): string {
  const sign = unit === 'points' && Math.round(value) > 0 ? '+' : value < 0 ? MINUS : '';
  return `${sign}${UNSIGNED[unit](Math.abs(value), currency)}`;
}

const UNSIGNED: Readonly<Record<KpiUnit, (value: number, currency: string | undefined) => string>> = {
  points: (value) => WHOLE.format(value),
  percent: (value) => `${ONE.format(value)}${SPACE}%`,
  stars: (value) => `${TWO.format(value)}${SPACE}stars`,
  score: (value) => TWO.format(value),
  money: (value, currency) => `${WHOLE.format(value)}${currency ? SPACE + currency : ''}`,
  hours: (value) => `${ONE.format(value)}${SPACE}hours`,
  count: (value) => WHOLE.format(value),
};

/** A difference: always with its sign, a percentage in points. */
export function kpiDifference(unit: KpiUnit, value: number, currency?: string): string {
  const size = UNSIGNED[unit](Math.abs(value), currency);
  const words =
    unit === 'percent' ? size.replace('%', 'points') : unit === 'points' ? `${size}${SPACE}points` : size;
  return `${value > 0 ? '+' : value < 0 ? MINUS : ''}${words}`;
}

/** A tick beside a chart: short, without the unit. */
export function kpiTick(unit: KpiUnit, value: number): string {
  const size = Math.abs(value);
  const words = Number.isInteger(size) ? WHOLE.format(size) : size < 1 ? String(size) : ONE.format(size);
  return `${value < 0 ? MINUS : unit === 'points' && value > 0 ? '+' : ''}${words}`;
}

/** "+41 (95 % between +35 and +47, n 120)", or why there is no number. */
export function pointInWords(kpi: Pick<Kpi, 'unit' | 'minimumN' | 'counted'>, point: KpiPoint): string {
  if (point.value === undefined) return 'no number';
  if (!isEnough(kpi, point)) return `not enough data (n ${count(point.n)})`;
  const value = kpiValue(kpi.unit, point.value, point.currency);
  return `${value} (${[intervalInWords(kpi, point), `n ${count(point.n)}`].filter(Boolean).join(', ')})`;
}

export function intervalInWords({ unit }: Pick<Kpi, 'unit'>, { low, high, currency }: KpiPoint): string {
  if (low === undefined || high === undefined) return '';
  return `95${SPACE}% between ${kpiValue(unit, low, currency)} and ${kpiValue(unit, high, currency)}`;
}

/** "62.8 to 79.8", beside the value, where 95 % is said already. */
export function intervalInShort({ unit }: Pick<Kpi, 'unit'>, { low, high, currency }: KpiPoint): string {
  if (low === undefined || high === undefined) return '';
  return `${plain(kpiValue(unit, low, currency))} to ${plain(kpiValue(unit, high, currency))}`;
}

/** Of a change, beside its own value: "+1.2 to +4.0". */
export function changeIntervalInShort(unit: KpiUnit, { interval }: Change): string {
  return interval ? interval.map((edge) => plain(kpiDifference(unit, edge))).join(' to ') : '';
}

/** Without the unit, which follows a space. */
const plain = (words: string) => words.split(SPACE)[0] ?? words;

/** "+41 (n 120)", for where many stand in one table. */
export function pointInShort(kpi: Pick<Kpi, 'unit' | 'minimumN' | 'counted'>, point: KpiPoint): string {
  if (point.value === undefined || !isEnough(kpi, point)) return `– (n ${count(point.n)})`;
  return `${kpiValue(kpi.unit, point.value, point.currency)} (n ${count(point.n)})`;
}

/** What the change says, never more than its interval allows. */
export function changeInWords(unit: KpiUnit, change: Change, currency?: string): string {
  const value = kpiDifference(unit, change.value, currency);
  if (!change.interval) return value;
  const [low, high] = change.interval.map((edge) => kpiDifference(unit, edge, currency));
  const words = `${value}, 95${SPACE}% between ${low} and ${high}`;
  return change.isClear ? words : `no clear change: ${words}`;
}

/** Whether a clear change is for the better. */
export function wayOf(
  { direction }: Pick<Kpi, 'direction'>,
  change: Change,
): 'better' | 'worse' | 'up' | 'down' | 'even' {
  if (!change.isClear) return 'even';
  const isUp = change.value > 0;
  if (direction === 'neither') return isUp ? 'up' : 'down';
  return isUp === (direction === 'higher') ? 'better' : 'worse';
}
