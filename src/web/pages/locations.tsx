import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { INDEX_PART_IDS, type IndexWeights } from '../../domain/cx-index.ts';
import { dayOf } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import { type Places, readPlaces } from '../../places/read-places.ts';
import { listTopics, type TopicRow } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { setIndexWeights } from '../deeds/index-weights.ts';
import { setLocation } from '../deeds/locations.ts';
import type { WebDeps } from '../deps.ts';
import { changeInWords, missingInWords, weightsInWords } from '../parts/index-words.ts';
import { shortDay } from '../parts/wording.ts';
import { LocationForm, WeightsForm } from './location-forms.tsx';
import { PlaceTree, Ranking, SORTS, type Sort } from './location-tables.tsx';
import { show } from './shell.tsx';
import { issuesInWords } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';
import { readWeeks, WeekForm } from './week-form.tsx';

const Location = z.object({
  code: z.string().trim().min(1, { error: 'The location needs the code that sources name it by.' }).max(200),
  name: z.string().trim().max(200).default(''),
  city: z.string().trim().max(200).default(''),
  region: z.string().trim().max(200).default(''),
  country: z
    .string()
    .trim()
    .regex(/^([A-Za-z]{2})?$/, { error: 'Expected a country as two letters such as DE.' })
    .default(''),
});
const Weight = z.coerce.number({ error: 'Expected weights from 0 to 100.' }).int().min(0).max(100);

/** Every place with its index: the tree, the ranking, and what the index is made of. */
export function locationRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/locations', (c) => list(c, deps, undefined))
    .post('/locations', need('import'), (c) =>
      sent(c, deps, async () => {
        const { code, name, city, region, country } = Location.parse(await c.req.parseBody());
        await setLocation(deps, c.get('principal'), {
          code,
          name: name || code,
          ...(city ? { city } : {}),
          ...(region ? { region } : {}),
          ...(country ? { country: country.toUpperCase() } : {}),
        });
      }),
    )
    .post('/locations/weights', need('topics'), (c) =>
      sent(c, deps, async () => {
        const form = await c.req.parseBody();
        const weights = INDEX_PART_IDS.map((id) => [id, Weight.parse(form[id])]);
        await setIndexWeights(deps, c.get('principal'), Object.fromEntries(weights) as IndexWeights);
      }),
    );
}

async function sent(c: Context<WebEnv>, deps: WebDeps, deed: () => Promise<void>): Promise<Response> {
  try {
    await deed();
    return c.redirect('/locations', 303);
  } catch (error) {
    if (error instanceof z.ZodError) return list(c, deps, issuesInWords(error));
    if (!(error instanceof Refused)) throw error;
    return list(c, deps, error.message);
  }
}

async function list(c: Context<WebEnv>, deps: WebDeps, mistake: string | undefined): Promise<Response> {
  const visit = await visitOf(c, deps);
  const topics = await listTopics(deps.db);
  const topic = topics.find(({ id }) => String(id) === c.req.query('topic')) ?? topics[0];
  if (!topic) throw new Error('The topic of everything is missing: the database was changed by hand.');
  const weeks = readWeeks(c.req.query('weeks'));
  const { timeZone } = visit.workspace;
  const places = await readPlaces(deps.db, {
    topicId: topic.id,
    timeZone,
    today: dayOf(visit.now, timeZone),
    weeks,
  });
  const within = places.nodes.find(({ node }) => node.key === c.req.query('within'))?.node.key;
  const sort = SORTS.find((one) => one === c.req.query('sort')) ?? 'rank';
  return showLocations(visit, { places, topic, topics, within, sort, mistake });
}

interface LocationsPage {
  readonly places: Places;
  readonly topic: TopicRow;
  readonly topics: readonly TopicRow[];
  /** Key of a country or region. */
  readonly within: string | undefined;
  readonly sort: Sort;
  readonly mistake: string | undefined;
}

function showLocations(visit: Visit, page: LocationsPage): Response {
  const { places, topic, topics, within, sort, mistake } = page;
  const [brand] = places.nodes;
  const query = new URLSearchParams({ topic: String(topic.id), weeks: String(places.weeks) });
  const hasPlaces = places.nodes.some(({ node }) => node.level === 'place');
  return show(
    visit,
    { title: 'Locations', status: mistake ? 422 : 200 },
    <>
      <h1>Locations</h1>
      {mistake && (
        <div class="mistake" role="alert">
          <p>{mistake}</p>
        </div>
      )}
      <WeekForm action="/locations" weeks={places.weeks} topics={{ all: topics, chosenId: topic.id }}>
        <label class="field">
          <span>Within</span>
          <select name="within">
            <option value="">everywhere</option>
            {places.nodes
              .filter(({ node }) => node.level === 'country' || node.level === 'region')
              .map(({ node }) => (
                <option key={node.key} value={node.key} selected={node.key === within}>
                  {node.level === 'region' ? `\u2003${node.name}` : node.name}
                </option>
              ))}
          </select>
        </label>
      </WeekForm>
      {brand && (
        <section class="card brand-index" aria-labelledby="brand-index">
          <h2 id="brand-index">The brand’s index</h2>
          <p class="score score-large">
            <span class="score-value tone-even" data-index>
              {brand.index.estimate ? Math.round(brand.index.estimate.value) : 'not enough data'}
            </span>
            {brand.index.estimate && (
              <span class="score-interval">
                of 100; 95&nbsp;% between {Math.round(brand.index.estimate.low)} and{' '}
                {Math.round(brand.index.estimate.high)}
              </span>
            )}
          </p>
          <p>
            {changeInWords(brand.change)}, against the {places.weeks} weeks before {shortDay(places.from)}.
          </p>
          <p class="hint">Weights: {weightsInWords(brand.index.parts)}.</p>
          {missingInWords(brand.index) && <p class="hint">{missingInWords(brand.index)}</p>}
        </section>
      )}
      {hasPlaces ? (
        <>
          <section aria-labelledby="ranking">
            <h2 id="ranking">Ranking</h2>
            <Ranking places={places} within={within} sort={sort} query={query} />
          </section>
          <section aria-labelledby="tree">
            <h2 id="tree">By country and region</h2>
            <PlaceTree places={places} within={within} query={query} />
          </section>
        </>
      ) : (
        <p class="empty">
          No location is known yet. Add one below, import a list (earshot import locations), or let sources
          name them.
        </p>
      )}
      {visit.can('topics') && <WeightsForm visit={visit} set={places.weights} />}
      {visit.can('import') && <LocationForm visit={visit} location={undefined} />}
      <p class="hint">
        Take it along: <a href={`/api/v1/locations/index?${query}&format=csv`}>CSV</a>,{' '}
        <a href={`/api/v1/locations/index?${query}`}>JSON</a>
      </p>
    </>,
  );
}
