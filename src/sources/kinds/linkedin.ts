import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer, refreshGrant } from '../api/auth.ts';
import { List, readItems } from '../api/items.ts';
import { untilMidnight } from '../api/limits.ts';
import { readThreads, type Thread } from '../api/threads.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, secret, text } from '../settings-fields.ts';
import type { KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import {
  addressOf,
  Comment,
  commentsPath,
  type Discussed,
  Elements,
  mentionsOf,
  partsOf,
  readComments,
  withReplies,
} from './linkedin/comments.ts';
import { listOrganizations } from './linkedin/organizations.ts';

const Settings = z
  .object({
    organization: text(
      'Organisation',
      'Chosen by its name. Or its number, as in the address of the page for administrators.',
    ).regex(/^\d+$/, 'expected the number of an organisation'),
    token: secret('Access token', 'Good for about sixty days.').optional(),
    clientId: text(
      'Client id',
      'To connect, and to renew the sign-in where LinkedIn has granted refresh tokens.',
    ).optional(),
    clientSecret: secret('Client secret').optional(),
    refreshToken: secret('Refresh token').optional(),
    keepDays: choice(
      'Texts may be kept for',
      { '2': '48 hours', '30': '30 days', '180': '180 days', '365': 'a year' },
      'What your agreement with LinkedIn says; without another word 48 hours.',
    ).default('2'),
    version: text('Version', 'A month; each is supported for about a year.')
      .regex(/^20\d\d(0[1-9]|1[0-2])$/, 'expected a version, as in 202610')
      .default('202610'),
    ...itemDefaults,
  })
  .refine(
    ({ token, clientId, clientSecret, refreshToken }) => token ?? (clientId && clientSecret && refreshToken),
    { path: ['token'], error: 'expected an access token, or a client id, client secret and refresh token' },
  );
type Settings = z.infer<typeof Settings>;

const HOST = 'api.linkedin.com';
const POSTS_WATCHED = 50;

/** Comments on the posts of an organisation: there is no search of public posts. */
export default {
  label: 'LinkedIn',
  group: 'mentions',
  help: 'Comments on the latest fifty posts of an organisation that you administer. LinkedIn does not tell who wrote them.',
  setup: [
    'On developer.linkedin.com make an app for the page and ask for the product "Community Management API"; LinkedIn has to approve it.',
    'Enter the id and secret of the app here and connect as an administrator of the page; or paste a token with the scopes r_organization_social and r_organization_social_feed and, to reply, w_organization_social_feed.',
  ],
  settings: Settings,
  terms: ({ keepDays }) => ({
    mayStore: true,
    mayAnalyse: true,
    keepDays: Number(keepDays),
    note: 'Texts of members are kept no longer than the agreement with LinkedIn allows.',
  }),
  cost: { unit: 'call', note: 'free; LinkedIn sets a number of calls a day for each app' },
  backfill: { days: 2, most: 365 },
  host: () => HOST,
  consent: {
    at: 'linkedin',
    // Its posts, the comments below them, answers, and which pages somebody administers.
    scopes: [
      'r_organization_social',
      'r_organization_social_feed',
      'w_organization_social_feed',
      'rw_organization_admin',
    ],
    gives: { refreshToken: 'to come' },
    // Refresh tokens are for approved apps; others connect again every sixty days.
    take: async ({ token, expiresAt, refreshToken, refreshEndsAt }) =>
      refreshToken === undefined
        ? { settings: { token, refreshToken: null }, ...endingAt(expiresAt) }
        : { settings: { token: null, refreshToken }, ...endingAt(refreshEndsAt) },
  },
  choices: {
    one: 'organisation',
    many: 'organisations',
    fills: { organization: '0' },
    list: (context) => listOrganizations(apiOf(context)),
  },
  async fetch(context) {
    const api = apiOf(context);
    const threads = await postsOf(api, context.settings);
    const read = await readThreads<Discussed>(
      // In which order comments come is not documented: a thread that has changed is read as a whole.
      { ...context, since: new Date(0) },
      {
        threads,
        read: ({ id }, at) => readComments(api, id, at),
        idOf: ({ commentUrn: urn }) => urn,
        atOf: ({ created }) => created.time,
        overlapMs: context.now().getTime(),
      },
    );
    const mentions = read.items
      .flatMap((comment) => mentionsOf(comment, ownUrn(context.settings)))
      .filter(({ publishedAt }) => publishedAt !== undefined && publishedAt > context.since)
      .map((mention) => withDefaults(mention, context.settings));
    const { coversFrom, ...rest } = read.rest;
    const covered = coversFrom ? { coversFrom: context.since } : {};
    return { ...rest, ...covered, mentions, bytes: api.use.bytes };
  },
  async testConnection(context) {
    const threads = await postsOf(apiOf(context), context.settings);
    const comments = threads.reduce((sum, thread) => sum + thread.comments, 0);
    return `LinkedIn answers; the latest ${threads.length} posts have ${comments} comments.`;
  },
  recheck: { everyDays: 1, forDays: 30, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 1_250, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const comment = answered(target);
      const { object } = partsOf(comment);
      const actor = ownUrn(context.settings);
      const json = { actor, object, message: { text: words }, parentComment: comment };
      const call = { method: 'POST', path: commentsPath(comment), json } as const;
      const { headers, body } = await apiOf(context).call(call, z.unknown());
      const sent = Comment.safeParse(body);
      const id = headers.get('x-restli-id');
      if (sent.success) return sentOf(sent.data.commentUrn);
      if (id) return sentOf(`urn:li:comment:(${object},${id})`);
      throw new FetchFailed('malformed', 'LinkedIn took the reply without saying where it is. Look there.');
    },
    find: findReply,
    remove: async (context, { externalId }) => {
      const { object, id } = partsOf(externalId);
      const query = { actor: ownUrn(context.settings) };
      const path = `${commentsPath(object)}/${id}`;
      await apiOf(context).call({ method: 'DELETE', path, query, accept: [404] }, z.unknown());
    },
  },
} satisfies Source<Settings>;

