import type { InboxStatus } from '../domain/inbox.ts';
import type { Row, Sql, SqlValue } from './db.ts';
import { type FeedMention, readMentions } from './feed.ts';
import { type InboxItem, itemOf, type StoredItem } from './inbox.ts';
import { queryOf } from './inbox-words.ts';

export const INBOX_VIEWS = ['all', 'mine', 'unassigned', 'late', 'snoozed', 'done'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** Which items; a field that is left out does not narrow. */
export interface InboxFilter {
  readonly view: InboxView;
  /** Whose "mine" it is; undefined: nobody's. */
  readonly userId: number | undefined;
  /** The locations somebody is limited to; undefined: everywhere. */
  readonly within: readonly number[] | undefined;
  readonly now: Date;
  readonly language?: string | undefined;
  readonly sourceId?: number | undefined;
  readonly locationId?: number | undefined;
  readonly topicId?: number | undefined;
  readonly stars?: number | undefined;
  readonly status?: InboxStatus | undefined;
  readonly tag?: string | undefined;
  /** Words as a person types them. */
  readonly text?: string | undefined;
}

/** A place in a list: "<score or closing time>-<mention id>". */
export type InboxCursor = string;
const CURSOR = /^(-?\d{1,16})-(\d{1,15})$/;
export const isInboxCursor = (value: string): value is InboxCursor => CURSOR.test(value);

/** An item as a list shows it. */
export interface InboxRow extends InboxItem {
  readonly mention: FeedMention;
  /** Of the latest claim. */
  readonly holder: string | undefined;
  readonly assignee: string | undefined;
}

export interface InboxPage {
  readonly rows: readonly InboxRow[];
  /** Ask with `after` for what follows; undefined at the end. */
  readonly next: InboxCursor | undefined;
}

/** One page of items, the most pressing first; what is done by when it was done. */
export async function listInbox(
  sql: Sql,
  filter: InboxFilter,
  page: { limit: number; after?: InboxCursor | undefined },
): Promise<InboxPage> {
  const places = await findPlaces(sql, filter, page);
  const shown = places.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    rows: await readRows(
      sql,
      shown.map((place) => place.mention_id),
    ),
    next: places.length > page.limit && last ? `${last.key}-${last.mention_id}` : undefined,
  };
}

interface Place extends Row {
  mention_id: number;
  key: number;
}

/** How many of the most pressing items are looked through for words before the index of words is asked. */
const LOOKED_THROUGH = 1_000;

/**
 * Common words are met soon when the list is walked in its order, and would fill half an index; rare ones are the other
 * way round. So the walk is tried first, and given up when it does not fill the page.
 */
async function findPlaces(
  sql: Sql,
  filter: InboxFilter,
  page: { limit: number; after?: InboxCursor | undefined },
): Promise<Place[]> {
  const limit = page.limit + 1;
  if (!filter.text) return walk(sql, filter, { ...page, limit });
  const query = await queryOf(sql, filter.text, filter.language);
  if (query === undefined) return [];
  const met = await walk(sql, filter, { ...page, limit, words: { query, from: 'list' } });
  return met.length === limit ? met : walk(sql, filter, { ...page, limit, words: { query, from: 'index' } });
}

interface Walk {
  readonly limit: number;
  readonly after?: InboxCursor | undefined;
  /** Words to look for: in the most pressing items of the list, or in all that the index of words knows. */
  readonly words?: { readonly query: string; readonly from: 'list' | 'index' };
}

async function walk(sql: Sql, filter: InboxFilter, { limit, after, words }: Walk): Promise<Place[]> {
  const { where, values, value } = narrow(filter);
  const order = filter.view === 'done' ? DONE_ORDER : SCORE_ORDER;
  const [, key, id] = after === undefined ? [] : (CURSOR.exec(after) ?? []);
  if (key !== undefined && id !== undefined) where.push(order.after(value(Number(key)), value(Number(id))));
  const list = (from: string) => `
    select i.mention_id, ${order.key} as key
      from ${from}
     where ${where.join(' and ')}
     order by ${order.by}`;
  const most = Math.trunc(limit);
  if (!words) return sql.raw<Place>(`${list('inbox_items i')} limit ${most}`, values);
  const query = `${value(words.query)}::tsquery`;
  if (words.from === 'index') {
    return sql.raw<Place>(
      `with found as materialized (select mention_id from inbox_words where words @@ ${query})
       ${list('found join inbox_items i on i.mention_id = found.mention_id')} limit ${most}`,
      values,
    );
  }
  return sql.raw<Place>(
    `select i.mention_id, i.key
       from (${list('inbox_items i')} limit ${LOOKED_THROUGH}) as i
      where exists (select from inbox_words w where w.mention_id = i.mention_id and w.words @@ ${query})
      order by i.key desc, i.mention_id desc
      limit ${most}`,
    values,
  );
}

const SCORE_ORDER = {
  key: 'i.score_e2',
  by: 'i.score_e2 desc, i.mention_id desc',
  after: (key: string, id: string) => `(i.score_e2, i.mention_id) < (${key}::int, ${id}::bigint)`,
} as const;
const DONE_ORDER = {
  key: '(extract(epoch from i.closed_at) * 1000)::bigint',
  by: 'i.closed_at desc, i.mention_id desc',
  after: (key: string, id: string) =>
    `(i.closed_at, i.mention_id) < (timestamptz 'epoch' + ${key}::bigint * interval '1 millisecond', ${id}::bigint)`,
} as const;

