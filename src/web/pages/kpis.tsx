import { Hono } from 'hono';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { fullDay } from '../parts/wording.ts';
import { kpiAnswerRoutes } from './kpi-answers.tsx';
import { KpiCard } from './kpi-card.tsx';
import { KpiForm } from './kpi-form.tsx';
import { ANNOTATION_WORD, kpiNoteRoutes } from './kpi-notes.tsx';
import { readKpiQuery } from './kpi-query.ts';
import { LeadPanel } from './lead-panel.tsx';
import { type KpiPage, readKpiPage } from './read-kpi-page.ts';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

/** Sentiment and the numbers a company is run by, over time on one page. */
export function kpiRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/kpis', async (c) => {
      const visit = await visitOf(c, deps);
      const { pathname, searchParams } = new URL(c.req.url);
      const query = readKpiQuery(searchParams);
      const at = { timeZone: visit.workspace.timeZone, now: visit.now, all: searchParams.has('all') };
      const page = await readKpiPage(deps.db, query, at);
      searchParams.set('all', 'yes');
      return showKpis(visit, page, `${pathname}?${searchParams}`);
    })
    .route('/', kpiNoteRoutes(deps))
    .route('/', kpiAnswerRoutes(deps));
}

function showKpis(visit: Visit, { query, choices, cards, marks, leads }: KpiPage, whole: string): Response {
  return show(
    visit,
    { title: 'KPIs' },
    <>
      <div class="page-head">
        <h1>KPIs</h1>
        <a href="/kpis/notes" class="button quiet">
          Targets, benchmarks, events
        </a>
      </div>
      <KpiForm query={query} choices={choices} />
      <p class="legend">
        <span class="key key-line">with 95&nbsp;% interval</span>
        <span class="key key-before">
          {query.compare === 'year' ? 'a year earlier' : 'the time before'} (dashed)
        </span>
        <span class="key key-n">n; outlined where it is too small for a number</span>
        <span>At most a minute old</span>
      </p>
      {marks.length > 0 && (
        <ol class="marks" aria-label="What happened">
          {marks.map(({ figure, annotation: { kind, text, firstDay, lastDay } }) => (
            <li key={figure} value={figure}>
              <strong>{ANNOTATION_WORD[kind]}</strong> {text},{' '}
              {firstDay === lastDay ? fullDay(firstDay) : `${fullDay(firstDay)} to ${fullDay(lastDay)}`}
            </li>
          ))}
        </ol>
      )}
      <div id="kpi-numbers" data-rest={cards.every(({ view }) => view) ? undefined : whole}>
        <div class="kpi-cards">
          {cards.map(({ id, name, view }) =>
            view ? <KpiCard key={id} view={view} /> : <LateCard key={id} id={id} name={name} whole={whole} />,
          )}
        </div>
        {leads && <LeadPanel leads={leads} />}
      </div>
    </>,
  );
}

/** Its number is read from every order, customer or review; the script of the page asks for it by itself. */
const LateCard = ({ id, name, whole }: { id: string; name: string; whole: string }) => (
  <article class="card kpi-card" id={`kpi-${id}`}>
    <h2>{name}</h2>
    <p class="kpi-missing">
      Being added up. <a href={whole}>Show all numbers</a>
    </p>
  </article>
);