const endingAt = (ms: number | undefined) => (ms === undefined ? {} : { until: new Date(ms) });

function apiOf(context: SourceContext<Settings>): Api {
  const { token = '', clientId, clientSecret, refreshToken, version } = context.settings;
  const auth =
    clientId && clientSecret && refreshToken
      ? refreshGrant(context, {
          url: 'https://www.linkedin.com/oauth/v2/accessToken',
          id: clientId,
          secret: clientSecret,
          refreshToken,
          inBody: true,
        })
      : bearer(token);
  return openApi(context, {
    base: `https://${HOST}/rest`,
    auth,
    headers: { 'linkedin-version': version, 'x-restli-protocol-version': '2.0.0' },
    refusal: ({ status }) => {
      if (status !== 429) return undefined;
      // It does not say when; what may be asked in a day is counted in Greenwich time.
      const retryAfterMs = untilMidnight(context.now(), 'UTC');
      const message = `${HOST} has answered as often as it does in a day. It is asked again tomorrow.`;
      return new FetchFailed('rate-limited', message, { status, retryAfterMs });
    },
  });
}

const ownUrn = ({ organization }: Settings) => `urn:li:organization:${organization}`;

/** Who answers a reply answers the comment above: there is one level of them. */
const answered = ({ parentId, externalId }: KnownMention) => parentId ?? externalId;

/** The latest posts, and how many comments each has. */
async function postsOf(api: Api, settings: Settings): Promise<Thread[]> {
  const query = { q: 'author', author: ownUrn(settings), count: POSTS_WATCHED, sortBy: 'LAST_MODIFIED' };
  const { body } = await api.call({ path: '/posts', query }, z.object({ elements: List }));
  const ids = readItems(body.elements, z.object({ id: z.string() })).items.map(({ id }) => id);
  if (ids.length === 0) return [];
  const Metadata = z.object({
    results: z.record(z.string(), z.object({ commentSummary: z.object({ count: z.number() }).nullish() })),
  });
  // Brackets and commas of a list stay as they are; what is in it does not.
  const path = `/socialMetadata?ids=List(${ids.map(encodeURIComponent).join(',')})`;
  const { results } = (await api.call({ path }, Metadata)).body;
  return ids.map((id) => ({ id, comments: results[id]?.commentSummary?.count ?? 0 }));
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const { object, id } = partsOf(externalId);
    const call = { path: `${commentsPath(object)}/${id}`, accept: [404] };
    const { status, body } = await api.call(call, z.unknown());
    const comment = Comment.safeParse(body);
    if (status === 404) removed.push(externalId);
    else if (comment.success)
      mentions.push(...mentionsOf(await withReplies(api, comment.data), ownUrn(context.settings)));
  }
  return { mentions: mentions.map((one) => withDefaults(one, context.settings)), removed };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const call = { path: commentsPath(answered(target)), query: { start: 0, count: 100 } };
  const { body } = await apiOf(context).call(call, Elements);
  const found = readItems(body.elements, Comment).items.find(
    ({ actor, message }) => actor === ownUrn(context.settings) && message.text.trim() === words.trim(),
  );
  return found && sentOf(found.commentUrn);
}

const sentOf = (comment: string) => ({
  externalId: comment,
  url: addressOf(comment),
  state: 'published' as const,
});
