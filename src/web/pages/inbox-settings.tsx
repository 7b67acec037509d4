import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { HoursSettings } from '../../domain/business-hours.ts';
import { dayOf, isTimeZone } from '../../domain/day.ts';
import { daysIn, spansIn } from '../../domain/hours-words.ts';
import { ENTRIES, type InboxSettings } from '../../domain/inbox-settings.ts';
import { WEEKDAYS } from '../../domain/local-time.ts';
import { MENTION_KINDS } from '../../domain/mention.ts';
import { type PublicHoliday, publicHolidays } from '../../domain/public-holidays.ts';
import { TRIAGE_PARTS, type TriageWeights } from '../../domain/triage.ts';
import { getInboxSettings, listHoursSettings, listTargets } from '../../store/inbox-settings.ts';
import { listSources } from '../../store/sources.ts';
import { listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addTarget,
  changeHours,
  changeInboxSettings,
  forgetHours,
  previewWeights,
  removeTarget,
} from '../deeds/inbox-settings.ts';
import type { WebDeps } from '../deps.ts';
import { Hours, Targets } from './inbox-settings-targets.tsx';
import { Entering, Weights, type WeightsPreview } from './inbox-settings-weights.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { telling } from './telling.ts';
import { visitOf } from './visit.ts';

const points = z
  .string()
  .trim()
  .min(1, { error: 'Expected points like 20, or 0 where a part is not to count.' })
  .pipe(z.coerce.number<string>({ error: 'Expected points like 20.' }).min(-100).max(100));
const WeightFields = z.object(Object.fromEntries(TRIAGE_PARTS.map((part) => [part, points])));
const EnterFields = z.object({
  ...Object.fromEntries(MENTION_KINDS.map((kind) => [kind, z.enum(ENTRIES)])),
  oldestDays: z.coerce.number({ error: 'Expected a number of days.' }).int().min(1).max(3_650),
  skipsCompetitors: z.string().optional(),
  leaseMinutes: z.coerce.number({ error: 'Expected a number of minutes.' }).int().min(2).max(240),
  warnMinutes: z.coerce.number({ error: 'Expected a number of minutes.' }).int().min(0).max(10_080),
});
const whole = (most: number) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(z.coerce.number().int().min(1).max(most));
const TargetFields = z.object({
  starsAtLeast: whole(5),
  starsAtMost: whole(5),
  source: whole(Number.MAX_SAFE_INTEGER),
  language: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^([a-z]{2,3})?$/, { error: 'Expected a language like de.' }),
  hours: z.coerce.number({ error: 'Expected a number of hours.' }).min(0.1).max(1_000),
});
const HourFields = z.object({
  location: z.string().regex(/^\d{1,15}$/),
  timeZone: z
    .string()
    .trim()
    .refine((zone) => zone === '' || isTimeZone(zone), { error: 'Expected a time zone like Europe/Berlin.' })
    .default(''),
  holidays: z.string().max(20_000).default(''),
  holidayRegion: z.string().trim().toUpperCase().max(20).default(''),
  ...Object.fromEntries(WEEKDAYS.map((day) => [day, z.string().max(100).default('')])),
});

interface Told {
  readonly text?: string;
  readonly isMistake?: boolean;
  readonly preview?: WeightsPreview;
}

