import { z } from 'zod';
import { type Api, openApi } from '../../api/api-client.ts';
import { bearer } from '../../api/auth.ts';
import type { Consent } from '../../api/consent.ts';
import { Id, List, readItems } from '../../api/items.ts';
import { htmlToText } from '../../html-to-text.ts';
import { type ItemDefaults, withDefaults } from '../../item-defaults.ts';
import type { Recheck, Replies, ReplyRequest, ReplyTarget, SentReply, SourceContext } from '../../source.ts';
import { Account, mentionOf, Status } from './statuses.ts';

/** What every kind that reads a Mastodon server is told. */
export interface ServerSettings extends ItemDefaults {
  readonly url: string;
  readonly token?: string | undefined;
}

type Context = SourceContext<ServerSettings>;

/** Signing in at the server that the settings name; its tokens do not run out. */
export const byServerToken = (scopes: readonly string[]): Consent => ({
  at: 'mastodon',
  scopes,
  gives: { token: 'to come' },
  take: async ({ token }) => ({ settings: { token } }),
});

export function openServer(context: Context): Api {
  const { url, token } = context.settings;
  return openApi(context, { base: url, ...(token === undefined ? {} : { auth: bearer(token) }) });
}

/** Says who answers, and as whom we are signed in. */
export async function greetingOf(context: Context): Promise<string> {
  const api = openServer(context);
  const { body } = await api.call({ path: '/api/v2/instance' }, z.object({ title: z.string() }));
  if (context.settings.token === undefined) return `${body.title} answers.`;
  return `${body.title} answers, signed in as @${(await ownAccount(api)).acct}.`;
}

export const recheck: Recheck<ServerSettings> = {
  everyDays: 2,
  forDays: 14,
  batch: 20,
  ask: async (context, known) => {
    const api = openServer(context);
    const statuses: Status[] = [];
    const removed: string[] = [];
    for (const { externalId } of known) {
      const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
      const { status, body } = await api.call({ path, accept: [404, 410] }, z.unknown());
      const parsed = Status.safeParse(body);
      if (status === 404 || status === 410) removed.push(externalId);
      else if (parsed.success) statuses.push(parsed.data);
    }
    return { mentions: statuses.map((one) => withDefaults(mentionOf(one), context.settings)), removed };
  },
};

const Instance = z.object({
  configuration: z.object({ statuses: z.object({ max_characters: z.number() }) }),
});

export const replies: Replies<ServerSettings> = {
  limit: async (context, target) => {
    const { body } = await openServer(context).call({ path: '/api/v2/instance' }, Instance);
    return {
      most: body.configuration.statuses.max_characters - addressed('', target).length,
      unit: 'characters',
    };
  },
  send: async (context, { target, text: words, key }) => {
    const json = {
      status: addressed(words, target),
      in_reply_to_id: target.externalId,
      visibility: 'public',
    };
    const headers = { 'idempotency-key': key };
    const call = { method: 'POST', path: '/api/v1/statuses', json, headers } as const;
    return sentOf((await openServer(context).call(call, Status)).body);
  },
  find: findReply,
  edit: async (context, { externalId, target, text: words }) => {
    const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
    const call = { method: 'PUT', path, json: { status: addressed(words, target) } } as const;
    await openServer(context).call(call, z.unknown());
  },
  remove: async (context, { externalId }) => {
    const path = `/api/v1/statuses/${encodeURIComponent(externalId)}`;
    await openServer(context).call({ method: 'DELETE', path, accept: [404] }, z.unknown());
  },
};

/** Only who is named in the text hears of a reply. */
function addressed(words: string, target: ReplyTarget | undefined): string {
  return target?.authorHandle === undefined ? words : `@${target.authorHandle} ${words}`;
}

const ownAccount = async (api: Api) =>
  (await api.call({ path: '/api/v1/accounts/verify_credentials' }, Account.extend({ id: Id }))).body;

async function findReply(context: Context, { target, text: words }: ReplyRequest) {
  const api = openServer(context);
  const own = await ownAccount(api);
  const path = `/api/v1/statuses/${encodeURIComponent(target.externalId)}/context`;
  const { body } = await api.call({ path }, z.object({ descendants: List }));
  const wanted = squeezed(words);
  const found = readItems(body.descendants, Status).items.find(
    (status) => status.account.acct === own.acct && squeezed(htmlToText(status.content)).endsWith(wanted),
  );
  return found && sentOf(found);
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

function sentOf({ id, url }: Status): SentReply {
  return { externalId: id, state: 'published', ...(url ? { url } : {}) };
}
