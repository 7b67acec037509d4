import { z } from '@hono/zod-openapi';
import { addDays, isTimeZone } from '../../domain/day.ts';
import { Refused } from '../../domain/errors.ts';
import { instantAt } from '../../domain/local-time.ts';
import { listPerformance, measurePerformance, PERFORMANCE_CUTS } from '../../store/inbox-performance.ts';
import { getInboxSettings, listHoursSettings, listTargets } from '../../store/inbox-settings.ts';
import { getWorkspace } from '../../store/workspace.ts';
import {
  addTarget,
  changeHours,
  changeInboxSettings,
  forgetHours,
  removeTarget,
} from '../deeds/inbox-settings.ts';
import type { WebDeps } from '../deps.ts';
import { answer, Day, guarded, IdParam, jsonBody, NO_CONTENT, openApi } from './contract.ts';
import {
  Hours,
  HoursFields,
  Measured,
  measuredAnswer,
  NamedMeasured,
  NewTarget,
  namedAnswer,
  Settings,
  Target,
} from './inbox-answers.ts';

const tags = ['Inbox settings'];
const LocationParam = z.object({
  location: z.coerce
    .number()
    .int()
    .min(0)
    .openapi({ param: { name: 'location', in: 'path' }, type: 'integer', description: '0: the workspace.' }),
});

/** Order, targets and hours of the inbox, and how fast its answers were. */
export function inboxSettingsRoutes(deps: WebDeps) {
  const { db } = deps;
  const settings = async () => {
    const { weights, enters, ...rest } = await getInboxSettings(db);
    return { ...rest, weights: { ...weights }, enters: { ...enters } };
  };
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/inbox-settings',
        tags,
        summary: 'What the order is made of and what enters',
        responses: { 200: answer(Settings, 'The settings.') },
      }),
      async (c) => c.json(await settings(), 200),
    )
    .openapi(
      guarded('admin', {
        method: 'patch',
        path: '/inbox-settings',
        tags,
        summary: 'Change what is given; the inbox is put in its new order in the background',
        request: { body: jsonBody(Settings.partial()) },
        responses: { 200: answer(Settings, 'The settings as they are now.') },
      }),
      async (c) => {
        const given = Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined);
        await changeInboxSettings(deps, c.get('principal'), Object.fromEntries(given));
        return c.json(await settings(), 200);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/response-targets',
        tags,
        summary: 'By when answers are due',
        responses: { 200: answer(z.object({ targets: z.array(Target) }), 'Every target.') },
      }),
      async (c) => c.json({ targets: (await listTargets(db)).map(targetAnswer) }, 200),
    )
    .openapi(
      guarded('admin', {
        method: 'post',
        path: '/response-targets',
        tags,
        summary: 'Add a target',
        request: { body: jsonBody(NewTarget) },
        responses: { 201: answer(Target, 'The new target.') },
      }),
      async (c) => {
        const sent = c.req.valid('json');
        const target = await addTarget(deps, c.get('principal'), {
          starsAtLeast: sent.starsAtLeast ?? undefined,
          starsAtMost: sent.starsAtMost ?? undefined,
          sourceId: sent.sourceId ?? undefined,
          language: sent.language ?? undefined,
          minutes: sent.minutes,
        });
        return c.json(targetAnswer(target), 201);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'delete',
        path: '/response-targets/{id}',
        tags,
        summary: 'Remove a target',
        request: { params: IdParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await removeTarget(deps, c.get('principal'), c.req.valid('param').id);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/business-hours',
        tags,
        summary: 'When people are there, in the workspace and where a location differs',
        responses: { 200: answer(z.object({ hours: z.array(Hours) }), 'The hours.') },
      }),
      async (c) => c.json({ hours: await hoursAnswer(deps) }, 200),
    )
    .openapi(
      guarded('admin', {
        method: 'put',
        path: '/business-hours/{location}',
        tags,
        summary: 'Set when people are there; 0 is the workspace',
        request: {
          params: LocationParam,
          body: jsonBody(
            HoursFields.extend({
              timeZone: z
                .string()
                .refine(isTimeZone, { error: 'expected a time zone like Europe/Berlin' })
                .optional(),
            }),
          ),
        },
        responses: { 200: answer(z.object({ hours: z.array(Hours) }), 'All hours as they are now.') },
      }),
      async (c) => {
        const { holidayRegion, ...hours } = c.req.valid('json');
        if (hours.week.flat().some(([from, to]) => from >= to))
          throw new Refused('Each span begins before it ends.');
        const { location: locationId } = c.req.valid('param');
        await changeHours(deps, c.get('principal'), {
          ...hours,
          timeZone: hours.timeZone,
          locationId,
          holidayRegion: holidayRegion ?? undefined,
        });
        return c.json({ hours: await hoursAnswer(deps) }, 200);
      },
    )
    .openapi(
      guarded('admin', {
        method: 'delete',
        path: '/business-hours/{location}',
        tags,
        summary: 'Let a location go by the hours of the workspace',
        request: { params: LocationParam },
        responses: NO_CONTENT,
      }),
      async (c) => {
        await forgetHours(deps, c.get('principal'), c.req.valid('param').location);
        return c.body(null, 204);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/response-times',
        tags,
        summary: 'How many items published in a period were answered, and how fast',
        request: {
          query: z.object({
            from: Day.openapi({ description: "First day, in the workspace's time zone." }),
            to: Day,
            by: z.enum(PERFORMANCE_CUTS).optional(),
            only: z.enum(['reviews']).optional(),
          }),
        },
        responses: {
          200: answer(
            z.object({ total: Measured, by: z.array(NamedMeasured) }),
            'Together, and by what was asked.',
          ),
        },
      }),
      async (c) => {
        const { from, to, by, only } = c.req.valid('query');
        if (from > to) throw new Refused(`The range runs backwards: from ${from} to ${to}.`);
        const { timeZone } = await getWorkspace(db);
        const period = {
          from: instantAt({ day: from, minute: 0 }, timeZone),
          to: instantAt({ day: addDays(to, 1), minute: 0 }, timeZone),
          within: c.get('principal').locationIds,
          onlyReviews: only === 'reviews',
        };
        const total = measuredAnswer(await measurePerformance(db, period));
        const rows = by === undefined ? [] : await listPerformance(db, period, by);
        return c.json({ total, by: rows.map(namedAnswer) }, 200);
      },
    );
}

function targetAnswer(target: Awaited<ReturnType<typeof listTargets>>[number]): z.output<typeof Target> {
  return {
    id: target.id,
    starsAtLeast: target.starsAtLeast ?? null,
    starsAtMost: target.starsAtMost ?? null,
    sourceId: target.sourceId ?? null,
    language: target.language ?? null,
    minutes: target.minutes,
  };
}

async function hoursAnswer({ db }: WebDeps): Promise<z.output<typeof Hours>[]> {
  return [...(await listHoursSettings(db))].map(
    ([locationId, { timeZone, week, holidays, holidayRegion }]) => ({
      locationId,
      holidayRegion: holidayRegion ?? null,
      timeZone,
      week: week.map((spans) => spans.map(([from, to]): [number, number] => [from, to])),
      holidays: [...holidays],
    }),
  );
}
