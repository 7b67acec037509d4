import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { signedToken } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secretFile, text } from '../settings-fields.ts';
import type {
  FetchContext,
  KnownMention,
  ReplyRequest,
  SentReply,
  Source,
  SourceContext,
} from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { listApps } from './app-store-connect/apps.ts';
import { countryOf } from './app-store-connect/territories.ts';

const Settings = z.object({
  app: text('App', 'Chosen by its name. Or its Apple ID: the number in its address in the App Store.').regex(
    /^\d+$/,
    'App: expected digits only',
  ),
  issuer: text('Issuer id', 'Above the list of keys.'),
  keyId: text('Key id', 'Beside the key.'),
  privateKey: secretFile('Private key', 'The whole .p8 file, which Apple gives out once.'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'api.appstoreconnect.apple.com';
const ITEMS_A_PAGE = 200;
/** From the limit of the form in App Store Connect; its interface names none. */
const LONGEST_REPLY = 5_970;
/** An edited review keeps its place in the list, so the latest ones are read again. */
const OVERLAP_MS = 7 * 86_400_000;
const TOKEN_SECONDS = 600;

const Review = z.object({
  id: Id,
  attributes: z.object({
    rating: z.number().int().min(1).max(5),
    title: z.string().nullish(),
    body: z.string().nullish(),
    reviewerNickname: z.string().nullish(),
    createdDate: Instant,
    territory: z.string().nullish(),
  }),
  relationships: z
    .object({ response: z.object({ data: z.object({ id: Id }).nullish() }).optional() })
    .optional(),
});
const Answer = z.object({
  type: z.literal('customerReviewResponses'),
  id: Id,
  attributes: z.object({
    responseBody: z.string().nullish(),
    lastModifiedDate: Instant.nullish(),
    state: z.string().nullish(),
  }),
});
type Answer = z.output<typeof Answer>;
type Review = z.output<typeof Review> & { answer: Answer | undefined };

const Listed = z.object({
  data: List,
  included: List.optional(),
  links: z.object({ next: z.string().nullish() }),
});

/** Reviews of an own app in all countries, with our answers. Only reviews with a text are listed. */
export default {
  label: 'App Store Connect',
  group: 'reviews',
  help: 'Reviews of your own app in the App Store, from all countries, with your answers.',
  setup: [
    'In App Store Connect open Users and Access, Integrations, App Store Connect API.',
    'Generate a key: the role Customer Support or App Manager reads, Admin is sure to reply as well.',
    'Copy the issuer id and the key id, and download the .p8 file.',
    'Leave the app empty and choose it by its name with "Show the apps".',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  choices: {
    one: 'app',
    many: 'apps',
    fills: { app: '0' },
    list: (context) => listApps(apiOf(context)),
  },
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '',
      read: (next) => readPage(api, context, next),
      idOf: ({ id }) => id,
      atOf: ({ attributes }) => attributes.createdDate,
      overlapMs: OVERLAP_MS,
    });
    const mentions = read.items.map((review) => withDefaults(mentionOf(review), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const Counted = z.object({ meta: z.object({ paging: z.object({ total: z.number() }) }) });
    const path = `/v1/apps/${context.settings.app}/customerReviews`;
    const { body } = await apiOf(context).call({ path, query: { limit: 1 } }, Counted);
    return `The app has ${body.meta.paging.total} reviews with a text.`;
  },
  recheck: { everyDays: 7, forDays: 365, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY, unit: 'characters' }),
    send: async (context, { target, text: responseBody }) => {
      const review = { data: { type: 'customerReviews', id: target.externalId } };
      const json = {
        data: { type: 'customerReviewResponses', attributes: { responseBody }, relationships: { review } },
      };
      const call = { method: 'POST' as const, path: '/v1/customerReviewResponses', json };
      const { body } = await apiOf(context).call(call, z.object({ data: Answer }));
      return sentOf(body.data);
    },
    find: findReply,
    remove: async (context, { externalId }) => {
      const path = `/v1/customerReviewResponses/${encodeURIComponent(externalId)}`;
      await apiOf(context).call({ method: 'DELETE', path, accept: [404] }, z.unknown());
    },
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const { issuer: iss, keyId: id, privateKey } = context.settings;
  const claims = (seconds: number) => ({ iss, exp: seconds + TOKEN_SECONDS, aud: 'appstoreconnect-v1' });
  const auth = signedToken({ algorithm: 'ES256', id, privateKey }, claims, context.now);
  return openApi(context, { base: `https://${HOST}`, auth });
}

async function readPage(api: Api, { settings }: FetchContext<Settings>, next: string) {
  const query = { sort: '-createdDate', limit: ITEMS_A_PAGE, include: 'response' };
  const first = { path: `/v1/apps/${settings.app}/customerReviews`, query };
  const { body } = await api.call(next === '' ? first : { path: next }, Listed);
  const { items, skipped } = reviewsIn(body);
  return { items, skipped, next: body.links.next ?? undefined };
}

/** Reviews and our answers come side by side. */
function reviewsIn({ data, included = [] }: { data: unknown[]; included?: unknown[] | undefined }) {
  const { items, skipped } = readItems(data, Review);
  const answers = new Map(readItems(included, Answer).items.map((one) => [one.id, one]));
  const answerOf = ({ relationships }: z.output<typeof Review>) =>
    answers.get(relationships?.response?.data?.id ?? '');
  return { items: items.map((review) => ({ ...review, answer: answerOf(review) })), skipped };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const One = z.object({ data: z.unknown(), included: List.optional() });
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const path = `/v1/customerReviews/${encodeURIComponent(externalId)}`;
    const { status, body } = await api.call(
      { path, query: { include: 'response' }, accept: [404] },
      z.unknown(),
    );
    const one = One.safeParse(body);
    if (status === 404) removed.push(externalId);
    else if (one.success)
      mentions.push(...reviewsIn({ ...one.data, data: [one.data.data] }).items.map(mentionOf));
  }
  return { mentions: mentions.map((mention) => withDefaults(mention, context.settings)), removed };
}

function mentionOf({ id, attributes, answer }: Review): NewMention {
  const { rating, title, body, reviewerNickname: name, createdDate, territory } = attributes;
  const country = countryOf(territory ?? '');
  return {
    externalId: id,
    kind: 'review',
    text: plainText(body ?? ''),
    rating: { value: rating, min: 1, max: 5 },
    publishedAt: createdDate,
    ...(title ? { title: plainText(title) } : {}),
    ...(name ? { author: { name } } : {}),
    ...(country === undefined ? {} : { country }),
    ...(answer?.attributes.responseBody ? { ownerReply: ownerReplyOf(answer) } : {}),
  };
}

function ownerReplyOf({ attributes }: Answer) {
  const { responseBody, lastModifiedDate: at } = attributes;
  return { text: plainText(responseBody ?? ''), ...(at ? { at } : {}), state: stateOf(attributes.state) };
}

/** It takes up to a day until an answer is shown. */
const stateOf = (state: string | null | undefined) => (state === 'PUBLISHED' ? 'published' : 'pending');

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const path = `/v1/customerReviews/${encodeURIComponent(target.externalId)}/response`;
  const { body } = await apiOf(context).call({ path, accept: [404] }, z.unknown());
  const answer = z.object({ data: Answer }).safeParse(body);
  const isSame = answer.data?.data.attributes.responseBody?.trim() === words.trim();
  return isSame && answer.data ? sentOf(answer.data.data) : undefined;
}

const sentOf = ({ id, attributes }: Answer): SentReply => ({
  externalId: id,
  state: stateOf(attributes.state),
});
