import { z } from 'zod';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { bearer } from '../api/auth.ts';
import { type Read, readForward, readNewestFirst } from '../api/incremental.ts';
import { List, readItems } from '../api/items.ts';
import { nextLink } from '../api/pages.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { address, check, secret } from '../settings-fields.ts';
import type {
  FetchContext,
  KnownMention,
  ReplyRequest,
  SentReply,
  Source,
  SourceContext,
} from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import {
  commentOnDiscussion,
  type Discussed,
  findOnDiscussion,
  readDiscussions,
} from './github/discussions.ts';
import { discussionOf, issueOf, numberIn } from './github/ids.ts';
import { Comment, Issue, mentionOfComment, mentionOfIssue } from './github/issues.ts';

const Settings = z
  .object({
    repository: z
      .string()
      .trim()
      .regex(/^[\w.-]+\/[\w.-]+$/, 'expected owner/name, as in acme/app')
      .meta({ title: 'Repository', description: 'As in the address: owner/name.' }),
    comments: check('Comments on issues too').default(true),
    discussions: check('Discussions too', 'Needs a token.').default(false),
    token: secret(
      'Access token',
      'Without one GitHub answers 60 requests an hour; with one 5,000, and you can reply.',
    ).optional(),
    url: address('Address', 'Only for a GitHub of your own: https://github.acme.example').optional(),
    ...itemDefaults,
  })
  .refine(({ discussions, token }) => !discussions || token !== undefined, {
    path: ['token'],
    error: 'expected an access token: GitHub shows discussions to programs that are signed in only',
  });
type Settings = z.infer<typeof Settings>;

const HOST = 'api.github.com';
const ITEMS_A_PAGE = 100;
const OVERLAP_MS = 60_000;

/** Issues, their comments and discussions of one repository. Ids say what they are: issue-12, comment-991, discussion-…. */
export default {
  label: 'GitHub',
  group: 'mentions',
  help: 'Issues, comments and discussions of a repository.',
  setup: [
    'On GitHub open Settings, Developer settings, Fine-grained tokens, and generate a token for the repository.',
    'Give it read access to Issues and Discussions; write access as well if you want to reply.',
  ],
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  backfill: { days: 30, most: 3_650 },
  host: ({ url }) => (url ? URL.parse(url)?.host : HOST),
  fetch,
  async testConnection(context) {
    const Repository = z.object({ full_name: z.string(), open_issues_count: z.number() });
    const { body } = await apiOf(context).call({ path: pathOf(context.settings, '') }, Repository);
    return `${body.full_name} answers; ${body.open_issues_count} issues and pull requests are open.`;
  },
  recheck: { everyDays: 1, forDays: 30, batch: 20, ask: lookAgain },
  replies: {
    limit: async () => ({ most: 65_536, unit: 'characters' }),
    send: async (context, { target, text }) => {
      const discussion = discussionOf(target);
      if (discussion) return commentOnDiscussion(graphOf(context), discussion, text);
      const path = pathOf(context.settings, `/issues/${issueOf(target)}/comments`);
      const { body } = await apiOf(context).call({ method: 'POST', path, json: { body: text } }, Comment);
      return sentOf(body);
    },
    find: findReply,
    edit: async (context, { externalId, text }) => {
      const path = pathOf(context.settings, `/issues/comments/${numberIn(externalId)}`);
      await apiOf(context).call({ method: 'PATCH', path, json: { body: text } }, z.unknown());
    },
    remove: async (context, { externalId }) => {
      const path = pathOf(context.settings, `/issues/comments/${numberIn(externalId)}`);
      await apiOf(context).call({ method: 'DELETE', path, accept: [404] }, z.unknown());
    },
  },
} satisfies Source<Settings>;

const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

function apiOf({ settings, ...context }: SourceContext<Settings>): Api {
  const base = settings.url ? `${settings.url}/api/v3` : `https://${HOST}`;
  const auth = settings.token === undefined ? {} : { auth: bearer(settings.token) };
  return openApi({ settings, ...context }, { base, headers: HEADERS, ...auth });
}

function graphOf(context: SourceContext<Settings>): Api {
  const { url, token = '' } = context.settings;
  return openApi(context, { base: url ? `${url}/api` : `https://${HOST}`, auth: bearer(token) });
}

const pathOf = ({ repository }: Settings, path: string) => `/repos/${repository}${path}`;

const Cursors = z
  .object({ issues: z.unknown(), comments: z.unknown(), discussions: z.unknown() })
  .partial()
  .catch({});

