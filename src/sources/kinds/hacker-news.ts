import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { htmlToText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, text } from '../settings-fields.ts';
import type { FetchContext, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z.object({
  query: text('Search for', 'Words to look for. Put a phrase in quotation marks: "acme cloud".'),
  what: choice('In', { both: 'stories and comments', story: 'stories', comment: 'comments' }).default('both'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'hn.algolia.com';
const ITEMS_A_PAGE = 200;
const DAY_MS = 86_400_000;

const Answer = z.object({ hits: List });
const Hit = z.object({
  objectID: Id,
  created_at_i: Instant,
  author: z.string().nullish(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  story_text: z.string().nullish(),
  comment_text: z.string().nullish(),
  story_title: z.string().nullish(),
  parent_id: Id.nullish(),
  points: z.number().nullish(),
  num_comments: z.number().nullish(),
});
type Hit = z.output<typeof Hit>;

/** Hacker News through its search (Algolia): newest first, in slices of time because a query never gives more than 1,000. */
export default {
  label: 'Hacker News',
  group: 'mentions',
  help: 'Stories and comments on Hacker News that hold your words. No key is needed.',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 30, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = openApi(context, { base: `https://${HOST}/api/v1` });
    const read = await readNewestFirst(context, {
      first: '',
      read: (before, since) => search(api, context, { before, since }),
      idOf: (hit) => hit.objectID,
      atOf: (hit) => hit.created_at_i,
      overlapMs: DAY_MS,
    });
    const mentions = read.items.map((hit) => withDefaults(mentionOf(hit), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
} satisfies Source<Settings>;

async function search(api: Api, { settings }: FetchContext<Settings>, span: { before: string; since: Date }) {
  const from = `created_at_i>${Math.floor(span.since.getTime() / 1000)}`;
  const { body } = await api.call(
    {
      path: '/search_by_date',
      query: {
        query: settings.query,
        tags: settings.what === 'both' ? '(story,comment)' : settings.what,
        numericFilters: span.before === '' ? from : `${from},created_at_i<=${span.before}`,
        hitsPerPage: ITEMS_A_PAGE,
        advancedSyntax: true,
        typoTolerance: false,
      },
    },
    Answer,
  );
  const { items, skipped } = readItems(body.hits, Hit);
  const oldest = items.at(-1)?.created_at_i.getTime();
  const isFull = body.hits.length >= ITEMS_A_PAGE && oldest !== undefined;
  return { items, skipped, next: isFull ? String(oldest / 1000) : undefined };
}

function mentionOf(hit: Hit): NewMention {
  const { objectID: id, author, title, points, num_comments: comments, parent_id: parent } = hit;
  const isComment = typeof hit.comment_text === 'string';
  const words = htmlToText(hit.comment_text ?? hit.story_text ?? '');
  return {
    externalId: id,
    kind: isComment ? 'comment' : 'mention',
    url: `https://news.ycombinator.com/item?id=${id}`,
    text: words || (title ?? ''),
    publishedAt: hit.created_at_i,
    ...(title && words ? { title } : {}),
    ...(isComment && parent ? { parentId: parent } : {}),
    ...(author ? { author: { handle: author, url: `https://news.ycombinator.com/user?id=${author}` } } : {}),
    ...(points === null || points === undefined ? {} : { engagement: points + (comments ?? 0) }),
  };
}
