import { z } from 'zod';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { readResponse } from '../feed/read-response.ts';
import { refuseFailedStatus } from '../http/http-status.ts';
import type { Http } from '../http.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import type { Fetched, Source } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { withCredentialsOf } from '../web-url.ts';

const path = (what: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(`${what}, names joined by dots, as in "data.reviews". Left empty, the usual names are tried.`);

const Settings = z.object({
  url: z.url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' }),
  items: path('Where the list stands in the answer'),
  id: path('Where the id stands in an item'),
  title: path('Where the title stands in an item'),
  text: path('Where the text stands in an item'),
  link: path('Where the address stands in an item'),
  author: path('Where the author stands in an item'),
  date: path('Where the date stands in an item'),
  rating: path('Where the rating stands in an item'),
  ratingMax: z.number().positive().optional().describe('The highest rating there is; 5 when left empty.'),
  next: path('Where the address of the next page stands in the answer'),
  ...itemDefaults,
});

type Settings = z.infer<typeof Settings>;

/** Pages of one answer; an interface whose pages go round in a circle is not followed for ever. */
const MOST_PAGES = 5;

/** Any interface that answers a GET with a list in JSON. */
export default {
  label: 'JSON API',
  help: 'An address that answers with a list in JSON. Ids keep all their digits; pages are followed.',
  group: 'anything',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'what its operator asks' },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch({ settings, http }) {
    const pages = await readPages(settings, http);
    const mentions = new Map<string, NewMention>();
    for (const mention of pages.mentions) {
      if (!mentions.has(mention.externalId))
        mentions.set(mention.externalId, withDefaults(mention, settings));
    }
    return { ...pages, status: 'ok', state: {}, mentions: [...mentions.values()] };
  },
} satisfies Source<Settings>;

type Pages = Omit<Fetched, 'status' | 'state'>;

/** All pages or none: a page that fails fails the whole run, which is then repeated. */
async function readPages(settings: Settings, http: Http): Promise<Pages> {
  const seen = new Set<string>();
  let found: Pages = { mentions: [], bytes: 0, skipped: 0, warnings: [] };
  let url: string | undefined = settings.url;
  while (url !== undefined && !seen.has(url)) {
    if (seen.size === MOST_PAGES) {
      return { ...found, warnings: [...found.warnings, `only the first ${MOST_PAGES} pages were read`] };
    }
    seen.add(url);
    const page = await readPage(settings, url, http);
    found = {
      ...page.fetched,
      mentions: [...found.mentions, ...page.fetched.mentions],
      bytes: found.bytes + page.fetched.bytes,
      skipped: found.skipped + page.fetched.skipped,
      warnings: [...new Set([...found.warnings, ...page.fetched.warnings])],
    };
    url = page.nextUrl;
  }
  return found;
}

async function readPage(settings: Settings, url: string, http: Http) {
  const response = await http.get({ url, headers: { accept: 'application/json' } });
  refuseFailedStatus(response, { isConditional: false });
  const read = await readResponse(response, settings);
  const { mentions, skipped, warnings, intervalHintMs, nextUrl } = read;
  if (nextUrl !== undefined && URL.parse(nextUrl)?.origin !== URL.parse(url)?.origin) {
    throw new FetchFailed('redirect', `${URL.parse(url)?.host} names a next page at another place`);
  }
  const fetched: Pages = {
    mentions,
    bytes: response.wireBytes,
    skipped,
    warnings,
    finalUrl: response.finalUrl,
    ...(intervalHintMs === undefined ? {} : { intervalHintMs }),
  };
  return { fetched, nextUrl: nextUrl === undefined ? undefined : withCredentialsOf(url, nextUrl) };
}
