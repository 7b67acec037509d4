import { Conflict, Refused } from '../../domain/errors.ts';
import { type ListedFeed, readOpml } from '../../sources/opml.ts';
import { listSources } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { type ImportInput, type ImportLine, ImportTally } from './import-report.ts';
import { addSource } from './sources.ts';

const LARGEST_LIST = 5_000_000;

/** Feeds from an OPML list, as other readers export it: an address that is read already stays as it is. */
export async function* importFeeds(
  deps: WebDeps,
  by: Principal,
  input: Pick<ImportInput, 'stream'>,
): AsyncGenerator<ImportLine> {
  const { feeds, warnings } = readOpml(await textOf(input.stream));
  for (const warning of warnings) yield { warning };
  const sources = await listSources(deps.db);
  const addresses = new Set(sources.map(({ settings }) => addressOf(settings)));
  const names = new Set(sources.map(({ name }) => name));
  const tally = new ImportTally();
  for (const [index, feed] of feeds.entries()) {
    if (addresses.has(feed.url)) {
      tally.store({ added: 0, updated: 0, unchanged: 1 });
      continue;
    }
    try {
      const name = freeName(feed, names);
      await addSource(deps, by, { name, kind: 'feed', settings: { url: feed.url } });
      names.add(name);
      tally.store({ added: 1, updated: 0, unchanged: 0 });
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Conflict)) throw error;
      tally.reject(index + 1, `${feed.url}: ${error.message}`);
    }
    yield tally.progress;
  }
  yield tally.report;
}

/** The feed's title; where two feeds share one, the address tells them apart. */
function freeName(feed: ListedFeed, taken: ReadonlySet<string>): string {
  const title = feed.title ?? feed.url;
  return taken.has(title) ? feed.url : title;
}

function addressOf(settings: unknown): string {
  return typeof settings === 'object' && settings && 'url' in settings ? String(settings.url) : '';
}

async function textOf(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_LIST) {
      throw new Refused(`The list is larger than ${LARGEST_LIST / 1e6} MB. Split it into several.`);
    }
  }
  return text + decoder.decode();
}
