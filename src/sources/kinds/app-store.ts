import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { type Read, readNewestFirst } from '../api/incremental.ts';
import { Instant, readItems } from '../api/items.ts';
import { isJsonObject } from '../feed/exact-json.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { text } from '../settings-fields.ts';
import type { Source, SourceContext } from '../source.ts';
import { webUrl } from '../web-url.ts';

const Settings = z.object({
  app: text('App', 'The Apple ID of any app: the number in its address in the App Store.').regex(
    /^\d+$/,
    'App: expected digits only',
  ),
  country: text('Country', 'Two letters: the reviews of one storefront. Add a source for each country.')
    .toLowerCase()
    .regex(/^[a-z]{2}$/, 'Country: expected two letters, such as us or de')
    .default('us'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'itunes.apple.com';
const ITEMS_A_PAGE = 50;
const LAST_PAGE = 10;
const OVERLAP_MS = 3 * 86_400_000;
const REST_MS = 3_600_000;

/** Every value is wrapped. */
const labelled = <T extends z.ZodType>(value: T) =>
  z.preprocess((wrapped) => (isJsonObject(wrapped) ? wrapped['label'] : undefined), value);
const Label = labelled(z.string());
const Entry = z.object({
  id: labelled(z.string().min(1)),
  title: Label.optional(),
  content: Label.optional(),
  author: z.object({ name: Label.optional(), uri: Label.optional() }).optional(),
  updated: labelled(Instant),
  'im:rating': labelled(z.coerce.number().int().min(1).max(5)),
  'im:version': Label.optional(),
  'im:voteCount': labelled(z.coerce.number()).optional(),
});
type Entry = z.output<typeof Entry>;

/** Many are a list, one stands alone, none is left out. */
const Feed = z.object({
  feed: z.object({
    entry: z
      .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((one) => [one])])
      .default([]),
  }),
});

/** What the App Store shows of anybody's app: the latest 500 reviews of a country, by their last change. */
export default {
  label: 'App Store',
  group: 'reviews',
  help: 'Public reviews of any app in the App Store of one country: the latest 500. No key is needed.',
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: 'A feed without a promise: Apple may change or end it; for your own app use App Store Connect.',
  },
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page) => readPage(api, context.settings, page),
      idOf: ({ id }) => id,
      atOf: ({ updated }) => updated,
      overlapMs: OVERLAP_MS,
    });
    const mentions = read.items.map((entry) =>
      withDefaults(mentionOf(entry, context.settings), context.settings),
    );
    return { ...vouched(read), mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const { items } = await readPage(apiOf(context), context.settings, '1');
    return `The App Store shows ${items.length} reviews on its first page for "${context.settings.country}".`;
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  return openApi(context, { base: `https://${HOST}`, refusal: refusalOf });
}

/** Whoever asks too fast is forbidden for a while; nothing says for how long. */
function refusalOf({ status }: { status: number }): FetchFailed | undefined {
  if (status !== 403) return undefined;
  return new FetchFailed(
    'rate-limited',
    `${HOST} asks us to come less often (403). It is asked again later.`,
    {
      status,
      retryAfterMs: REST_MS,
    },
  );
}

async function readPage(api: Api, { app, country }: Settings, page: string) {
  const path = `/${country}/rss/customerreviews/page=${page}/id=${app}/sortBy=mostRecent/json`;
  const { body } = await api.call({ path }, Feed);
  // In older answers the first entry is the app itself.
  const reviews = body.feed.entry.filter((one) => !isApp(one));
  const isLast = reviews.length < ITEMS_A_PAGE || Number(page) >= LAST_PAGE;
  return { ...readItems(reviews, Entry), next: isLast ? undefined : String(Number(page) + 1) };
}

const isApp = (entry: unknown) => isJsonObject(entry) && 'im:name' in entry && !('im:rating' in entry);

/** Pages come empty now and then: only what stands between the reviews that were shown can be told to be gone. */
function vouched({ items, rest }: Read<Entry>): Read<Entry>['rest'] {
  const { wholeSince, ...others } = rest;
  const oldest = Math.min(...items.map(({ updated }) => updated.getTime()));
  if (wholeSince === undefined || !Number.isFinite(oldest)) return others;
  return { ...others, wholeSince: new Date(Math.max(oldest, wholeSince.getTime())) };
}

function mentionOf(entry: Entry, { app, country }: Settings): NewMention {
  const { id, title, content = '', author, updated, 'im:version': version, 'im:voteCount': votes } = entry;
  const profile = webUrl(author?.uri, []);
  return {
    externalId: id,
    kind: 'review',
    text: plainText(content),
    url: `https://apps.apple.com/${country}/app/id${app}?see-all=reviews`,
    publishedAt: updated,
    country: country.toUpperCase(),
    rating: { value: entry['im:rating'], min: 1, max: 5 },
    ...(title ? { title: plainText(title) } : {}),
    ...(author?.name ? { author: { name: author.name, ...(profile ? { url: profile } : {}) } } : {}),
    ...(version ? { tags: [`version ${version}`] } : {}),
    ...(votes === undefined ? {} : { engagement: votes }),
  };
}
