import { Refused } from '../../domain/errors.ts';
import type { Rating } from '../../domain/mention.ts';
import type { ImportRow } from './import-columns.ts';

const HIGHEST_STARS = 5;
const NUMBER = '(\\d{1,4}(?:[.,]\\d{1,4})?)';
const PLAIN = new RegExp(`^${NUMBER}(?:\\s*stars?)?$`, 'i');
const OUT_OF = new RegExp(`^${NUMBER}\\s*(?:/|out of|of)\\s*${NUMBER}(?:\\s*stars?)?$`, 'i');
const PERCENT = new RegExp(`^${NUMBER}\\s*%$`);
const FULL_STARS = /^(★{1,10})(☆{0,10})$/;

/**
 * A rating as "4", "4,5", "4/5", "4 stars", "80 %" or "★★★★☆", or as an object of value, min and max. The scale ends
 * at the column rating_max, or at 5; it starts at rating_min, or at 1, or at 0 for values below 1 and for percentages.
 * @throws Refused saying what was expected and what came.
 */
export function parseRating(row: ImportRow): Rating | undefined {
  if (row.rating === undefined) return undefined;
  const rating = isObject(row.rating)
    ? ratingOfObject(row.rating)
    : ratingOfText(String(row.rating).trim(), row);
  if (rating && rating.min < rating.max && rating.value >= rating.min && rating.value <= rating.max)
    return rating;
  const highest = numberOf(row.ratingMax) ?? HIGHEST_STARS;
  const got = isObject(row.rating) ? JSON.stringify(row.rating) : String(row.rating);
  throw new Refused(
    `rating: expected a number up to ${highest}, or one such as "8/10", got "${got.slice(0, 60)}"`,
  );
}

function ratingOfText(text: string, row: ImportRow): Rating | undefined {
  const percent = numberOf(PERCENT.exec(text)?.[1]);
  if (percent !== undefined) return { value: percent, min: 0, max: 100 };
  const [, full, empty] = FULL_STARS.exec(text) ?? [];
  if (full !== undefined)
    return { value: full.length, min: 1, max: Math.max(full.length + (empty ?? '').length, HIGHEST_STARS) };
  const outOf = OUT_OF.exec(text);
  const value = numberOf(outOf?.[1] ?? PLAIN.exec(text)?.[1]);
  if (value === undefined) return undefined;
  const max = numberOf(outOf?.[2]) ?? numberOf(row.ratingMax) ?? HIGHEST_STARS;
  return { value, min: numberOf(row.ratingMin) ?? (value < 1 ? 0 : 1), max };
}

function ratingOfObject({
  value,
  min,
  max,
}: {
  value?: unknown;
  min?: unknown;
  max?: unknown;
}): Rating | undefined {
  const numbers = { value: numberOf(value), min: numberOf(min) ?? 1, max: numberOf(max) ?? HIGHEST_STARS };
  return numbers.value === undefined ? undefined : { ...numbers, value: numbers.value };
}

function numberOf(value: unknown): number | undefined {
  const text =
    typeof value === 'number' || typeof value === 'string' ? String(value).trim().replace(',', '.') : '';
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
