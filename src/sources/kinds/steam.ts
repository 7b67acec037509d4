import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { type Read, readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { text } from '../settings-fields.ts';
import type { FetchContext, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { bbcodeToText } from '../text/bbcode.ts';
import { languageOf } from './steam/languages.ts';

const Settings = z.object({
  app: text('App', 'The number in its address in the store: store.steampowered.com/app/440.').regex(
    /^\d+$/,
    'App: expected digits only',
  ),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'store.steampowered.com';
const ITEMS_A_PAGE = 100;
const DAY_MS = 86_400_000;

const Review = z.object({
  recommendationid: Id,
  author: z.object({ steamid: Id }),
  language: z.string().catch(''),
  review: z.string(),
  timestamp_created: Instant,
  timestamp_updated: Instant,
  voted_up: z.boolean(),
  votes_up: z.number().catch(0),
  comment_count: z.number().catch(0),
  developer_response: z.string().nullish(),
  timestamp_dev_responded: Instant.nullish(),
});
type Review = z.output<typeof Review>;

const Listed = z.object({
  success: z.literal(1),
  query_summary: z.object({ total_reviews: z.number().optional() }).optional(),
  cursor: z.string().nullish(),
  reviews: List,
});

/** Reviews in the store of Steam, in all languages. One list tells what is new or gone, the other what was changed. */
export default {
  label: 'Steam',
  group: 'reviews',
  help: 'Reviews of a game or program in the Steam store, in all languages, with the answers of its maker. No key is needed.',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 90, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const { settings, state } = context;
    const api = apiOf(context);
    const cursors = Cursors.parse(state.cursor ?? {});
    const recent = await readList(api, { ...context, state: { cursor: cursors.recent } }, LISTS.recent);
    const updated = await readList(api, { ...context, state: { cursor: cursors.updated } }, LISTS.updated);
    const reviews = new Map([...recent.items, ...updated.items].map((one) => [one.recommendationid, one]));
    return {
      ...recent.rest,
      mentions: [...reviews.values()].map((review) => withDefaults(mentionOf(review, settings), settings)),
      state: { cursor: { recent: recent.rest.state.cursor, updated: updated.rest.state.cursor } },
      warnings: [...new Set([...recent.rest.warnings, ...updated.rest.warnings])],
      hasMore: [recent, updated].some(({ rest }) => rest.hasMore === true),
      bytes: api.use.bytes,
      // Both lists show the same odd ones.
      skipped: Math.max(recent.rest.skipped, updated.rest.skipped),
    };
  },
  async testConnection(context) {
    const body = await ask(apiOf(context), context.settings, { filter: 'recent', cursor: '*', size: 1 });
    return `Steam has ${body.query_summary?.total_reviews ?? 'no'} reviews of it.`;
  },
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>) => openApi(context, { base: `https://${HOST}` });

/** Each list has a bookmark of its own. */
const Cursors = z.object({ recent: z.unknown(), updated: z.unknown() }).partial().catch({});

interface ListOf {
  readonly filter: 'recent' | 'updated';
  readonly atOf: (review: Review) => Date;
  readonly overlapMs: number;
}

const LISTS: Readonly<Record<ListOf['filter'], ListOf>> = {
  recent: { filter: 'recent', atOf: (review) => review.timestamp_created, overlapMs: DAY_MS },
  updated: { filter: 'updated', atOf: (review) => review.timestamp_updated, overlapMs: 0 },
};

function readList(
  api: Api,
  context: FetchContext<Settings>,
  { filter, atOf, overlapMs }: ListOf,
): Promise<Read<Review>> {
  return readNewestFirst(context, {
    first: '*',
    read: async (cursor) => {
      const body = await ask(api, context.settings, { filter, cursor, size: ITEMS_A_PAGE });
      // The end is an empty page, or the same cursor once more.
      const isLast = body.reviews.length === 0 || body.cursor === cursor;
      return { ...readItems(body.reviews, Review), next: isLast ? undefined : (body.cursor ?? undefined) };
    },
    idOf: ({ recommendationid: id }) => id,
    atOf,
    overlapMs,
    isByPublication: filter === 'recent',
  });
}

async function ask(api: Api, { app }: Settings, at: { filter: string; cursor: string; size: number }) {
  const query = {
    json: 1,
    filter: at.filter,
    language: 'all',
    purchase_type: 'all',
    // Reviews of a time of outrage are what we listen for.
    filter_offtopic_activity: 0,
    num_per_page: at.size,
    cursor: at.cursor,
  };
  return (await api.call({ path: `/appreviews/${app}`, query }, Listed)).body;
}

function mentionOf(review: Review, { app }: Settings): NewMention {
  const { recommendationid: id, author, voted_up: isUp, developer_response: answer } = review;
  const language = languageOf(review.language);
  const profile = `https://steamcommunity.com/profiles/${author.steamid}`;
  return {
    externalId: id,
    kind: 'review',
    text: bbcodeToText(review.review),
    url: `${profile}/recommended/${app}`,
    publishedAt: review.timestamp_created,
    author: { handle: author.steamid, url: profile },
    rating: { value: isUp ? 1 : 0, min: 0, max: 1, original: isUp ? 'recommended' : 'not recommended' },
    engagement: review.votes_up + review.comment_count,
    ...(language === undefined ? {} : { language }),
    ...(answer ? { ownerReply: ownerReplyOf(answer, review.timestamp_dev_responded) } : {}),
  };
}

const ownerReplyOf = (answer: string, at: Date | null | undefined) => ({
  text: plainText(bbcodeToText(answer)),
  ...(at ? { at } : {}),
});
