import type { OpenSpan } from './business-hours.ts';
import { type Day, isDay } from './day.ts';
import { Refused } from './errors.ts';

/** "9:00–12:00, 13:00–17:30"; empty when nobody is there. */
export const spansInWords = (spans: readonly OpenSpan[]): string =>
  spans.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ');

const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

const SPAN = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d{2}))?$/iu;
const DAY_MINUTES = 24 * 60;

/** Reads the hours of a day as people write them. @throws Refused */
export function spansIn(text: string, day: string): OpenSpan[] {
  const parts = text.split(/[,;]/u).map((part) => part.trim());
  const spans = parts.filter(Boolean).map((part) => spanIn(part, day));
  const sorted = spans.toSorted(([a], [b]) => a - b);
  const overlaps = sorted.some(([from], at) => at > 0 && from < (sorted[at - 1]?.[1] ?? 0));
  if (overlaps) throw new Refused(`The hours of ${day} overlap: ${text}.`);
  return sorted;
}

function spanIn(part: string, day: string): OpenSpan {
  const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = SPAN.exec(part) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  const isClock = Number(fromMinute) < 60 && Number(toMinute) < 60;
  if (isClock && from < to && to <= DAY_MINUTES) return [from, to];
  throw new Refused(
    `Expected hours like 9:00–17:00 for ${day}, got "${part}". Leave it empty for a day off.`,
  );
}

/** Reads days, one a line. @throws Refused */
export function daysIn(text: string): Day[] {
  const days = text.split(/[\s,;]+/u).filter(Boolean);
  const wrong = days.find((day) => !isDay(day));
  if (wrong !== undefined) throw new Refused(`Expected holidays like 2026-12-25, got "${wrong}".`);
  return [...new Set(days)].toSorted();
}
