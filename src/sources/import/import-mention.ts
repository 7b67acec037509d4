import { createHash } from 'node:crypto';
import { Refused } from '../../domain/errors.ts';
import { type Author, MENTION_KINDS, type MentionKind, type NewMention } from '../../domain/mention.ts';
import { oneLine, shorten } from '../clean-text.ts';
import { boundedId } from '../external-id.ts';
import { htmlToText, looksLikeHtml, plainText } from '../html-to-text.ts';
import { languageTag } from '../language-tag.ts';
import { webUrl } from '../web-url.ts';
import type { ImportRow } from './import-columns.ts';
import { parseImportDate } from './import-date.ts';
import { parseRating } from './import-rating.ts';

const LONGEST_TEXT = 100_000;
const LONGEST_FIELD = 2_000;

/** What counts where a row does not say it itself. */
export interface ImportDefaults {
  readonly kind: MentionKind;
  readonly language?: string;
  readonly location?: string;
  readonly product?: string;
}

/** @throws Refused with the reason when the row cannot be a mention. */
export function mentionOfRow(row: ImportRow, defaults: ImportDefaults): NewMention {
  const rating = parseRating(row);
  const title = short(row.title);
  const text = textsOf([row.text, row.pros, row.cons]);
  const reply = textOf(row.ownerReply);
  if (text === '' && title === undefined && rating === undefined) {
    throw new Refused('no text and no rating: a row needs at least one of them');
  }
  const publishedAt = row.date === undefined ? undefined : parseImportDate(row.date);
  const optional = {
    parentId: short(row.parentId),
    url: urlOf(row.url),
    title,
    language: languageOf(row.language ?? defaults.language),
    author: authorOf(row),
    rating,
    publishedAt,
    location: short(row.location) ?? defaults.location,
    product: short(row.product) ?? defaults.product,
    touchpoint: short(row.touchpoint),
    country: countryOf(row.country),
    tags: tagsOf(row.tags),
    engagement: countOf('engagement', row.engagement),
    reach: countOf('reach', row.reach),
    ownerReply: reply === '' ? undefined : { text: shorten(reply, LONGEST_TEXT) },
  };
  const id = short(row.id);
  return {
    externalId: id === undefined ? contentId(text, optional) : boundedId(id),
    kind: kindOf(row.kind) ?? defaults.kind,
    text: shorten(text, LONGEST_TEXT),
    ...present(optional),
  };
}

type ContentFacts = {
  readonly [K in 'title' | 'rating' | 'author' | 'publishedAt' | 'url' | 'location' | 'product']:
    | NewMention[K]
    | undefined;
};

/** The same row has the same id in every file, so importing it again adds nothing. */
function contentId(text: string, row: ContentFacts): string {
  const { title, rating, author, publishedAt, url, location, product } = row;
  const facts = [
    text,
    title,
    rating?.value,
    author?.name,
    publishedAt?.toISOString(),
    url,
    location,
    product,
  ];
  return `content-${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)}`;
}

/** What is said in several columns is one text, a paragraph for each. */
function textsOf(values: readonly unknown[]): string {
  return values.map(textOf).filter(Boolean).join('\n\n');
}

export function textOf(value: unknown): string {
  const text = stringOf(value);
  return looksLikeHtml(text) ? htmlToText(text) : plainText(text);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : '';
}

function short(value: unknown): string | undefined {
  return oneLine(shorten(stringOf(value), LONGEST_FIELD));
}

export function urlOf(value: unknown): string | undefined {
  const text = short(value);
  if (text === undefined) return undefined;
  return webUrl(text, []) ?? refuse('url', 'an address that starts with http:// or https://', text);
}

export function languageOf(value: unknown): string | undefined {
  const text = short(value);
  if (text === undefined || text.toLowerCase() === 'auto') return undefined;
  return languageTag(text) ?? refuse('language', 'a tag such as "en" or "pt-BR"', text);
}

export function countryOf(value: unknown): string | undefined {
  const text = short(value);
  if (text === undefined) return undefined;
  return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : refuse('country', 'two letters such as "DE"', text);
}

function kindOf(value: unknown): MentionKind | undefined {
  const text = short(value)?.toLowerCase();
  if (text === undefined) return undefined;
  return (
    MENTION_KINDS.find((kind) => kind === text) ?? refuse('kind', `one of ${MENTION_KINDS.join(', ')}`, text)
  );
}

function countOf(column: string, value: unknown): number | undefined {
  const text = short(value);
  if (text === undefined) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) && count >= 0
    ? count
    : refuse(column, 'a whole number of 0 or more', text);
}

function tagsOf(value: unknown): readonly string[] | undefined {
  const parts = Array.isArray(value) ? value : stringOf(value).split(/[,;|]/);
  const tags = new Set(parts.map(short).filter((tag) => tag !== undefined));
  return tags.size === 0 ? undefined : [...tags];
}

function authorOf({ author, authorUrl }: ImportRow): Author | undefined {
  const given =
    typeof author === 'object' && author !== null ? (author as Record<string, unknown>) : { name: author };
  const { name, handle, url } = given as { name?: unknown; handle?: unknown; url?: unknown };
  const known = present({
    name: short(name),
    handle: short(handle),
    url: webUrl(short(url ?? authorUrl), []),
  });
  return Object.keys(known).length === 0 ? undefined : known;
}

function refuse(column: string, expected: string, got: string): never {
  throw new Refused(`${column}: expected ${expected}, got "${shorten(got, 60)}"`);
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
