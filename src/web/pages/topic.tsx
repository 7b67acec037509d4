import { Hono } from 'hono';
import type { Correction } from '../../domain/correction.ts';
import { addDays, type Day, dayOf } from '../../domain/day.ts';
import { netSentiment, netSentimentOpinionated } from '../../domain/sentiment.ts';
import { listCorrections } from '../../store/corrections.ts';
import { listDayCoverage } from '../../store/coverage.ts';
import { type FeedMention, listFeed } from '../../store/feed.ts';
import { type Split, splitByLocation, splitBySource } from '../../store/overview.ts';
import { type DayScore, scoresBetween } from '../../store/scores.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import { getTopic, type TopicRow } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { type DaySeries, sumOfDays } from '../charts/day-points.ts';
import { SentimentChart } from '../charts/sentiment-chart.tsx';
import type { WebDeps } from '../deps.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { coverageInWords, staleSources } from '../parts/source-health.ts';
import { CorrectedDays } from './corrected-days.tsx';
import { idOf } from './mention.tsx';
import { Mood } from './mood.tsx';
import { CHART_TITLE, chartSeries, chartSpan, type Period, PeriodLinks, readPeriod } from './period.tsx';
import { show } from './shell.tsx';
import { SplitTable } from './split-table.tsx';
import { StaleWarning } from './stale-warning.tsx';
import { TopicFormulae } from './topic-formulae.tsx';
import { DAYS_OF_NUMBERS, type TopicNumbers, topicNumbers } from './topic-numbers.ts';
import { type Visit, visitOf } from './visit.ts';

const LATEST = 6;

interface TopicPage {
  readonly topic: TopicRow;
  readonly period: Period;
  readonly numbers: TopicNumbers;
  readonly series: DaySeries;
  readonly total: ReturnType<typeof sumOfDays>;
  readonly bySource: readonly Split[];
  readonly byLocation: readonly Split[];
  readonly latest: readonly FeedMention[];
  readonly sources: readonly SourceRow[];
  readonly coverageToday: number | undefined;
  /** The days of the period. */
  readonly scores: readonly DayScore[];
  readonly corrections: ReadonlyMap<Day, Correction>;
}

export function topicDetailRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/topics/:id', async (c) => {
    const visit = await visitOf(c, deps);
    const topic = await getTopic(deps.db, idOf(c.req.param('id')));
    return showTopic(visit, await readTopicPage(deps, visit, topic, readPeriod(c.req.query('days'), 30)));
  });
}

async function readTopicPage(
  deps: WebDeps,
  visit: Visit,
  topic: TopicRow,
  period: Period,
): Promise<TopicPage> {
  const { db } = deps;
  const today = dayOf(visit.now, topic.timeZone);
  const from = addDays(today, 1 - period);
  const span = chartSpan(period, today);
  const neededFrom = addDays(today, -DAYS_OF_NUMBERS);
  const scores = await scoresBetween(db, {
    topicId: topic.id,
    from: [span.scoresFrom, neededFrom].sort()[0] ?? neededFrom,
    to: today,
  });
  const coverage = await listDayCoverage(db, { days: span.days, timeZone: topic.timeZone, now: visit.now });
  const cut = { topicId: topic.id, from, to: today };
  const feed = await listFeed(
    db,
    { topicId: topic.id, timeZone: visit.workspace.timeZone },
    { limit: LATEST },
  );
  const inPeriod = scores.filter(({ day }) => day >= from);
  return {
    topic,
    period,
    numbers: topicNumbers(scores, today),
    series: chartSeries(span, scores, coverage),
    total: sumOfDays(new Map(scores.map((score) => [score.day, score] as [Day, typeof score])), {
      to: today,
      days: period,
    }),
    bySource: await splitBySource(db, cut),
    byLocation: await splitByLocation(db, cut),
    latest: feed.mentions,
    sources: await listSources(db),
    coverageToday: coverage.get(today),
    scores: inPeriod,
    corrections: await listCorrections(db, topic.id, inPeriod),
  };
}

function showTopic(visit: Visit, page: TopicPage): Response {
  const { topic, period } = page;
  const live = { topicId: topic.id, mode: 'refresh' } as const;
  return show(
    visit,
    { title: topic.name, live },
    <>
      <TopicHead topic={topic} visit={visit} />
      <StaleWarning stale={staleSources(page.sources, visit.now)} />
      <section class="hero" aria-label="Now">
        <Mood
          numbers={page.numbers}
          coverage={coverageInWords(page.coverageToday, page.sources, visit.now)}
        />
        <div class="hero-chart">
          <div class="section-head">
            <h2>{CHART_TITLE[page.series.step]}</h2>
            <PeriodLinks path={`/topics/${topic.id}`} chosen={period} />
          </div>
          <SentimentChart series={page.series} name={topic.name} />
        </div>
      </section>
      <Splits page={page} />
      <CorrectedDays scores={page.scores} corrections={page.corrections} />
      <section>
        <div class="section-head">
          <h2>Latest mentions</h2>
          <a href={`/feed?topic=${topic.id}`}>All mentions</a>
        </div>
        {page.latest.length === 0 && <p class="empty">No mention fits this topic yet.</p>}
        <div class="mentions mentions-pair">
          {page.latest.map((mention) => (
            <MentionCard key={mention.id} mention={mention} visit={visit} />
          ))}
        </div>
      </section>
    </>,
  );
}

const TopicHead = ({ topic, visit }: { topic: TopicRow; visit: Visit }) => (
  <>
    <p class="way-back">
      <a href="/topics">Topics</a>
    </p>
    <div class="page-head">
      <div>
        <h1>{topic.name}</h1>
        {topic.kind !== 'everything' && (
          <p class="query">
            <span class="eyebrow">{topic.kind}</span> <code>{topic.query}</code>
          </p>
        )}
      </div>
      {visit.can('topics') && topic.kind !== 'everything' && (
        <a href={`/topics/${topic.id}/edit`} class="button quiet">
          Edit
        </a>
      )}
    </div>
  </>
);

const Splits = ({ page: { topic, period, total, bySource, byLocation } }: { page: TopicPage }) => {
  const hasLocations = byLocation.some(({ id }) => id !== 0);
  return (
    <>
      <section>
        <h2>The number and its formula, {period} days</h2>
        <TopicFormulae
          counts={total}
          all={netSentiment(total)}
          opinionated={netSentimentOpinionated(total)}
        />
      </section>
      {bySource.length > 0 && (
        <section class="pair">
          <div>
            <h2>By source</h2>
            <SplitTable splits={bySource} topicId={topic.id} by="source" />
          </div>
          {hasLocations && (
            <div>
              <h2>By location</h2>
              <SplitTable splits={byLocation} topicId={topic.id} by="location" />
            </div>
          )}
        </section>
      )}
    </>
  );
};
