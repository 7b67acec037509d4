import { type ListedFeed, writeOpml } from '../../sources/opml.ts';
import { listSources } from '../../store/sources.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';

/** All feeds that are read, as other readers import them. A user and password in an address stay here. */
export async function exportFeeds({ db }: WebDeps): Promise<string> {
  const sources = (await listSources(db)).filter(({ kind }) => kind === 'feed');
  const feeds = sources.flatMap(({ name, settings }): ListedFeed[] => {
    const url = addressOf(settings);
    return url === undefined ? [] : [{ url, title: name }];
  });
  return writeOpml(feeds, `Sources of ${(await getWorkspace(db)).name}`);
}

function addressOf(settings: unknown): string | undefined {
  const given = typeof settings === 'object' && settings && 'url' in settings ? String(settings.url) : '';
  const url = URL.parse(given);
  if (!url) return undefined;
  url.username = '';
  url.password = '';
  return url.href;
}

/** The list as a file to keep. */
export async function exportAnswer(deps: WebDeps): Promise<Response> {
  return new Response(await exportFeeds(deps), {
    headers: {
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': 'attachment; filename="earshot-feeds.opml"',
    },
  });
}
