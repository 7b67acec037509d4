import { type Author, contentHash, type NewMention } from '../../domain/mention.ts';
import { oneLine, shorten } from '../clean-text.ts';
import { boundedId } from '../external-id.ts';
import { htmlToText, looksLikeHtml, plainText } from '../html-to-text.ts';
import { languageTag } from '../language-tag.ts';
import { webUrl, withoutTracking } from '../web-url.ts';
import { parseFeedDate } from './feed-date.ts';
import type { FeedItem, FeedReading, FeedText } from './feed-reading.ts';
import { parseExtension } from './mention-extension.ts';

const LONGEST_TITLE = 2_000;
const LONGEST_TEXT = 100_000;
const MOST_TAGS = 50;

export interface FeedMentions {
  readonly mentions: readonly NewMention[];
  readonly skipped: number;
  readonly warnings: readonly string[];
}

/** What a feed says, as mentions: plain text, absolute addresses, one mention per id. `feedUrl` is the address that answered. */
export function mentionsOf(feed: FeedReading, feedUrl: string): FeedMentions {
  const warnings = [...feed.warnings];
  const bases = [feed.base, feed.siteUrl, feedUrl];
  const mentions: NewMention[] = [];
  for (const item of feed.items) {
    const mention = mentionOf(item, { bases, language: feed.language, warnings });
    if (mention) mentions.push(mention);
  }
  const distinct = distinctMentions(mentions);
  return {
    mentions: distinct,
    skipped: feed.items.length - mentions.length,
    warnings: distinctWarnings(warnings),
  };
}

export function plainTextOf(text: FeedText | undefined): string {
  if (!text) return '';
  const isHtml = text.format === 'html' || (text.format === 'unsure' && looksLikeHtml(text.value));
  return isHtml ? htmlToText(text.value) : plainText(text.value);
}

interface Context {
  readonly bases: readonly (string | undefined)[];
  readonly language: string | undefined;
  readonly warnings: string[];
}

/** Undefined when there is nothing to tell it by and nothing to read. */
function mentionOf(item: FeedItem, { bases, language, warnings }: Context): NewMention | undefined {
  const url = firstUrl(item.links, [item.base, ...bases]);
  const title = oneLine(first(item.titles.map(plainTextOf)));
  const text = fullest(item.texts.map(plainTextOf));
  const statedId = first(item.ids.map(oneLine)) ?? withoutTracking(url);
  const extension = parseExtension(item.extension, warnings);
  const rating = extension?.rating ?? item.rating;
  const parentId = extension?.parentId ?? item.parentId;
  const tags = distinctTags(item.tags);
  const publishedAt = first(item.dates.map(parseFeedDate));
  const author = authorOf(item.authors, [item.base, ...bases]);
  const hash = contentHash({
    text: [text, author?.name, publishedAt?.toISOString()].join('\n'),
    title: title ?? '',
  });
  if (statedId === undefined && !text && !title && !author && !publishedAt) return undefined;
  const tag = languageTag(item.language) ?? languageTag(language);
  return {
    ...extension,
    externalId: boundedId(statedId ?? hash),
    kind: extension?.kind ?? (rating ? 'review' : parentId ? 'comment' : 'mention'),
    text: shorten(text, LONGEST_TEXT),
    ...(url === undefined ? {} : { url }),
    ...(title === undefined ? {} : { title: shorten(title, LONGEST_TITLE) }),
    ...(tag === undefined ? {} : { language: tag }),
    ...(author === undefined ? {} : { author }),
    ...(rating === undefined ? {} : { rating }),
    ...(parentId === undefined ? {} : { parentId: boundedId(parentId) }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(item.ownerReply === undefined
      ? {}
      : { ownerReply: { text: plainTextOf({ value: item.ownerReply, format: 'unsure' }) } }),
  };
}

function first<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

/** The first text there is, unless a later one says clearly more: some feeds put a teaser where the content belongs. */
function fullest(texts: readonly string[]): string {
  return texts.reduce((chosen, text) => (text.length > chosen.length * 1.5 ? text : chosen), '');
}

function firstUrl(links: FeedItem['links'], bases: readonly (string | undefined)[]): string | undefined {
  for (const link of links) {
    const url = webUrl(link, bases);
    if (url !== undefined) return url;
  }
  return undefined;
}

function authorOf(authors: readonly Author[], bases: readonly (string | undefined)[]): Author | undefined {
  const names = new Set(
    authors.map(({ name }) => oneLine(plainTextOf(name ? { value: name, format: 'unsure' } : undefined))),
  );
  names.delete(undefined);
  const name = [...names].join(', ');
  const url = webUrl(authors[0]?.url, bases);
  if (name === '') return undefined;
  return { name: shorten(name, LONGEST_TITLE), ...(url === undefined ? {} : { url }) };
}

function distinctTags(tags: readonly (string | undefined)[]): readonly string[] {
  const clean = tags.map(oneLine).filter((tag) => tag !== undefined);
  return [...new Set(clean.map((tag) => shorten(tag, 200)))].slice(0, MOST_TAGS);
}

/**
 * One mention per id; of several that agree on id and link the first. Feeds that give every item the same id are
 * told apart by their links, or by their titles where they have no links.
 */
function distinctMentions(mentions: readonly NewMention[]): readonly NewMention[] {
  const groups = Map.groupBy(mentions, ({ externalId }) => externalId);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = Map.groupBy(group, ({ url, title }) => url ?? title ?? '').entries();
    const sameText = new Set(group.map(contentHash)).size === 1;
    if (others.length === 0 || sameText || !first) return group.slice(0, 1);
    return [first, ...others].flatMap(([mark, [mention]]) =>
      mention ? [{ ...mention, externalId: boundedId(`${mention.externalId} ${mark}`) }] : [],
    );
  });
}

function distinctWarnings(warnings: readonly string[]): readonly string[] {
  return [...new Set(warnings)].slice(0, 20);
}
