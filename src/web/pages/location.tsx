import type { IndexPart } from '../../domain/cx-index.ts';
import type { PlaceIndex, Places } from '../../places/read-places.ts';
import type { FeedMention } from '../../store/feed.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import type { DaySeries } from '../charts/day-points.ts';
import { SentimentChart } from '../charts/sentiment-chart.tsx';
import { changeInWords, missingInWords, weightsInWords } from '../parts/index-words.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { Moment } from '../parts/moment.tsx';
import { SmallLine } from '../parts/small-line.tsx';
import { count, notEnough, percent, shortDay } from '../parts/wording.ts';
import { type AspectDay, PlaceAspects } from './location-aspects.tsx';
import { LocationForm } from './location-forms.tsx';
import { trendInWords } from './location-tables.tsx';
import { CHART_TITLE } from './period.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';
import { WeekForm } from './week-form.tsx';

interface LocationPage {
  readonly location: LocationRow;
  /** All places of a manager; nobody else is shown them here. */
  readonly others: readonly LocationRow[];
  readonly topic: TopicRow;
  readonly topics: readonly TopicRow[];
  readonly weeks: number;
  readonly place: PlaceIndex & Pick<Places, 'weights' | 'from' | 'to'>;
  readonly series: DaySeries;
  readonly aspects: readonly AspectDay[];
  readonly aspectsBefore: readonly AspectDay[];
  readonly latest: readonly FeedMention[];
  readonly alerts: readonly { readonly id: number; readonly title: string; readonly at: Date }[];
}

export function showLocation(visit: Visit, page: LocationPage): Response {
  const { location, others, topic, topics, weeks, latest, alerts, series } = page;
  const where = [location.city, location.region, location.country].filter(Boolean).join(', ');
  return show(
    visit,
    { title: location.name },
    <>
      <p class="eyebrow">
        {visit.can('read') ? (
          <a href={`/locations?topic=${topic.id}&weeks=${weeks}`}>Locations</a>
        ) : (
          others.map(({ id, name }) => (
            <a key={id} href={`/locations/${id}`} aria-current={id === location.id ? 'page' : undefined}>
              {name}{' '}
            </a>
          ))
        )}
      </p>
      <h1>{location.name}</h1>
      <p class="hint">{where || location.code}</p>
      <WeekForm
        action={`/locations/${location.id}`}
        weeks={weeks}
        {...(topics.length > 1 ? { topics: { all: topics, chosenId: topic.id } } : {})}
      />
      <IndexCard page={page} />
      {visit.can('read') && (
        <p class="hint">
          <a href={`/kpis?topic=${topic.id}&location=${location.id}`}>Every KPI of this place, over time</a>
        </p>
      )}
      {alerts.length > 0 && (
        <section aria-labelledby="open-alerts">
          <h2 id="open-alerts">Open alerts</h2>
          <ul class="rows">
            {alerts.map(({ id, title, at }) => (
              <li key={id}>
                <div>
                  {visit.can('read') ? <a href={`/alerts/${id}`}>{title}</a> : title},{' '}
                  <Moment at={at} timeZone={visit.workspace.timeZone} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>Net sentiment, {CHART_TITLE[series.step].toLowerCase()}</h2>
        <SentimentChart series={series} name={location.name} />
      </section>
      <section>
        <h2>What it is about</h2>
        <PlaceAspects now={page.aspects} before={page.aspectsBefore} />
      </section>
      <section>
        <div class="section-head">
          <h2>Latest mentions</h2>
          {visit.can('read') && <a href={`/feed?topic=${topic.id}&location=${location.id}`}>All mentions</a>}
        </div>
        {latest.length === 0 && <p class="empty">Nothing was said about this place yet.</p>}
        <div class="mentions mentions-pair">
          {latest.map((mention) => (
            <MentionCard key={mention.id} mention={mention} visit={visit} />
          ))}
        </div>
      </section>
      {visit.can('import') && <LocationForm visit={visit} location={location} />}
    </>,
  );
}

const IndexCard = ({ page: { location, place, weeks } }: { page: LocationPage }) => {
  const { index, change, trend, weeksHeard } = place;
  const { estimate } = index;
  return (
    <section class="card brand-index" aria-labelledby="place-index">
      <h2 id="place-index">Index</h2>
      <p class="score score-large">
        <span class="score-value tone-even" data-index>
          {estimate ? Math.round(estimate.value) : 'not enough data'}
        </span>
        {estimate && (
          <span class="score-interval">
            of 100; 95&nbsp;% between {Math.round(estimate.low)} and {Math.round(estimate.high)}, n{' '}
            {count(estimate.n)}
          </span>
        )}
      </p>
      <p>
        {changeInWords(change)}, against the {weeks} weeks before {shortDay(place.from)}.
      </p>
      <SmallLine points={trend} range={{ min: 0, max: 100 }} title={trendInWords(location.name, trend)} />
      <p class="hint">
        {trendInWords('Four weeks each', trend)}. Something was heard in {weeksHeard} of {weeks} weeks.
        Weights: {weightsInWords(index.parts)}.
      </p>
      {missingInWords(index) && <p class="hint">{missingInWords(index)}</p>}
      <div class="table-scroll table-tall">
        <table class="split">
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="number">
                Measured
              </th>
              <th scope="col" class="number">
                On 0–100
              </th>
              <th scope="col" class="number">
                Counts for
              </th>
              <th scope="col" class="number">
                n
              </th>
            </tr>
          </thead>
          <tbody>
            {index.parts.map((part) => (
              <PartRow key={part.id} part={part} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const one = (value: number) => value.toFixed(1).replace('-', '\u2212');

const PartRow = ({ part: { name, measured, scaled, share } }: { part: IndexPart }) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="number">
      {scaled && measured.value !== undefined ? (
        <>
          {one(measured.value)}
          {measured.low !== undefined && measured.high !== undefined && (
            <small>
              {' '}
              {one(measured.low)} to {one(measured.high)}
            </small>
          )}
        </>
      ) : (
        notEnough(measured.n)
      )}
    </td>
    <td class="number">{scaled ? Math.round(scaled.value) : '–'}</td>
    <td class="number">{percent(share)}</td>
    <td class="number">{count(measured.n)}</td>
  </tr>
);