/** What the order of the inbox is made of, what enters, and by when answers are due. */
export function inboxSettingsRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/inbox/settings', (c) => showSettings(c, deps, {}));
  routes.post('/inbox/settings/weights', need('admin'), (c) =>
    told(c, deps, async () => {
      const body = await c.req.parseBody();
      const weights = WeightFields.parse(body) as unknown as TriageWeights;
      if (body['preview'] !== undefined) {
        return { preview: { weights, ...(await previewWeights(deps, by(c), weights)) } };
      }
      await changeInboxSettings(deps, by(c), { weights });
      return { text: 'Saved. The inbox is put in its new order in the background.' };
    }),
  );
  routes.post('/inbox/settings/entering', need('admin'), (c) =>
    told(c, deps, async () => {
      const sent = EnterFields.parse(await c.req.parseBody());
      const { oldestDays, leaseMinutes, warnMinutes, skipsCompetitors, ...enters } = sent;
      await changeInboxSettings(deps, by(c), {
        enters: enters as unknown as InboxSettings['enters'],
        oldestDays,
        leaseMinutes,
        warnMinutes,
        skipsCompetitors: skipsCompetitors !== undefined,
      });
      return { text: 'Saved. What enters by the new rules is filed in the background.' };
    }),
  );
  routes.post('/inbox/settings/targets', need('admin'), (c) =>
    told(c, deps, async () => {
      const { source, language, hours, ...stars } = TargetFields.parse(await c.req.parseBody());
      const minutes = Math.round(hours * 60);
      await addTarget(deps, by(c), { ...stars, sourceId: source, language: language || undefined, minutes });
      return { text: 'Saved.' };
    }),
  );
  routes.post('/inbox/settings/targets/:id{[0-9]+}/remove', need('admin'), (c) =>
    told(c, deps, async () => {
      await removeTarget(deps, by(c), idOf(c.req.param('id') ?? ''));
      return { text: 'The target is gone.' };
    }),
  );
  routes.post('/inbox/settings/hours', need('admin'), (c) =>
    told(c, deps, async () => {
      const sent = HourFields.parse(await c.req.parseBody()) as Record<string, string>;
      const week = WEEKDAYS.map((day) => spansIn(sent[day] ?? '', day));
      const timeZone = sent['timeZone'] || undefined;
      const locationId = Number(sent['location']);
      await changeHours(deps, by(c), {
        locationId,
        timeZone,
        week,
        holidays: daysIn(sent['holidays'] ?? ''),
        holidayRegion: sent['holidayRegion'] || undefined,
      });
      return { text: 'Saved. What is due when is worked out in the background.' };
    }),
  );
  routes.post('/inbox/settings/hours/:id{[0-9]+}/remove', need('admin'), (c) =>
    told(c, deps, async () => {
      await forgetHours(deps, by(c), idOf(c.req.param('id') ?? ''));
      return { text: 'The location goes by the hours of the workspace.' };
    }),
  );
  return routes;
}

/** Does something and shows the settings again with what came of it. */
const told = (c: Context<WebEnv>, deps: WebDeps, deed: () => Promise<Told>): Promise<Response> =>
  telling(deed, (news) => showSettings(c, deps, news));

async function showSettings(c: Context<WebEnv>, deps: WebDeps, { text, isMistake, preview }: Told) {
  const [visit, settings, targets, hours, sources, locations] = await Promise.all([
    visitOf(c, deps),
    getInboxSettings(deps.db),
    listTargets(deps.db),
    listHoursSettings(deps.db),
    listSources(deps.db),
    listLocations(deps.db),
  ]);
  const ahead = await holidaysAhead(hours, deps.now());
  return show(
    visit,
    { title: 'Order and targets of the inbox', status: isMistake ? 422 : 200, assets: 'inbox' },
    <>
      <p class="way-back">
        <a href="/inbox">Inbox</a>
      </p>
      <h1>Order and targets</h1>
      {text && (
        <p class={isMistake ? 'mistake' : 'news'} role={isMistake ? 'alert' : 'status'}>
          {text}
        </p>
      )}
      {!visit.can('admin') && <p class="lead">An administrator can change them.</p>}
      <Weights visit={visit} settings={settings} preview={preview} />
      <Entering visit={visit} settings={settings} />
      <Targets visit={visit} targets={targets} sources={sources} />
      <Hours visit={visit} hours={hours} ahead={ahead} locations={locations} />
    </>,
  );
}

const HOLIDAYS_SHOWN = 3;

/** The next public holidays by the location whose hours name a region. */
async function holidaysAhead(
  hours: ReadonlyMap<number, HoursSettings>,
  now: Date,
): Promise<ReadonlyMap<number, readonly PublicHoliday[]>> {
  const ahead = new Map<number, readonly PublicHoliday[]>();
  for (const [locationId, { holidayRegion, timeZone }] of hours) {
    if (!holidayRegion) continue;
    const today = dayOf(now, timeZone);
    const all = await publicHolidays(holidayRegion, now.getUTCFullYear());
    ahead.set(locationId, all.filter(({ day }) => day >= today).slice(0, HOLIDAYS_SHOWN));
  }
  return ahead;
}
