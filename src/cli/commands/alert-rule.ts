import { type ApiClient, withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { findByName } from '../find-by-name.ts';
import { writeJson, writeLine, writeTable } from '../output.ts';

export interface AlertRuleOptions {
  readonly topic?: string;
  readonly location?: string;
  readonly area?: string;
  readonly source?: string;
  readonly severity?: string;
  readonly sensitivity?: string;
  readonly atLeast?: string;
  readonly metric?: string;
  readonly falls?: string;
  readonly rises?: string;
  readonly over?: string;
  readonly stars?: string;
  readonly reach?: string;
  readonly word?: string[];
  readonly risk?: string[];
  readonly aspect?: string[];
  readonly single?: boolean;
  readonly quiet?: string;
  readonly coolDown?: string;
  readonly escalate?: string;
  readonly json?: boolean;
}

interface AlertRule {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly enabled: boolean;
  readonly record: {
    readonly right: number;
    readonly wrong: number;
    readonly missed: number;
    readonly open: number;
  };
}

interface BackTest {
  readonly days: number;
  readonly found: readonly {
    readonly at: string;
    readonly observed: number | null;
    readonly expected: number | null;
    readonly mentionId: number | null;
    readonly reason: string | null;
  }[];
  readonly bySensitivity: readonly { readonly sensitivity: string; readonly alerts: number }[];
  readonly marks: { readonly real: number; readonly false: number };
  readonly told: { readonly real: number; readonly false: number };
}

const PATH = '/api/v1/alert-rules';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { rules } = await withApi((api) => api.call<{ rules: AlertRule[] }>('GET', PATH));
  if (options.json) {
    await writeJson(rules);
    return undefined;
  }
  await writeTable(
    ['id', 'rule', 'looks for', 'severity', 'on', 'open', 'right', 'false', 'missed'],
    rules.map(({ id, name, description, severity, enabled, record }) => [
      id,
      name,
      description,
      severity,
      enabled ? 'yes' : 'no',
      record.open,
      record.right,
      record.wrong,
      record.missed,
    ]),
  );
  return undefined;
}

export async function add(name: string, options: AlertRuleOptions): Promise<undefined> {
  const rule = await withApi(async (api) =>
    api.call<AlertRule>('POST', PATH, { name, ...(await draftOf(api, options)) }),
  );
  if (options.json) await writeJson(rule);
  else await writeLine(`Added alert rule ${rule.id}, "${rule.name}": ${rule.description}`);
  return undefined;
}

export async function tryOut(
  name: string | undefined,
  options: AlertRuleOptions & { days: string },
): Promise<undefined> {
  const days = wholeNumber(options.days, '--days');
  const tried = await withApi(async (api) => {
    const stored = name === undefined ? undefined : await find(api, name);
    const draft = stored ?? { name: 'draft', ...(await draftOf(api, options)) };
    const marks = stored ? `&rule=${stored.id}` : '';
    return api.call<BackTest>('POST', `${PATH}/back-test?days=${days}${marks}`, draft);
  });
  if (options.json) {
    await writeJson(tried);
    return undefined;
  }
  const { found, bySensitivity, marks, told } = tried;
  await writeLine(
    `${found.length} ${found.length === 1 ? 'alert' : 'alerts'} in the last ${tried.days} days.`,
  );
  if (marks.real + marks.false > 0) {
    await writeLine(
      `Marked by people: ${told.real} of ${marks.real} real incidents found, ${told.false} of ${marks.false} false alarms again.`,
    );
  }
  if (bySensitivity.length > 0) {
    await writeTable(
      ['sensitivity', 'alerts'],
      bySensitivity.map(({ sensitivity, alerts }) => [sensitivity, alerts]),
    );
  }
  await writeTable(
    ['when', 'why'],
    found.map((one) => [one.at, whyOf(one)]),
  );
  return undefined;
}

export async function remove(wanted: string): Promise<undefined> {
  await withApi(async (api) => {
    const { id, name } = await find(api, wanted);
    await api.call('DELETE', `${PATH}/${id}`);
    await writeLine(`Removed alert rule ${id}, "${name}". Its alerts stay.`);
  });
  return undefined;
}

