import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { CIRCLE_WARNING, nextLink } from '../api/pages.ts';
import { readResponse } from '../feed/read-response.ts';
import { refuseFailedStatus } from '../http/http-status.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import { JSON_PATHS } from '../json-paths.ts';
import { check, choice, secret, text } from '../settings-fields.ts';
import type { FetchContext, Fetched, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { withCredentialsOf } from '../web-url.ts';

const PARAMETER = /^[\w.[\]-]+$/;

const Settings = z.object({
  url: z
    .url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' })
    .meta({
      title: 'Address',
      description:
        'What answers with a list in JSON. {since} becomes the time of the last read (ISO 8601), {since_seconds} the same in seconds since 1970, {today} the day.',
    }),
  token: secret(
    'Header value',
    'Sent with every request, as it is: "Bearer …", "Token …", or a bare key.',
  ).optional(),
  header: text('Header name', 'Where the value is sent; Authorization when left empty.')
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .optional(),
  paging: choice('Pages', {
    auto: 'the answer names the next page, if there is one',
    link: 'the header Link names the next page',
    page: 'pages have numbers',
    offset: 'pages begin at an offset',
    cursor: 'the answer holds a cursor',
    none: 'there is one page only',
  }).default('auto'),
  pageParameter: text('Paging parameter', 'page, offset or cursor when left empty.')
    .regex(PARAMETER, 'expected the name of a parameter')
    .optional(),
  firstPage: z.number().int().min(0).default(1).meta({ title: 'Number of the first page' }),
  isWhole: check(
    'It always answers with everything',
    'Then what is missing from two answers in a row counts as removed.',
  ).default(false),
  ...JSON_PATHS,
  next: z.string().trim().min(1).max(200).optional().meta({
    title: 'Next page',
    description: 'Where the address of the next page, or the cursor, stands in the answer.',
  }),
  ...itemDefaults,
});

type Settings = z.infer<typeof Settings>;

/** Pages that nobody has described are followed for a while only. */
const MOST_UNDESCRIBED = 5;
const Since = z.object({ since: z.coerce.date() }).partial().catch({});
/** Readings a few minutes apart overlap: clocks differ, and what is new is not always there at once. */
const OVERLAP_MS = 10 * 60_000;

/** Any interface that answers a GET with a list in JSON. */
export default {
  label: 'JSON API',
  group: 'anything',
  help: 'An address that answers with a list in JSON. Ids keep all their digits; pages are followed.',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'what its operator asks' },
  backfill: { days: 30, most: 3_650 },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch(context) {
    const { settings, now } = context;
    const { end, ...pages } = await readPages(context);
    const mentions = new Map<string, NewMention>();
    for (const mention of pages.mentions) {
      if (!mentions.has(mention.externalId))
        mentions.set(mention.externalId, withDefaults(mention, settings));
    }
    const cursor =
      settings.url.includes('{since') && end === 'last' ? { since: now() } : context.state.cursor;
    return {
      ...pages,
      status: 'ok',
      state: cursor === undefined ? {} : { cursor },
      mentions: [...mentions.values()],
      ...(settings.isWhole && end === 'last' ? { wholeSince: new Date(0) } : {}),
    };
  },
} satisfies Source<Settings>;

type Pages = Omit<Fetched, 'status' | 'state'> & { readonly end: 'last' | 'limit' | 'circle' };

