import { z } from '@hono/zod-openapi';
import { isTimeZone } from '../../domain/day.ts';
import {
  getWorkspace,
  type LocationRow,
  listLocations,
  type Workspace as Stored,
} from '../../store/workspace.ts';
import { setLocation } from '../deeds/locations.ts';
import { setDomains } from '../deeds/rules.ts';
import { changeWorkspace } from '../deeds/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { answer, guarded, Instant, instant, jsonBody, Name, openApi } from './contract.ts';

const TwinDays = z.number().int().min(0).max(60).openapi({
  description: 'The same story or post counts once if it is said again within so many days; 0: every time.',
});

const Workspace = z
  .object({
    name: z.string(),
    timeZone: z.string(),
    isSample: z.boolean(),
    domains: z.array(z.string()),
    twinDays: TwinDays,
    createdAt: Instant,
  })
  .openapi('Workspace');

const WorkspaceChange = z
  .object({
    name: Name,
    timeZone: z.string().refine(isTimeZone, { error: 'expected a time zone like Europe/Berlin' }),
    domains: z
      .array(z.string())
      .openapi({ description: 'Lines of business whose words count; see /domains.' }),
    twinDays: TwinDays,
  })
  .partial();

const Location = z
  .object({
    id: z.number().int(),
    code: z.string(),
    name: z.string(),
    city: z.string().nullable(),
    country: z.string().nullable(),
  })
  .openapi('Location');

const NewLocation = z.object({
  code: z.string().trim().min(1).max(200),
  name: Name,
  city: z.string().trim().max(200).optional(),
  region: z.string().trim().max(200).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, { error: 'expected two letters such as DE' })
    .toUpperCase()
    .optional(),
});

const tags = ['Workspace'];

export function workspaceRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/workspace',
        tags,
        summary: 'Name and time zone',
        responses: { 200: answer(Workspace, 'The workspace.') },
      }),
      async (c) => c.json(workspaceOf(await getWorkspace(db)), 200),
    )
    .openapi(
      guarded('admin', {
        method: 'patch',
        path: '/workspace',
        tags,
        summary:
          'Rename it, choose its domains, say how long the same counts once, or set its time zone while nothing is counted yet',
        request: { body: jsonBody(WorkspaceChange) },
        responses: { 200: answer(Workspace, 'The workspace as it is now.') },
      }),
      async (c) => {
        const { name, timeZone, domains, twinDays } = c.req.valid('json');
        const change = {
          ...(name === undefined ? {} : { name }),
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(twinDays === undefined ? {} : { twinDays }),
        };
        await changeWorkspace(deps, c.get('principal'), change);
        if (domains) await setDomains(deps, c.get('principal'), domains);
        return c.json(workspaceOf(await getWorkspace(db)), 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/domains',
        tags,
        summary: 'The lines of business there are words for, and which are chosen',
        responses: {
          200: answer(
            z.object({ domains: z.array(z.object({ name: z.string(), isChosen: z.boolean() })) }),
            'Every domain.',
          ),
        },
      }),
      async (c) => {
        const chosen = (await getWorkspace(db)).domains;
        const domains = deps.lexicons.domains.map((name) => ({ name, isChosen: chosen.includes(name) }));
        return c.json({ domains }, 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/locations',
        tags,
        summary: 'All locations',
        responses: { 200: answer(z.object({ locations: z.array(Location) }), 'By country and name.') },
      }),
      async (c) => c.json({ locations: (await listLocations(db)).map(locationOf) }, 200),
    )
    .openapi(
      guarded('import', {
        method: 'put',
        path: '/locations',
        tags,
        summary: 'Add a location, or change the one with this code',
        request: { body: jsonBody(NewLocation) },
        responses: { 200: answer(Location, 'The location.') },
      }),
      async (c) => {
        const { code, name, city, region, country } = c.req.valid('json');
        const location = {
          code,
          name,
          ...(city === undefined ? {} : { city }),
          ...(region === undefined ? {} : { region }),
          ...(country === undefined ? {} : { country }),
        };
        return c.json(locationOf(await setLocation(deps, c.get('principal'), location)), 200);
      },
    );
}

function workspaceOf(stored: Stored): z.input<typeof Workspace> {
  const { name, timeZone, isSample, domains, twinDays, createdAt } = stored;
  return { name, timeZone, isSample, domains: [...domains], twinDays, createdAt: instant(createdAt) };
}

function locationOf({ id, code, name, city, country }: LocationRow): z.input<typeof Location> {
  return { id, code, name, city: city ?? null, country: country ?? null };
}
