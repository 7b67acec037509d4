import { type Context, Hono } from 'hono';
import { headline } from '../../domain/alert-words.ts';
import { addDays, dayOf } from '../../domain/day.ts';
import { NotFound } from '../../domain/errors.ts';
import { readPlace } from '../../places/read-places.ts';
import { listAlerts } from '../../store/alerts.ts';
import { aspectDays } from '../../store/aspect-cells.ts';
import { listDayCoverage } from '../../store/coverage.ts';
import { listFeed } from '../../store/feed.ts';
import { scoresBetween } from '../../store/scores.ts';
import { listTopics } from '../../store/topics.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { needPlace } from '../auth/need.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { WebProblem } from '../problem.ts';
import { showLocation } from './location.tsx';
import { idOf } from './mention.tsx';
import { chartSeries, chartSpan } from './period.tsx';
import { visitOf } from './visit.ts';
import { readWeeks } from './week-form.tsx';

const MENTIONS = 8;
const ALERTS = 10;

/** The page of one place, for who may read everything and for its managers. */
export function ownPlaceRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/', (c, next) => toOwnPlace(c) ?? next())
    .get('/locations', (c, next) => toOwnPlace(c) ?? next())
    .get('/locations/:id{[0-9]+}', needPlace(), (c) => showPlace(c, deps));
}

/** Whoever sees nothing but places begins at the first of theirs. @throws WebProblem when there is none yet */
function toOwnPlace(c: Context<WebEnv>): Response | undefined {
  const principal = c.get('principal') as Principal | undefined;
  if (!principal?.scopes.has('places') || principal.scopes.has('read')) return undefined;
  const [first] = principal.locationIds ?? [];
  if (first === undefined) {
    throw new WebProblem(
      'not-allowed',
      'No place is set for you yet. An administrator sets it in Settings, People.',
    );
  }
  return c.redirect(`/locations/${first}`);
}

async function showPlace(c: Context<WebEnv>, deps: WebDeps): Promise<Response> {
  const { db } = deps;
  const visit = await visitOf(c, deps);
  const locations = await listLocations(db);
  const id = idOf(c.req.param('id') ?? '');
  const location = locations.find((one) => one.id === id);
  if (!location) throw new NotFound(`There is no location with the id ${id}.`);
  // Topics may name what is none of a manager's business.
  const topics = (await listTopics(db)).filter(({ kind }) => visit.can('read') || kind === 'everything');
  const topic = topics.find((one) => String(one.id) === c.req.query('topic')) ?? topics[0];
  if (!topic) throw new Error('The topic of everything is missing: the database was changed by hand.');
  const weeks = readWeeks(c.req.query('weeks'));
  const { timeZone } = visit.workspace;
  const today = dayOf(visit.now, timeZone);
  const place = await readPlace(db, location, { topicId: topic.id, timeZone, today, weeks });
  const span = chartSpan(weeks === 4 ? 30 : 90, today);
  const chart = { topicId: topic.id, from: span.scoresFrom, to: today, locationIds: [id] };
  const coverage = await listDayCoverage(db, { days: span.days, timeZone, now: visit.now });
  const cut = { topicId: topic.id, from: place.from, to: place.to, locationIds: [id] };
  const length = weeks * 7;
  const before = { ...cut, from: addDays(place.from, -length), to: addDays(place.from, -1) };
  const filter = { topicId: topic.id, locationId: id, timeZone };
  return showLocation(visit, {
    location,
    others: visit.can('read') ? [] : locations.filter((one) => visit.principal.locationIds?.includes(one.id)),
    topic,
    topics,
    weeks,
    place,
    series: chartSeries(span, await scoresBetween(db, chart), coverage),
    aspects: await aspectDays(db, cut),
    aspectsBefore: await aspectDays(db, before),
    latest: (await listFeed(db, filter, { limit: MENTIONS })).mentions,
    alerts: (await listAlerts(db, { isOpen: true, locationId: id, limit: ALERTS })).map((alert) => ({
      id: alert.id,
      title: headline(alert),
      at: alert.at,
    })),
  });
}
