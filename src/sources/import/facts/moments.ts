import { Refused } from '../../../domain/errors.ts';
import { instantIn } from '../../../domain/zoned-time.ts';
import { parseFeedDate } from '../../feed/feed-date.ts';

/** How "03/04/2026" is read; `auto` refuses it, because nobody can tell which of the two is the month. */
export type DateOrder = 'auto' | 'day-first' | 'month-first';

export interface Clock {
  readonly order: DateOrder;
  /** For times that name no zone of their own. */
  readonly timeZone: string;
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
const TIME = '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?\\s*([ap])?\\.?(?:m\\.?)?)?';
const DOTTED = new RegExp(`^(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4}|\\d{2})${TIME}$`, 'i');
const SLASHED = new RegExp(`^(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4}|\\d{2})${TIME}$`, 'i');
const YEAR_FIRST = new RegExp(`^(\\d{4})[/.-](\\d{1,2})[/.-](\\d{1,2})${TIME}$`, 'i');
const EPOCH = /^(\d{10}|\d{13})(?:\.\d+)?$/;

/**
 * A moment in an imported file: ISO 8601, "1.3.2026 14:30", "3/25/2026 2:30 PM", seconds or milliseconds since 1970,
 * or what feeds write. @throws Refused saying what was expected and what came.
 */
export function parseMoment(column: string, value: unknown, clock: Clock): Date {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const at =
    wallTime(LOCAL.exec(text), clock) ?? epoch(text) ?? written(column, text, clock) ?? parseFeedDate(text);
  if (at) return at;
  const got = text || JSON.stringify(value);
  throw new Refused(
    `${column}: expected a day like 2026-03-01 or a time like 2026-03-01T14:30:00+02:00, got "${got.slice(0, 60)}"`,
  );
}

function wallTime(match: RegExpExecArray | null, clock: Clock): Date | undefined {
  if (!match) return undefined;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = ''] = match;
  return instant(
    { year, month, day, hour, minute, second },
    clock,
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  );
}

function epoch(text: string): Date | undefined {
  const digits = EPOCH.exec(text)?.[1];
  if (digits === undefined) return undefined;
  return new Date(digits.length === 10 ? Number(digits) * 1000 : Number(digits));
}

function written(column: string, text: string, clock: Clock): Date | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const [, year, month, day, ...time] = yearFirst;
    return instant({ year, month, day, ...timeOf(time) }, clock);
  }
  const dotted = DOTTED.exec(text);
  if (dotted) {
    const [, day, month, year, ...time] = dotted;
    return instant({ year: century(year), month, day, ...timeOf(time) }, clock);
  }
  const slashed = SLASHED.exec(text);
  if (!slashed) return undefined;
  const [, first, second, year, ...time] = slashed;
  const isDayFirst = dayComesFirst(
    column,
    text,
    { first: Number(first), second: Number(second) },
    clock.order,
  );
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return instant({ year: century(year), month, day, ...timeOf(time) }, clock);
}

/** @throws Refused when it could be either. */
function dayComesFirst(
  column: string,
  text: string,
  { first, second }: { first: number; second: number },
  order: DateOrder,
): boolean {
  if (order !== 'auto') return order === 'day-first';
  if (first > 12 || first === second) return true;
  if (second > 12) return false;
  throw new Refused(
    `${column}: "${text.slice(0, 60)}" could be a day or a month first; say which with the date order (day-first or month-first)`,
  );
}

function century(year = ''): string {
  return year.length === 2 ? `20${year}` : year;
}

function timeOf([hour = '0', minute = '0', second = '0', half]: readonly (string | undefined)[]) {
  if (half === undefined) return { hour, minute, second };
  // 13 PM is no time; hour 24 is none either.
  const hours =
    Number(hour) >= 1 && Number(hour) <= 12 ? (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0) : 24;
  return { hour: hours, minute, second };
}

type Digits = string | number | undefined;

/** Undefined for a day or a time that does not exist. */
function instant(
  parts: { year: Digits; month: Digits; day: Digits; hour: Digits; minute: Digits; second: Digits },
  { timeZone }: Clock,
  ms = 0,
): Date | undefined {
  const [year, month, day, hour, minute, second] = [
    Number(parts.year),
    Number(parts.month),
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  ];
  if (
    year < 1900 ||
    year > 2199 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  if (new Date(wall).getUTCDate() !== day) return undefined;
  return new Date(instantIn(timeZone, wall));
}
