import { Hono } from 'hono';
import { addDays, type Day, dayOf, daysBetween } from '../../domain/day.ts';
import type { FailedJob, QueueCounts } from '../../queue/queue.ts';
import { listSourceCoverage } from '../../store/coverage.ts';
import { listSourceTotals, type SourceTotals } from '../../store/overview.ts';
import { listSpending, type Spending } from '../../store/source-budgets.ts';
import { getSource, listSources, type SourceRow } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import { localPath } from '../auth/local-path.ts';
import { need } from '../auth/need.ts';
import { exportAnswer } from '../deeds/export-feeds.ts';
import { changeSource, fetchNow, removeSource } from '../deeds/sources.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { count } from '../parts/wording.ts';
import { idOf } from './mention.tsx';
import { FAILED_SHOWN, FailedJobs, QueueDepth } from './queue-state.tsx';
import { show } from './shell.tsx';
import { sourceDetailRoutes } from './source.tsx';
import { sourceAddRoutes } from './source-add.tsx';
import { SourceCard } from './source-card.tsx';
import { sourceChooseRoutes } from './source-choose.tsx';
import { sourceConsentRoutes } from './source-consent.tsx';
import { sourceEditRoutes } from './source-edit.tsx';
import { type Visit, visitOf } from './visit.ts';

const STRIP_DAYS = 14;
const TOTALS_DAYS = 7;

export function sourceRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/sources', async (c) => {
    const visit = await visitOf(c, deps);
    const added = Number(c.req.query('added') ?? 0);
    return showSources(visit, { ...(await readSources(deps, visit)), added });
  });
  routes.get('/sources/feeds.opml', () => exportAnswer(deps));
  routes.route('/', sourceAddRoutes(deps));
  routes.route('/', sourceConsentRoutes(deps));
  routes.route('/', sourceChooseRoutes(deps));
  routes.post('/sources/:id/:deed{pause|resume|fetch}', need('sources'), async (c) => {
    const id = idOf(c.req.param('id'));
    const by = c.get('principal');
    const deed = c.req.param('deed');
    if (deed === 'fetch') await fetchNow(deps, by, id);
    else await changeSource(deps, by, id, { enabled: deed === 'resume' });
    return c.redirect(afterDeed((await c.req.parseBody())['back'], id), 303);
  });
  routes.get('/sources/:id/remove', need('sources'), async (c) =>
    showRemoval(await visitOf(c, deps), await getSource(deps.db, idOf(c.req.param('id')))),
  );
  routes.post('/sources/:id/remove', need('sources'), async (c) => {
    await removeSource(deps, c.get('principal'), idOf(c.req.param('id')));
    return c.redirect('/sources', 303);
  });
  routes.post('/jobs/retry', need('admin'), async (c) => {
    const id = (await c.req.parseBody())['id'];
    await deps.queue.retryFailed(typeof id === 'string' && id !== '' ? id : undefined);
    return c.redirect('/sources', 303);
  });
  routes.route('/', sourceEditRoutes(deps));
  routes.route('/', sourceDetailRoutes(deps));
  return routes;
}

/** Back to the source's own page if that is where the button was, otherwise to its place in the list. */
function afterDeed(back: unknown, id: number): string {
  const isOwnPage = typeof back === 'string' && localPath(back).split('?')[0] === `/sources/${id}`;
  return isOwnPage ? `/sources/${id}` : `/sources#source-${id}`;
}

interface SourcesPage {
  /** How many were added together a moment ago. */
  readonly added: number;
  readonly sources: readonly SourceRow[];
  readonly totals: ReadonlyMap<number, SourceTotals>;
  readonly coverage: ReadonlyMap<number, ReadonlyMap<Day, number>>;
  readonly days: readonly Day[];
  readonly spending: ReadonlyMap<number, readonly Spending[]>;
  readonly failed: readonly FailedJob[];
  /** Only for whoever runs the machine. */
  readonly queues: Readonly<Record<string, QueueCounts>> | undefined;
}

async function readSources(deps: WebDeps, visit: Visit): Promise<Omit<SourcesPage, 'added'>> {
  const { timeZone } = visit.workspace;
  const { now } = visit;
  const today = dayOf(now, timeZone);
  return {
    sources: await listSources(deps.db),
    totals: await listSourceTotals(deps.db, new Date(now.getTime() - TOTALS_DAYS * 24 * 3600 * 1000)),
    coverage: await listSourceCoverage(deps.db, { days: STRIP_DAYS, timeZone, now }),
    days: daysBetween(addDays(today, 1 - STRIP_DAYS), today),
    spending: await listSpending(deps.db, now),
    failed: visit.can('admin') ? await deps.queue.listFailed(FAILED_SHOWN) : [],
    queues: visit.can('admin') ? await deps.queue.counts() : undefined,
  };
}

function showSources(visit: Visit, page: SourcesPage): Response {
  return show(
    visit,
    { title: 'Sources', live: { topicId: 0, mode: 'refresh' } },
    <>
      <div class="page-head">
        <h1>Sources</h1>
        <p class="deeds">
          {visit.can('sources') && (
            <a href="/sources/new" class="button">
              Add a source
            </a>
          )}
          {visit.can('import') && (
            <a href="/sources/import" class="button quiet">
              Import a file
            </a>
          )}
        </p>
      </div>
      {page.added > 1 && (
        <p class="news" role="status">
          {count(page.added)} sources were added and are being read, one after the other.
        </p>
      )}
      <FailedJobs visit={visit} failed={page.failed} />
      {page.sources.length === 0 ? (
        <div class="empty">
          <p class="empty-title">No source is read yet.</p>
          <p>A feed is the quickest: the address of a news site, a blog, a forum or a review page.</p>
        </div>
      ) : (
        <ul class="cards">
          {page.sources.map((source) => (
            <SourceCard
              key={source.id}
              source={source}
              totals={page.totals.get(source.id)}
              coverage={page.coverage.get(source.id) ?? new Map()}
              days={page.days}
              visit={visit}
              spending={page.spending.get(source.id) ?? []}
            />
          ))}
        </ul>
      )}
      {page.sources.some(({ kind }) => kind === 'feed') && (
        <p class="explained">
          <a href="/sources/feeds.opml" download="earshot-feeds.opml" class="button quiet">
            Export the feeds (OPML)
          </a>
        </p>
      )}
      {page.queues && <QueueDepth queues={page.queues} />}
    </>,
  );
}

function showRemoval(visit: Visit, source: SourceRow): Response {
  return show(
    visit,
    { title: `Remove ${source.name}` },
    <div class="narrow">
      <h1>Remove “{source.name}”?</h1>
      <p>
        Its mentions go with it, and with them what they added to every number. To stop reading it and keep
        what it brought, pause it instead.
      </p>
      <form method="post" action={`/sources/${source.id}/remove`} class="deeds">
        <CsrfField visit={visit} />
        <button type="submit" class="danger">
          Remove the source and its mentions
        </button>
        <a href="/sources" class="button quiet">
          Keep it
        </a>
      </form>
    </div>,
  );
}
