import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import type { Api } from '../api/api-client.ts';
import { askUnlessGone, GRAPH_HOST, GraphList, graphSettings, openGraph, readEdge } from '../api/graph.ts';
import { byPageToken } from '../api/graph-consent.ts';
import { amongPages } from '../api/graph-pages.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, readItems } from '../api/items.ts';
import { readThreads } from '../api/threads.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, text } from '../settings-fields.ts';
import type { FetchContext, Fetched, KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import {
  COMMENT_FIELDS,
  Comment,
  MEDIA_FIELDS,
  Media,
  mentionOfMedia,
  mentionsOfComment,
} from './instagram/comments.ts';

const Settings = z.object({
  what: choice('Read', {
    comments: 'comments on our pictures and videos',
    tags: 'pictures and videos of others in which we are tagged',
  }).default('comments'),
  account: text(
    'Account',
    'Chosen by its name. Or its number in the Graph API: instagram_business_account of the page.',
  ).regex(/^\d+$/, 'expected the number of a professional account'),
  ...graphSettings,
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 3 * 86_400_000;

/** A professional account on Instagram, through the page it is linked to. */
export default {
  label: 'Instagram',
  group: 'mentions',
  help: 'Comments on the latest hundred posts of a professional account of yours, or posts of others in which it is tagged.',
  setup: [
    'Make the account a professional one and link it to a page on Facebook.',
    'On developers.facebook.com make an app with the permissions instagram_basic, instagram_manage_comments, pages_show_list and pages_read_engagement, and business_management where the page belongs to a business portfolio; for an account that is not your own they have to pass App Review.',
    'Enter the number and the secret of the app here, leave the account empty and connect: you choose among your accounts by their names. Or paste the access token of the page and ask /{page}?fields=instagram_business_account for the number of the account.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: "Access needs Meta's App Review; what is deleted on Instagram, or whose writer asks for it, goes here too. Meta lists no posts that only name the account in their text.",
  },
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 30, most: 365 },
  host: () => GRAPH_HOST,
  consent: byPageToken({
    scopes: [
      'pages_show_list',
      'pages_read_engagement',
      'instagram_basic',
      'instagram_manage_comments',
      'business_management',
    ],
    setting: 'account',
    of: ({ instagram_business_account: account }) => account?.id,
  }),
  choices: amongPages({
    one: 'account',
    many: 'accounts',
    setting: 'account',
    of: ({ name: page, instagram_business_account: account }) =>
      account && {
        id: account.id,
        name: account.username ? `@${account.username}` : (account.name ?? page),
        detail: `linked to the page ${page}`,
      },
  }),
  fetch: (context) => (context.settings.what === 'comments' ? readComments(context) : readTags(context)),
  async testConnection(context) {
    return `Signed in for @${await ownName(context, openGraph(context))}.`;
  },
  recheck: { everyDays: 3, forDays: 60, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 300, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const { what, account } = context.settings;
      const call =
        what === 'tags'
          ? { path: `/${account}/mentions`, form: { media_id: target.externalId, message: words } }
          : { path: `/${answered(target)}/replies`, form: { message: words } };
      const { body } = await openGraph(context).call({ method: 'POST', ...call }, z.object({ id: Id }));
      return { externalId: body.id, state: 'published' };
    },
    find: findReply,
    remove: async (context, { externalId }) => {
      await askUnlessGone(openGraph(context).call({ method: 'DELETE', path: `/${externalId}` }, z.unknown()));
    },
  },
} satisfies Source<Settings>;

/** There is one level of replies: who answers one of them answers the comment above. */
const answered = ({ parentId, externalId }: KnownMention) => parentId ?? externalId;

async function ownName(context: SourceContext<Settings>, api: Api): Promise<string> {
  const name = `username ${context.settings.account}`;
  const kept = await context.credentials.get(name);
  if (kept !== undefined) return kept;
  const call = { path: `/${context.settings.account}`, query: { fields: 'username' } };
  const { body } = await api.call(call, z.object({ username: z.string() }));
  await context.credentials.set(name, body.username);
  return body.username;
}

async function readComments(context: FetchContext<Settings>): Promise<Fetched> {
  const api = openGraph(context);
  const own = await ownName(context, api);
  const query = { fields: MEDIA_FIELDS, limit: ITEMS_A_PAGE };
  const { list } = await readEdge(api, { path: `/${context.settings.account}/media`, query }, '');
  const media = readItems(list, Media);
  const urls = new Map<string, string>();
  const read = await readThreads<Comment>(context, {
    threads: media.items.map(({ id, comments_count: comments }) => ({ id, comments })),
    read: async ({ id }, at) => {
      const edge = { path: `/${id}/comments`, query: { fields: COMMENT_FIELDS, limit: ITEMS_A_PAGE } };
      const found = await askUnlessGone(readEdge(api, edge, at));
      const comments = readItems(found?.list ?? [], Comment);
      const url = media.items.find((one) => one.id === id)?.permalink;
      for (const comment of comments.items) if (url) urls.set(comment.id, url);
      return { ...comments, next: found?.next };
    },
    idOf: ({ id }) => id,
    atOf: ({ timestamp }) => timestamp,
    overlapMs: OVERLAP_MS,
  });
  const mentions = read.items
    .flatMap((comment) => mentionsOfComment(comment, own, urls.get(comment.id)))
    .map((mention) => withDefaults(mention, context.settings));
  const skipped = media.skipped + read.rest.skipped;
  return { ...read.rest, mentions, bytes: api.use.bytes, skipped };
}

async function readTags(context: FetchContext<Settings>): Promise<Fetched> {
  const api = openGraph(context);
  const edge = {
    path: `/${context.settings.account}/tags`,
    query: { fields: MEDIA_FIELDS, limit: ITEMS_A_PAGE },
  };
  const read = await readNewestFirst(context, {
    first: '',
    read: async (at) => {
      const { list, next } = await readEdge(api, edge, at);
      return { ...readItems(list, Media), next };
    },
    idOf: ({ id }) => id,
    atOf: ({ timestamp }) => timestamp,
    overlapMs: OVERLAP_MS,
    // Sorted by when somebody tagged us, which may be long after.
    isByPublication: false,
  });
  const mentions = read.items
    .flatMap(mentionOfMedia)
    .map((mention) => withDefaults(mention, context.settings));
  return { ...read.rest, mentions, bytes: api.use.bytes };
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const isTags = context.settings.what === 'tags';
  const api = openGraph(context);
  const own = await ownName(context, api);
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId, url } of known) {
    const call = { path: `/${externalId}`, query: { fields: isTags ? MEDIA_FIELDS : COMMENT_FIELDS } };
    const answer = await askUnlessGone(api.call(call, z.unknown()));
    if (!answer) removed.push(externalId);
    else mentions.push(...(isTags ? readMedia(answer.body) : readComment(answer.body, own, url)));
  }
  return { mentions: mentions.map((one) => withDefaults(one, context.settings)), removed };
}

function readMedia(body: unknown): NewMention[] {
  const media = Media.safeParse(body);
  return media.success ? mentionOfMedia(media.data) : [];
}

function readComment(body: unknown, own: string, url: string | undefined): NewMention[] {
  const comment = Comment.safeParse(body);
  return comment.success ? mentionsOfComment(comment.data, own, url) : [];
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const isTags = context.settings.what === 'tags';
  const api = openGraph(context);
  const own = await ownName(context, api);
  const path = isTags ? `/${target.externalId}/comments` : `/${answered(target)}/replies`;
  const query = { fields: 'id,text,timestamp,username', limit: ITEMS_A_PAGE };
  const { body } = await api.call({ path, query }, GraphList);
  const found = readItems(body.data, Comment).items.find(
    ({ username, text: written }) => username === own && written?.trim() === words.trim(),
  );
  return found && { externalId: found.id, state: 'published' as const };
}
