import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { isTimeZone } from '../../domain/day.ts';
import { instantAt } from '../../domain/local-time.ts';
import { listAspects } from '../../store/alert-evidence.ts';
import { listMissedAlerts, NO_RECORD, type RuleRecord, recordsOfRules } from '../../store/alert-marks.ts';
import {
  type AlertRuleInput,
  type AlertRuleRow,
  getAlertRule,
  listAlertRules,
} from '../../store/alert-rules.ts';
import { listSources } from '../../store/sources.ts';
import { listTopics } from '../../store/topics.ts';
import { getWorkspace, listLocations } from '../../store/workspace.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addAlertRule,
  changeAlertRule,
  markMissed,
  removeAlertRule,
  tryAlertRule,
  unmarkMissed,
} from '../deeds/alert-rules.ts';
import type { WebDeps } from '../deps.ts';
import { KIND_WORD, recordInWords, ruleInWords, SEVERITY_WORD } from '../parts/alert-words.ts';
import { newRule, readRuleForm, TRIED_DAYS } from './alert-rule-draft.ts';
import { showAlertRuleForm } from './alert-rule-form.tsx';
import { fieldsInQuery } from './form-fields.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { goingOn, mistakeOrThrow } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

const Missed = z.object({
  at: z.iso.datetime({ local: true, error: 'Expected a day and a time.' }),
  note: z.string().trim().max(2_000).default(''),
  /** The clock it was read from; the script names the reader's. */
  zone: z.string().refine(isTimeZone, { error: 'Expected a time zone like Europe/Berlin.' }).optional(),
});

/** The rules of alerting: the list, the form with its look at the past, what is missed. */
export function alertRuleRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const by = (c: Context<WebEnv>) => c.get('principal');
  routes.get('/alerts/rules', async (c) => {
    const [visit, rules, records] = await Promise.all([
      visitOf(c, deps),
      listAlertRules(deps.db),
      recordsOfRules(deps.db),
    ]);
    return showRules(visit, rules, records);
  });
  routes.get('/alerts/rules/new', need('alerts'), (c) => {
    const fields = fieldsInQuery(c);
    return form(c, deps, {
      draft: fields['name'] === undefined ? newRule(Number(c.req.query('topic')) || undefined) : undefined,
      fields,
      isTried: fields['name'] !== undefined,
    });
  });
  routes.post('/alerts/rules', need('alerts'), async (c) => {
    const fields = await c.req.parseBody({ all: true });
    return sent(c, deps, { fields }, () => addAlertRule(deps, by(c), readRuleForm(fields)));
  });
  routes.get('/alerts/rules/:id{[0-9]+}', async (c) => {
    const rule = await getAlertRule(deps.db, idOf(c.req.param('id')));
    const fields = fieldsInQuery(c);
    const isTried = fields['name'] !== undefined;
    return form(c, deps, { rule, draft: isTried ? undefined : rule, fields, isTried });
  });
  routes.post('/alerts/rules/:id{[0-9]+}', need('alerts'), async (c) => {
    const rule = await getAlertRule(deps.db, idOf(c.req.param('id')));
    const fields = { ...(await c.req.parseBody({ all: true })), kind: rule.kind };
    return sent(c, deps, { rule, fields }, async () => {
      const { enabled: _, ...change } = readRuleForm(fields);
      return (await changeAlertRule(deps, by(c), rule.id, change)).id;
    });
  });
  routes.post('/alerts/rules/:id{[0-9]+}/:deed{enable|disable}', need('alerts'), async (c) => {
    const id = idOf(c.req.param('id') ?? '');
    await changeAlertRule(deps, by(c), id, { enabled: c.req.param('deed') === 'enable' });
    return c.redirect(`/alerts/rules/${id}`, 303);
  });
  routes.post('/alerts/rules/:id{[0-9]+}/remove', need('alerts'), async (c) => {
    await removeAlertRule(deps, by(c), idOf(c.req.param('id')));
    return c.redirect('/alerts/rules', 303);
  });
  routes.post('/alerts/rules/:id{[0-9]+}/missed', need('alerts'), async (c) => {
    const id = idOf(c.req.param('id'));
    const { at, note, zone } = Missed.parse(await c.req.parseBody());
    const timeZone = zone ?? (await getWorkspace(deps.db)).timeZone;
    const [day = '', clock = ''] = at.split('T');
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    const began = instantAt({ day, minute: hours * 60 + minutes }, timeZone);
    await markMissed(deps, by(c), id, { at: began, note });
    return c.redirect(`/alerts/rules/${id}`, 303);
  });
  routes.post('/alerts/rules/:id{[0-9]+}/missed/:mark{[0-9]+}/remove', need('alerts'), async (c) => {
    const ruleId = idOf(c.req.param('id'));
    await unmarkMissed(deps, by(c), { ruleId, id: idOf(c.req.param('mark')) });
    return c.redirect(`/alerts/rules/${ruleId}`, 303);
  });
  return routes;
}