/** All pages or none: a page that fails fails the whole run, which is then repeated. */
async function readPages(context: FetchContext<Settings>): Promise<Pages> {
  const isDescribed = context.settings.paging !== 'auto';
  const most = isDescribed ? context.mostPages : Math.min(context.mostPages, MOST_UNDESCRIBED);
  const seen = new Set<string>();
  const ids = new Set<string>();
  let found: Omit<Pages, 'end'> = { mentions: [], bytes: 0, skipped: 0, warnings: [] };
  let url: string | undefined = firstUrl(context);
  while (url !== undefined) {
    if (isDescribed && seen.has(url)) return ended(found, 'circle');
    // An answer that names itself as the next is its own end.
    if (seen.has(url)) break;
    if (seen.size === most) return ended(found, 'limit', `only the first ${most} pages were read`);
    seen.add(url);
    const page = await readPage(context, url);
    const fresh = page.mentions.filter(({ externalId }) => !ids.has(externalId));
    for (const { externalId } of fresh) ids.add(externalId);
    found = {
      ...page.rest,
      mentions: [...found.mentions, ...fresh],
      bytes: found.bytes + page.rest.bytes,
      skipped: found.skipped + page.rest.skipped,
      warnings: [...new Set([...found.warnings, ...page.rest.warnings])],
    };
    if (isDescribed && page.mentions.length > 0 && fresh.length === 0) return ended(found, 'circle');
    url = page.nextUrl;
  }
  return ended(found, 'last');
}

function ended(found: Omit<Pages, 'end'>, end: Pages['end'], warning?: string): Pages {
  const said = warning ?? (end === 'circle' ? CIRCLE_WARNING : undefined);
  return { ...found, end, warnings: said === undefined ? found.warnings : [...found.warnings, said] };
}

function firstUrl({ settings, state, since: first, now }: FetchContext<Settings>): string {
  const { since } = Since.parse(state.cursor ?? {});
  const from = new Date((since?.getTime() ?? first.getTime()) - OVERLAP_MS);
  const filled = settings.url
    .replaceAll('{since}', encodeURIComponent(from.toISOString()))
    .replaceAll('{since_seconds}', String(Math.floor(from.getTime() / 1000)))
    .replaceAll('{today}', now().toISOString().slice(0, 10));
  if (settings.paging === 'page') return withParameter(filled, settings, String(settings.firstPage));
  return settings.paging === 'offset' ? withParameter(filled, settings, '0') : filled;
}

function withParameter(url: string, { paging, pageParameter = paging }: Settings, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(pageParameter, value);
  return changed.href;
}

async function readPage({ settings, http, spend }: FetchContext<Settings>, url: string) {
  await spend(1);
  const { token, header = 'authorization' } = settings;
  const headers = { accept: 'application/json', ...(token === undefined ? {} : { [header]: token }) };
  const response = await http.get({ url, headers });
  refuseFailedStatus(response, { isConditional: false });
  const read = await readResponse(response, settings);
  const { mentions, skipped, warnings, intervalHintMs } = read;
  const nextUrl = nextOf(settings, url, { ...read, headers: response.headers });
  if (nextUrl !== undefined && URL.parse(nextUrl)?.origin !== URL.parse(url)?.origin) {
    throw new FetchFailed('redirect', `${URL.parse(url)?.host} names a next page at another place`);
  }
  const rest = {
    bytes: response.wireBytes,
    skipped,
    warnings,
    finalUrl: response.finalUrl,
    ...(intervalHintMs === undefined ? {} : { intervalHintMs }),
  };
  return { mentions, rest, nextUrl: nextUrl === undefined ? undefined : withCredentialsOf(url, nextUrl) };
}

interface PageRead {
  readonly mentions: readonly unknown[];
  readonly skipped: number;
  readonly nextUrl?: string;
  readonly next?: string;
  readonly headers: Headers;
}

function nextOf(settings: Settings, url: string, page: PageRead): string | undefined {
  const { paging, pageParameter = paging } = settings;
  const count = page.mentions.length + page.skipped;
  if (paging === 'none') return undefined;
  if (paging === 'auto') return page.nextUrl;
  if (paging === 'link') return linkOf(page, url);
  if (paging === 'cursor')
    return page.next === undefined ? undefined : withParameter(url, settings, page.next);
  if (count === 0) return undefined;
  const at = Number(new URL(url).searchParams.get(pageParameter));
  return withParameter(url, settings, String(at + (paging === 'page' ? 1 : count)));
}

function linkOf({ headers }: PageRead, url: string): string | undefined {
  const link = nextLink(headers);
  return link === undefined ? undefined : URL.parse(link, url)?.href;
}
