import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { type DestinationRow, listDestinations } from '../../store/destinations.ts';
import { listManagersAddresses } from '../../store/place-mails.ts';
import { getUser, type UserRow } from '../../store/users.ts';
import { type LocationRow, listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { endWeeklyMail, findWeeklyMail, mailManagerWeekly } from '../deeds/place-mails.ts';
import { changeUser } from '../deeds/users.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { mayBeLimited } from '../principal.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { issuesInWords } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const PlacesForm = z.object({
  place: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((chosen) => [chosen].flat().map(Number)),
});
const MailForm = z.object({
  through: z.coerce
    .number({ error: 'Choose a mail destination.' })
    .int()
    .positive({ error: 'Choose a mail destination.' }),
  weekday: z.coerce.number().int().min(1).max(7),
  at: z.iso
    .time({ precision: -1, error: 'Expected a time like 08:00.' })
    .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))),
});

/** What a manager of places sees, and the mail they get about it. */
export function managerRoutes(deps: WebDeps): Hono<WebEnv> {
  const by = (c: Context<WebEnv>) => c.get('principal');
  const idIn = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  return new Hono<WebEnv>()
    .get('/settings/managers/:id{[0-9]+}', need('admin'), (c) => page(c, deps, undefined))
    .post('/settings/managers/:id{[0-9]+}/places', need('admin'), (c) =>
      sent(c, deps, async () => {
        const { place } = PlacesForm.parse(await c.req.parseBody({ all: true }));
        await changeUser(deps, by(c), idIn(c), { locationIds: place });
      }),
    )
    .post('/settings/managers/:id{[0-9]+}/mail', need('admin'), (c) =>
      sent(c, deps, async () => {
        const { through, weekday, at } = MailForm.parse(await c.req.parseBody());
        await mailManagerWeekly(deps, by(c), idIn(c), { throughId: through, weekday, sendAt: at });
      }),
    )
    .post('/settings/managers/:id{[0-9]+}/mail/end', need('admin'), (c) =>
      sent(c, deps, () => endWeeklyMail(deps, by(c), idIn(c))),
    );
}

async function sent(c: Context<WebEnv>, deps: WebDeps, deed: () => Promise<void>): Promise<Response> {
  try {
    await deed();
    return c.redirect(`/settings/managers/${c.req.param('id')}`, 303);
  } catch (error) {
    if (error instanceof z.ZodError) return page(c, deps, issuesInWords(error));
    if (error instanceof Refused || error instanceof Conflict) return page(c, deps, error.message);
    throw error;
  }
}

async function page(c: Context<WebEnv>, deps: WebDeps, mistake: string | undefined): Promise<Response> {
  const visit = await visitOf(c, deps);
  const user = await getUser(deps.db, idOf(c.req.param('id') ?? ''));
  const ofManagers = await listManagersAddresses(deps.db);
  return showManager(visit, {
    user,
    locations: await listLocations(deps.db),
    servers: (await listDestinations(deps.db)).filter(
      ({ id, kind }) => kind === 'mail' && !ofManagers.has(id),
    ),
    mail: await findWeeklyMail(deps, user.id),
    mistake,
  });
}

interface ManagerPage {
  readonly user: UserRow;
  readonly locations: readonly LocationRow[];
  readonly servers: readonly DestinationRow[];
  readonly mail: Awaited<ReturnType<typeof findWeeklyMail>>;
  readonly mistake: string | undefined;
}

function showManager(visit: Visit, { user, locations, servers, mail, mistake }: ManagerPage): Response {
  return show(
    visit,
    { title: user.name, status: mistake ? 422 : 200 },
    <>
      <p class="eyebrow">
        <a href="/settings">Settings</a>
      </p>
      <h1>{user.name}</h1>
      <p class="lead">
        {mayBeLimited(user.role)
          ? 'Whoever answers for some places sees their items only in the inbox and among the replies, and can do nothing about others. Without a place chosen they answer for all.'
          : 'A manager sees the pages of their own places and nothing else: no other place, no topic, no feed.'}
      </p>
      {mistake && (
        <div class="mistake" role="alert">
          <p>{mistake}</p>
        </div>
      )}
      {user.role !== 'manager' && !mayBeLimited(user.role) && (
        <p class="warning">
          {user.email} is {user.role}: give them the role manager in the settings first.
        </p>
      )}
      <form method="post" action={`/settings/managers/${user.id}/places`} class="stacked narrow">
        <CsrfField visit={visit} />
        <fieldset>
          <legend>Their places</legend>
          <div class="choices">
            {locations.map(({ id, name, city }) => (
              <label key={id} class="check-line">
                <input
                  type="checkbox"
                  name="place"
                  value={String(id)}
                  checked={user.locationIds.includes(id)}
                />{' '}
                {name}
                {city && <small> {city}</small>}
              </label>
            ))}
          </div>
        </fieldset>
        <p class="deeds">
          <button type="submit">Save their places</button>
        </p>
      </form>
      {user.role === 'manager' && <WeeklyMail visit={visit} user={user} servers={servers} mail={mail} />}
    </>,
  );
}

const WeeklyMail = ({
  visit,
  user,
  servers,
  mail,
}: Omit<ManagerPage, 'locations' | 'mistake'> & { visit: Visit }) => (
  <section class="narrow" aria-labelledby="weekly">
    <h2 id="weekly">Weekly mail</h2>
    <p>{mailInWords(mail, visit.workspace.timeZone)}</p>
    {servers.length === 0 ? (
      <p class="hint">
        A mail needs a server: add a mail destination under <a href="/alerts/destinations">Alerts</a> first.
      </p>
    ) : (
      <form method="post" action={`/settings/managers/${user.id}/mail`} class="one-line">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Through the server of</span>
          <select name="through">
            {servers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>On</span>
          <select name="weekday">
            {WEEKDAYS.map((name, at) => (
              <option key={name} value={at + 1} selected={at + 1 === (mail?.weekday ?? 1)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>At</span>
          <input type="time" name="at" required value={clock(mail?.sendAt ?? 480)} />
        </label>
        <button type="submit">{mail ? 'Set it anew' : 'Send it'}</button>
        {mail && (
          <button
            type="submit"
            class="quiet"
            formaction={`/settings/managers/${user.id}/mail/end`}
            formnovalidate
          >
            No more
          </button>
        )}
      </form>
    )}
  </section>
);

function mailInWords(mail: ManagerPage['mail'], timeZone: string): string {
  if (!mail) return 'They get none.';
  const { weekday, sendAt, hasLeft } = mail;
  if (hasLeft) return 'They have asked for no more of these mails.';
  return `One for each of their places, every ${WEEKDAYS[weekday - 1]} at ${clock(sendAt)} (${timeZone}), about the seven days before.`;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
