import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { isTimeZone } from '../../domain/day.ts';
import type { TokenRow } from '../../store/tokens.ts';
import { getUser, listUsers, type UserRow } from '../../store/users.ts';
import { hasCountedDays } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { setDomains } from '../deeds/rules.ts';
import { addToken, listTokensFor, removeToken } from '../deeds/tokens.ts';
import { addUser, changeUser, resetPassword } from '../deeds/users.ts';
import { changeWorkspace } from '../deeds/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { type Way, Ways } from '../parts/ways.tsx';
import { ROLES, SCOPES } from '../principal.ts';
import { idOf } from './mention.tsx';
import { People } from './settings-people.tsx';
import { Tokens } from './settings-tokens.tsx';
import { WordsSettings } from './settings-words.tsx';
import { WorkspaceSettings } from './settings-workspace.tsx';
import { show } from './shell.tsx';
import { telling } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const Workspace = z.object({
  name: z.string().trim().min(1, { error: 'The workspace needs a name.' }).max(120),
  timeZone: z.string().refine(isTimeZone, { error: 'Expected a time zone like Europe/Berlin.' }).optional(),
  twinDays: z.coerce
    .number({ error: 'Expected a number of days from 0 to 60.' })
    .int({ error: 'Expected whole days.' })
    .min(0, { error: 'Expected a number of days from 0 to 60.' })
    .max(60, { error: 'Expected a number of days from 0 to 60.' })
    .optional(),
});
const Domains = z.object({
  domain: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((chosen) => [chosen].flat()),
});
const NewUser = z.object({
  email: z.email({ error: 'Expected an e-mail address.' }).max(254),
  name: z.string().trim().max(120).default(''),
  role: z.enum(ROLES).default('viewer'),
});
const NewRole = z.object({ role: z.enum(ROLES) });
const NewPassword = z.object({ password: z.string().default('') });
const NewToken = z.object({
  name: z.string().trim().min(1, { error: 'The token needs a name.' }).max(120),
  scopes: z
    .union([z.enum(SCOPES), z.array(z.enum(SCOPES))], { error: 'Choose at least one thing it may do.' })
    .transform((chosen) => [chosen].flat()),
});

/** What was just done, shown once above the settings; `secret` is nowhere else. */
interface Told {
  readonly text: string;
  readonly secret?: string;
  readonly isMistake?: boolean;
}

export function settingsRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/settings', (c) => settings(c, deps, undefined));
  routes.post('/settings/workspace', need('admin'), (c) =>
    told(c, deps, async () => {
      const { name, timeZone, twinDays } = Workspace.parse(await c.req.parseBody());
      await changeWorkspace(deps, by(c), {
        name,
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(twinDays === undefined ? {} : { twinDays }),
      });
      return { text: 'Saved.' };
    }),
  );
  routes.post('/settings/domains', need('admin'), (c) =>
    told(c, deps, async () => {
      const { domain } = Domains.parse(await c.req.parseBody({ all: true }));
      await setDomains(deps, by(c), domain);
      return { text: 'Saved. The past is being counted again.' };
    }),
  );
  routes.post('/settings/users', need('admin'), (c) =>
    told(c, deps, async () => {
      const { email, name, role } = NewUser.parse(await c.req.parseBody());
      const added = await addUser(deps, by(c), { email, role, name: name || undefined, password: undefined });
      return {
        text: `${added.user.email} can sign in with this password. It is shown only now:`,
        secret: added.password,
      };
    }),
  );
  routes.post('/settings/users/:id/:deed{lock|unlock}', need('admin'), (c) =>
    told(c, deps, async () => {
      const disabled = c.req.param('deed') === 'lock';
      const user = await changeUser(deps, by(c), idOf(c.req.param('id') ?? ''), { disabled });
      return { text: `${user.email} can ${disabled ? 'no longer' : 'now'} sign in.` };
    }),
  );
  routes.post('/settings/users/:id/role', need('admin'), (c) =>
    told(c, deps, async () => {
      const { role } = NewRole.parse(await c.req.parseBody());
      const user = await changeUser(deps, by(c), idOf(c.req.param('id')), { role });
      return { text: `${user.email} is now ${role}.` };
    }),
  );
  routes.post('/settings/users/:id/password', need('admin'), (c) =>
    told(c, deps, async () => {
      const { password } = NewPassword.parse(await c.req.parseBody());
      const { id, email } = await getUser(deps.db, idOf(c.req.param('id')));
      const secret = await resetPassword(deps, by(c), id, password || undefined);
      const text = `${email} has a new password and is signed out everywhere.`;
      return password ? { text } : { text: `${text} It is shown only now:`, secret };
    }),
  );
  routes.post('/settings/tokens', (c) =>
    told(c, deps, async () => {
      const input = NewToken.parse(await c.req.parseBody({ all: true }));
      const { token, secret } = await addToken(deps, by(c), input);
      return { text: `The token “${token.name}”. It is shown only now:`, secret };
    }),
  );
  routes.post('/settings/tokens/:id/revoke', (c) =>
    told(c, deps, async () => {
      await removeToken(deps, by(c), idOf(c.req.param('id')));
      return { text: 'The token no longer works.' };
    }),
  );
  return routes;
}

