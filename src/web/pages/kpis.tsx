import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { NotFound, Refused } from '../../domain/errors.ts';
import type { Db } from '../../store/db.ts';
import { listKpiChoices } from '../../store/kpi-choices.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { fullDay } from '../parts/wording.ts';
import { kpiAnswerRoutes } from './kpi-answers.tsx';
import { KpiCard } from './kpi-card.tsx';
import { ComparedKpiCard, ComparisonTable } from './kpi-comparison.tsx';
import { type KpiChoices, KpiForm } from './kpi-form.tsx';
import { MEMBER_KINDS, type Members, membersOf } from './kpi-members.ts';
import { ANNOTATION_WORD, kpiNoteRoutes } from './kpi-notes.tsx';
import { type KpiQuery, readKpiQuery } from './kpi-query.ts';
import { LeadPanel } from './lead-panel.tsx';
import { type KpiComparison, readKpiComparison } from './read-kpi-comparison.ts';
import { type KpiPage, readKpiPage } from './read-kpi-page.ts';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

/** Sentiment and the numbers a company is run by, over time on one page: of one cut, or of several side by side. */
export function kpiRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/kpis', async (c) => {
      const visit = await visitOf(c, deps);
      const { pathname, searchParams } = new URL(c.req.url);
      const query = readKpiQuery(searchParams);
      const choices = await readChoices(deps.db);
      const { members, mistake, status } = tryMembers(query, choices);
      const at = { timeZone: visit.workspace.timeZone, now: visit.now, all: searchParams.has('all') };
      const whole = new URLSearchParams(searchParams);
      whole.set('all', 'yes');
      const address = `${pathname}?${whole}`;
      const head = { query, choices, mistake, status };
      if (!members) return showOne(visit, head, await readKpiPage(deps.db, query, at), address);
      return showSideBySide(visit, head, await readKpiComparison(deps.db, { query, members }, at), address);
    })
    .route('/', kpiNoteRoutes(deps))
    .route('/', kpiAnswerRoutes(deps));
}

async function readChoices(db: Db): Promise<KpiChoices> {
  const [topics, locations] = [await listTopics(db), await listLocations(db)];
  return { topics, locations, ...(await listKpiChoices(db)) };
}

interface Tried {
  readonly members: Members | undefined;
  readonly mistake: string | undefined;
  readonly status: number;
}

/** What cannot stand side by side is said above the page of one. */
function tryMembers(query: KpiQuery, choices: KpiChoices): Tried {
  try {
    return { members: membersOf(query.members, choices), mistake: undefined, status: 200 };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof NotFound)) throw error;
    return { members: undefined, mistake: error.message, status: error instanceof NotFound ? 404 : 422 };
  }
}

type Head = Pick<Tried, 'mistake' | 'status'> & { readonly query: KpiQuery; readonly choices: KpiChoices };

function showOne(visit: Visit, head: Head, { cards, marks, leads }: KpiPage, whole: string): Response {
  return showKpis(
    visit,
    head,
    <>
      <p class="legend">
        <span class="key key-line">with 95&nbsp;% interval</span>
        <span class="key key-before">
          {head.query.compare === 'year' ? 'a year earlier' : 'the time before'} (dashed)
        </span>
        <span class="key key-n">n; outlined where it is too small for a number</span>
        <span>At most a minute old</span>
      </p>
      <MarkList marks={marks} />
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

function showSideBySide(visit: Visit, head: Head, comparison: KpiComparison, whole: string): Response {
  const { kind, cards, marks, against } = comparison;
  return showKpis(
    visit,
    head,
    <>
      <p class="hint">
        Each value stands over its 95&nbsp;% interval; where two overlap widely, the difference may be chance.
        Changes are against {against}. “Everything” is all there is, with and without a {kind.one}. At most a
        minute old.
      </p>
      <div id="kpi-numbers" data-rest={cards.every(({ shown }) => shown) ? undefined : whole}>
        <ComparisonTable comparison={comparison} />
        <MarkList marks={marks} />
        <div class="kpi-cards">
          {cards.map((card) =>
            card.shown ? (
              <ComparedKpiCard key={card.kpi.id} card={card} comparison={comparison} />
            ) : (
              <LateCard key={card.kpi.id} id={card.kpi.id} name={card.kpi.name} whole={whole} />
            ),
          )}
        </div>
        <p class="hint">
          <a href={aloneAddress(visit.here)}>Back to one at a time</a>, with what sentiment goes before
        </p>
      </div>
    </>,
  );
}

function showKpis(visit: Visit, { query, choices, mistake, status }: Head, body: Child): Response {
  return show(
    visit,
    { title: 'KPIs', status },
    <>
      <div class="page-head">
        <h1>KPIs</h1>
        <a href="/kpis/notes" class="button quiet">
          Targets, benchmarks, events
        </a>
      </div>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <KpiForm query={query} choices={choices} mistake={mistake} />
      {body}
    </>,
  );
}

const MarkList = ({ marks }: Pick<KpiPage, 'marks'>) =>
  marks.length === 0 ? null : (
    <ol class="marks" aria-label="What happened">
      {marks.map(({ figure, annotation: { kind, text, firstDay, lastDay } }) => (
        <li key={figure} value={figure}>
          <strong>{ANNOTATION_WORD[kind]}</strong> {text},{' '}
          {firstDay === lastDay ? fullDay(firstDay) : `${fullDay(firstDay)} to ${fullDay(lastDay)}`}
        </li>
      ))}
    </ol>
  );

/** The same page without what stands side by side. */
function aloneAddress(here: string): string {
  const { pathname, searchParams } = new URL(here, 'http://here');
  for (const { name } of MEMBER_KINDS) searchParams.delete(name);
  return `${pathname}?${searchParams}`;
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
