import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { header } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { htmlToText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { check, secret, text } from '../settings-fields.ts';
import type { FetchContext, KnownMention, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z.object({
  shop: text('Shop', 'Its domain at Shopify: acme.myshopify.com.').regex(
    /^[\w-]+(\.[\w-]+)+$/,
    'Shop: expected a domain such as acme.myshopify.com',
  ),
  token: secret('Private token', 'Not the public one.'),
  mailReplies: check(
    'Mail replies to the reviewers',
    'Judge.me sends each reply to whom it answers.',
  ).default(false),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'api.judge.me';
const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 3 * 86_400_000;
/** Their interface names no limit; ours is what one can read without scrolling for long. */
const LONGEST_REPLY = 4_000;

/** Of the reviewer only the name is taken: mail and network addresses are nobody's business here. */
const Review = z.object({
  id: Id,
  title: z.string().nullish(),
  body: z.string().nullish(),
  rating: z.number().int().min(1).max(5),
  created_at: Instant,
  curated: z.string().nullish(),
  reviewer: z.object({ name: z.string().nullish() }).nullish(),
  product_title: z.string().nullish(),
  product_handle: z.string().nullish(),
});
type Review = z.output<typeof Review>;

const Listed = z.object({ reviews: List });
const One = z.object({ review: z.unknown() });

/** Reviews of the products of a shop, published or not: what waits for approval wants to be heard as well. */
export default {
  label: 'Judge.me',
  group: 'reviews',
  help: 'Product reviews of your shop, those that wait for approval included; spam is left out.',
  setup: ['In Judge.me open Settings, Integrations, View API tokens, and copy the private one.'],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'part of a Judge.me plan' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page) => readPage(api, context, page),
      idOf: ({ id }) => id,
      atOf: ({ created_at: at }) => at,
      overlapMs: OVERLAP_MS,
    });
    const mentions = read.items
      .filter(isMeant)
      .map((one) => withDefaults(mentionOf(one, context), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const call = { path: '/reviews/count', query: { shop_domain: context.settings.shop } };
    const { body } = await apiOf(context).call(call, z.object({ count: z.number() }));
    return `${context.settings.shop} has ${body.count} reviews.`;
  },
  recheck: { everyDays: 7, forDays: 180, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY, unit: 'characters' }),
    send: async (context, { target, text: content }) => {
      const { shop, mailReplies } = context.settings;
      const json = {
        review_id: Number(target.externalId),
        send_reply_email: mailReplies,
        reply: { content },
      };
      const call = { method: 'POST' as const, path: '/replies', query: { shop_domain: shop }, json };
      await apiOf(context).call(call, z.unknown());
      return { externalId: `${target.externalId}/reply`, state: 'published' };
    },
    find: async () => {
      throw new Refused(
        'Judge.me does not say whether a reply has arrived. Look there: if it is missing, write it anew.',
      );
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  return openApi(context, {
    base: `https://${HOST}/api/v1`,
    auth: header('x-api-token', context.settings.token),
    refusal: ({ body }) => {
      const { data } = z.object({ error: z.string().regex(/authenticate|token/i) }).safeParse(body);
      return data && signInAgain(HOST, data.error);
    },
  });
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, page: string) {
  const query = { shop_domain: settings.shop, page, per_page: ITEMS_A_PAGE };
  const { body } = await api.call({ path: '/reviews', query }, Listed);
  const isLast = body.reviews.length < ITEMS_A_PAGE;
  return { ...readItems(body.reviews, Review), next: isLast ? undefined : String(Number(page) + 1) };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const query = { shop_domain: context.settings.shop };
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/reviews/${encodeURIComponent(externalId)}`;
    const { status, body } = await api.call({ path, query, accept: [404] }, z.unknown());
    const review = Review.safeParse(One.safeParse(body).data?.review);
    const isGone = status === 404 || (review.success && !isMeant(review.data));
    if (isGone) removed.push(externalId);
    else if (review.success) mentions.push(withDefaults(mentionOf(review.data, context), context.settings));
  }
  return { mentions, removed };
}

const isMeant = ({ curated }: Review) => curated !== 'spam';

function mentionOf(review: Review, { settings }: SourceContext<Settings>): NewMention {
  const { id, title, body, rating: value, reviewer, product_title: product, product_handle: handle } = review;
  return {
    externalId: id,
    kind: 'review',
    text: htmlToText(body ?? ''),
    publishedAt: review.created_at,
    rating: { value, min: 1, max: 5 },
    ...(title ? { title: htmlToText(title) } : {}),
    ...(reviewer?.name ? { author: { name: reviewer.name } } : {}),
    ...(product ? { product } : {}),
    ...(handle ? { url: `https://${settings.shop}/products/${encodeURIComponent(handle)}` } : {}),
  };
}
