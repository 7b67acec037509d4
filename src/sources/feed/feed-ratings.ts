import type { Rating } from '../../domain/mention.ts';

const ITEM = /<(?:[\w.-]+:)?(?:entry|item)[\s>]/i;
const RATING = /<(?:im:|g:)?rating(?:\s[^<>]*)?>\s*(\d{1,3}(?:\.\d{1,4})?)(?:\s*\/\s*(\d{1,3}))?\s*<\//i;
const HIGHEST_STARS = 5;

/**
 * The rating elements of a feed's items, in their order: Apple's `im:rating`, `g:rating` and a bare `rating`, which
 * no reader knows. On 1–5 unless the feed names a maximum ("8/10"). Empty when the feed has none.
 */
export function ratingsOf(xml: string): readonly (Rating | undefined)[] {
  if (!RATING.test(xml)) return [];
  return xml.split(ITEM).slice(1).map(ratingOf);
}

function ratingOf(item: string): Rating | undefined {
  const found = RATING.exec(item);
  if (!found) return undefined;
  const value = Number(found[1]);
  const max = Number(found[2] ?? HIGHEST_STARS);
  return value >= 0 && value <= max ? { value, min: value < 1 ? 0 : 1, max } : undefined;
}
