import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { header } from '../api/auth.ts';
import { Instant, List, readItems } from '../api/items.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { isJsonObject } from '../feed/exact-json.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { languageTag } from '../language-tag.ts';
import { secret, text } from '../settings-fields.ts';
import type { Source, SourceContext } from '../source.ts';
import { webUrl } from '../web-url.ts';

const Settings = z.object({
  place: text('Place id', 'Of any place, as the Place ID Finder of Google shows it.').regex(
    /^[\w-]+$/,
    'Place id: expected letters and digits, such as ChIJN1t_tDeuEmsRUsoyG83frY4',
  ),
  apiKey: secret('API key', 'Of a project that has the Places API (New) enabled.'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'places.googleapis.com';
const HOURS_6_MS = 6 * 3_600_000;
/** What the interface wants named; it bills by what is asked for. */
const FIELDS = 'id,displayName,rating,userRatingCount,reviews';

const Words = z.object({ text: z.string(), languageCode: z.string().optional() });
const Review = z.object({
  name: z.string().min(1),
  rating: z.number().min(1).max(5).optional(),
  text: Words.optional(),
  originalText: Words.optional(),
  publishTime: Instant,
  authorAttribution: z.object({ displayName: z.string().optional(), uri: z.string().optional() }).optional(),
  googleMapsUri: z.string().optional(),
});
type Review = z.output<typeof Review>;

const Place = z.object({
  id: z.string(),
  displayName: z.object({ text: z.string() }).optional(),
  rating: z.number().optional(),
  userRatingCount: z.number().optional(),
  reviews: List.optional(),
});

/** Five reviews of any place that Google holds for the most relevant, to be looked at for a day. */
export default {
  label: 'Google Places',
  group: 'reviews',
  help: 'The five reviews that Google shows first of any place; of your own, Google Business Profile shows all.',
  setup: ['In a Google Cloud project with billing enable the Places API (New) and make an API key for it.'],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: false,
    keepDays: 1,
    attribution: 'Google Maps',
    note: 'Shown for a day with their authors, unchanged; neither classified nor counted.',
  },
  cost: { unit: 'call', note: 'billed by Google for each call, at its highest rate for places', perDay: 24 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const { reviews = [] } = await ask(api, context.settings);
    const { items, skipped } = readItems(reviews, Review);
    return {
      status: 'ok',
      mentions: items.map((review) => withDefaults(mentionOf(review), context.settings)),
      state: {},
      warnings: [],
      bytes: api.use.bytes,
      skipped,
      intervalHintMs: HOURS_6_MS,
    };
  },
  async testConnection(context) {
    const { displayName, rating, userRatingCount = 0 } = await ask(apiOf(context), context.settings);
    const mean = rating === undefined ? '' : ` and ${rating.toFixed(1)} stars on average`;
    return `${displayName?.text ?? 'The place'} has ${userRatingCount} ratings${mean}.`;
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  return openApi(context, {
    base: `https://${HOST}/v1`,
    auth: header('x-goog-api-key', context.settings.apiKey),
    headers: { 'x-goog-fieldmask': FIELDS },
    refusal: refusalOf,
  });
}

/** A key that is wrong, expired or locked out is a 400 or a 403 here. */
function refusalOf({ status, body }: { status: number; body: unknown }): FetchFailed | undefined {
  const error = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : {};
  const isKey = status === 400 && /api.key/i.test(String(error['message']));
  const isForbidden = status === 403 && error['status'] === 'PERMISSION_DENIED';
  if (isKey || isForbidden) return signInAgain(HOST, String(error['message']).slice(0, 200));
  if (status !== 404) return undefined;
  const advice = 'Place ids change now and then: look it up again and edit the source.';
  return new FetchFailed('http', `${HOST} does not know this place (any more). ${advice}`, { status });
}

const ask = async (api: Api, { place }: Settings) =>
  (await api.call({ path: `/places/${place}` }, Place)).body;

/** What was written comes before its translation. */
function mentionOf({ name, rating, publishTime, authorAttribution, ...review }: Review): NewMention {
  const words = review.originalText ?? review.text;
  const language = languageTag(words?.languageCode);
  const author = authorAttribution?.displayName;
  const profile = webUrl(authorAttribution?.uri, []);
  const page = webUrl(review.googleMapsUri, []);
  return {
    externalId: name,
    kind: 'review',
    text: plainText(words?.text ?? ''),
    publishedAt: publishTime,
    ...(rating === undefined ? {} : { rating: { value: rating, min: 1, max: 5 } }),
    ...(language === undefined ? {} : { language }),
    ...(page ? { url: page } : {}),
    ...(author ? { author: { name: author, ...(profile ? { url: profile } : {}) } } : {}),
  };
}
