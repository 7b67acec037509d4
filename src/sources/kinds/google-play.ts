import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { googleServiceAccount } from '../api/auth.ts';
import { List, readItems } from '../api/items.ts';
import { CIRCLE_WARNING, readPages } from '../api/pages.ts';
import { plainText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { languageTag } from '../language-tag.ts';
import { secretFile, text } from '../settings-fields.ts';
import type { FetchContext, ReplyRequest, Source, SourceContext } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { splitTitle } from '../text/excerpts.ts';

const Settings = z.object({
  app: text('App', 'Its package name: com.acme.app.').regex(
    /^[\w.]+$/,
    'App: expected a package name such as com.acme.app',
  ),
  keyFile: secretFile('Key file', 'The whole JSON file of a service account.'),
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const HOST = 'androidpublisher.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const ITEMS_A_PAGE = 100;
const LONGEST_REPLY = 350;
/** The list holds a week; its last day is left alone, because reviews drop out of it there. */
const VOUCHED_MS = 6 * 86_400_000;

const Time = z
  .object({ seconds: z.coerce.number(), nanos: z.number().default(0) })
  .transform(({ seconds, nanos }) => new Date(seconds * 1000 + Math.floor(nanos / 1_000_000)));
const UserComment = z.object({
  text: z.string().catch(''),
  lastModified: Time,
  starRating: z.number().int().min(1).max(5).optional().catch(undefined),
  reviewerLanguage: z.string().optional(),
  appVersionName: z.string().optional(),
  thumbsUpCount: z.number().catch(0),
});
const DeveloperComment = z.object({ text: z.string(), lastModified: Time.optional() });
/** What was written and what was answered come in one list of comments; of each the first is the latest. */
const Review = z
  .object({
    reviewId: z.string().min(1),
    authorName: z.string().nullish(),
    comments: z.array(
      z.object({ userComment: UserComment.optional(), developerComment: DeveloperComment.optional() }),
    ),
  })
  .transform(({ reviewId, authorName, comments }, context) => {
    const written = comments.find(({ userComment }) => userComment)?.userComment;
    const answer = comments.find(({ developerComment }) => developerComment)?.developerComment;
    if (written) return { reviewId, authorName, written, answer };
    context.addIssue({ code: 'custom', message: 'expected a comment of the user' });
    return z.NEVER;
  });
type Review = z.output<typeof Review>;

const Listed = z.object({
  reviews: List.optional(),
  tokenPagination: z.object({ nextPageToken: z.string().optional() }).optional(),
});

/** Reviews of an own app that were written or changed in the last week, and answers to them. */
export default {
  label: 'Google Play',
  group: 'reviews',
  help: 'Reviews with a text of your own app on Google Play, of the last seven days and from then on.',
  setup: [
    'In the Google Cloud console make a service account and a JSON key for it, and enable the Google Play Android Developer API.',
    'In the Play Console invite its address under Users and permissions, and allow it to reply to reviews.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free; 200 calls an hour', perDay: 4_800 },
  backfill: { days: 7, most: 7 },
  host: () => HOST,
  async fetch(context) {
    const api = apiOf(context);
    const { read, wasWhole } = await readWeek(api, context);
    const mentions = read.items.map((review) => withDefaults(mentionOf(review, context), context.settings));
    const since = new Date(context.now().getTime() - VOUCHED_MS);
    return {
      status: 'ok',
      mentions,
      state: { cursor: read.end === 'limit' ? { next: read.next } : {} },
      warnings: read.end === 'circle' ? [CIRCLE_WARNING] : [],
      bytes: api.use.bytes,
      skipped: read.skipped,
      ...(read.end === 'limit' ? { hasMore: true } : {}),
      ...(wasWhole ? { wholeSince: since, coversFrom: since } : {}),
    };
  },
  async testConnection(context) {
    const path = `/applications/${context.settings.app}/reviews`;
    const { body } = await apiOf(context).call({ path, query: { maxResults: 1 } }, Listed);
    return body.reviews?.length
      ? 'Signed in; the app has reviews.'
      : 'Signed in; no reviews in the last week.';
  },
  replies: {
    limit: async () => ({ most: LONGEST_REPLY, unit: 'characters' }),
    send: async (context, { target, text: replyText }) => {
      await reply(context, target.externalId, replyText);
      return sentTo(target.externalId);
    },
    find: findReply,
    edit: async (context, { target, text: replyText }) => reply(context, target.externalId, replyText),
  },
} satisfies Source<Settings>;

function apiOf(context: SourceContext<Settings>): Api {
  const auth = googleServiceAccount(context, context.settings.keyFile, SCOPE);
  return openApi(context, { base: `https://${HOST}/androidpublisher/v3`, auth });
}

const Cursor = z.object({ next: z.string().optional() }).catch({});

/** The list has no order, so all of it is read; what one run cannot, the next goes on with. */
async function readWeek(api: Api, context: FetchContext<Settings>) {
  const { next: first = '' } = Cursor.parse(context.state.cursor ?? {});
  const read = await readFrom(first, api, context).catch((error: unknown) => {
    // Where to go on is not known for ever: then it is read from the beginning.
    if (first === '' || !(error instanceof FetchFailed) || error.status !== 400) throw error;
    return readFrom('', api, context);
  });
  return { read, wasWhole: first === '' && read.end === 'last' };
}

async function readFrom(first: string, api: Api, { settings, mostPages }: FetchContext<Settings>) {
  return readPages({
    first,
    read: async (token) => {
      const query = { maxResults: ITEMS_A_PAGE, token: token || undefined };
      const { body } = await api.call({ path: `/applications/${settings.app}/reviews`, query }, Listed);
      return {
        ...readItems(body.reviews ?? [], Review),
        next: body.tokenPagination?.nextPageToken || undefined,
      };
    },
    idOf: ({ reviewId }) => reviewId,
    most: mostPages,
  });
}

function mentionOf(
  { reviewId, authorName, written, answer }: Review,
  context: FetchContext<Settings>,
): NewMention {
  const { title, text: words } = splitTitle(written.text);
  const { starRating: value, appVersionName: version } = written;
  const language = languageTag(written.reviewerLanguage);
  const query = new URLSearchParams({ id: context.settings.app, reviewId });
  return {
    externalId: reviewId,
    kind: 'review',
    text: plainText(words),
    url: `https://play.google.com/store/apps/details?${query}`,
    publishedAt: written.lastModified,
    engagement: written.thumbsUpCount,
    ...(title === undefined ? {} : { title: plainText(title) }),
    ...(authorName ? { author: { name: authorName } } : {}),
    ...(value === undefined ? {} : { rating: { value, min: 1, max: 5 } }),
    ...(language === undefined ? {} : { language }),
    ...(version ? { tags: [`version ${version}`] } : {}),
    ...(answer ? { ownerReply: ownerReplyOf(answer) } : {}),
  };
}

const ownerReplyOf = ({ text: words, lastModified: at }: z.output<typeof DeveloperComment>) => ({
  text: plainText(words),
  ...(at === undefined ? {} : { at }),
});

const pathOf = ({ app }: Settings, id: string) => `/applications/${app}/reviews/${encodeURIComponent(id)}`;

async function reply(context: SourceContext<Settings>, id: string, replyText: string): Promise<void> {
  const path = `${pathOf(context.settings, id)}:reply`;
  const Result = z.object({ result: z.object({ replyText: z.string() }) });
  await apiOf(context).call({ method: 'POST', path, json: { replyText } }, Result);
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const path = pathOf(context.settings, target.externalId);
  const { body } = await apiOf(context).call({ path }, Review);
  return squeezed(body.answer?.text ?? '') === squeezed(words) ? sentTo(target.externalId) : undefined;
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

/** A review has one reply; it has no id of its own. */
const sentTo = (id: string) => ({ externalId: `${id}/reply`, state: 'published' as const });
