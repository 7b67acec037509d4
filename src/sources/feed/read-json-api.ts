import { FetchFailed } from '../../domain/errors.ts';
import type { Author, Rating } from '../../domain/mention.ts';
import { stepsOf } from '../json-paths.ts';
import { isJsonObject, type JsonObject, parseExactJson } from './exact-json.ts';
import type { FeedItem, FeedReading, FeedText } from './feed-reading.ts';

/** Where in an answer things stand: names joined by dots, as in "data.reviews" or "user.name". What is left out is looked for. */
export interface JsonPaths {
  readonly items?: string | undefined;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly link?: string | undefined;
  readonly author?: string | undefined;
  readonly date?: string | undefined;
  readonly rating?: string | undefined;
  /** The highest rating there is; 5 when left out. */
  readonly ratingMax?: number | undefined;
  /** The lowest rating there is; 1 when left out. */
  readonly ratingMin?: number | undefined;
  /** What the owner has answered. */
  readonly reply?: string | undefined;
  /** A document that is no list may be an item by itself. */
  readonly isSingle?: boolean | undefined;
  /** The address of the next page, or what leads to it. */
  readonly next?: string | undefined;
}

const LISTS = 'items results data reviews entries posts comments records list hits'.split(' ');
const NAMES = {
  id: 'id _id uuid guid uid reviewId review_id commentId key',
  title: 'title headline subject summary',
  text: 'text body content comment message review reviewText review_text description selftext',
  link: 'url link permalink html_url web_url href',
  author: 'author user reviewer from username userName author_name authorName name',
  date: 'publishedAt published_at createdAt created_at date created timestamp time submitted_at created_utc',
  rating: 'rating stars score starRating star_rating',
} as const;
const NEXT =
  'next next_page_url nextPageUrl next_url nextUrl nextLink links.next _links.next.href paging.next pagination.next pagination.next_url meta.next'.split(
    ' ',
  );
/** How deep a list is looked for. */
const DEEPEST_LIST = 3;

/**
 * The items of a JSON answer of somebody's own making.
 * @throws FetchFailed 'not-feed', or 'rate-limited' when an error says so in an answer that claims to be fine.
 */
export function readJsonApi(json: string, paths: JsonPaths, maxItems: number): FeedReading {
  const document = parse(json);
  const items = itemsOf(document, paths);
  return {
    items: items.slice(0, maxItems).map((item) => itemOf(item, paths)),
    next: nextOf(document, paths.next),
    warnings: [],
  };
}

function parse(json: string): unknown {
  try {
    return parseExactJson(json);
  } catch (error) {
    throw new FetchFailed('not-feed', 'the answer is not well-formed JSON', { cause: error });
  }
}

function itemsOf(document: unknown, { items: path, isSingle = false }: JsonPaths): readonly JsonObject[] {
  const list = path === undefined ? findList(document, DEEPEST_LIST) : valueAt(document, path);
  if (Array.isArray(list)) return list.filter(isJsonObject);
  if (isSingle && isJsonObject(list ?? document)) return [(list ?? document) as JsonObject];
  const error = isJsonObject(document) ? errorOf(document) : undefined;
  if (error !== undefined) {
    const isLimit = /rate.?limit|too.?many|throttl|quota/i.test(JSON.stringify(error).slice(0, 1_000));
    throw new FetchFailed(isLimit ? 'rate-limited' : 'not-feed', 'the answer is an error instead of a list');
  }
  const where = path === undefined ? 'anywhere' : `at "${path}"`;
  throw new FetchFailed('not-feed', `the answer is JSON, but there is no list of items ${where} in it`);
}

function errorOf({ error, errors }: JsonObject): unknown {
  return error || (Array.isArray(errors) ? errors[0] : errors) || undefined;
}

/** The list itself, one under a usual name, or the first list of objects, nearest first. */
function findList(value: unknown, depth: number): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value) || depth === 0 || errorOf(value) !== undefined) return undefined;
  const named = LISTS.map((name) => value[name]).find(Array.isArray);
  if (named) return named;
  const inside = Object.values(value);
  const list = inside.filter(Array.isArray).find((one) => one.some(isJsonObject));
  return (
    list ??
    inside
      .filter(isJsonObject)
      .reduce<readonly unknown[] | undefined>((found, one) => found ?? findList(one, depth - 1), undefined)
  );
}

function itemOf(item: JsonObject, paths: JsonPaths): FeedItem {
  const one = (name: keyof typeof NAMES) =>
    paths[name] === undefined ? first(item, NAMES[name]) : valueAt(item, paths[name]);
  return {
    ids: [textOf(one('id'))],
    links: [textOf(one('link'))],
    titles: [unsure(textOf(one('title')))],
    texts: [unsure(textOf(one('text')))],
    dates: [dateOf(one('date'))],
    authors: authorOf(one('author')),
    language: textOf(first(item, 'lang language locale')),
    tags: [],
    rating: ratingOf(one('rating'), { max: paths.ratingMax ?? 5, min: paths.ratingMin }),
    ownerReply: paths.reply === undefined ? undefined : textOf(valueAt(item, paths.reply)),
  };
}

function first(item: JsonObject, names: string): unknown {
  return names
    .split(' ')
    .map((name) => item[name])
    .find((value) => value !== undefined && value !== null && value !== '');
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const name of stepsOf(path) ?? []) {
    if (Array.isArray(found)) found = name === '*' ? found : found[Number(name)];
    else if (isJsonObject(found) && Object.hasOwn(found, name)) found = found[name];
    else return undefined;
  }
  return found;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function unsure(value: string | undefined): FeedText | undefined {
  return value === undefined ? undefined : { value, format: 'unsure' };
}

/** Seconds and milliseconds since 1970 are told apart by their size. */
function dateOf(value: unknown): string | undefined {
  if (typeof value !== 'number') return textOf(value);
  const date = new Date(value < 1e11 ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function authorOf(value: unknown): Author[] {
  const person = isJsonObject(value) ? value : { name: value };
  const name = textOf(first(person, 'name displayName display_name username login handle screen_name'));
  return name === undefined ? [] : [{ name }];
}

function ratingOf(
  value: unknown,
  { max, min }: { max: number; min: number | undefined },
): Rating | undefined {
  const number = Number(isJsonObject(value) ? value['value'] : (textOf(value) ?? Number.NaN));
  const lowest = min ?? (number < 1 ? 0 : 1);
  return number >= Math.min(lowest, 0) && number <= max ? { value: number, min: lowest, max } : undefined;
}

function nextOf(document: unknown, path: string | undefined): string | undefined {
  const found = (path === undefined ? NEXT : [path]).map((one) => valueAt(document, one));
  const all = found.map((one) => (isJsonObject(one) ? one['href'] : one));
  // A number is a cursor, but only where somebody has said that it stands there.
  return textOf(
    all.find((one) => typeof one === 'string' || (path !== undefined && typeof one === 'number')),
  );
}
