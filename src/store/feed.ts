import type { Label, Risk } from '../domain/classification.ts';
import type { Day } from '../domain/day.ts';
import { NotFound } from '../domain/errors.ts';
import type { Row, Sql, SqlValue } from './db.ts';
import { type FeedMention, MENTION_COLUMNS, type MentionColumns, mentionOf } from './feed-mention.ts';
import { listTwins } from './twin-places.ts';

export type { FeedMention } from './feed-mention.ts';

/** Which mentions of a topic; a field that is left out does not narrow. */
export interface FeedFilter {
  readonly topicId: number;
  /** The label that counts: a person's where there is one. */
  readonly label?: Label | undefined;
  readonly sourceId?: number | undefined;
  readonly locationId?: number | undefined;
  /** BCP 47 primary language as the classifier found it. */
  readonly language?: string | undefined;
  readonly risk?: Risk | undefined;
  /** Words that stand in title or text exactly so, capitals aside. */
  readonly text?: string | undefined;
  /** First and last calendar day, both included, in `timeZone`. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly timeZone: string;
}

/** A place between two mentions of a feed: "<microseconds since 1970>-<mention id>". */
export type Cursor = string;

const CURSOR = /^(\d{1,16})-(\d{1,15})$/;

export const isCursor = (value: string): value is Cursor => CURSOR.test(value);

export interface FeedPage {
  /** Newest first. */
  readonly mentions: readonly FeedMention[];
  /** Ask with `after` for what is newer, with `before` for what is older; undefined where there is nothing more. */
  readonly newer: Cursor | undefined;
  readonly older: Cursor | undefined;
  /** The newest mention of this page, whether or not there is a newer one; undefined for an empty page. */
  readonly first: Cursor | undefined;
}

/**
 * One page of a topic's mentions, newest first. `before` and `after` are cursors of an earlier answer; with
 * neither the page begins at the newest mention. Takes the same time however long the history is, as long as the
 * filter is not much rarer than the page.
 */
export async function listFeed(
  sql: Sql,
  filter: FeedFilter,
  page: { limit: number; before?: Cursor | undefined; after?: Cursor | undefined },
): Promise<FeedPage> {
  const isBackwards = page.after !== undefined;
  const found = await findPlaces(sql, filter, {
    direction: isBackwards ? 'newer' : 'older',
    than: page.after ?? page.before,
    limit: page.limit + 1,
  });
  const hasMore = found.length > page.limit;
  const places = found.slice(0, page.limit);
  if (isBackwards) places.reverse();
  const first = places[0] && cursorOf(places[0]);
  const last = places.at(-1);
  const hasNewer = isBackwards ? hasMore : page.before !== undefined;
  const hasOlder = isBackwards ? true : hasMore;
  return {
    mentions: await readMentions(
      sql,
      places.map((place) => place.mention_id),
    ),
    newer: hasNewer ? (first ?? page.before) : undefined,
    older: hasOlder ? (last ? cursorOf(last) : page.after) : undefined,
    first,
  };
}

/** How many mentions of a filter are newer than a cursor, counted up to `limit`. */
export async function countNewer(sql: Sql, filter: FeedFilter, than: Cursor, limit: number): Promise<number> {
  return (await findPlaces(sql, filter, { direction: 'newer', than, limit })).length;
}

interface OverrideEntry {
  readonly at: Date;
  /** What the person set; undefined: the computed label was taken back into use. */
  readonly label: Label | undefined;
  readonly was: Label | undefined;
  readonly by: string | undefined;
}

export interface MentionDetail extends FeedMention {
  readonly topics: readonly { readonly id: number; readonly name: string }[];
  /** Every correction, the latest first. */
  readonly history: readonly OverrideEntry[];
}

/** One mention with all that is known about it. @throws NotFound, also for one that its source has removed. */
export async function getMention(sql: Sql, id: number): Promise<MentionDetail> {
  const [mention] = await readMentions(sql, [id]);
  if (!mention) throw new NotFound(`There is no mention with the id ${id}.`);
  const topics = await sql<{ id: number; name: string }>`
    select t.id, t.name
      from mention_topics mt
      join topics t on t.id = mt.topic_id
     where mt.mention_id = ${id}
     order by t.kind <> 'everything', lower(t.name)`;
  return { ...mention, topics, history: await listOverrides(sql, id) };
}

async function listOverrides(sql: Sql, mentionId: number): Promise<OverrideEntry[]> {
  const rows = await sql<{ at: Date; label: Label | null; was_label: Label | null; by: string | null }>`
    select o.at, o.label, o.was_label, u.name as by
      from overrides o
      left join users u on u.id = o.user_id
     where o.mention_id = ${mentionId}
     order by o.id desc`;
  return rows.map((row) => ({
    at: row.at,
    label: row.label ?? undefined,
    was: row.was_label ?? undefined,
    by: row.by ?? undefined,
  }));
}

const LATEST_LOOKED_AT = 5_000;

/** The languages of the latest mentions, in order of their code: choices for a filter. */
export async function listLanguages(sql: Sql): Promise<string[]> {
  const rows = await sql<{ language: string }>`
    select distinct language
      from (select language from mentions order by id desc limit ${LATEST_LOOKED_AT}) as latest
     where language is not null
     order by language`;
  return rows.map((row) => row.language);
}

interface Place extends Row {
  mention_id: number;
  counted_us: number;
}

const cursorOf = (place: Place): Cursor => `${place.counted_us}-${place.mention_id}`;

// Two walks over the same index, one each way. All text here is ours; every value is a parameter.
const PLACES = `
    select mt.mention_id, (extract(epoch from mt.counted_at) * 1000000)::bigint as counted_us
      from mention_topics mt
      join mentions m on m.id = mt.mention_id
     where mt.topic_id = $1
       and ($2::text is null or mt.label = $2)
       and ($3::bigint is null or mt.source_id = $3)
       and ($4::bigint is null or mt.location_id = $4)
       and ($5::text is null or m.language = $5)
       and ($6::text is null or m.text ilike $6 or m.title ilike $6)
       and ($7::text is null or mt.counted_at >= $7::timestamp at time zone $9)
       and ($8::text is null or mt.counted_at < ($8::timestamp + interval '1 day') at time zone $9)
       and ($13::text is null or (m.risks <> '{}' and m.risks @> array[$13::text]))`;
const CURSOR_VALUE = `(timestamptz 'epoch' + $10::bigint * interval '1 microsecond', $11::bigint)`;
const OLDER = `${PLACES}
       and ($10::bigint is null or (mt.counted_at, mt.mention_id) < ${CURSOR_VALUE})
     order by mt.counted_at desc, mt.mention_id desc
     limit $12`;
const NEWER = `${PLACES}
       and ($10::bigint is null or (mt.counted_at, mt.mention_id) > ${CURSOR_VALUE})
     order by mt.counted_at, mt.mention_id
     limit $12`;

async function findPlaces(
  sql: Sql,
  filter: FeedFilter,
  walk: { direction: 'older' | 'newer'; than: Cursor | undefined; limit: number },
): Promise<Place[]> {
  const [, microseconds, id] = walk.than === undefined ? [] : (CURSOR.exec(walk.than) ?? []);
  const values: SqlValue[] = [
    filter.topicId,
    filter.label ?? null,
    filter.sourceId ?? null,
    filter.locationId ?? null,
    filter.language ?? null,
    filter.text ? `%${filter.text.replace(/[\\%_]/g, '\\$&')}%` : null,
    filter.from ?? null,
    filter.to ?? null,
    filter.timeZone,
    microseconds ?? null,
    id ?? null,
    walk.limit,
    filter.risk ?? null,
  ];
  return sql.raw<Place>(walk.direction === 'older' ? OLDER : NEWER, values);
}

/** The mentions with these ids, in their order; those removed or not yet classified are left out. */
export async function readMentions(sql: Sql, ids: readonly number[]): Promise<FeedMention[]> {
  if (ids.length === 0) return [];
  const rows = await sql.raw<MentionColumns>(MENTION_COLUMNS, [ids]);
  const twins = await listTwins(sql, ids);
  const byId = new Map(rows.map((row) => [row.id, mentionOf(row, twins.get(row.id))]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
