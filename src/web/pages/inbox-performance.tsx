import { Hono } from 'hono';
import {
  listPerformance,
  measurePerformance,
  type NamedPerformance,
  PERFORMANCE_CUTS,
  type Performance,
  type PerformanceCut,
} from '../../store/inbox-performance.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { count, countOf, duration, percent } from '../parts/wording.ts';
import { PeriodLinks, readPeriod } from './period.tsx';
import { show } from './shell.tsx';
import { visitOf } from './visit.ts';

const DAY_MS = 86_400_000;
const PATH = '/inbox/performance';

/** How many items were answered and how fast, by person, location and source. */
export function inboxPerformanceRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get(PATH, async (c) => {
    const visit = await visitOf(c, deps);
    const period = readPeriod(c.req.query('days'), 30);
    const asked = {
      from: new Date(visit.now.getTime() - period * DAY_MS),
      to: visit.now,
      within: visit.principal.locationIds,
      onlyReviews: false,
    };
    const [items, reviews, ...cuts] = await Promise.all([
      measurePerformance(deps.db, asked),
      measurePerformance(deps.db, { ...asked, onlyReviews: true }),
      ...PERFORMANCE_CUTS.map((cut) => listPerformance(deps.db, asked, cut)),
    ]);
    return show(
      visit,
      { title: 'Response times', assets: 'inbox' },
      <>
        <p class="way-back">
          <a href="/inbox">Inbox</a>
        </p>
        <div class="page-head">
          <h1>Response times</h1>
          <PeriodLinks path={PATH} chosen={period} />
        </div>
        <p class="lead">
          Of what was published in the last {period} days and entered the inbox. Times run from publication to
          the first answer of a person, by the calendar; answers of rules are counted apart.
        </p>
        <dl class="facts">
          <Fact name="Response rate, reviews" value={rateOf(reviews)} hint={partsOf(reviews)} />
          <Fact name="Response rate, all items" value={rateOf(items)} hint={partsOf(items)} />
          <Fact name="Time to reply, median" value={timeOf(items.medianSeconds)} hint="half were faster" />
          <Fact name="Time to reply, 90 %" value={timeOf(items.p90Seconds)} hint="nine in ten were faster" />
          <Fact
            name="Within target"
            value={targetOf(items)}
            hint={`${count(items.withTarget)} answered with a target`}
          />
          <Fact name="Answered by rules" value={count(items.automatic)} hint="not in any number beside" />
        </dl>
        {PERFORMANCE_CUTS.map((cut, at) => (
          <CutTable key={cut} cut={cut} rows={cuts[at] ?? []} />
        ))}
      </>,
    );
  });
}

const Fact = ({ name, value, hint }: { name: string; value: string; hint: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {value} <span class="hint">{hint}</span>
    </dd>
  </div>
);

const CUT_WORD: Readonly<Record<PerformanceCut, string>> = {
  person: 'Person',
  location: 'Location',
  source: 'Source',
};
const NOBODY: Readonly<Record<PerformanceCut, string>> = {
  person: 'answered at the source',
  location: 'no location',
  source: 'removed source',
};

const CutTable = ({ cut, rows }: { cut: PerformanceCut; rows: readonly NamedPerformance[] }) => (
  <section aria-labelledby={`by-${cut}`}>
    <h2 id={`by-${cut}`}>By {cut}</h2>
    {rows.length === 0 ? (
      <p class="empty">Nothing was answered in this time.</p>
    ) : (
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{CUT_WORD[cut]}</th>
              {cut !== 'person' && (
                <th scope="col" class="number">
                  Items
                </th>
              )}
              <th scope="col" class="number">
                Answered
              </th>
              {cut !== 'person' && (
                <th scope="col" class="number">
                  Rate
                </th>
              )}
              <th scope="col" class="number">
                Median
              </th>
              <th scope="col" class="number">
                90 %
              </th>
              <th scope="col" class="number">
                Within target
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id ?? 0}>
                <th scope="row">{row.name ?? NOBODY[cut]}</th>
                {cut !== 'person' && <td class="number">{count(row.items)}</td>}
                <td class="number">{count(row.answered)}</td>
                {cut !== 'person' && <td class="number">{rateOf(row)}</td>}
                <td class="number">{timeOf(row.medianSeconds)}</td>
                <td class="number">{timeOf(row.p90Seconds)}</td>
                <td class="number">{targetOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const rateOf = ({ items, answered }: Performance) => (items === 0 ? '–' : percent(answered / items));
const partsOf = ({ items, answered }: Performance) => `${count(answered)} of ${countOf(items, 'item')}`;
const timeOf = (seconds: number | undefined) => (seconds === undefined ? '–' : duration(seconds));
const targetOf = ({ withTarget, inTime }: Performance) =>
  withTarget === 0 ? '–' : percent(inTime / withTarget);
