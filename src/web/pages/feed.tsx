import { Hono } from 'hono';
import { countNewer, type FeedPage, isCursor, listFeed, listLanguages } from '../../store/feed.ts';
import { listSources } from '../../store/sources.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { type FeedQuery, feedAddress, filterOf, narrowing, readFeedQuery } from './feed-filter.ts';
import { type FeedChoices, FeedForm, FiltersInUse } from './feed-form.tsx';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const MENTIONS_A_PAGE = 30;
const NEWER_COUNTED = 500;

export function feedRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/feed', async (c) => {
      const visit = await visitOf(c, deps);
      const query = readFeedQuery(c.req.query());
      // The form sends its empty fields too; an address worth keeping is without them.
      if (Object.values(c.req.query()).includes('')) return c.redirect(feedAddress(query));
      const choices = await readChoices(deps, query);
      const filter = filterOf(query, { topicId: choices.topic.id, timeZone: visit.workspace.timeZone });
      const { before, after } = query;
      const page = await listFeed(deps.db, filter, { limit: MENTIONS_A_PAGE, before, after });
      // Going back past the newest mention ends on the first page as it is now.
      if (after && page.newer === undefined && page.mentions.length < MENTIONS_A_PAGE) {
        return c.redirect(feedAddress(query));
      }
      return showFeed({
        visit,
        query,
        choices,
        page,
        corrected: Number(c.req.query('corrected')) || undefined,
      });
    })
    .get('/feed/newer', async (c) => {
      const { timeZone } = (await visitOf(c, deps)).workspace;
      const query = readFeedQuery(c.req.query());
      const than = c.req.query('than') ?? '';
      const { topic } = await readTopic(deps, query);
      const filter = filterOf(query, { topicId: topic.id, timeZone });
      const newer = await countNewer(deps.db, filter, isCursor(than) ? than : '0-0', NEWER_COUNTED);
      return c.json({ newer, isMore: newer === NEWER_COUNTED });
    });
}

async function readTopic(deps: WebDeps, query: FeedQuery) {
  const topics = await listTopics(deps.db);
  const topic = topics.find(({ id }) => id === query.topic) ?? topics[0];
  if (!topic) throw new Error('The topic of everything is missing: the database was changed by hand.');
  return { topic, topics };
}

async function readChoices(deps: WebDeps, query: FeedQuery): Promise<FeedChoices> {
  return {
    ...(await readTopic(deps, query)),
    sources: await listSources(deps.db),
    locations: await listLocations(deps.db),
    languages: await listLanguages(deps.db),
  };
}

interface FeedView {
  readonly visit: Visit;
  readonly query: FeedQuery;
  readonly choices: FeedChoices;
  readonly page: FeedPage;
  /** Id of the mention that was corrected a moment ago. */
  readonly corrected: number | undefined;
}

function showFeed({ visit, query, choices, page, corrected }: FeedView): Response {
  const isFirstPage = !query.before && !query.after;
  const title = choices.topic.kind === 'everything' ? 'Feed' : `Feed: ${choices.topic.name}`;
  return show(
    visit,
    { title, live: { topicId: choices.topic.id, mode: 'announce' } },
    <>
      <div class="page-head">
        <h1>{title}</h1>
        <a href={feedAddress(query)} class="button quiet" data-refresh>
          Refresh
        </a>
      </div>
      <div class="feed">
        <FeedForm query={query} choices={choices} />
        <div class="feed-mentions">
          <FiltersInUse query={query} choices={choices} />
          <p class="news" role="status" data-news data-than={page.first ?? '0-0'} hidden>
            <a href={feedAddress(query)} data-news-link>
              New mentions
            </a>
          </p>
          {corrected !== undefined && !page.mentions.some(({ id }) => id === corrected) && (
            <p class="news" role="status">
              The correction is counted. The mention no longer fits this page.{' '}
              <a href={`/mentions/${corrected}`}>See it, or undo</a>
            </p>
          )}
          <h2 class="visually-hidden">Mentions, newest first</h2>
          {page.mentions.length === 0 ? (
            <Nothing query={query} visit={visit} />
          ) : (
            <div class="mentions">
              {page.mentions.map((mention) => (
                <MentionCard key={mention.id} mention={mention} visit={visit} />
              ))}
            </div>
          )}
          <Pager query={query} page={page} isFirstPage={isFirstPage} />
        </div>
      </div>
    </>,
  );
}

const Pager = ({ query, page, isFirstPage }: { query: FeedQuery; page: FeedPage; isFirstPage: boolean }) => (
  <nav class="pager" aria-label="Pages">
    {page.newer && !isFirstPage && (
      <>
        <a href={feedAddress(query)} class="button quiet">
          Newest
        </a>
        <a href={feedAddress(query, { after: page.newer })} class="button quiet" rel="prev">
          Newer
        </a>
      </>
    )}
    {page.older && (
      <a href={feedAddress(query, { before: page.older })} class="button quiet" rel="next">
        Older
      </a>
    )}
  </nav>
);

const Nothing = ({ query, visit }: { query: FeedQuery; visit: Visit }) => {
  const isNarrowed = Object.keys(narrowing(query)).length > 0 || query.before;
  return (
    <div class="empty">
      <p class="empty-title">
        {isNarrowed ? 'No mention fits these filters.' : 'Nothing has been said yet.'}
      </p>
      {isNarrowed ? (
        <p>
          <a href="/feed">Show all mentions</a>
        </p>
      ) : (
        visit.can('sources') && (
          <p>
            <a href="/sources/new" class="button">
              Add a feed
            </a>
          </p>
        )
      )}
    </div>
  );
};
