import type { Label } from '../../domain/classification.ts';
import { type Estimate, MINIMUM_N } from '../../domain/sentiment.ts';

/** Numbers, days and instants as a reader of English sees them. Minus is a real minus sign. */

const WHOLE = new Intl.NumberFormat('en-GB');
const ONE_DECIMAL = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const LANGUAGES = new Intl.DisplayNames(['en-GB'], { type: 'language' });
const MINUS = '\u2212';

export const count = (n: number): string => WHOLE.format(n);

/** "1 mention", "2,315 mentions". */
export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** "+23", "−4", "0". */
export function signed(value: number): string {
  const rounded = Math.round(value);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${WHOLE.format(rounded)}` : `${MINUS}${WHOLE.format(-rounded)}`;
}

/** "+0.42", "−0.08", "0.00". */
export function signedHundredths(value: number): string {
  const shown = Math.abs(value).toFixed(2);
  if (shown === '0.00') return shown;
  return `${value > 0 ? '+' : MINUS}${shown}`;
}

export const stars = (value: number): string => ONE_DECIMAL.format(value);

/** A share 0…1 as "78 %"; 100 % only when it is whole, so that a gap is never rounded away. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded === 100 && share < 0.999 ? 99 : rounded}\u00a0%`;
}

/** "+23 (95 % interval +15 to +31, n 240)", or why there is no number. */
export function estimateInWords(estimate: Estimate | undefined): string {
  if (!estimate || !isEnough(estimate)) return notEnough(estimate?.n ?? 0);
  const { value, low, high, n } = estimate;
  return `${signed(value)} (95\u00a0% interval ${signed(low)} to ${signed(high)}, n ${count(n)})`;
}

/** Whether there are enough mentions to show the number. */
export const isEnough = ({ n }: Estimate): boolean => n >= MINIMUM_N;

/** "+23", or why there is no number. */
export function estimateInShort(estimate: Estimate | undefined): string {
  return estimate && isEnough(estimate) ? signed(estimate.value) : notEnough(estimate?.n ?? 0);
}

export const notEnough = (n: number): string => `not enough data (${n})`;

export const LABEL_WORD: Readonly<Record<Label, string>> = {
  positive: 'positive',
  neutral: 'neutral',
  negative: 'negative',
  unknown: 'not known',
};

export { RISK_WORD } from '../../domain/alert-words.ts';

/** "waiting time" for "waiting-time". */
export const aspectName = (aspect: string): string => aspect.replaceAll('-', ' ');

/** "German", or the code where it has no name. */
export function languageName(code: string): string {
  if (code === 'und') return 'language not recognised';
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const FULL_DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "23 Nov" for "2026-11-23". */
export const shortDay = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`));

/** "November 2026" for its first day. */
export const monthOf = (day: string): string => MONTH.format(new Date(`${day}T00:00:00Z`));

/** "Mon, 23 Nov 2026". */
export const fullDay = (day: string): string => FULL_DAY.format(new Date(`${day}T00:00:00Z`));

const moments = new Map<string, Intl.DateTimeFormat>();

/** "23 Nov 2026, 14:05" in a time zone. */
export function moment(at: Date, timeZone: string): string {
  let format = moments.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
    moments.set(timeZone, format);
  }
  return format.format(at);
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY_SECONDS = 24 * HOUR;

/** "45 seconds", "15 minutes", "6 hours", "2 days": rounded to the unit a person would say. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return countOf(whole, 'second');
  if (whole < 90 * MINUTE) return countOf(Math.round(whole / MINUTE), 'minute');
  if (whole < 36 * HOUR) return countOf(Math.round(whole / HOUR), 'hour');
  return countOf(Math.round(whole / DAY_SECONDS), 'day');
}

/** "12 minutes ago", "in 3 hours". */
export function relative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 5) return 'now';
  return seconds > 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