/** What a view holds, as far as it was counted. */
export interface ViewCount {
  readonly n: number;
  readonly hasMore: boolean;
}

/** Several filters at once may have to look through many items for each that they find: those are not counted as far. */
const COUNTED_AT_MOST = { all: 1_000, narrowed: 100 } as const;

/** How many items each view holds under these filters; words that are searched for do not narrow it. */
export async function countViews(
  sql: Sql,
  filter: InboxFilter,
  views: readonly InboxView[],
): Promise<ReadonlyMap<InboxView, ViewCount>> {
  const { view: _, text: __, userId: ___, now: ____, ...narrowing } = filter;
  const isNarrowed = Object.values(narrowing).some((one) => one !== undefined);
  const most = COUNTED_AT_MOST[isNarrowed ? 'narrowed' : 'all'];
  const counted = new Map<InboxView, ViewCount>();
  for (const view of views) {
    const { where, values } = narrow({ ...filter, view });
    const [row] = await sql.raw<{ n: number }>(
      `select count(*) as n
         from (select from inbox_items i where ${where.join(' and ')} limit ${most + 1}) as counted`,
      values,
    );
    const n = row?.n ?? 0;
    counted.set(view, { n: Math.min(n, most), hasMore: n > most });
  }
  return counted;
}

const OPEN = `i.status in ('new', 'claimed')`;

/**
 * All text here is ours; every value is a parameter. Conditions that do not narrow are left out, so that each list has
 * the index that fits it.
 */
function narrow(filter: InboxFilter) {
  const values: SqlValue[] = [];
  const value = (one: SqlValue) => `$${values.push(one)}`;
  const where = viewOf(filter, value);
  if (filter.within) where.push(`i.location_id = any(${value([...filter.within])}::bigint[])`);
  if (filter.language) where.push(`i.language = ${value(filter.language)}`);
  if (filter.sourceId) where.push(`i.source_id = ${value(filter.sourceId)}`);
  if (filter.locationId) where.push(`i.location_id = ${value(filter.locationId)}`);
  if (filter.stars) where.push(`i.stars = ${value(filter.stars)}`);
  if (filter.status) where.push(`i.status = ${value(filter.status)}`);
  if (filter.tag) where.push(`i.tags <> '{}' and i.tags @> array[${value(filter.tag)}::text]`);
  if (filter.topicId) {
    where.push(`exists (select from mention_topics t
                         where t.mention_id = i.mention_id and t.topic_id = ${value(filter.topicId)})`);
  }
  return { where, values, value };
}

function viewOf({ view, userId, now }: InboxFilter, value: (one: SqlValue) => string): string[] {
  const awake = () => `(i.snoozed_until is null or i.snoozed_until <= ${value(now)}::timestamptz)`;
  switch (view) {
    case 'all':
      return [OPEN, awake()];
    case 'unassigned':
      return [OPEN, awake(), 'i.assigned_to is null and i.claimed_by is null'];
    case 'late':
      return [OPEN, awake(), `i.due_at <= ${value(now)}::timestamptz`];
    case 'snoozed':
      return [OPEN, `i.snoozed_until > ${value(now)}::timestamptz`];
    case 'done':
      return [`i.status in ('replied', 'archived')`];
    case 'mine': {
      const me = `${value(userId ?? 0)}::bigint`;
      // Whoever was named in a note finds the item here until they have looked at it.
      return [
        `i.mention_id in (
           select mention_id from inbox_items
            where assigned_to = ${me} and status in ('new', 'claimed')
              and (snoozed_until is null or snoozed_until <= ${value(now)}::timestamptz)
           union
           select mention_id from inbox_items where claimed_by = ${me} and status in ('new', 'claimed')
           union
           select mention_id from inbox_notices where user_id = ${me} and seen_at is null and kind = 'named')`,
      ];
    }
  }
}

interface NamedItem extends StoredItem, Row {
  holder: string | null;
  assignee: string | null;
}

/** The items of these mentions, in their order; those whose mention cannot be shown are left out. */
export async function readRows(sql: Sql, mentionIds: readonly number[]): Promise<InboxRow[]> {
  if (mentionIds.length === 0) return [];
  const mentions = new Map((await readMentions(sql, mentionIds)).map((mention) => [mention.id, mention]));
  const rows = await sql<NamedItem>`
    select i.*, h.name as holder, a.name as assignee
      from inbox_items i
      left join users h on h.id = i.claimed_by
      left join users a on a.id = i.assigned_to
     where i.mention_id = any(${mentionIds}::bigint[])`;
  const items = new Map(rows.map((row) => [row.mention_id, row]));
  return mentionIds.flatMap((id) => {
    const mention = mentions.get(id);
    const row = items.get(id);
    if (!mention || !row) return [];
    return [
      { ...itemOf(row), mention, holder: row.holder ?? undefined, assignee: row.assignee ?? undefined },
    ];
  });
}
