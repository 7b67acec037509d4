import { type ApiClient, withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { findByName } from '../find-by-name.ts';
import { note, writeJson, writeLine, writeTable } from '../output.ts';
import { tellWaiting } from '../work-off.ts';

export interface RuleOptions {
  readonly valence: string;
  readonly lang?: string;
  readonly topic?: string;
  readonly note?: string;
  readonly json?: boolean;
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly mentions: number;
}

interface Rule {
  readonly id: number;
  readonly pattern: string;
  readonly language: string | null;
  readonly topic: { readonly id: number; readonly name: string } | null;
  readonly valence: number;
  readonly enabled: boolean;
  readonly effect: {
    readonly touched: number;
    readonly moved: readonly Move[];
    readonly judged: number;
    readonly rightWith: number;
    readonly rightWithout: number;
  };
}

interface Preview {
  readonly looked: number;
  readonly isAll: boolean;
  readonly touched: number;
  readonly moved: readonly Move[];
  readonly judged: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
  readonly examples: readonly {
    readonly id: number;
    readonly text: string;
    readonly from: string;
    readonly to: string;
  }[];
}

const PATH = '/api/v1/rules';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { rules, recount } = await withApi((api) =>
    api.call<{ rules: Rule[]; recount: { left: number; isMore: boolean } }>('GET', PATH),
  );
  if (options.json) {
    await writeJson(rules);
    return undefined;
  }
  await writeTable(
    [
      'id',
      'rule',
      'valence',
      'language',
      'topic',
      'on',
      'mentions',
      'labels moved',
      'right with',
      'without',
      'of',
    ],
    rules.map(({ id, pattern, valence, language, topic, enabled, effect }) => [
      id,
      pattern,
      valence,
      language ?? 'all',
      topic?.name ?? 'all',
      enabled ? 'yes' : 'no',
      effect.touched,
      effect.moved.reduce((sum, { mentions }) => sum + mentions, 0),
      effect.rightWith,
      effect.rightWithout,
      effect.judged,
    ]),
  );
  if (recount.left > 0) {
    note(`${recount.left}${recount.isMore ? ' or more' : ''} mentions are still to be counted again.`);
  }
  return undefined;
}

export async function add(pattern: string, options: RuleOptions): Promise<undefined> {
  await withApi(async (api) => {
    const body = { ...(await draftOf(api, pattern, options)), note: options.note ?? '' };
    const rule = await api.call<Rule>('POST', PATH, body);
    if (options.json) await writeJson(rule);
    else await writeLine(`Added rule ${rule.id}: ${inWords(rule)}. The past is counted again.`);
    tellWaiting(api);
  });
  return undefined;
}

export async function preview(pattern: string, options: RuleOptions): Promise<undefined> {
  const found = await withApi(async (api) =>
    api.call<Preview>('POST', `${PATH}/preview`, await draftOf(api, pattern, options)),
  );
  if (options.json) {
    await writeJson(found);
    return undefined;
  }
  const { looked, isAll, touched, moved, judged, rightBefore, rightAfter, examples } = found;
  await writeLine(
    `Touches ${touched} of ${isAll ? looked : `the latest ${looked}`} mentions; ${movesOf(moved)}.`,
  );
  await writeLine(`Of ${judged} labels by people, ${rightBefore} are right before and ${rightAfter} after.`);
  await writeTable(
    ['id', 'from', 'to', 'text'],
    examples.map(({ id, from, to, text }) => [id, from, to, text.slice(0, 80)]),
  );
  return undefined;
}

export async function enable(wanted: string): Promise<undefined> {
  return setEnabled(wanted, true);
}

export async function disable(wanted: string): Promise<undefined> {
  return setEnabled(wanted, false);
}

async function setEnabled(wanted: string, enabled: boolean): Promise<undefined> {
  await withApi(async (api) => {
    const { id, pattern } = await find(api, wanted);
    await api.call('PATCH', `${PATH}/${id}`, { enabled });
    await writeLine(`Rule ${id}, "${pattern}", is ${enabled ? 'on' : 'off'}. The past is counted again.`);
    tellWaiting(api);
  });
  return undefined;
}

export async function remove(wanted: string): Promise<undefined> {
  await withApi(async (api) => {
    const { id, pattern } = await find(api, wanted);
    await api.call('DELETE', `${PATH}/${id}`);
    await writeLine(`Removed rule ${id}, "${pattern}". The past is counted again.`);
    tellWaiting(api);
  });
  return undefined;
}

async function draftOf(api: ApiClient, pattern: string, options: RuleOptions) {
  const valence = Number(options.valence);
  if (options.valence.trim() === '' || !(valence >= -4 && valence <= 4)) {
    throw new WrongUsage(`expected a number from -4 to 4 after --valence, got "${options.valence}"`);
  }
  return { pattern, valence, language: options.lang ?? null, topicId: await topicId(api, options.topic) };
}

async function topicId(api: ApiClient, wanted: string | undefined): Promise<number | null> {
  if (wanted === undefined) return null;
  const { topics } = await api.call<{ topics: { id: number; name: string }[] }>('GET', '/api/v1/topics');
  return findByName(topics, wanted, { nameOf: ({ name }) => name, what: 'topic' }).id;
}

/** By its id; by its words only where they stand in one rule. */
async function find(api: ApiClient, wanted: string): Promise<Rule> {
  const { rules } = await api.call<{ rules: Rule[] }>('GET', PATH);
  const same = rules.filter(({ pattern }) => pattern.toLowerCase() === wanted.toLowerCase());
  if (same.length > 1) {
    throw new WrongUsage(
      `there are ${same.length} rules "${wanted}"; name one by its id: ${same.map(({ id }) => id).join(', ')}`,
    );
  }
  return findByName(rules, wanted, { nameOf: ({ pattern }) => pattern, what: 'rule' });
}

function inWords({ pattern, valence, language, topic }: Rule): string {
  const meaning = valence === 0 ? 'means nothing here' : `has the valence ${valence}`;
  return `"${pattern}" ${meaning}, in ${language ?? 'every language'}, in ${topic ? `the topic ${topic.name}` : 'every mention'}`;
}

function movesOf(moved: readonly Move[]): string {
  if (moved.length === 0) return 'no label changes';
  return moved.map(({ from, to, mentions }) => `${mentions} from ${from} to ${to}`).join(', ');
}