interface Asked {
  readonly rule?: AlertRuleRow;
  /** Undefined: read it from `fields`. */
  readonly draft?: AlertRuleInput | undefined;
  readonly fields: Record<string, unknown>;
  readonly isTried?: boolean;
  readonly mistake?: string;
}

/** Goes on to what was saved, or shows the form again. */
const sent = (c: Context<WebEnv>, deps: WebDeps, asked: Asked, deed: () => Promise<number | string>) =>
  goingOn(
    c,
    async () => `/alerts/rules/${await deed()}`,
    (mistake) => form(c, deps, { ...asked, mistake }),
  );

function daysIn(fields: Record<string, unknown>): number {
  const asked = Number(fields['days']);
  return TRIED_DAYS.find((days) => days === asked) ?? TRIED_DAYS[0];
}

async function form(c: Context<WebEnv>, deps: WebDeps, asked: Asked): Promise<Response> {
  const { rule, fields } = asked;
  let { draft, mistake } = asked;
  let tried: Awaited<ReturnType<typeof tryAlertRule>> | undefined;
  try {
    draft ??= readRuleForm(rule ? { ...fields, kind: rule.kind } : fields);
    if (asked.isTried) tried = await tryAlertRule(deps, draft, { days: daysIn(fields), ruleId: rule?.id });
  } catch (error) {
    mistake ??= mistakeOrThrow(error);
  }
  const [visit, topics, locations, sources, aspects, records] = await Promise.all([
    visitOf(c, deps),
    listTopics(deps.db),
    listLocations(deps.db),
    listSources(deps.db),
    listAspects(deps.db),
    recordsOfRules(deps.db),
  ]);
  return showAlertRuleForm({
    visit,
    rule,
    draft: draft ?? rule ?? newRule(undefined),
    mistake,
    tried,
    topics,
    locations,
    sources,
    aspects,
    record: rule && (records.get(rule.id) ?? NO_RECORD),
    missed: rule ? await listMissedAlerts(deps.db, rule.id) : [],
    days: daysIn(fields),
  });
}

function showRules(
  visit: Visit,
  rules: readonly AlertRuleRow[],
  records: ReadonlyMap<number, RuleRecord>,
): Response {
  return show(
    visit,
    { title: 'Alert rules' },
    <>
      <p class="way-back">
        <a href="/alerts">Alerts</a>
      </p>
      <div class="page-head">
        <h1>Alert rules</h1>
        {visit.can('alerts') && (
          <p class="deeds">
            <a class="button" href="/alerts/rules/new">
              A new rule
            </a>
          </p>
        )}
      </div>
      <ul class="rows">
        {rules.map((rule) => (
          <li key={rule.id}>
            <div>
              <a href={`/alerts/rules/${rule.id}`}>
                <strong dir="auto">{rule.name}</strong>
              </a>
              {rule.enabled ? '' : ' (switched off)'}
              <p>{ruleInWords(rule)}</p>
              <p class="hint">
                {KIND_WORD[rule.kind]} · {SEVERITY_WORD[rule.severity]} ·{' '}
                {recordInWords(records.get(rule.id) ?? NO_RECORD)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>,
  );
}
