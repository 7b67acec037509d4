import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secret, text } from '../settings-fields.ts';
import type { Source, SourceContext } from '../source.ts';
import { isExcerpt } from '../text/excerpts.ts';
import { webUrl } from '../web-url.ts';

const Settings = z.object({
  business: text('Business', 'Its id or the last part of its address: yelp.com/biz/acme-berlin.').regex(
    /^[\w-]+$/,
    'Business: expected an id, or an alias such as acme-berlin',
  ),
  token: secret('API key'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'api.yelp.com';
const HOURS_6_MS = 6 * 3_600_000;

const Review = z.object({
  id: Id,
  url: z.string().nullish(),
  text: z.string(),
  rating: z.number().min(1).max(5),
  time_created: Instant,
  user: z.object({ name: z.string().nullish(), profile_url: z.string().nullish() }).nullish(),
});
type Review = z.output<typeof Review>;

const Listed = z.object({ reviews: List, total: z.number().optional() });

/** Three excerpts that Yelp chooses, to be looked at for a day: its terms allow neither an archive nor an analysis. */
export default {
  label: 'Yelp',
  group: 'reviews',
  help: 'The three excerpts of reviews that Yelp shows of a business, for people to read.',
  setup: ['At Yelp for Developers make an app and copy its API key; the plans are paid after a trial.'],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: false,
    keepDays: 1,
    attribution: 'Yelp',
    note: 'Kept for 24 hours, neither classified nor counted by their words or stars.',
  },
  cost: { unit: 'call', note: 'a paid plan; 300 calls a day in the trial', perDay: 300 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const { body } = await ask(api, context.settings);
    const { items, skipped } = readItems(body.reviews, Review);
    const { restMs } = api.use;
    return {
      status: 'ok',
      mentions: items.map((review) => withDefaults(mentionOf(review), context.settings)),
      state: {},
      warnings: [],
      bytes: api.use.bytes,
      skipped,
      intervalHintMs: HOURS_6_MS,
      ...(restMs === undefined ? {} : { restMs }),
    };
  },
  async testConnection(context) {
    const { body } = await ask(apiOf(context), context.settings);
    return `Yelp has ${body.total ?? body.reviews.length} reviews of it and shows ${body.reviews.length}.`;
  },
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>) =>
  openApi(context, { base: `https://${HOST}/v3`, auth: bearer(context.settings.token) });

const ask = (api: Api, { business }: Settings) =>
  api.call({ path: `/businesses/${encodeURIComponent(business)}/reviews` }, Listed);

/** Its times have no zone; read as UTC they are early by some hours at most, and never in the future. */
function mentionOf({ id, url, user, rating, ...review }: Review): NewMention {
  const profile = webUrl(user?.profile_url ?? undefined, []);
  const page = webUrl(url ?? undefined, []);
  return {
    externalId: id,
    kind: 'review',
    text: plainText(review.text),
    publishedAt: review.time_created,
    rating: { value: rating, min: 1, max: 5 },
    ...(page ? { url: page } : {}),
    ...(isExcerpt(review.text) ? { isTruncated: true } : {}),
    ...(user?.name ? { author: { name: user.name, ...(profile ? { url: profile } : {}) } } : {}),
  };
}
