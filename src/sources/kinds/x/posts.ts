import { z } from 'zod';
import type { NewMention } from '../../../domain/mention.ts';
import { Id, Instant, List, readItems } from '../../api/items.ts';
import { plainText } from '../../html-to-text.ts';

const References = z.array(z.object({ type: z.string(), id: Id })).nullish();
const Note = z.object({ text: z.string() }).nullish();

/** X is renaming tweets to posts; both spellings are read. */
const Post = z
  .object({
    id: Id,
    text: z.string(),
    author_id: Id.nullish(),
    created_at: Instant,
    lang: z.string().nullish(),
    edit_history_post_ids: z.array(Id).nullish(),
    edit_history_tweet_ids: z.array(Id).nullish(),
    referenced_posts: References,
    referenced_tweets: References,
    note_post: Note,
    note_tweet: Note,
    public_metrics: z.record(z.string(), z.number()).catch({}),
    entities: z
      .object({ urls: z.array(z.object({ url: z.string(), expanded_url: z.string().nullish() })).catch([]) })
      .catch({ urls: [] }),
  })
  .transform((post) => ({
    ...post,
    /** Every version of an edited post has an id of its own, the first one first. */
    versions: post.edit_history_post_ids ?? post.edit_history_tweet_ids ?? [post.id],
    references: post.referenced_posts ?? post.referenced_tweets ?? [],
    long: (post.note_post ?? post.note_tweet)?.text,
  }));
type Post = z.output<typeof Post>;
export type Authored = Post & { readonly author: z.output<typeof User> | undefined };

const User = z.object({ id: Id, username: z.string(), name: z.string().nullish() });

export const Answer = z.object({
  /** Left out where there is nothing. */
  data: List.optional(),
  includes: z.object({ users: List.catch([]) }).nullish(),
  errors: List.nullish(),
  meta: z.object({ next_token: z.string().nullish() }).nullish(),
});

/** The posts of an answer with their authors, as far as those were asked for. */
export function postsIn({ data = [], includes }: z.output<typeof Answer>) {
  const users = readItems(includes?.users ?? [], User).items;
  const { items, skipped } = readItems(data, Post);
  const posts = items.map((post) => ({ ...post, author: users.find(({ id }) => id === post.author_id) }));
  return { posts, skipped, billed: { posts: data.length, users: users.length } };
}

/** Ids that an answer says are not there, or no longer for everybody. */
export function missingIn({ errors }: z.output<typeof Answer>): string[] {
  const Problem = z.object({ resource_id: Id, type: z.string() });
  return readItems(errors ?? [], Problem)
    .items.filter(({ type }) => /not-found|not-authorized/.test(type))
    .map(({ resource_id: id }) => id);
}

/** A post that repeats another one without a word of its own. */
export const isRepost = ({ references }: Post) =>
  references.some(({ type }) => type === 'retweeted' || type === 'reposted');

export const firstId = ({ versions, id }: Post): string => versions[0] ?? id;

export function mentionOf(post: Authored): NewMention {
  const { author, public_metrics: counts, lang, references } = post;
  const parent = references.find(({ type }) => type === 'replied_to')?.id;
  const shown = counts['impression_count'];
  const sum = ['like_count', 'reply_count', 'repost_count', 'retweet_count', 'quote_count'];
  return {
    externalId: firstId(post),
    kind: parent ? 'comment' : 'mention',
    url: addressOf(post.id, author?.username),
    text: textOf(post),
    publishedAt: post.created_at,
    engagement: sum.reduce((total, name) => total + (counts[name] ?? 0), 0),
    ...(shown === undefined ? {} : { reach: shown }),
    ...(parent ? { parentId: parent } : {}),
    ...(isLanguage(lang) ? { language: lang } : {}),
    ...(author
      ? {
          author: {
            handle: author.username,
            url: `https://x.com/${author.username}`,
            ...(author.name ? { name: author.name } : {}),
          },
        }
      : {}),
  };
}

export const addressOf = (id: string, account = 'i') => `https://x.com/${account}/status/${id}`;

/** The whole text, with addresses as they were written. */
export function textOf({ text, long, entities }: Post): string {
  const whole = entities.urls.reduce(
    (words, { url, expanded_url: expanded }) => (expanded ? words.replaceAll(url, expanded) : words),
    long ?? text,
  );
  return plainText(whole.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

/** "und" is unknown; q… and zxx stand for texts without words. */
function isLanguage(lang: string | null | undefined): lang is string {
  return !!lang && !/^(und|zxx|art|q..)$/.test(lang);
}
