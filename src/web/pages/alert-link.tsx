import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { headline, summary } from '../../domain/alert-words.ts';
import { NotFound } from '../../domain/errors.ts';
import { type AlertLink, findAlertLink } from '../../store/alert-links.ts';
import { getAlert } from '../../store/alerts.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { refuseOtherSite } from '../auth/same-site.ts';
import { fingerprint } from '../auth/secrets.ts';
import { ALERT_DEEDS, giveAlert, handleAlert, listAssignees } from '../deeds/alerts.ts';
import { switchDestination } from '../deeds/destinations.ts';
import { leaveDigest } from '../deeds/digests.ts';
import type { WebDeps } from '../deps.ts';
import { STATE_WORD } from '../parts/alert-words.ts';
import { InCharge } from '../parts/in-charge.tsx';
import { showBare } from './shell.tsx';

const Chosen = z.object({
  deed: z.enum([...ALERT_DEEDS, 'assign']),
  note: z.string().trim().max(2_000).default(''),
  user: z.coerce.number().int().min(0).default(0),
});

/**
 * What a link in a message can do without signing in. Looking changes nothing, because mail programs and chats look at
 * links, too; a button does.
 */
export function alertLinkRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/a/:token', async (c) => {
    const { link, alertId } = await alertOf(deps, c);
    return confirm(deps, c, { link, alertId });
  });
  routes.post('/a/:token', async (c) => {
    refuseOtherSite(c);
    const { link, alertId } = await alertOf(deps, c);
    const { deed, note, user } = Chosen.parse(await c.req.parseBody());
    const by = `somebody at ${link.destinationName}`;
    if (deed === 'assign') await giveAlert(deps, by, alertId, user === 0 ? undefined : user);
    else await handleAlert(deps, by, alertId, { deed, note });
    return c.redirect(c.req.path, 303);
  });
  routes.get('/leave/:token', async (c) => {
    const link = await linkOf(deps, c);
    return leave(c, link, false);
  });
  // RFC 8058: the mail program posts here without anybody looking at a page.
  routes.post('/leave/:token', async (c) => {
    const link = await linkOf(deps, c);
    const { digest, destinationId } = link;
    if (digest) await leaveDigest(deps, BY_MAIL, { digestId: digest.id, destinationId });
    else await switchDestination(deps, BY_MAIL, destinationId, false);
    return leave(c, link, true);
  });
  return routes;
}

const BY_MAIL = 'one click in a mail';

async function linkOf(deps: WebDeps, c: Context<WebEnv>): Promise<AlertLink> {
  const link = await findAlertLink(deps.db, fingerprint(c.req.param('token') ?? ''), deps.now());
  if (!link) throw new NotFound('This link has run out, or its destination was removed. Sign in instead.');
  return link;
}

async function alertOf(deps: WebDeps, c: Context<WebEnv>) {
  const link = await linkOf(deps, c);
  if (link.alertId === undefined) throw new NotFound('This link is about no alert.');
  return { link, alertId: link.alertId };
}

async function confirm(
  deps: WebDeps,
  c: Context<WebEnv>,
  { link, alertId }: { link: AlertLink; alertId: number },
): Promise<Response> {
  const alert = await getAlert(deps.db, alertId);
  const { timeZone } = await getWorkspace(deps.db);
  const isClosed = alert.state === 'resolved' || alert.state === 'false_alarm';
  const csrf = c.get('session')?.csrfToken;
  const users = await listAssignees(deps.db);
  const title = headline(alert);
  return showBare(
    title,
    <div class="card confirm">
      <h1>{title}</h1>
      <p>{summary(alert, timeZone)}</p>
      <p role="status">
        It is <strong>{STATE_WORD[alert.state]}</strong>
        {alert.assignee && `, and ${alert.assignee.name} is in charge`}.
      </p>
      <form method="post" action={c.req.path} class="stacked">
        {csrf && <input type="hidden" name="csrf" value={csrf} />}
        <label class="field">
          <span>Note (may stay empty)</span>
          <input name="note" maxlength={2000} autocomplete="off" />
        </label>
        <p class="deeds">
          {alert.state === 'open' && (
            <button type="submit" name="deed" value="acknowledge">
              I am on it
            </button>
          )}
          {!isClosed && (
            <button type="submit" name="deed" value="resolve" class="quiet">
              Resolved
            </button>
          )}
          {alert.state !== 'false_alarm' && (
            <button type="submit" name="deed" value="false-alarm" class="quiet">
              It was a false alarm
            </button>
          )}
          {isClosed && (
            <button type="submit" name="deed" value="reopen" class="quiet">
              Open it again
            </button>
          )}
        </p>
        <p class="deeds">
          <InCharge alert={alert} users={users} />
          <button type="submit" name="deed" value="assign" class="quiet">
            Put in charge
          </button>
        </p>
      </form>
      <p class="hint">
        What you do here is written down as done by somebody at {link.destinationName}.{' '}
        <a href={`/alerts/${alertId}`}>Sign in to see everything</a>
      </p>
    </div>,
  );
}

function leave(c: Context<WebEnv>, link: AlertLink, isDone: boolean): Response {
  const csrf = c.get('session')?.csrfToken;
  const what = link.digest ? `the digest “${link.digest.name}”` : 'alerts';
  return showBare(
    'No more of these mails',
    <div class="card confirm">
      <h1>{isDone ? 'No more of these mails' : 'No more of these mails?'}</h1>
      {isDone ? (
        <p role="status">
          “{link.destinationName}” does not get {what} any more.{' '}
          {link.digest ? 'Your team' : 'An administrator'} can change that.
        </p>
      ) : (
        <form method="post" action={c.req.path} class="stacked">
          {csrf && <input type="hidden" name="csrf" value={csrf} />}
          <p>
            “{link.destinationName}” will not get {what} any more.
          </p>
          <p class="deeds">
            <button type="submit">No more mails</button>
          </p>
        </form>
      )}
    </div>,
  );
}
