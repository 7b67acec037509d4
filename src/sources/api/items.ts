import { z } from 'zod';

/** Items as read, and how many could not be. */
export interface ItemsRead<Item> {
  readonly items: readonly Item[];
  readonly skipped: number;
}

/** A list for the envelope of an answer: its items are read one by one afterwards, so a bad one spoils no other. */
export const List = z.array(z.unknown());

export function readItems<S extends z.ZodType>(list: readonly unknown[], schema: S): ItemsRead<z.output<S>> {
  const read = list.map((item) => schema.safeParse(item));
  const items = read.flatMap((one) => (one.success ? [one.data] : []));
  return { items, skipped: list.length - items.length };
}

/** An instant: ISO 8601 with or without a zone (UTC then), or seconds since 1970. */
export const Instant = z.union([z.number(), z.string()]).transform((value, context) => {
  const isLocal = typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(value);
  const date = new Date(
    typeof value === 'number' ? value * 1000 : isLocal ? `${value.replace(' ', 'T')}Z` : value,
  );
  if (!Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: `expected an instant, got "${value}"` });
  return z.NEVER;
});

/** Ids come as numbers or texts; they are kept as texts. */
export const Id = z.union([z.string().min(1), z.number(), z.bigint()]).transform(String);
