import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { headline, summary } from '../../domain/alert-words.ts';
import { type AlertRow, getAlert, listAlertEvents, listAlerts } from '../../store/alerts.ts';
import { listDeliveries } from '../../store/deliveries.ts';
import { readMentions } from '../../store/feed.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { AlertSketch } from '../charts/alert-chart.tsx';
import { AlertTimeline } from '../charts/alert-timeline.tsx';
import { ALERT_DEEDS, giveAlert, handleAlert, listAssignees, noteOnAlert } from '../deeds/alerts.ts';
import type { WebDeps } from '../deps.ts';
import { SEVERITY_WORD, STATE_WORD } from '../parts/alert-words.ts';
import { Moment } from '../parts/moment.tsx';
import { relative } from '../parts/wording.ts';
import { showAlert } from './alert.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const SHOWN = 100;
const MENTIONS_SHOWN = 20;

const Handled = z.object({ note: z.string().trim().max(2_000).default('') });
const Given = z.object({
  user: z
    .string()
    .regex(/^\d{0,15}$/)
    .default(''),
});

/** What is open, what was, and one alert with all that is known about it. */
export function alertRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal').name;
  const back = (c: Context<WebEnv>, id: number) => c.redirect(`/alerts/${id}`, 303);
  routes.get('/alerts', async (c) => {
    const [visit, open, closed] = await Promise.all([
      visitOf(c, deps),
      listAlerts(deps.db, { isOpen: true, limit: SHOWN }),
      listAlerts(deps.db, { isOpen: false, limit: SHOWN }),
    ]);
    return showAlerts(visit, open, closed);
  });
  routes.get('/alerts/:id{[0-9]+}', async (c) => {
    const alert = await getAlert(deps.db, idOf(c.req.param('id')));
    const [visit, events, deliveries, users, mentions] = await Promise.all([
      visitOf(c, deps),
      listAlertEvents(deps.db, alert.id),
      listDeliveries(deps.db, { alertId: alert.id, limit: 50 }),
      listAssignees(deps.db),
      readMentions(deps.db, alert.mentionIds.slice(0, MENTIONS_SHOWN)),
    ]);
    return showAlert(visit, { alert, events, deliveries, users, mentions });
  });
  for (const deed of ALERT_DEEDS) {
    routes.post(`/alerts/:id{[0-9]+}/${deed}`, need('alerts'), async (c) => {
      const id = idOf(c.req.param('id') ?? '');
      const { note } = Handled.parse(await c.req.parseBody());
      await handleAlert(deps, by(c), id, { deed, note });
      return back(c, id);
    });
  }
  routes.post('/alerts/:id{[0-9]+}/assign', need('alerts'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    const { user } = Given.parse(await c.req.parseBody());
    await giveAlert(deps, by(c), id, user ? Number(user) : undefined);
    return back(c, id);
  });
  routes.post('/alerts/:id{[0-9]+}/note', need('alerts'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    const { note } = Handled.parse(await c.req.parseBody());
    if (note) await noteOnAlert(deps, by(c), id, note);
    return back(c, id);
  });
  return routes;
}

function showAlerts(visit: Visit, open: readonly AlertRow[], closed: readonly AlertRow[]): Response {
  return show(
    visit,
    { title: 'Alerts', live: { topicId: 0, mode: 'announce' } },
    <>
      <div class="page-head">
        <h1>Alerts</h1>
        <p class="deeds">
          <a class="button quiet" href="/alerts/rules">
            Rules
          </a>
          <a class="button quiet" href="/digests">
            Digests
          </a>
          <a class="button quiet" href="/settings/destinations">
            Where they go
          </a>
        </p>
      </div>
      <section aria-labelledby="alerts-open">
        <h2 id="alerts-open">Open</h2>
        {open.length === 0 ? (
          <p class="empty">Nothing is open. Earshot looks at every watched topic each quarter of an hour.</p>
        ) : (
          <AlertList visit={visit} alerts={open} />
        )}
      </section>
      <AlertTimeline alerts={[...open, ...closed]} now={visit.now} timeZone={visit.workspace.timeZone} />
      <section aria-labelledby="alerts-closed">
        <h2 id="alerts-closed">Before</h2>
        {closed.length === 0 ? (
          <p class="empty">No alert has been closed yet.</p>
        ) : (
          <AlertList visit={visit} alerts={closed} />
        )}
      </section>
    </>,
  );
}

const AlertList = ({ visit, alerts }: { visit: Visit; alerts: readonly AlertRow[] }) => (
  <ul class="rows alerts">
    {alerts.map((alert) => (
      <li key={alert.id} class={`alert-row alert-${alert.severity} alert-state-${alert.state}`}>
        <div>
          <a href={`/alerts/${alert.id}`}>
            <strong>{headline(alert)}</strong>
          </a>
          <p>{summary(alert, visit.workspace.timeZone)}</p>
          <p class="hint">
            {SEVERITY_WORD[alert.severity]} · {STATE_WORD[alert.state]}
            {alert.isPast ? ', found in the past' : ''}
            {alert.assignee ? ` · ${alert.assignee.name}` : ''} ·{' '}
            <Moment at={alert.at} timeZone={visit.workspace.timeZone} /> ({relative(alert.at, visit.now)})
            {alert.why.words.length > 0 &&
              ` · ${alert.why.words
                .slice(0, 4)
                .map(({ name }) => name)
                .join(', ')}`}
          </p>
        </div>
        <AlertSketch why={alert.why} />
      </li>
    ))}
  </ul>
);
