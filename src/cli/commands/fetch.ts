import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import { INTERVAL, nextInterval } from '../../domain/schedule.ts';
import { readOnce } from '../../sources/context.ts';
import { createHttp, type Http, USER_AGENT } from '../../sources/http.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched, Source } from '../../sources/source.ts';
import { WrongUsage } from '../failures.ts';
import { writeLine } from '../output.ts';
import { settings } from '../settings.ts';

/** Names people use for what is one kind here. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  rss: 'feed',
  atom: 'feed',
  json: 'feed',
  jsonfeed: 'feed',
};

/** Reads each address once, one after the other. Ends with 1 when one could not be read. */
export async function fetchOnce(
  urls: readonly string[],
  options: { kind: string; allowPrivate?: boolean },
): Promise<number> {
  const name = OTHER_NAMES[options.kind] ?? options.kind;
  const kind = sources.get(name);
  if (!kind) {
    const kinds = [...sources.keys(), ...Object.keys(OTHER_NAMES)].join(', ');
    throw new WrongUsage(`there is no kind of source called "${options.kind}"; there are: ${kinds}`);
  }
  const allowPrivate = options.allowPrivate ?? [...settings().EARSHOT_ALLOW_HOSTS];
  const http = createHttp({ userAgent: USER_AGENT, allowPrivate });
  let failures = 0;
  try {
    for (const url of urls) failures += (await fetchUrl(url, kind, http)) ? 0 : 1;
  } finally {
    await http.close();
  }
  return failures > 0 ? 1 : 0;
}

async function fetchUrl(url: string, kind: Source, http: Http): Promise<boolean> {
  try {
    const parsed = kind.settings.safeParse({ url });
    if (!parsed.success)
      throw new FetchFailed('blocked', parsed.error.issues.map(({ message }) => message).join('; '));
    const fetched = await readOnce(kind, { settings: parsed.data, http });
    for (const mention of fetched.mentions) await writeLine(JSON.stringify(mentionOf(url, mention)));
    await writeLine(JSON.stringify(summaryOf(url, fetched)));
    return true;
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    await writeLine(JSON.stringify({ fetched: url, error: { code: error.code, message: error.message } }));
    return false;
  }
}

function mentionOf(feed: string, mention: NewMention) {
  return {
    feed,
    externalId: mention.externalId,
    url: mention.url ?? null,
    title: mention.title ?? null,
    text: mention.text,
    author: mention.author?.name ?? mention.author?.handle ?? null,
    publishedAt: mention.publishedAt?.toISOString() ?? null,
    language: mention.language ?? null,
    ...(mention.rating === undefined ? {} : { rating: mention.rating }),
  };
}

function summaryOf(url: string, fetched: Fetched) {
  const intervalMs = nextInterval(
    INTERVAL.firstMs,
    { news: 0, hintMs: fetched.intervalHintMs },
    { shortestMs: INTERVAL.shortestMs, longestMs: INTERVAL.longestMs },
  );
  return {
    fetched: url,
    status: fetched.status,
    finalUrl: fetched.finalUrl ?? url,
    feedTitle: fetched.feedTitle ?? null,
    siteUrl: fetched.siteUrl ?? null,
    etag: fetched.state.etag ?? null,
    lastModified: fetched.state.lastModified ?? null,
    bytes: fetched.bytes,
    items: fetched.mentions.length,
    skipped: fetched.skipped,
    nextFetchAt: new Date(Date.now() + intervalMs).toISOString(),
    warnings: fetched.warnings,
  };
}
