import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { queryKey } from '../api/auth.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secret, text } from '../settings-fields.ts';
import type { Source, SourceContext } from '../source.ts';
import { webUrl } from '../web-url.ts';

const Settings = z.object({
  place: text('Location id', 'The number behind the d in its address: …-d60956-….').regex(
    /^\d+$/,
    'Location id: expected digits only',
  ),
  apiKey: secret('API key'),
  languages: text('Languages', 'Of the reviews, with commas between. Each costs a call.')
    .regex(/^[a-z]{2}(?:[-_]\w+)?(?:\s*,\s*[a-z]{2}(?:[-_]\w+)?)*$/i, 'Languages: expected such as en, de')
    .default('en'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'api.content.tripadvisor.com';
const SHOWN = 5;
const HOURS_6_MS = 6 * 3_600_000;

const Review = z.object({
  id: Id,
  lang: z.string().optional(),
  published_date: Instant,
  rating: z.number().min(1).max(5),
  title: z.string().nullish(),
  text: z.string().nullish(),
  url: z.string().nullish(),
  helpful_votes: z.number().catch(0),
  user: z.object({ username: z.string().nullish() }).nullish(),
  owner_response: z.object({ text: z.string(), published_date: Instant.nullish() }).nullish(),
});
type Review = z.output<typeof Review>;

const Listed = z.object({ data: List });

/** That there are new reviews, and when they were written: its terms let nothing but ids be kept. */
export default {
  label: 'Tripadvisor',
  group: 'reviews',
  help: 'Counts the new reviews of a place by the five latest of each language; their words stay at Tripadvisor.',
  setup: [
    'Sign up for the Content API of Tripadvisor, set a daily budget, and copy the key.',
    'Restrict the key to the address of this server.',
  ],
  settings: Settings,
  terms: {
    mayStore: false,
    mayAnalyse: false,
    attribution: 'Tripadvisor',
    note: 'Only ids and dates are kept; texts, stars and authors are not.',
  },
  cost: { unit: 'call', note: '5,000 calls a month are free, then billed', perMonth: 5_000 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const answers = [];
    for (const language of languagesOf(context.settings)) {
      answers.push(await ask(api, context.settings, language));
    }
    const reviews = new Map(answers.flatMap(({ items }) => items).map((review) => [review.id, review]));
    const since = wholeSince(answers.map(({ items }) => items));
    return {
      status: 'ok',
      mentions: [...reviews.values()].map((review) => withDefaults(mentionOf(review), context.settings)),
      state: {},
      warnings: [],
      bytes: api.use.bytes,
      skipped: answers.reduce((sum, { skipped }) => sum + skipped, 0),
      intervalHintMs: HOURS_6_MS,
      ...(since === undefined ? {} : { wholeSince: since }),
    };
  },
  async testConnection(context) {
    const [language = 'en'] = languagesOf(context.settings);
    const { items } = await ask(apiOf(context), context.settings, language);
    return `Tripadvisor shows ${items.length} reviews in "${language}".`;
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  return openApi(context, {
    base: `https://${HOST}/api/v1`,
    auth: queryKey('key', context.settings.apiKey),
    // A key that is wrong, or used from another address than it is meant for.
    refusal: ({ status }) =>
      status === 403 ? signInAgain(HOST, 'the key is not accepted from here') : undefined,
  });
}

const languagesOf = ({ languages }: Settings) => [...new Set(languages.split(',').map((one) => one.trim()))];

async function ask(api: Api, { place }: Settings, language: string) {
  const call = { path: `/location/${place}/reviews`, query: { language, limit: SHOWN } };
  return readItems((await api.call(call, Listed)).body.data, Review);
}

/** The languages are whole since the oldest review that each of them shows; an empty answer vouches for nothing. */
function wholeSince(answers: readonly (readonly Review[])[]): Date | undefined {
  const oldest = answers
    .filter((reviews) => reviews.length > 0)
    .map((reviews) => Math.min(...reviews.map((review) => review.published_date.getTime())));
  return oldest.length === 0 ? undefined : new Date(Math.max(...oldest));
}

/** All of it: what may be kept is the store's business. */
function mentionOf({
  id,
  rating,
  title,
  text: words,
  url,
  user,
  owner_response: answer,
  ...review
}: Review): NewMention {
  const page = webUrl(url ?? undefined, []);
  const at = answer?.published_date;
  return {
    externalId: id,
    kind: 'review',
    text: plainText(words ?? ''),
    publishedAt: review.published_date,
    rating: { value: rating, min: 1, max: 5 },
    engagement: review.helpful_votes,
    ...(title ? { title: plainText(title) } : {}),
    ...(page ? { url: page } : {}),
    ...(review.lang ? { language: review.lang } : {}),
    ...(user?.username ? { author: { handle: user.username } } : {}),
    ...(answer ? { ownerReply: { text: plainText(answer.text), ...(at ? { at } : {}) } } : {}),
  };
}