/** Does something and shows the settings again with what came of it. */
const told = (c: Context<WebEnv>, deps: WebDeps, deed: () => Promise<Told>): Promise<Response> =>
  telling(deed, (news) => settings(c, deps, news));

async function settings(c: Context<WebEnv>, deps: WebDeps, message: Told | undefined): Promise<Response> {
  const visit = await visitOf(c, deps);
  const isAdmin = visit.can('admin');
  return showSettings(visit, {
    message,
    isZoneFixed: await hasCountedDays(deps.db),
    domains: deps.lexicons.domains,
    users: isAdmin ? await listUsers(deps.db) : [],
    tokens: await listTokensFor(deps, visit.principal),
  });
}

interface Settings {
  readonly message: Told | undefined;
  readonly isZoneFixed: boolean;
  readonly domains: readonly string[];
  readonly users: readonly UserRow[];
  readonly tokens: readonly TokenRow[];
}

const ELSEWHERE: readonly Way[] = [
  {
    href: '/settings/destinations',
    name: 'Destinations',
    hint: 'Where alerts and digests go: mail, Slack, Teams and others.',
  },
  {
    href: '/inbox/settings',
    name: 'Order and targets of the inbox',
    hint: 'What stands on top, and until when it wants an answer.',
  },
  {
    href: '/replies/settings',
    name: 'Replies',
    hint: 'Who approves them, and whether drafts may be generated.',
  },
  {
    href: '/kpis/notes',
    name: 'Targets, benchmarks and events of the KPIs',
    hint: 'What the numbers are held against.',
  },
];

function showSettings(visit: Visit, { message, isZoneFixed, domains, users, tokens }: Settings): Response {
  return show(
    visit,
    { title: 'Settings', status: message?.isMistake ? 422 : 200 },
    <>
      <h1>Settings</h1>
      {message && (
        <div class={message.isMistake ? 'mistake' : 'news'} role={message.isMistake ? 'alert' : 'status'}>
          <p>{message.text}</p>
          {message.secret && <code class="token">{message.secret}</code>}
        </div>
      )}
      <WorkspaceSettings visit={visit} isZoneFixed={isZoneFixed} />
      <WordsSettings visit={visit} domains={domains} />
      <section aria-labelledby="settings-elsewhere">
        <h2 id="settings-elsewhere">Set beside what they belong to</h2>
        <Ways ways={ELSEWHERE} />
      </section>
      {visit.can('admin') && <People visit={visit} users={users} />}
      <Tokens visit={visit} tokens={tokens} />
    </>,
  );
}
