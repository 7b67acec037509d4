import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import type { Api } from '../api/api-client.ts';
import { askUnlessGone, GRAPH_HOST, GraphList, graphSettings, openGraph, readEdge } from '../api/graph.ts';
import { byPageToken } from '../api/graph-consent.ts';
import { amongPages } from '../api/graph-pages.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, readItems } from '../api/items.ts';
import { readPages } from '../api/pages.ts';
import { readThreads } from '../api/threads.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { choice, text } from '../settings-fields.ts';
import type { FetchContext, Fetched, KnownMention, ReplyRequest, Source, SourceContext } from '../source.ts';
import {
  COMMENT_FIELDS,
  Comment,
  mentionOfComment,
  mentionOfPost,
  mentionOfRecommendation,
  POST_FIELDS,
  Post,
  RATING_FIELDS,
  Recommendation,
} from './facebook/posts.ts';

const Settings = z.object({
  what: choice('Read', {
    comments: 'comments on the page, and posts of visitors',
    tagged: 'posts that tag the page',
    ratings: 'recommendations of the page',
  }).default('comments'),
  page: text('Page', 'Chosen by its name. Or its number, as under About, Page transparency.').regex(
    /^\d+$/,
    'expected the number of a page',
  ),
  ...graphSettings,
  ...itemDefaults,
});
type Settings = z.infer<typeof Settings>;

const ITEMS_A_PAGE = 100;
const DAY_MS = 86_400_000;
const OVERLAP_MS = 3 * DAY_MS;
/** Posts below which new comments are looked for. */
const POST_DAYS_MS = 60 * DAY_MS;
const MOST_PAGES_OF_POSTS = 3;

/** A page on Facebook: there is no search of public posts. */
export default {
  label: 'Facebook',
  group: 'mentions',
  help: 'Comments on a page of yours and posts of its visitors, posts that tag it, or its recommendations as far as Meta still shows them.',
  setup: [
    'On developers.facebook.com make an app with the permissions pages_show_list, pages_read_engagement and pages_read_user_content; pages_manage_engagement to reply, and business_management for pages that belong to a business portfolio.',
    "For a page that is not your own they have to pass Meta's App Review.",
    'Enter the number and the secret of the app here, leave the page empty and connect: you choose among your pages by their names. Or paste a token that does not run out: exchange a long-lived user token at /me/accounts for the one of the page.',
  ],
  settings: Settings,
  terms: {
    mayStore: true,
    mayAnalyse: true,
    note: "Access needs Meta's App Review; what is deleted on Facebook, or whose writer asks for it, goes here too.",
  },
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 30, most: 60 },
  host: () => GRAPH_HOST,
  consent: byPageToken({
    scopes: [
      'pages_show_list',
      'pages_read_engagement',
      'pages_read_user_content',
      'pages_manage_engagement',
      'business_management',
    ],
    setting: 'page',
    of: ({ id }) => id,
  }),
  choices: amongPages({
    one: 'page',
    many: 'pages',
    setting: 'page',
    of: ({ id, name }) => ({ id, name: name || id, detail: id }),
  }),
  fetch: (context) => (context.settings.what === 'comments' ? readComments(context) : readNews(context)),
  async testConnection(context) {
    const call = { path: `/${context.settings.page}`, query: { fields: 'name' } };
    const { body } = await openGraph(context).call(call, z.object({ name: z.string() }));
    return `${body.name} answers.`;
  },
  recheck: { everyDays: 3, forDays: 60, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 8_000, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const path = `/${target.externalId}/comments`;
      const call = { method: 'POST', path, form: { message: words } } as const;
      const { body } = await openGraph(context).call(call, z.object({ id: Id }));
      return { externalId: body.id, state: 'published' };
    },
    find: findReply,
    edit: async (context, { externalId, text: words }) => {
      const call = { method: 'POST', path: `/${externalId}`, form: { message: words } } as const;
      await openGraph(context).call(call, z.unknown());
    },
    remove: async (context, { externalId }) => {
      await askUnlessGone(openGraph(context).call({ method: 'DELETE', path: `/${externalId}` }, z.unknown()));
    },
  },
} satisfies Source<Settings>;

