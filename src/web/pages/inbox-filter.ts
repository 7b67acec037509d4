import { z } from 'zod';
import { INBOX_STATUSES } from '../../domain/inbox.ts';
import { INBOX_VIEWS, type InboxFilter, isInboxCursor } from '../../store/inbox-list.ts';
import type { Principal } from '../principal.ts';

// A filter that cannot be read is as good as none: an old link or a typing error must not end in an error page.
const id = z.coerce.number().int().positive().optional().catch(undefined);

const InboxQuery = z.object({
  view: z.enum(INBOX_VIEWS).default('all').catch('all'),
  text: z.string().trim().min(1).max(200).optional().catch(undefined),
  lang: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional()
    .catch(undefined),
  source: id,
  location: id,
  topic: id,
  stars: z.coerce.number().int().min(1).max(5).optional().catch(undefined),
  status: z.enum(INBOX_STATUSES).optional().catch(undefined),
  tag: z.string().trim().min(1).max(40).optional().catch(undefined),
  after: z.string().refine(isInboxCursor).optional().catch(undefined),
});

/** What the address of an inbox page asks for; everything but the view is optional. */
export type InboxQuery = z.output<typeof InboxQuery>;

export const readInboxQuery = (query: Record<string, string>): InboxQuery => InboxQuery.parse(query);

/** The part of the address that narrows, without view and page; undefined members are left out. */
export function narrowing({ after: _, view: __, ...query }: InboxQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** An address of the inbox with this view and these filters; `change` adds to them or, with undefined, takes away. */
export function inboxAddress(
  query: InboxQuery,
  change: Readonly<Record<string, string | undefined>> = {},
): string {
  const members: Record<string, string | undefined> = { view: query.view, ...narrowing(query), ...change };
  const kept = Object.entries(members).filter(
    (one): one is [string, string] => one[1] !== undefined && !(one[0] === 'view' && one[1] === 'all'),
  );
  const search = new URLSearchParams(kept).toString();
  return search ? `/inbox?${search}` : '/inbox';
}

export function filterOf(query: InboxQuery, at: { principal: Principal; now: Date }): InboxFilter {
  return {
    view: query.view,
    userId: at.principal.userId,
    within: at.principal.locationIds,
    now: at.now,
    language: query.lang,
    sourceId: query.source,
    locationId: query.location,
    topicId: query.topic,
    stars: query.stars,
    status: query.status,
    tag: query.tag,
    text: query.text,
  };
}
