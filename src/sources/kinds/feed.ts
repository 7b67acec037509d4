import { z } from 'zod';
import { WebPageInstead } from '../feed/feed-links.ts';
import { hubOf, linksOfHeader } from '../feed/hub-links.ts';
import { atHost, readResponse } from '../feed/read-response.ts';
import { refuseFailedStatus } from '../http/http-status.ts';
import type { Http, HttpResponse } from '../http.ts';
import { itemDefaults, withDefaults } from '../item-defaults.ts';
import type { Fetched, Source, SourceState } from '../source.ts';
import { OPEN_TERMS } from '../terms.ts';
import { withCredentialsOf } from '../web-url.ts';

const Settings = z.object({
  url: z
    .url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' })
    .describe('The address of a feed, or of a page that has one: a blog, a news site, a forum. It is found.'),
  ...itemDefaults,
});

type Settings = z.infer<typeof Settings>;

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';
const PRINTABLE = /^[\x20-\x7e\xa0-\xff]+$/;
/** The cursor of an address that has given a feed before: a web page there is an error, not a place to look for one. */
const IS_FEED = 'feed';

/** RSS, Atom and JSON Feed. */
export default {
  label: 'Feed',
  help: 'An RSS, Atom or JSON feed: news, blogs, forums, review pages. A web page that names its feed will do.',
  group: 'anything',
  settings: Settings,
  terms: OPEN_TERMS,
  cost: { unit: 'call', note: 'free' },
  host: ({ url }) => URL.parse(url)?.host,
  async fetch({ settings, state, http }) {
    const response = await ask(http, settings.url, state);
    if (response.status === 304) return notModified(settings, response, state);
    try {
      return await readFeed(settings, response);
    } catch (error) {
      if (!(error instanceof WebPageInstead)) throw error;
      const [found] = state.cursor === IS_FEED ? [] : error.feeds;
      if (found === undefined) throw atHost(error, response.finalUrl);
      return readFound(settings, withCredentialsOf(settings.url, found), http);
    }
  },
} satisfies Source<Settings>;

async function ask(http: Http, url: string, state: SourceState): Promise<HttpResponse> {
  const conditions = conditionsOf(state);
  const response = await http.get({ url, headers: { accept: ACCEPT, ...conditions } });
  refuseFailedStatus(response, { isConditional: Object.keys(conditions).length > 0 });
  return response;
}

function conditionsOf({ etag, lastModified }: SourceState): Record<string, string> {
  return {
    ...(etag && PRINTABLE.test(etag) ? { 'if-none-match': etag } : {}),
    ...(lastModified && PRINTABLE.test(lastModified) ? { 'if-modified-since': lastModified } : {}),
  };
}

/** A 304 need not repeat the validators, so the old ones stay in use. */
function notModified(settings: Settings, response: HttpResponse, state: SourceState): Fetched {
  return {
    status: 'not-modified',
    mentions: [],
    state: { ...state, ...validatorsOf(response) },
    finalUrl: response.finalUrl,
    bytes: response.wireBytes,
    skipped: 0,
    warnings: [],
    ...movedTo(settings, response),
  };
}

async function readFeed(settings: Settings, response: HttpResponse): Promise<Fetched> {
  const feed = await readResponse(response);
  const { title, siteUrl, intervalHintMs, quietTimes } = feed;
  const hub = hubOf(
    [...linksOfHeader(response.headers.get('link')), ...(feed.links ?? [])],
    response.finalUrl,
  );
  return {
    status: 'ok',
    mentions: feed.mentions.map((mention) => withDefaults(mention, settings)),
    state: { ...validatorsOf(response), cursor: IS_FEED },
    finalUrl: response.finalUrl,
    bytes: response.wireBytes,
    skipped: feed.skipped,
    warnings: feed.warnings,
    ...movedTo(settings, response),
    ...(hub === undefined ? {} : { hub }),
    ...(title === undefined ? {} : { feedTitle: title }),
    ...(siteUrl === undefined ? {} : { siteUrl }),
    ...(intervalHintMs === undefined ? {} : { intervalHintMs }),
    ...(quietTimes === undefined ? {} : { quietTimes }),
  };
}

/** The feed that a page names first; the page itself is no longer asked. */
async function readFound(settings: Settings, foundUrl: string, http: Http): Promise<Fetched> {
  const response = await ask(http, foundUrl, {});
  const fetched = await readFeed({ ...settings, url: foundUrl }, response).catch((error: unknown) => {
    throw error instanceof WebPageInstead ? atHost(error, response.finalUrl) : error;
  });
  const note = `the address is a web page; the feed it names is read instead: ${response.finalUrl}`;
  return { ...fetched, foundUrl, warnings: [note, ...fetched.warnings] };
}

function validatorsOf({ headers }: HttpResponse): SourceState {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}

function movedTo({ url }: Settings, response: HttpResponse): Pick<Fetched, 'movedTo'> {
  return response.movedTo === undefined ? {} : { movedTo: withCredentialsOf(url, response.movedTo) };
}
