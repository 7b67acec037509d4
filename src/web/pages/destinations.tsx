import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { channels } from '../../channels/index.ts';
import { SEVERITIES } from '../../domain/alert.ts';
import { areaInWords } from '../../domain/area.ts';
import { type DeliveryRow, listDeliveries } from '../../store/deliveries.ts';
import { type DestinationRow, listDestinations } from '../../store/destinations.ts';
import { listTopics, type TopicRow } from '../../store/topics.ts';
import { type LocationRow, listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addDestination,
  changeDestination,
  giveUp,
  removeDestination,
  sendAgain,
  sendTest,
  signingSecret,
  switchDestination,
} from '../deeds/destinations.ts';
import type { WebDeps } from '../deps.ts';
import { SEVERITY_WORD } from '../parts/alert-words.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { placesOf } from '../parts/place-choice.ts';
import { listed } from '../parts/wording.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { AddDestination, ChangeDestination } from './destination-form.tsx';
import { manyIds, manyOf } from './form-fields.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { mistakeOrThrow } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const LOGGED = 30;

const New = z.looseObject({
  name: z.string().trim().min(1, { error: 'The destination needs a name.' }).max(120),
  kind: z.string().max(40),
  topics: manyIds,
  locations: manyOf,
  leastSeverity: z.enum(SEVERITIES).default('info'),
  line: z.enum(['first', 'second']).default('first'),
  /** Secrets to take away. */
  forget: manyOf,
});

/** What a form sends: the settings of a kind are named "<kind>.<field>"; empty ones are left out. */
function readForm(fields: Record<string, unknown>) {
  const { name, kind, topics, locations, leastSeverity, line, forget, ...entered } = New.parse(fields);
  const prefix = `${kind}.`;
  const settings = Object.fromEntries(
    Object.entries(entered)
      .filter(([field, value]) => field.startsWith(prefix) && typeof value === 'string' && value !== '')
      .map(([field, value]) => [field.slice(prefix.length), value]),
  );
  return {
    name,
    kind,
    settings,
    forgotten: forget,
    topicIds: topics,
    ...placesOf(locations),
    leastSeverity,
    isSecondLine: line === 'second',
  };
}

interface Told {
  readonly text: string;
  readonly secret?: string | undefined;
  readonly isMistake?: boolean;
}

/** Where messages go: the destinations with what each is told, their tests and the log of deliveries. */
export function destinationRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  const home = (c: Context<WebEnv>) => c.redirect('/settings/destinations', 303);
  const id = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  routes.get('/settings/destinations', (c) => page(c, deps, undefined));
  routes.post('/settings/destinations', need('admin'), async (c) => {
    try {
      const { kind, settings, forgotten: _, ...route } = readForm(await c.req.parseBody({ all: true }));
      const { name } = route;
      const made = await addDestination(deps, by(c), { ...route, kind, settings, enabled: true });
      const secret = await signingSecret(deps, made);
      const more = secret ? ' Its receiver checks signatures with this secret, shown only now:' : '';
      return page(c, deps, { text: `“${name}” is set up. Send a test to see that it works.${more}`, secret });
    } catch (error) {
      return page(c, deps, { text: mistakeOrThrow(error), isMistake: true });
    }
  });
  routes.post('/settings/destinations/:id{[0-9]+}', need('admin'), async (c) => {
    try {
      const { kind, settings, forgotten, ...route } = readForm(await c.req.parseBody({ all: true }));
      const open = channels.get(kind)?.fields.filter(({ isSecret }) => !isSecret) ?? [];
      // What was emptied goes; a secret that was not typed stays.
      const emptied = Object.fromEntries(
        [...open.map(({ name }) => name), ...forgotten]
          .filter((name) => !(name in settings))
          .map((name) => [name, null]),
      );
      await changeDestination(deps, by(c), id(c), { ...route, settings: { ...settings, ...emptied } });
      return page(c, deps, { text: `“${route.name}” is changed. Send a test to see that it works.` });
    } catch (error) {
      return page(c, deps, { text: mistakeOrThrow(error), isMistake: true });
    }
  });
  routes.post('/settings/destinations/:id{[0-9]+}/test', need('admin'), async (c) => {
    await sendTest(deps, by(c), id(c));
    return page(c, deps, { text: 'A test is on its way. How it went is in the log below.' });
  });
  routes.post('/settings/destinations/:id{[0-9]+}/:deed{enable|disable}', need('admin'), async (c) => {
    await switchDestination(deps, by(c).name, id(c), c.req.param('deed') === 'enable');
    return home(c);
  });
  routes.post('/settings/destinations/:id{[0-9]+}/remove', need('admin'), async (c) => {
    await removeDestination(deps, by(c), id(c));
    return home(c);
  });
  routes.post('/settings/deliveries/:id{[0-9]+}/retry', need('admin'), async (c) => {
    await sendAgain(deps, by(c), id(c));
    return home(c);
  });
  routes.post('/settings/deliveries/:id{[0-9]+}/give-up', need('admin'), async (c) => {
    await giveUp(deps, by(c), id(c));
    return home(c);
  });
  return routes;
}