function whyOf({ observed, expected, mentionId, reason }: BackTest['found'][number]): string {
  if (mentionId !== null) return `mention ${mentionId} with ${reason}`;
  return reason ?? `${Math.round(observed ?? 0)} unhappy people, ${(expected ?? 0).toFixed(1)} usual`;
}

async function find(api: ApiClient, wanted: string): Promise<AlertRule> {
  const { rules } = await api.call<{ rules: AlertRule[] }>('GET', PATH);
  return findByName(rules, wanted, { nameOf: ({ name }) => name, what: 'alert rule' });
}

/** A rule as the API takes it; what is left out has the API's default. */
async function draftOf(api: ApiClient, options: AlertRuleOptions): Promise<Record<string, unknown>> {
  if (options.topic === undefined) throw new WrongUsage('say which topic with --topic');
  const { severity, sensitivity, atLeast, stars, reach, word, risk, aspect, coolDown, escalate } = options;
  const condition = conditionOf(options);
  const isMention = Boolean(options.single || stars || reach || word || risk);
  if (condition && (isMention || aspect)) {
    throw new WrongUsage('a rule on a number takes no --stars, --reach, --word, --risk or --aspect');
  }
  const kind = condition ? 'metric' : isMention ? 'mention' : 'spike';
  const draft = {
    kind,
    condition,
    topicId: await idAt(api, { path: 'topics', what: 'topic', wanted: options.topic }),
    locationId: await idAt(api, { path: 'locations', what: 'location', wanted: options.location }),
    area: options.area,
    sourceId: await idAt(api, { path: 'sources', what: 'source', wanted: options.source }),
    severity,
    sensitivity,
    minimumN: atLeast === undefined ? (condition ? 30 : undefined) : wholeNumber(atLeast, '--at-least'),
    starsAtMost: stars === undefined ? undefined : number(stars, '--stars'),
    reachAtLeast: reach === undefined ? undefined : wholeNumber(reach, '--reach'),
    phrases: word,
    risks: risk,
    aspects: aspect,
    coolDownMinutes: coolDown === undefined ? undefined : wholeNumber(coolDown, '--cool-down'),
    escalateMinutes: escalate === undefined ? undefined : wholeNumber(escalate, '--escalate'),
    ...quietOf(options.quiet),
  };
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function conditionOf({ metric, falls, rises, over }: AlertRuleOptions) {
  if (metric === undefined) {
    if (falls !== undefined || rises !== undefined || over !== undefined) {
      throw new WrongUsage('say which number with --metric net_sentiment, rating or volume');
    }
    return undefined;
  }
  if ((falls === undefined) === (rises === undefined)) {
    throw new WrongUsage('say by how much with --falls or --rises, one of them');
  }
  const changeAtLeast = number(falls ?? rises ?? '', falls === undefined ? '--rises' : '--falls');
  return {
    metric,
    direction: falls === undefined ? 'rises' : 'falls',
    changeAtLeast,
    windowDays: wholeNumber(over ?? '1', '--over'),
  };
}

/** "22:00-07:00" as minutes of the day. */
function quietOf(quiet: string | undefined) {
  if (quiet === undefined) return {};
  const found = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(quiet);
  if (!found) throw new WrongUsage(`expected hours like 22:00-07:00 after --quiet, got "${quiet}"`);
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  return { quietFrom: fromHour * 60 + fromMinute, quietTo: toHour * 60 + toMinute };
}

async function idAt(
  api: ApiClient,
  {
    path,
    what,
    wanted,
  }: { path: 'topics' | 'locations' | 'sources'; what: string; wanted: string | undefined },
): Promise<number | undefined> {
  if (wanted === undefined) return undefined;
  const answer = await api.call<Record<string, { id: number; name: string }[]>>('GET', `/api/v1/${path}`);
  return findByName(answer[path] ?? [], wanted, { nameOf: ({ name }) => name, what }).id;
}

function number(given: string, option: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value)) {
    throw new WrongUsage(`expected a number after ${option}, got "${given}"`);
  }
  return value;
}

function wholeNumber(given: string, option: string): number {
  const value = number(given, option);
  if (!Number.isInteger(value))
    throw new WrongUsage(`expected a whole number after ${option}, got "${given}"`);
  return value;
}