/** Each kind of text has a bookmark of its own. */
async function fetch(context: FetchContext<Settings>) {
  const { settings } = context;
  const api = apiOf(context);
  const graph = graphOf(context);
  const cursors = Cursors.parse(context.state.cursor ?? {});
  const at = (cursor: unknown) => ({ ...context, state: { cursor } });
  const issues = await changed(at(cursors.issues), api, '/issues?state=all', Issue, ({ number }) => number);
  const comments = settings.comments
    ? await changed(at(cursors.comments), api, '/issues/comments', Comment, ({ id }) => id)
    : undefined;
  const discussions = settings.discussions ? await discussed(at(cursors.discussions), graph) : undefined;
  const mentions = [
    ...issues.items.filter((issue) => !issue.pull_request).map(mentionOfIssue),
    ...(comments?.items.filter(({ html_url: url }) => !url.includes('/pull/')).map(mentionOfComment) ?? []),
    ...(discussions?.items.flatMap(({ mentions: all }) => all) ?? []),
  ];
  const all: Read<unknown>[] = [issues, comments, discussions].filter((one) => one !== undefined);
  return {
    status: 'ok' as const,
    mentions: mentions.map((mention) => withDefaults(mention, settings)),
    state: {
      cursor: {
        issues: issues.rest.state.cursor,
        comments: comments?.rest.state.cursor,
        discussions: discussions?.rest.state.cursor,
      },
    },
    warnings: [...new Set(all.flatMap(({ rest }) => rest.warnings))],
    hasMore: all.some(({ rest }) => rest.hasMore === true),
    bytes: api.use.bytes + graph.use.bytes,
    skipped: all.reduce((sum, { rest }) => sum + rest.skipped, 0),
    ...(api.use.restMs === undefined ? {} : { restMs: api.use.restMs }),
    ...(all.every(({ rest }) => rest.coversFrom) ? { coversFrom: latestOf(all) } : {}),
  };
}

function latestOf(all: readonly Read<unknown>[]): Date {
  return new Date(Math.max(...all.map(({ rest }) => rest.coversFrom?.getTime() ?? 0)));
}

/** What has changed since the last run, oldest change first. */
function changed<Item extends Issue | Comment>(
  context: FetchContext<Settings>,
  api: Api,
  path: string,
  schema: z.ZodType<Item>,
  idOf: (item: Item) => string | number,
): Promise<Read<Item>> {
  return readForward(context, {
    first: '',
    read: async (next, since) => {
      const query = { since: since.toISOString(), sort: 'updated', direction: 'asc', per_page: ITEMS_A_PAGE };
      const call = next === '' ? { path: pathOf(context.settings, path), query } : { path: next };
      const { body, headers } = await api.call(call, List);
      return { ...readItems(body, schema), next: nextLink(headers) };
    },
    idOf: (item) => String(idOf(item)),
    atOf: ({ updated_at: at }) => at,
    overlapMs: OVERLAP_MS,
  });
}

function discussed(context: FetchContext<Settings>, graph: Api): Promise<Read<Discussed>> {
  return readNewestFirst(context, {
    first: '',
    read: (after) => readDiscussions(graph, context.settings.repository, after),
    idOf: ({ id }) => id,
    atOf: ({ updatedAt }) => updatedAt,
    overlapMs: OVERLAP_MS,
    isByPublication: false,
  });
}

async function lookAgain(context: SourceContext<Settings>, known: readonly KnownMention[]) {
  const api = apiOf(context);
  const mentions: NewMention[] = [];
  const removed: string[] = [];
  for (const { externalId } of known) {
    const isIssue = externalId.startsWith('issue-');
    if (!isIssue && !externalId.startsWith('comment-')) continue;
    const path = pathOf(context.settings, `/issues/${isIssue ? '' : 'comments/'}${numberIn(externalId)}`);
    const { status, body } = await api.call({ path, accept: [404, 410] }, z.unknown());
    const read = isIssue
      ? Issue.transform(mentionOfIssue).safeParse(body)
      : Comment.transform(mentionOfComment).safeParse(body);
    if (status === 404 || status === 410) removed.push(externalId);
    else if (read.success) mentions.push(withDefaults(read.data, context.settings));
  }
  return { mentions, removed };
}

async function findReply(context: SourceContext<Settings>, request: ReplyRequest) {
  const { target, text, firstTriedAt } = request;
  const discussion = discussionOf(target);
  if (discussion) return findOnDiscussion(graphOf(context), discussion, text);
  const api = apiOf(context);
  const { body: own } = await api.call({ path: '/user' }, z.object({ login: z.string() }));
  const path = pathOf(context.settings, `/issues/${issueOf(target)}/comments`);
  // A day more than needed: their clock is not ours.
  const since = new Date((firstTriedAt ?? context.now()).getTime() - 24 * 3_600_000).toISOString();
  const { body } = await api.call({ path, query: { per_page: ITEMS_A_PAGE, since } }, List);
  const found = readItems(body, Comment).items.find(
    (comment) => comment.user?.login === own.login && comment.body?.trim() === text.trim(),
  );
  return found && sentOf(found);
}

function sentOf({ id, html_url: url }: Comment): SentReply {
  return { externalId: `comment-${id}`, url, state: 'published' };
}
