import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { CIRCLE_WARNING, readPages } from '../api/pages.ts';
import { isJsonObject } from '../feed/exact-json.ts';
import { htmlToText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secret, text } from '../settings-fields.ts';
import type { FetchContext, Source, SourceContext } from '../source.ts';
import { webUrl } from '../web-url.ts';

const Settings = z.object({
  productId: text('Product id', 'The UUID of the product, as the interface lists it under products.').regex(
    /^[\w-]+$/,
    'Product id: expected a UUID',
  ),
  token: secret('Access token', 'With the scope products.reviews.read; it runs out after a year.'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'data.g2.com';
const ITEMS_A_PAGE = 100;
/** What is changed while a run reads is read again by the next. */
const OVERLAP_MS = 3_600_000;

const Review = z.object({
  id: Id,
  attributes: z.object({
    title: z.string().nullish(),
    star_rating: z.number().min(0).max(5).nullish(),
    submitted_at: Instant,
    product_name: z.string().nullish(),
    url: z.string().nullish(),
    answers: z.unknown(),
  }),
});
type Review = z.output<typeof Review>;

const Listed = z.object({ data: List, links: z.object({ next: z.string().nullish() }) });

/** Reviews of a product on G2 that were changed since the last run, in whatever order. */
export default {
  label: 'G2',
  group: 'reviews',
  help: 'Reviews of your product on G2, as far as your subscription covers it.',
  setup: [
    'At my.g2.com open Developers and make a token with the scope products.reviews.read.',
    'The product id is what GET /api/v2/products answers for its name.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    attribution: 'G2',
    note: 'Use is bound to your subscription; showing reviews in public takes a licence of its own.',
  },
  cost: { unit: 'call', note: 'part of a G2 subscription' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const { read, ...rest } = await readChanged(api, context);
    const mentions = read.items
      .map((review) => withDefaults(mentionOf(review), context.settings))
      .filter(
        ({ text: words, title, rating }) => words !== '' || title !== undefined || rating !== undefined,
      );
    return {
      status: 'ok',
      mentions,
      warnings: read.end === 'circle' ? [CIRCLE_WARNING] : [],
      bytes: api.use.bytes,
      ...rest,
    };
  },
  async testConnection(context) {
    const Counted = z.object({ data: List, meta: z.object({ record_count: z.number() }).optional() });
    const call = { path: pathOf(context.settings), query: { 'page[size]': 1 } };
    const { body } = await apiOf(context).call(call, Counted);
    return `G2 answers; it has ${body.meta?.record_count ?? body.data.length} reviews of the product.`;
  },
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>) =>
  openApi(context, {
    base: `https://${HOST}`,
    auth: bearer(context.settings.token),
    headers: { accept: 'application/vnd.api+json' },
  });

const pathOf = ({ productId }: Settings) => `/api/v2/products/${productId}/reviews`;

const instant = z.coerce.date();
const Cursor = z
  .object({
    /** Everything changed up to here has been read. */
    upTo: instant.optional(),
    /** A reading that one run could not finish: where it goes on, and when it began. */
    rest: z.object({ next: z.string(), began: instant }).optional(),
  })
  .catch({});

/** Nobody promises an order, so the mark moves to the beginning of a reading once all of its pages are read. */
async function readChanged(api: Api, context: FetchContext<Settings>) {
  const { upTo, rest } = Cursor.parse(context.state.cursor ?? {});
  const since = upTo === undefined ? context.since : new Date(upTo.getTime() - OVERLAP_MS);
  const began = rest?.began ?? context.now();
  const read = await readFrom(rest?.next ?? '', { api, context, since }).catch((error: unknown) => {
    // Where to go on is not known for ever: then it is read from the beginning.
    if (rest === undefined || !(error instanceof FetchFailed) || error.status !== 400) throw error;
    return readFrom('', { api, context, since });
  });
  const isLimit = read.end === 'limit' && read.next !== undefined;
  const cursor = isLimit
    ? { upTo, rest: { next: read.next, began } }
    : { upTo: read.end === 'circle' ? upTo : began };
  return {
    read,
    skipped: read.skipped,
    state: { cursor },
    ...(isLimit ? { hasMore: true } : {}),
    ...(read.end === 'last' ? { coversFrom: since } : {}),
  };
}

async function readFrom(
  first: string,
  { api, context, since }: { api: Api; context: FetchContext<Settings>; since: Date },
) {
  const query = { 'page[size]': ITEMS_A_PAGE, 'filter[updated_at_gt]': since.toISOString() };
  return readPages({
    first,
    read: async (next) => {
      const call = next === '' ? { path: pathOf(context.settings), query } : { path: next };
      const { body } = await api.call(call, Listed);
      return { ...readItems(body.data, Review), next: body.links.next ?? undefined };
    },
    idOf: ({ id }) => id,
    most: context.mostPages,
  });
}

function mentionOf({ id, attributes }: Review): NewMention {
  const {
    title,
    star_rating: value,
    submitted_at: publishedAt,
    product_name: product,
    url,
    answers,
  } = attributes;
  const page = webUrl(url ?? undefined, []);
  return {
    externalId: id,
    kind: 'review',
    // The questions ("What do you dislike?") are G2's words, and would be taken for the customer's.
    text: textsIn(answers).map(htmlToText).filter(Boolean).join('\n\n'),
    publishedAt,
    ...(title ? { title: htmlToText(title) } : {}),
    ...(value === null || value === undefined ? {} : { rating: { value, min: value < 1 ? 0 : 1, max: 5 } }),
    ...(product ? { product } : {}),
    ...(page ? { url: page } : {}),
  };
}

const DEEPEST = 5;

/** Answers have no fixed shape: every text in them counts, wherever it stands. */
function textsIn(answers: unknown, depth = 0): string[] {
  if (typeof answers === 'string') return [answers];
  if (depth >= DEEPEST) return [];
  if (Array.isArray(answers)) return answers.flatMap((one) => textsIn(one, depth + 1));
  return isJsonObject(answers) ? Object.values(answers).flatMap((one) => textsIn(one, depth + 1)) : [];
}
