import { Hono } from 'hono';
import { addDays, type Day, dayOf } from '../../domain/day.ts';
import { listDayCoverage } from '../../store/coverage.ts';
import { listFeed } from '../../store/feed.ts';
import { countPending } from '../../store/mentions.ts';
import { scoresBetween, scoresOfAllTopics } from '../../store/scores.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import { listTopics, type TopicRow } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import type { DaySeries } from '../charts/day-points.ts';
import { SentimentChart } from '../charts/sentiment-chart.tsx';
import type { WebDeps } from '../deps.ts';
import { coverageInWords, staleSources } from '../parts/source-health.ts';
import { countOf, fullDay } from '../parts/wording.ts';
import { FirstSteps } from './first-steps.tsx';
import { KpiRow, readKpiRow } from './kpi-row.tsx';
import { Mood } from './mood.tsx';
import { CHART_TITLE, chartSeries, chartSpan, type Period, PeriodLinks, readPeriod } from './period.tsx';
import { show } from './shell.tsx';
import { StaleWarning } from './stale-warning.tsx';
import { DAYS_OF_NUMBERS, type TopicNumbers, topicNumbers } from './topic-numbers.ts';
import { TopicTile } from './topic-tile.tsx';
import { type Visit, visitOf } from './visit.ts';

interface Overview {
  readonly today: Day;
  readonly period: Period;
  readonly everything: { readonly topic: TopicRow; readonly numbers: TopicNumbers };
  readonly series: DaySeries;
  readonly others: readonly { readonly topic: TopicRow; readonly numbers: TopicNumbers }[];
  readonly kpis: Awaited<ReturnType<typeof readKpiRow>>;
  readonly sources: readonly SourceRow[];
  readonly coverageToday: number | undefined;
  /** Mentions that are stored but not yet in any number. */
  readonly pending: number;
  readonly isEmpty: boolean;
}

export function overviewRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/', async (c) => {
    const visit = await visitOf(c, deps);
    const overview = await readOverview(deps, visit, readPeriod(c.req.query('days'), 30));
    return show(
      visit,
      { title: 'Overview', live: { topicId: 0, mode: 'refresh' } },
      overview.isEmpty ? (
        <FirstSteps visit={visit} sources={overview.sources} />
      ) : (
        <OverviewBody overview={overview} visit={visit} />
      ),
    );
  });
}

async function readOverview({ db }: WebDeps, visit: Visit, period: Period): Promise<Overview> {
  const { timeZone } = visit.workspace;
  const today = dayOf(visit.now, timeZone);
  const [everything, ...others] = await listTopics(db);
  if (!everything) throw new Error('The topic of everything is missing: the database was changed by hand.');
  const scores = await scoresOfAllTopics(db, addDays(today, -DAYS_OF_NUMBERS), today);
  const span = chartSpan(period, today);
  const coverage = await listDayCoverage(db, { days: span.days, timeZone, now: visit.now });
  const withNumbers = (topic: TopicRow) => ({
    topic,
    numbers: topicNumbers(scores.get(topic.id) ?? [], today),
  });
  const charted = { topicId: everything.id, from: span.scoresFrom, to: today };
  return {
    today,
    period,
    everything: withNumbers(everything),
    series: chartSeries(span, await scoresBetween(db, charted), coverage),
    others: others.map(withNumbers).sort((a, b) => b.numbers.weekVolume - a.numbers.weekVolume),
    kpis: await readKpiRow(db, today, { timeZone, at: visit.now }),
    sources: await listSources(db),
    coverageToday: coverage.get(today),
    pending: await countPending(db),
    isEmpty:
      scores.size === 0 &&
      (await listFeed(db, { topicId: everything.id, timeZone }, { limit: 1 })).mentions.length === 0,
  };
}

/** What is still on its way is missing in every number below. */
const Pending = ({ pending }: { pending: number }) =>
  pending === 0 ? null : (
    <p class="news" role="status">
      {countOf(pending, 'mention')} {pending === 1 ? 'waits' : 'wait'} to be labelled; the numbers do not hold{' '}
      {pending === 1 ? 'it' : 'them'} yet.
    </p>
  );

const OverviewBody = ({ overview, visit }: { overview: Overview; visit: Visit }) => {
  const { everything, others, series, sources } = overview;
  return (
    <>
      <div class="page-head">
        <h1>How customers feel</h1>
        <p class="page-date">{fullDay(overview.today)}</p>
      </div>
      <StaleWarning stale={staleSources(sources, visit.now)} />
      <Pending pending={overview.pending} />
      <section class="hero" aria-label="Everything">
        <Mood
          numbers={everything.numbers}
          coverage={coverageInWords(overview.coverageToday, sources, visit.now)}
        />
        <div class="hero-chart">
          <div class="section-head">
            <h2>{CHART_TITLE[series.step]}</h2>
            <PeriodLinks path="/" chosen={overview.period} />
          </div>
          <SentimentChart series={series} name={everything.topic.name} />
        </div>
      </section>
      <KpiRow parts={overview.kpis} />
      <section>
        <div class="section-head">
          <h2>Topics</h2>
          <a href="/topics">All topics</a>
        </div>
        {others.length === 0 ? (
          <p class="empty">
            No topics yet. <a href="/topics/new">Add one</a> to follow a brand, a product or a theme by
            itself.
          </p>
        ) : (
          <div class="tiles">
            {others.map(({ topic, numbers }) => (
              <TopicTile key={topic.id} topic={topic} numbers={numbers} />
            ))}
          </div>
        )}
      </section>
    </>
  );
};
