import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { clientCredentials } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { languageTag } from '../language-tag.ts';
import { secret, text } from '../settings-fields.ts';
import type {
  FetchContext,
  KnownMention,
  ReplyRequest,
  SentReply,
  Source,
  SourceContext,
} from '../source.ts';

const Settings = z.object({
  businessUnit: text('Business unit id', 'Twenty-four letters and digits.').regex(
    /^[\da-f]{24}$/i,
    'Business unit id: expected 24 letters and digits, as in 46d6a890000064000500e0c3',
  ),
  apiKey: secret('API key'),
  apiSecret: secret('API secret'),
  author: text('Business user id', 'In whose name replies are given; only needed to reply.').optional(),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'api.trustpilot.com';
const TOKEN_URL = `https://${HOST}/v1/oauth/oauth-business-users-for-applications/accesstoken`;
const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 2 * 86_400_000;
/** Their interface names no limit; ours is what one can read without scrolling for long. */
const LONGEST_REPLY = 4_000;
/** Whoever keeps reviews has to look every 28 days whether they are still there. */
const REFRESH_DAYS = 28;
const LOOKS_A_RUN = 3;

const CompanyReply = z.object({
  text: z.string(),
  createdAt: Instant.nullish(),
  updatedAt: Instant.nullish(),
});
const Review = z.object({
  id: Id,
  stars: z.number().int().min(1).max(5),
  title: z.string().nullish(),
  text: z.string().nullish(),
  language: z.string().nullish(),
  createdAt: Instant,
  consumer: z.object({ id: Id, displayName: z.string().nullish() }).nullish(),
  companyReply: CompanyReply.nullish(),
  numberOfLikes: z.number().catch(0),
});
type Review = z.output<typeof Review>;

const Listed = z.object({ reviews: List });

/** Service reviews of a business on Trustpilot, for the business itself. */
export default {
  label: 'Trustpilot',
  group: 'reviews',
  help: 'Service reviews of your business on Trustpilot, with your answers.',
  setup: [
    'Access to the interface is part of the plan Enterprise, or to be had beside it.',
    'In Trustpilot Business open Integrations, APIs, add an application and copy its key and secret.',
    'The business unit id is what business-units/find answers for your domain.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    refreshDays: REFRESH_DAYS,
    attribution: 'Trustpilot',
    note: 'Reviews are asked for again within 28 days; what was deleted there is deleted here.',
  },
  cost: { unit: 'call', note: 'part of a paid plan; 200,000 calls a year at the lowest', perDay: 1_000 },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page) => readPage(api, context, page),
      idOf: ({ id }) => id,
      atOf: ({ createdAt }) => createdAt,
      overlapMs: OVERLAP_MS,
    });
    const mentions = read.items.map((review) => withDefaults(mentionOf(review), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const Unit = z.object({
      displayName: z.string(),
      numberOfReviews: z.object({ total: z.number() }).optional(),
    });
    const path = `/business-units/${context.settings.businessUnit}`;
    const headers = { apikey: context.settings.apiKey };
    const { body } = await apiOf(context).call({ path, headers }, Unit);
    return `${body.displayName} has ${body.numberOfReviews?.total ?? 'some'} reviews.`;
  },
  recheck: { everyDays: 21, forDays: 3_650, batch: 100, ask: lookAgain },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY, unit: 'characters' }),
    send: async (context, { target, text: message }) => {
      const { author } = context.settings;
      const json = { message, ...(author === undefined ? {} : { authorBusinessUserId: author }) };
      const path = `${pathOf(target)}/reply`;
      await apiOf(context).call({ method: 'POST', path, json }, z.unknown());
      return sentTo(target);
    },
    find: findReply,
    remove: async (context, { target }) => {
      await apiOf(context).call(
        { method: 'DELETE', path: `${pathOf(target)}/reply`, accept: [404] },
        z.unknown(),
      );
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { apiKey: id, apiSecret } = context.settings;
  const auth = clientCredentials(context, { url: TOKEN_URL, id, secret: apiSecret });
  return openApi(context, { base: `https://${HOST}/v1`, auth });
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, page: string) {
  const { items, skipped, isFull } = await list(api, settings, { page });
  return { items, skipped, next: isFull ? String(Number(page) + 1) : undefined };
}

async function list(api: Api, { businessUnit }: Settings, part: { page?: string; endDateTime?: string }) {
  const path = `/private/business-units/${businessUnit}/reviews`;
  const query = { orderBy: 'createdat.desc', perPage: ITEMS_A_PAGE, ...part };
  const { body } = await api.call({ path, query }, Listed);
  return { ...readItems(body.reviews, Review), isFull: body.reviews.length >= ITEMS_A_PAGE };
}

/** Calls are counted by the year: each look asks for one review, and for a whole page of those before it. */
async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const seen = new Map<string, Review>();
  const removed: string[] = [];
  let looks = 0;
  for (const due of known) {
    if (seen.has(due.externalId)) continue;
    looks += 1;
    if (looks > LOOKS_A_RUN) break;
    const { status, body } = await api.call({ path: pathOf(due), accept: [404] }, z.unknown());
    const review = Review.safeParse(body).data;
    if (status === 404) removed.push(due.externalId);
    if (review === undefined) continue;
    const endDateTime = new Date(review.createdAt.getTime() + 1_000).toISOString();
    const { items } = await list(api, context.settings, { endDateTime });
    for (const one of [review, ...items]) seen.set(one.id, one);
  }
  const mentions = [...seen.values()].map((review) => withDefaults(mentionOf(review), context.settings));
  return { mentions, removed };
}

const pathOf = ({ externalId }: KnownMention) => `/private/reviews/${encodeURIComponent(externalId)}`;

function mentionOf(review: Review): NewMention {
  const { id, stars: value, title, consumer, companyReply } = review;
  const language = languageTag(review.language ?? undefined);
  const name = consumer?.displayName;
  return {
    externalId: id,
    kind: 'review',
    text: broken(review.text ?? ''),
    url: `https://www.trustpilot.com/reviews/${id}`,
    publishedAt: review.createdAt,
    rating: { value, min: 1, max: 5 },
    engagement: review.numberOfLikes,
    ...(title ? { title: plainText(title) } : {}),
    ...(language === undefined ? {} : { language }),
    ...(name && consumer ? { author: { name, url: `https://www.trustpilot.com/users/${consumer.id}` } } : {}),
    ...(companyReply ? { ownerReply: ownerReplyOf(companyReply) } : {}),
  };
}

function ownerReplyOf({ text: words, createdAt, updatedAt }: z.output<typeof CompanyReply>) {
  const at = updatedAt ?? createdAt;
  return { text: broken(words), ...(at ? { at } : {}) };
}

/** Line breaks come as "\n" in two characters now and then. */
const broken = (words: string) => plainText(words.replaceAll('\\n', '\n'));

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const { body } = await apiOf(context).call({ path: pathOf(target) }, Review);
  return broken(body.companyReply?.text ?? '') === broken(words) ? sentTo(target) : undefined;
}

/** A review has one public reply; it has no id of its own. */
const sentTo = ({ externalId }: KnownMention): SentReply => ({
  externalId: `${externalId}/reply`,
  url: `https://www.trustpilot.com/reviews/${externalId}`,
  state: 'published',
});