async function readComments(context: FetchContext<Settings>): Promise<Fetched> {
  const { page } = context.settings;
  const api = openGraph(context);
  const posts = await postsOf(api, context);
  const read = await readThreads<Comment>(context, {
    threads: posts.items.map(({ id, comments }) => ({ id, comments })),
    read: async ({ id }, at) => {
      const query = {
        fields: COMMENT_FIELDS,
        filter: 'stream',
        order: 'reverse_chronological',
        limit: ITEMS_A_PAGE,
      };
      const found = await askUnlessGone(readEdge(api, { path: `/${id}/comments`, query }, at));
      const comments = readItems(found?.list ?? [], Comment);
      return { ...comments, next: found?.next };
    },
    idOf: ({ id }) => id,
    atOf: ({ created_time: at }) => at,
    overlapMs: OVERLAP_MS,
  });
  const visitors = posts.items.filter(
    ({ from, created_time: at }) => from && from.id !== page && at > context.since,
  );
  const mentions = [
    ...visitors.map(mentionOfPost),
    ...read.items.map((comment) => mentionOfComment(comment, page)),
  ];
  const skipped = posts.skipped + read.rest.skipped;
  return { ...read.rest, mentions: listed(mentions, context.settings), bytes: api.use.bytes, skipped };
}

/** Posts on the page, its own and those of visitors. */
async function postsOf(api: Api, context: FetchContext<Settings>) {
  const since = Math.floor((context.now().getTime() - POST_DAYS_MS) / 1000);
  const edge = {
    path: `/${context.settings.page}/feed`,
    query: { fields: POST_FIELDS, since, limit: ITEMS_A_PAGE },
  };
  return readPages({
    first: '',
    read: async (at) => {
      const { list, next } = await readEdge(api, edge, at);
      return { ...readItems(list, Post), next };
    },
    idOf: ({ id }) => id,
    most: MOST_PAGES_OF_POSTS,
  });
}

/** Lists of their own: posts of others that tag the page, and recommendations. */
async function readNews(context: FetchContext<Settings>): Promise<Fetched> {
  const { what, page } = context.settings;
  const isTagged = what === 'tagged';
  const api = openGraph(context);
  const edge = {
    path: `/${page}/${isTagged ? 'tagged' : 'ratings'}`,
    query: { fields: isTagged ? POST_FIELDS : RATING_FIELDS, limit: ITEMS_A_PAGE },
  };
  const read = await readNewestFirst(context, {
    first: '',
    read: async (at) => {
      const { list, next } = await readEdge(api, edge, at);
      const found = isTagged ? readItems(list, TaggedPost) : readItems(list, Rated);
      return { ...found, next };
    },
    idOf: ({ id }) => id,
    atOf: ({ at }) => at,
    overlapMs: OVERLAP_MS,
    isByPublication: false,
  });
  const mentions = listed(
    read.items.map(({ mention }) => mention),
    context.settings,
  );
  return { ...read.rest, mentions, bytes: api.use.bytes };
}

const TaggedPost = Post.transform((post) => ({
  id: post.id,
  at: post.created_time,
  mention: mentionOfPost(post),
}));
const Rated = Recommendation.transform((one) => ({
  id: one.id,
  at: one.created_time,
  mention: mentionOfRecommendation(one),
}));

function listed(mentions: readonly (NewMention | undefined)[], settings: Settings): NewMention[] {
  return mentions.flatMap((mention) => (mention ? [withDefaults(mention, settings)] : []));
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const { what, page } = context.settings;
  const api = openGraph(context);
  const mentions: (NewMention | undefined)[] = [];
  const removed: string[] = [];
  // Recommendations have no address of their own.
  for (const { externalId } of what === 'ratings' ? [] : known) {
    const isPost = what === 'tagged' || externalId.startsWith(`${page}_`);
    const query = { fields: isPost ? POST_FIELDS : COMMENT_FIELDS };
    const answer = await askUnlessGone(api.call({ path: `/${externalId}`, query }, z.unknown()));
    if (!answer) removed.push(externalId);
    else mentions.push(isPost ? readPost(answer.body) : readComment(answer.body, page));
  }
  return { mentions: listed(mentions, context.settings), removed };
}

function readPost(body: unknown): NewMention | undefined {
  const post = Post.safeParse(body);
  return post.success ? mentionOfPost(post.data) : undefined;
}

function readComment(body: unknown, page: string): NewMention | undefined {
  const comment = Comment.safeParse(body);
  return comment.success ? mentionOfComment(comment.data, page) : undefined;
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const path = `/${target.externalId}/comments`;
  const query = { fields: COMMENT_FIELDS, order: 'reverse_chronological', limit: ITEMS_A_PAGE };
  const { body } = await openGraph(context).call({ path, query }, GraphList);
  const found = readItems(body.data, Comment).items.find(
    ({ from, message }) => from?.id === context.settings.page && message?.trim() === words.trim(),
  );
  if (!found) return undefined;
  const url = found.permalink_url ? { url: found.permalink_url } : {};
  return { externalId: found.id, state: 'published' as const, ...url };
}
