import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { type Api, openApi } from '../api/api-client.ts';
import { type Auth, queryKey } from '../api/auth.ts';
import { readNewestFirst } from '../api/incremental.ts';
import { Id, Instant, List, readItems } from '../api/items.ts';
import { signInAgain } from '../api/sign-in-again.ts';
import { htmlToText } from '../html-to-text.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { secret, text } from '../settings-fields.ts';
import type {
  FetchContext,
  KnownMention,
  ReplyRequest,
  SentReply,
  Source,
  SourceContext,
} from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';

const Settings = z
  .object({
    site: text('Site', 'Its short name: stackoverflow, superuser, or the first part of its address.')
      .regex(/^[\w.-]+$/, 'expected the short name of a site, as in stackoverflow')
      .default('stackoverflow'),
    query: text('Search for', 'Words in questions.').optional(),
    tags: text('Tags', 'Questions with one of these, with semicolons between: acme;acme-cloud.').optional(),
    key: secret('Key of an app', 'Raises what may be asked from 300 to 10,000 calls a day.').optional(),
    clientId: text('Client id', 'Only to reply: of the app, to connect.').optional(),
    clientSecret: secret('Client secret').optional(),
    token: secret(
      'Access token',
      'Only to reply. Comes by connecting; or paste one, with the scopes write_access and no_expiry.',
    ).optional(),
    ...itemDefaults,
  })
  .refine(({ query, tags }) => query !== undefined || tags !== undefined, {
    path: ['query'],
    error: 'expected words or tags to look for',
  });
type Settings = z.infer<typeof Settings>;

const HOST = 'api.stackexchange.com';
const ITEMS_A_PAGE = 100;
const DAY_MS = 86_400_000;
/** Of all calls to an interface the one with bodies, so that a text need not be asked for by itself. */
const WITH_BODY = 'withbody';

const Answered = z.object({ items: List, has_more: z.boolean().catch(false) });
const Owner = z.object({ display_name: z.string().nullish(), link: z.string().nullish() }).nullish();
const Question = z.object({
  question_id: Id,
  title: z.string(),
  body: z.string().nullish(),
  link: z.string(),
  tags: z.array(z.string()).catch([]),
  owner: Owner,
  answer_count: z.number().catch(0),
  view_count: z.number().nullish(),
  score: z.number().catch(0),
  creation_date: Instant,
});
type Question = z.output<typeof Question>;

/** Questions on Stack Overflow and its sister sites. */
export default {
  label: 'Stack Exchange',
  group: 'mentions',
  help: 'Questions on Stack Overflow or another site of Stack Exchange, by words or tags.',
  setup: [
    'On stackapps.com register an application; its key raises the quota.',
    'To reply, let its OAuth domain be that of this server, enter its key, client id and client secret here, and connect; or paste an access token with the scopes write_access and no_expiry.',
  ],
  settings: Settings,
  terms: {
    ...OPEN_TERMS,
    note: 'Texts are licensed CC BY-SA: show the link and the author.',
    attribution: 'CC BY-SA, by its author on Stack Exchange',
  },
  cost: { unit: 'call', note: 'free; 300 calls a day without a key, 10,000 with one', perDay: 300 },
  backfill: { days: 30, most: 3_650 },
  host: () => HOST,
  consent: {
    at: 'stackExchange',
    scopes: ['write_access', 'no_expiry'],
    // A token is good together with the key of the same app only.
    needs: ['key'],
    gives: {},
    take: async ({ token, expiresAt }) => ({
      settings: { token },
      ...(expiresAt === undefined ? {} : { until: new Date(expiresAt) }),
    }),
  },
  async fetch(context) {
    const api = apiOf(context);
    const read = await readNewestFirst(context, {
      first: '1',
      read: (page, since) => search(api, context, { page, since }),
      idOf: ({ question_id: id }) => id,
      atOf: ({ creation_date: at }) => at,
      overlapMs: 2 * DAY_MS,
    });
    const mentions = read.items.map((question) => withDefaults(mentionOf(question), context.settings));
    const rest = api.use.restMs === undefined ? {} : { restMs: api.use.restMs };
    return { ...read.rest, ...rest, mentions, bytes: api.use.bytes };
  },
  recheck: {
    everyDays: 2,
    forDays: 30,
    batch: 100,
    ask: async (context, known: readonly KnownMention[]) => {
      const ids = known.map(({ externalId }) => externalId);
      const query = { site: context.settings.site, filter: WITH_BODY, pagesize: ITEMS_A_PAGE };
      const { body } = await apiOf(context).call({ path: `/questions/${ids.join(';')}`, query }, Answered);
      const { items } = readItems(body.items, Question);
      const there = new Set(items.map((question) => question.question_id));
      return {
        mentions: items.map((question) => withDefaults(mentionOf(question), context.settings)),
        removed: ids.filter((id) => !there.has(id)),
      };
    },
  },
  replies: {
    limit: async () => ({ most: 30_000, least: 30, unit: 'characters' }),
    send: async (context, { target, text: words }) => {
      const { site, token = '', key = '' } = context.settings;
      const form = { site, key, access_token: token, body: words, filter: WITH_BODY };
      const path = `/questions/${target.externalId}/answers/add`;
      const { body } = await apiOf(context).call({ method: 'POST', path, form }, Answered);
      const [answer] = readItems(body.items, Reply).items;
      if (!answer) throw new FetchFailed('malformed', `${HOST} took the reply without saying where it is`);
      return sentOf(answer, site);
    },
    find: findReply,
  },
} satisfies Source<Settings>;

