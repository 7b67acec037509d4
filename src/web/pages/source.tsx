import { Hono } from 'hono';
import { addDays, dayOf, daysBetween } from '../../domain/day.ts';
import { listSourceCoverage } from '../../store/coverage.ts';
import { listSourceTotals } from '../../store/overview.ts';
import { listSpending } from '../../store/source-budgets.ts';
import { listRuns, type SourceRun } from '../../store/source-runs.ts';
import { getSource, type SourceRow } from '../../store/sources.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { Moment } from '../parts/moment.tsx';
import { count, duration } from '../parts/wording.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { SourceCard } from './source-card.tsx';
import { type Visit, visitOf } from './visit.ts';

const RUNS_SHOWN = 100;
const STRIP_DAYS = 14;

export function sourceDetailRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/sources/:id', async (c) => {
    const visit = await visitOf(c, deps);
    const source = await getSource(deps.db, idOf(c.req.param('id')));
    const card = await readCard(deps, visit, source);
    return showSource(visit, {
      card,
      source,
      runs: await listRuns(deps.db, source.id, RUNS_SHOWN),
      isAdded: c.req.query('added') !== undefined,
      isSaved: c.req.query('saved') !== undefined,
      isConnected: c.req.query('connected') !== undefined,
    });
  });
}

async function readCard(deps: WebDeps, visit: Visit, source: SourceRow) {
  const { now } = visit;
  const { timeZone } = visit.workspace;
  const today = dayOf(now, timeZone);
  const totals = await listSourceTotals(deps.db, new Date(now.getTime() - 7 * 24 * 3600 * 1000));
  const coverage = await listSourceCoverage(deps.db, { days: STRIP_DAYS, timeZone, now });
  return {
    totals: totals.get(source.id),
    coverage: coverage.get(source.id) ?? new Map<string, number>(),
    days: daysBetween(addDays(today, 1 - STRIP_DAYS), today),
    spending: (await listSpending(deps.db, now)).get(source.id) ?? [],
  };
}

interface SourcePage {
  readonly source: SourceRow;
  readonly card: Awaited<ReturnType<typeof readCard>>;
  readonly runs: readonly SourceRun[];
  readonly isAdded: boolean;
  readonly isSaved: boolean;
  readonly isConnected: boolean;
}

function showSource(
  visit: Visit,
  { source, card, runs, isAdded, isSaved, isConnected }: SourcePage,
): Response {
  return show(
    visit,
    { title: source.name, live: { topicId: 0, mode: 'refresh' } },
    <>
      <p class="way-back">
        <a href="/sources">Sources</a>
      </p>
      <div class="page-head">
        <h1>{source.name}</h1>
        <a href={`/feed?source=${source.id}`}>Its mentions in the feed</a>
      </div>
      {isAdded && runs.length === 0 && (
        <p class="news" role="status">
          Added. It is being read for the first time; its mentions show up in the{' '}
          <a href={`/feed?source=${source.id}`}>feed</a> in a moment.
        </p>
      )}
      {isConnected && (
        <p class="news" role="status">
          Connected. It is being read; what it brings shows up in the{' '}
          <a href={`/feed?source=${source.id}`}>feed</a> in a moment.
        </p>
      )}
      {isSaved && (
        <p class="news" role="status">
          Saved.{source.enabled && source.kind !== 'import' && ' It is read again at once.'}
        </p>
      )}
      <ul class="cards cards-one">
        <SourceCard source={source} visit={visit} isOwnPage {...card} />
      </ul>
      <section>
        <h2>Reads</h2>
        {runs.length === 0 ? <p>It has not been read yet.</p> : <Runs runs={runs} visit={visit} />}
      </section>
    </>,
  );
}

const Runs = ({ runs, visit }: { runs: readonly SourceRun[]; visit: Visit }) => (
  <section class="table-scroll" tabindex={0} aria-label="Reads, the latest first">
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Outcome</th>
          <th scope="col" class="number">
            Seen
          </th>
          <th scope="col" class="number">
            New
          </th>
          <th scope="col" class="number">
            Edited
          </th>
          <th scope="col" class="number">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr>
            <th scope="row">
              <Moment at={run.startedAt} timeZone={visit.workspace.timeZone} />
            </th>
            <td>
              {{ ok: 'read', 'not-modified': 'nothing new', failed: 'failed' }[run.status]}
              {remarksOf(run).map((remark) => (
                <p class="hint">{remark}</p>
              ))}
            </td>
            <td class="number">{count(run.seen)}</td>
            <td class="number">{count(run.added)}</td>
            <td class="number">{count(run.edited)}</td>
            <td class="number">{tookInWords(run)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function tookInWords({ startedAt, finishedAt }: SourceRun): string {
  const ms = finishedAt.getTime() - startedAt.getTime();
  return ms < 1000 ? `${count(ms)} ms` : duration(ms / 1000);
}

function remarksOf(run: SourceRun): string[] {
  return [
    ...(run.error ? [run.error] : []),
    ...(run.removed > 0 ? [`${count(run.removed)} removed there.`] : []),
    ...(run.skipped > 0 ? [`${count(run.skipped)} left out.`] : []),
    ...run.warnings,
  ];
}
