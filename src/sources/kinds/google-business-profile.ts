import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { refreshGrant } from '../api/auth.ts';
import { byRefreshToken } from '../api/consent.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Instant, List, readItems } from '../api/items.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secret, text } from '../settings-fields.ts';
import type { KnownMention, ReplyRequest, SentReply, Source, SourceContext } from '../source.ts';
import { listLocations } from './google-business-profile/locations.ts';

const digits = (title: string, description: string) =>
  text(title, description).regex(/^\d+$/, `${title}: expected digits only`);

const Settings = z.object({
  account: digits('Account', 'Comes by choosing a location. Or its number, from accounts/111.'),
  place: digits('Location', 'Chosen by its name. Or its number, from locations/222.'),
  clientId: text('Client id', 'Of the OAuth client in your Google Cloud project.'),
  clientSecret: secret('Client secret'),
  refreshToken: secret(
    'Refresh token',
    'Comes by connecting. Or paste one: of somebody who manages the profile, for the scope https://www.googleapis.com/auth/business.manage.',
  ),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'mybusiness.googleapis.com';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const ITEMS_A_PAGE = 50;
const LONGEST_REPLY_BYTES = 4_096;
const HOUR_MS = 3_600_000;

const STARS: Readonly<Record<string, number>> = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 };
const REPLY_STATES: Readonly<Record<string, string>> = { APPROVED: 'published' };

const Reply = z.object({
  comment: z.string(),
  updateTime: Instant.optional(),
  reviewReplyState: z.string().optional(),
});
const Review = z.object({
  name: z.string().regex(/^accounts\/[^/]+\/locations\/[^/]+\/reviews\/[^/]+$/),
  reviewer: z.object({ displayName: z.string().optional(), isAnonymous: z.boolean().optional() }).optional(),
  starRating: z.string().optional(),
  comment: z.string().optional(),
  createTime: Instant,
  updateTime: Instant,
  reviewReply: Reply.optional(),
});
type Review = z.output<typeof Review>;

const Listed = z.object({
  reviews: List.optional(),
  averageRating: z.number().optional(),
  totalReviewCount: z.number().optional(),
  nextPageToken: z.string().optional(),
});

/** Reviews of one location on Google Maps and Search, for whoever manages its profile. Sorted by their last change. */
export default {
  label: 'Google Business Profile',
  group: 'reviews',
  help: 'Reviews on Google of a location that you manage, with your answers.',
  setup: [
    'In a Google Cloud project ask for access to the Business Profile APIs; until it is granted their quota is 0. Switch on "Google My Business API", "My Business Account Management API" and "My Business Business Information API".',
    'Make an OAuth client for a web application, enter its id and secret here, and connect; or paste a refresh token for the scope business.manage.',
    'Leave account and location empty: you choose among the locations by their names, as many as you like, each as a source of its own.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: 'Replies need the consent of a person each; an agency needs that of its client.',
  },
  cost: { unit: 'call', note: 'free, after approval by Google' },
  backfill: { days: 365, most: 3_650 },
  host: () => HOST,
  consent: byRefreshToken('google', ['https://www.googleapis.com/auth/business.manage']),
  choices: {
    one: 'location',
    many: 'locations',
    fills: { account: '0', place: '0' },
    list: (context) => listLocations((host) => openAt(context, `https://${host}/v1`)),
  },
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '',
      read: async (pageToken) => {
        const body = await list(api, context.settings, { pageSize: ITEMS_A_PAGE, pageToken });
        return { ...readItems(body.reviews ?? [], Review), next: body.nextPageToken || undefined };
      },
      idOf: ({ name }) => name,
      atOf: ({ updateTime }) => updateTime,
      overlapMs: HOUR_MS,
      isByPublication: false,
    });
    const mentions = read.items.map((review) => withDefaults(mentionOf(review), context.settings));
    return { ...read.rest, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const { totalReviewCount = 0, averageRating } = await list(apiOf(context), context.settings, {
      pageSize: 1,
      pageToken: '',
    });
    const mean = averageRating === undefined ? '' : `, ${averageRating.toFixed(1)} stars on average`;
    return `The location has ${totalReviewCount} reviews${mean}.`;
  },
  recheck: { everyDays: 7, forDays: 365, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY_BYTES, unit: 'bytes' }),
    send: async (context, { target, text: comment }) => {
      const path = `/${target.externalId}/reply`;
      const { body } = await apiOf(context).call({ method: 'PUT', path, json: { comment } }, Reply);
      return sentOf(target, body);
    },
    find: findReply,
    edit: async (context, { target, text: comment }) => {
      const path = `/${target.externalId}/reply`;
      await apiOf(context).call({ method: 'PUT', path, json: { comment } }, Reply);
    },
    remove: async (context, { target }) => {
      const path = `/${target.externalId}/reply`;
      await apiOf(context).call({ method: 'DELETE', path, accept: [404] }, z.unknown());
    },
  },
} satisfies Source<Settings>;