const Reply = z.object({
  answer_id: Id,
  owner: z.object({ user_id: z.number() }).nullish(),
  body: z.string().nullish(),
});

function apiOf(context: SourceContext<Settings>): Api {
  const { key } = context.settings;
  const auth: { auth?: Auth } = key === undefined ? {} : { auth: queryKey('key', key) };
  return openApi(context, {
    base: `https://${HOST}/2.3`,
    ...auth,
    refusal: ({ body }) => refusalIn(body),
  });
}

/** Errors have numbers of their own, and all of them come as 400. */
function refusalIn(body: unknown): FetchFailed | undefined {
  const Failure = z.object({
    error_id: z.number(),
    error_name: z.string(),
    error_message: z.string().catch(''),
  });
  const failure = Failure.safeParse(body);
  if (!failure.success) return undefined;
  const { error_id: id, error_message: said } = failure.data;
  if (id === 401 || id === 402 || id === 403 || id === 405 || id === 406) return signInAgain(HOST, said);
  if (id !== 502) return undefined;
  // "too many requests from this IP, more requests available in 12345 seconds"
  const seconds = /available in (\d+) second/.exec(said)?.[1];
  return new FetchFailed('rate-limited', `${HOST} asks us to come less often: ${said.slice(0, 200)}`, {
    retryAfterMs: Number(seconds ?? 60) * 1000,
  });
}

async function search(api: Api, { settings }: FetchContext<Settings>, at: { page: string; since: Date }) {
  const query = {
    site: settings.site,
    q: settings.query,
    tagged: settings.tags,
    fromdate: Math.floor(at.since.getTime() / 1000),
    sort: 'creation',
    order: 'desc',
    filter: WITH_BODY,
    page: at.page,
    pagesize: ITEMS_A_PAGE,
  };
  // `tagged` here means all of them; the list of questions takes any.
  const path = settings.query === undefined ? '/questions' : '/search/advanced';
  const { body } = await api.call({ path, query }, Answered);
  const { items, skipped } = readItems(body.items, Question);
  return { items, skipped, next: body.has_more ? String(Number(at.page) + 1) : undefined };
}

function mentionOf(question: Question): NewMention {
  const title = htmlToText(question.title);
  const { owner, view_count: views } = question;
  const name = owner?.display_name ? htmlToText(owner.display_name) : undefined;
  return {
    externalId: question.question_id,
    kind: 'mention',
    title,
    text: htmlToText(question.body ?? '') || title,
    url: question.link,
    tags: question.tags,
    publishedAt: question.creation_date,
    engagement: question.answer_count + Math.max(0, question.score),
    ...(views === null || views === undefined ? {} : { reach: views }),
    ...(name === undefined ? {} : { author: { name, ...(owner?.link ? { url: owner.link } : {}) } }),
  };
}

async function findReply(context: SourceContext<Settings>, { target, text: words }: ReplyRequest) {
  const { site, token = '' } = context.settings;
  const api = apiOf(context);
  const me = await api.call({ path: '/me', query: { site, access_token: token } }, Answered);
  const [own] = readItems(me.body.items, z.object({ user_id: z.number() })).items;
  const query = { site, filter: WITH_BODY, sort: 'creation', order: 'desc' };
  const { body } = await api.call({ path: `/questions/${target.externalId}/answers`, query }, Answered);
  const wanted = squeezed(words);
  const found = readItems(body.items, Reply).items.find(
    ({ owner, body: html }) => owner?.user_id === own?.user_id && squeezed(htmlToText(html ?? '')) === wanted,
  );
  return found && sentOf(found, site);
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

function sentOf({ answer_id: id }: z.output<typeof Reply>, site: string): SentReply {
  const host = site.includes('.')
    ? site
    : site === 'stackoverflow'
      ? 'stackoverflow.com'
      : `${site}.stackexchange.com`;
  return { externalId: `answer-${id}`, url: `https://${host}/a/${id}`, state: 'published' };
}