async function page(c: Context<WebEnv>, deps: WebDeps, told: Told | undefined): Promise<Response> {
  const [visit, destinations, deliveries, topics, locations] = await Promise.all([
    visitOf(c, deps),
    listDestinations(deps.db),
    listDeliveries(deps.db, { limit: LOGGED }),
    listTopics(deps.db),
    listLocations(deps.db),
  ]);
  return showDestinations(visit, { destinations, deliveries, topics, locations, told });
}

interface Destinations {
  readonly destinations: readonly DestinationRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
  readonly told: Told | undefined;
}

function showDestinations(visit: Visit, view: Destinations): Response {
  const { destinations, deliveries, topics, locations, told } = view;
  return show(
    visit,
    { title: 'Where alerts go', status: told?.isMistake ? 422 : 200 },
    <>
      <p class="way-back">
        <a href="/alerts">Alerts</a>
      </p>
      <h1>Where alerts go</h1>
      {told && (
        <div class={told.isMistake ? 'mistake' : 'news'} role={told.isMistake ? 'alert' : 'status'}>
          <p>{told.text}</p>
          {told.secret && <code class="token">{told.secret}</code>}
        </div>
      )}
      {destinations.length === 0 && (
        <p class="empty">Nobody is told yet: alerts are on the Alerts page only.</p>
      )}
      <ul class="rows">
        {destinations.map((destination) => (
          <li key={destination.id}>
            <div>
              <strong>{destination.name}</strong> ({channels.get(destination.kind)?.title ?? destination.kind}
              ){destination.enabled ? '' : ', switched off'}
              <p class="hint">{routeInWords(destination, topics, locations)}</p>
              {visit.can('admin') && (
                <ChangeDestination
                  visit={visit}
                  destination={destination}
                  topics={topics}
                  locations={locations}
                />
              )}
            </div>
            {visit.can('admin') && <Deeds visit={visit} destination={destination} />}
          </li>
        ))}
      </ul>
      {visit.can('admin') && <AddDestination visit={visit} topics={topics} locations={locations} />}
      {deliveries.length > 0 && (
        <DeliveryLog visit={visit} deliveries={deliveries} title="The latest messages" />
      )}
    </>,
  );
}

const Deeds = ({ visit, destination: { id, enabled } }: { visit: Visit; destination: DestinationRow }) => (
  <form method="post" action={`/settings/destinations/${id}/test`} class="deeds">
    <CsrfField visit={visit} />
    <button type="submit" class="quiet small">
      Send a test
    </button>
    <button
      type="submit"
      class="quiet small"
      formaction={`/settings/destinations/${id}/${enabled ? 'disable' : 'enable'}`}
    >
      {enabled ? 'Switch off' : 'Switch on'}
    </button>
    <button type="submit" class="danger small" formaction={`/settings/destinations/${id}/remove`}>
      Remove
    </button>
  </form>
);

function routeInWords(
  { topicIds, locationIds, areas, leastSeverity, isSecondLine }: DestinationRow,
  topics: readonly TopicRow[],
  locations: readonly LocationRow[],
): string {
  const names = (ids: readonly number[], all: readonly { id: number; name: string }[]) =>
    listed(ids.map((id) => all.find((one) => one.id === id)?.name ?? 'one that was removed'));
  const where = [
    ...(locationIds.length > 0 ? [`at ${names(locationIds, locations)}`] : []),
    ...areas.map((area) => `anywhere in ${areaInWords(area)}`),
  ];
  const what = [
    topicIds.length > 0 ? `about ${names(topicIds, topics)}` : 'about any topic',
    where.join(' or '),
    leastSeverity === 'info' ? '' : `from “${SEVERITY_WORD[leastSeverity]}” up`,
  ].filter(Boolean);
  return `Alerts ${what.join(', ')}${isSecondLine ? '; only when nobody has taken them in time' : ''}.`;
}
