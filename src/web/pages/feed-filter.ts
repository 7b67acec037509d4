import { z } from 'zod';
import { LABELS, RISKS } from '../../domain/classification.ts';
import { isDay } from '../../domain/day.ts';
import { type FeedFilter, isCursor } from '../../store/feed.ts';

// A filter that cannot be read is as good as none: an old link or a typing error must not end in an error page.
const id = z.coerce.number().int().positive().optional().catch(undefined);
const day = z.string().refine(isDay).optional().catch(undefined);
const cursor = z.string().refine(isCursor).optional().catch(undefined);

const FeedQuery = z.object({
  topic: id,
  label: z.enum(LABELS).optional().catch(undefined),
  risk: z.enum(RISKS).optional().catch(undefined),
  source: id,
  location: id,
  lang: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional()
    .catch(undefined),
  text: z.string().trim().min(1).max(200).optional().catch(undefined),
  from: day,
  to: day,
  before: cursor,
  after: cursor,
});

/** What the address of a feed page asks for; everything is optional. */
export type FeedQuery = z.output<typeof FeedQuery>;

export const readFeedQuery = (query: Record<string, string>): FeedQuery => FeedQuery.parse(query);

/** The part of the address that narrows, without the page; undefined members are left out. */
export function narrowing({ before: _, after: __, ...query }: FeedQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** An address of the feed with these filters; `change` adds to them or, with undefined, takes away. */
export function feedAddress(
  query: FeedQuery,
  change: Readonly<Record<string, string | undefined>> = {},
): string {
  const members = { ...narrowing(query), ...change };
  const kept = Object.entries(members).filter((one): one is [string, string] => one[1] !== undefined);
  const search = new URLSearchParams(kept).toString();
  return search ? `/feed?${search}` : '/feed';
}

export function filterOf(query: FeedQuery, at: { topicId: number; timeZone: string }): FeedFilter {
  return {
    ...at,
    label: query.label,
    risk: query.risk,
    sourceId: query.source,
    locationId: query.location,
    language: query.lang,
    text: query.text,
    from: query.from,
    to: query.to,
  };
}