const apiOf = (context: SourceContext<Settings>) => openAt(context, `https://${HOST}/v4`);

function openAt(context: SourceContext<Settings>, base: string): Api {
  const { clientId: id, clientSecret, refreshToken } = context.settings;
  const auth = refreshGrant(context, {
    url: TOKEN_URL,
    id,
    secret: clientSecret,
    refreshToken,
    inBody: true,
  });
  return openApi(context, { base, auth });
}

async function list(
  api: Api,
  { account, place }: Settings,
  { pageSize, pageToken }: { pageSize: number; pageToken: string },
) {
  const path = `/accounts/${account}/locations/${place}/reviews`;
  const query = { pageSize, orderBy: 'updateTime desc', pageToken: pageToken || undefined };
  return (await api.call({ path, query }, Listed)).body;
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const { status, body } = await api.call({ path: `/${externalId}`, accept: [404] }, z.unknown());
    const review = Review.safeParse(body);
    if (status === 404) removed.push(externalId);
    else if (review.success) mentions.push(withDefaults(mentionOf(review.data), context.settings));
  }
  return { mentions, removed };
}

function mentionOf({ reviewer, starRating = '', reviewReply: reply, ...review }: Review): NewMention {
  const name = reviewer?.isAnonymous ? undefined : reviewer?.displayName;
  const value = STARS[starRating];
  return {
    externalId: review.name,
    kind: 'review',
    text: plainText(asWritten(review.comment ?? '')),
    publishedAt: review.createTime,
    ...(name ? { author: { name } } : {}),
    ...(value === undefined ? {} : { rating: { value, min: 1, max: 5, original: starRating } }),
    ...(reply === undefined ? {} : { ownerReply: ownerReplyOf(reply) }),
  };
}

const TRANSLATED = '(Translated by Google)';
const ORIGINAL = '(Original)';

/** Google puts its translation before or behind what was written; only the latter is the customer's. */
function asWritten(comment: string): string {
  const original = comment.indexOf(ORIGINAL);
  if (comment.startsWith(TRANSLATED) && original !== -1) return comment.slice(original + ORIGINAL.length);
  const translated = comment.indexOf(TRANSLATED);
  return translated > 0 ? comment.slice(0, translated) : comment;
}

function ownerReplyOf({ comment, updateTime: at, reviewReplyState: state }: z.output<typeof Reply>) {
  return {
    text: plainText(comment),
    ...(at === undefined ? {} : { at }),
    ...(state === undefined ? {} : { state: REPLY_STATES[state] ?? state.toLowerCase() }),
  };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const { body } = await apiOf(context).call({ path: `/${target.externalId}` }, Review);
  const reply = body.reviewReply;
  return reply?.comment.trim() === words.trim() ? sentOf(target, reply) : undefined;
}

const STATES: Readonly<Record<string, SentReply['state']>> = { PENDING: 'pending', REJECTED: 'rejected' };

/** A review has one reply; it has no name of its own. */
function sentOf({ externalId }: KnownMention, { reviewReplyState }: z.output<typeof Reply>): SentReply {
  return {
    externalId: `${externalId}/reply`,
    state: STATES[reviewReplyState ?? ''] ?? 'published',
  };
}
