import { asciiHost } from './field-values.ts';
import type { FieldQuery, QueryDocument, RatingQuery, ValueField } from './query.ts';
import { foldCase, withoutDiacritics } from './words.ts';

/**
 * Field and value as one key, "author:bob". A document has all the keys it answers to, a query asks for one; the
 * colon keeps them apart from words, which never contain one.
 */
export function fieldKey({ field, value }: Pick<FieldQuery, 'field' | 'value'>): string {
  if (field === 'site') return `site:${asciiHost(value) ?? value}`;
  return `${field}:${foldCase(value.normalize('NFKC'))}`;
}

/** Every key a document answers to; "rating:" says only that there are stars. */
export function fieldKeysOf(document: QueryDocument): Set<string> {
  const keys = new Set<string>();
  addValue(keys, 'source', document.sourceName);
  addValue(keys, 'source', document.sourceKind);
  addValue(keys, 'author', document.author?.replace(/^[@\s]+/, ''));
  addValue(keys, 'lang', document.lang?.split(/[-_]/, 1)[0]);
  addValue(keys, 'country', document.country);
  addValue(keys, 'sentiment', document.label);
  for (const risk of document.risks ?? []) addValue(keys, 'risk', risk);
  for (const tag of document.tags ?? []) addValue(keys, 'tag', tag.replace(/^[#\s]+/, ''));
  addValue(keys, 'location', document.location);
  addValue(keys, 'product', document.product);
  for (const host of hostAndParents(document.url)) keys.add(`site:${host}`);
  if (document.stars !== undefined) keys.add('rating:');
  return keys;
}

export function starsFit(query: RatingQuery, stars: number | undefined): boolean {
  if (stars === undefined) return false;
  switch (query.compare) {
    case '..':
      return stars >= query.from && stars <= query.to;
    case '<':
      return stars < query.stars;
    case '<=':
      return stars <= query.stars;
    case '>':
      return stars > query.stars;
    case '>=':
      return stars >= query.stars;
    case '=':
      return query.stars === (Number.isInteger(query.stars) ? Math.round(stars) : stars);
  }
}

/** Values are kept with and without diacritics: as with words, a query's diacritics count only when it has some. */
function addValue(keys: Set<string>, field: ValueField, value: string | undefined): void {
  const collapsed = value?.trim().replace(/\s+/g, ' ');
  if (!collapsed) return;
  const key = fieldKey({ field, value: collapsed });
  keys.add(key);
  keys.add(withoutDiacritics(key));
}

/** "news.example.com" is also found as "example.com" and "com". */
function hostAndParents(url: string | undefined): string[] {
  const host = url === undefined ? undefined : hostOf(url);
  const labels = host?.split('.') ?? [];
  return labels.map((_, at) => labels.slice(at).join('.'));
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname;
  } catch {
    return undefined;
  }
}
