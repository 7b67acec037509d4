import { LABELS, RISKS, type Risk } from '../domain/classification.ts';
import type { QueryDocument } from '../domain/query/matcher.ts';

/**
 * A mention as somebody writes it in JSON, for a query to look at: the field names of the API, and those of the query
 * language beside them. Without an id it is called by the number of its line.
 */
export function documentOfJson(
  fields: Readonly<Record<string, unknown>>,
  lineNumber: number,
): { id: string | number; document: QueryDocument } {
  const text = (...names: readonly string[]) => firstText(names.map((name) => fields[name]));
  const { id } = fields;
  const label = text('label', 'sentiment');
  const author = fields['author'];
  return {
    id: typeof id === 'string' || typeof id === 'number' ? id : lineNumber,
    document: {
      title: text('title'),
      text: text('text') ?? '',
      sourceName: text('sourceName', 'source') ?? nameIn(fields['source']),
      sourceKind: text('sourceKind') ?? kindIn(fields['source']),
      url: text('url'),
      author: typeof author === 'string' ? author : nameIn(author),
      lang: text('lang', 'language'),
      country: text('country'),
      stars: starsOf(fields['stars'] ?? fields['rating']),
      label: LABELS.find((one) => one === label),
      risks: risksIn(fields['risks'] ?? fields['risk']),
      tags: tagsOf(fields['tags'] ?? fields['tag']),
      location: text('location') ?? nameIn(fields['location']),
      product: text('product'),
    },
  };
}

function firstText(values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { handle, code, name } = value as Record<string, unknown>;
  return firstText([handle, code, name]);
}

function kindIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null
    ? firstText([(value as { kind?: unknown }).kind])
    : undefined;
}

/** A number is stars; an object says its own scale. */
function starsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value !== '' && Number.isFinite(Number(value))) return Number(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { value: got, min = 1, max = 5 } = value as { value?: unknown; min?: unknown; max?: unknown };
  if (typeof got !== 'number' || typeof min !== 'number' || typeof max !== 'number' || max <= min)
    return undefined;
  return 1 + (4 * (got - min)) / (max - min);
}

function risksIn(value: unknown): readonly Risk[] {
  const named: readonly unknown[] = Array.isArray(value) ? value : [value];
  return RISKS.filter((risk) => named.includes(risk));
}

function tagsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : undefined;
}
