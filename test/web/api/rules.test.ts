import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadClassifiers } from '../../../src/nlp/classifier.ts';
import { findDifferences } from '../../../src/store/cells.ts';
import { listToClassify, saveClassifications } from '../../../src/store/classifications.ts';
import { LexiconCatalog } from '../../../src/store/lexicon-catalog.ts';
import countAgain from '../../../workers/count-again.ts';
import { waysOver } from '../../support/alerting.ts';
import { json, type Problem } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

interface Rule {
  readonly id: number;
  readonly pattern: string;
  readonly effect: {
    readonly touched: number;
    readonly moved: readonly { from: string; to: string; mentions: number }[];
    readonly judged: number;
    readonly rightWith: number;
    readonly rightWithout: number;
  };
}

let house: WebHouse;

beforeAll(async () => {
  house = await openWebHouse({ lexicons: new LexiconCatalog(loadClassifiers({ languages: ['en', 'de'] })) });
  const rows = [
    '1,2026-03-01,That ride was sick',
    '2,2026-03-01,Sick bike',
    '3,2026-03-02,I feel sick of waiting',
    '4,2026-03-02,Wonderful staff',
    '5,2026-03-03,The shop opens at nine',
    '6,2026-03-03,Our gronk arrived',
  ];
  await house.call('POST', '/api/v1/imports/mentions?source=Letters', `id,date,text\n${rows.join('\n')}\n`);
  await house.classifyAll();
});

afterAll(() => house.close());

beforeEach(async () => {
  for (const { id } of (await rules()).rules) await house.call('DELETE', `/api/v1/rules/${id}`);
  const { topics } = await json<{ topics: { id: number; kind: string }[] }>(
    house.call('GET', '/api/v1/topics'),
  );
  for (const { id, kind } of topics)
    if (kind !== 'everything') await house.call('DELETE', `/api/v1/topics/${id}`);
  await house.classifyAll();
});

const rules = () =>
  json<{ rules: Rule[]; recount: { left: number; total: number } }>(house.call('GET', '/api/v1/rules'));
const add = (rule: Record<string, unknown>) => json<Rule>(house.call('POST', '/api/v1/rules', rule), 201);

async function labels(): Promise<string[]> {
  const rows = await house.deps.db<{ label: string }>`select label from mentions order by id`;
  return rows.map(({ label }) => label);
}

const PLAIN = ['negative', 'negative', 'negative', 'positive', 'neutral', 'neutral'];

describe('a rule', () => {
  test('is applied to history, measured, switched off and taken back, and the cells follow', async () => {
    expect(await labels()).toEqual(PLAIN);
    const rule = await add({ pattern: 'Sick', valence: 2, note: 'slang' });
    expect((await rules()).recount).toMatchObject({ left: 6, total: 6 });
    expect((await house.deps.queue.counts()).upkeep.waiting).toBeGreaterThan(0);
    await house.classifyAll();
    expect((await labels()).slice(0, 2)).toEqual(['positive', 'positive']);
    const {
      rules: [measured],
      recount,
    } = await rules();
    expect(recount.left).toBe(0);
    expect(measured).toMatchObject({ pattern: 'sick', note: 'slang', author: 'operator', enabled: true });
    expect(measured?.effect).toMatchObject({ judged: 0 });
    expect(measured?.effect.moved).toContainEqual({ from: 'negative', to: 'positive', mentions: 2 });
    const evidence = await json<{ evidence: { rule: string; origin: string }[] }>(
      house.call('GET', '/api/v1/mentions/1'),
    );
    expect(evidence.evidence).toContainEqual(
      expect.objectContaining({ rule: 'workspace rule: sick', origin: 'workspace' }),
    );
    await json(house.call('PATCH', `/api/v1/rules/${rule.id}`, { enabled: false }));
    await house.classifyAll();
    expect(await labels()).toEqual(PLAIN);
    expect((await rules()).rules[0]?.effect.touched).toBe(0);
    await json(house.call('PATCH', `/api/v1/rules/${rule.id}`, { enabled: true, valence: 0 }));
    await house.classifyAll();
    expect((await labels()).slice(0, 2)).toEqual(['neutral', 'neutral']);
    expect((await house.call('DELETE', `/api/v1/rules/${rule.id}`)).status).toBe(204);
    await house.classifyAll();
    expect(await labels()).toEqual(PLAIN);
    expect(await findDifferences(house.deps.db)).toEqual([]);
  });

  test('is counted again by the job that counts history again', async () => {
    await add({ pattern: 'gronk', valence: -3 });
    const handed: unknown[] = [];
    const queue = {
      ...house.deps.queue,
      enqueueAll: async (_job: string, payloads: readonly unknown[]) => void handed.push(...payloads),
    };
    const more = { random: Math.random, politeness: { hostGapMs: 0, minIntervalMs: 1_000 } };
    await countAgain.work({ afterId: 0 }, { ...house.deps, ...waysOver(house.deps.http), ...more, queue });
    expect(handed).toEqual([{ mentionIds: [1, 2, 3, 4, 5, 6] }]);
  });

  test('can be looked at before: labels from and to, and how the labels of the team would agree', async () => {
    await json(house.call('POST', '/api/v1/mentions/1/override', { label: 'positive' }));
    await json(house.call('POST', '/api/v1/mentions/3/override', { label: 'negative' }));
    const preview = await json<Record<string, unknown>>(
      house.call('POST', '/api/v1/rules/preview', { pattern: 'sick', valence: 2 }),
    );
    expect(preview).toMatchObject({
      looked: 6,
      isAll: true,
      touched: 3,
      judged: 2,
      rightBefore: 1,
      rightAfter: 2,
    });
    expect(preview['moved']).toEqual([{ from: 'negative', to: 'positive', mentions: 1 }]);
    expect(preview['examples']).toMatchObject([
      { id: 2, from: 'negative', to: 'positive', truth: null },
      { id: 1, from: 'negative', to: 'positive', truth: 'positive' },
    ]);
    expect((await rules()).rules).toEqual([]);
    expect(await labels()).toEqual(PLAIN);
    await add({ pattern: 'sick', valence: 2 });
    await house.classifyAll();
    expect((await rules()).rules[0]?.effect).toMatchObject({ judged: 2, rightWith: 2, rightWithout: 1 });
    for (const id of [1, 3]) await house.call('DELETE', `/api/v1/mentions/${id}/override`);
  });

  test('is proposed by a correction, and by nothing else', async () => {
    const proposed = () =>
      json<{ proposals: { pattern: string; valence: number; because: string }[] }>(
        house.call('GET', '/api/v1/mentions/1/rule-proposals'),
      );
    expect((await proposed()).proposals).toEqual([]);
    await json(house.call('POST', '/api/v1/mentions/1/override', { label: 'positive' }));
    const { proposals } = await proposed();
    expect(proposals.slice(0, 2)).toEqual([
      { pattern: 'sick', valence: 0, because: 'wrong-way' },
      { pattern: 'sick', valence: 2, because: 'wrong-way' },
    ]);
    expect(proposals).toContainEqual({ pattern: 'that ride', valence: 2, because: 'not-understood' });
    await json(house.call('POST', '/api/v1/mentions/1/override', { label: 'negative' }));
    expect((await proposed()).proposals).toEqual([]);
    await house.call('DELETE', '/api/v1/mentions/1/override');
  });

  test('is refused where it cannot be read, is there already or has no topic', async () => {
    const refused = async (body: unknown, status: number) =>
      (await json<Problem>(house.call('POST', '/api/v1/rules', body), status)).detail;
    expect(await refused({ pattern: 'd*', valence: 1 }, 422)).toContain('after at least 2 letters');
    expect(await refused({ pattern: 'x', valence: 5 }, 400)).toContain('valence');
    expect(await refused({ pattern: 'x', valence: 1, topicId: 99 }, 404)).toContain('no topic');
    await add({ pattern: 'gronk', valence: 1 });
    expect(await refused({ pattern: ' GRONK ', valence: 2 }, 409)).toContain('already a rule for "gronk"');
    await add({ pattern: 'gronk', valence: 2, language: 'en' });
  });

  test('can be looked at whatever signs it is made of', async () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(words, fc.constantFrom('🪑', ':)', 'c++', "don't", 'a.b', '[x', '\\d', '很好', '❤️')),
        async (pattern) => {
          const answer = await house.call('POST', '/api/v1/rules/preview', { pattern, valence: 1 });
          expect([200, 422]).toContain(answer.status);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is made by analysts, not by agents', async () => {
    const token = await json<{ token: string }>(
      house.call('POST', '/api/v1/tokens', { name: 'agent', scopes: ['read', 'override', 'topics'] }),
      201,
    );
    const headers = { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ pattern: 'gronk', valence: 1 });
    const refused = await json<Problem>(house.ask('/api/v1/rules', { method: 'POST', headers, body }), 403);
    expect(refused.detail).toContain('"rules"');
    await json(house.ask('/api/v1/rules/preview', { method: 'POST', headers, body }));
  });
});

describe('a topic rule', () => {
  const topic = (name: string, query: string) =>
    json<{ id: number }>(house.call('POST', '/api/v1/topics', { name, query }), 201);

  test('applies to the mentions of its topic only', async () => {
    const { id } = await topic('Bikes', 'bike');
    await add({ pattern: 'sick', valence: 2, topicId: id });
    await house.classifyAll();
    expect((await labels()).slice(0, 2)).toEqual(['negative', 'positive']);
  });

  test('has its say even where its label then takes the mention out of the topic', async () => {
    const { id } = await topic('Complaints', 'sentiment:negative AND sick');
    await add({ pattern: 'sick', valence: 2, topicId: id });
    await house.classifyAll();
    await house.classifyAll();
    expect((await labels()).slice(0, 2)).toEqual(['positive', 'positive']);
    const inTopic = await house.deps
      .db`select mention_id from mention_topics where topic_id = ${id} and mention_id < 3`;
    expect(inTopic).toEqual([]);
    expect(await findDifferences(house.deps.db)).toEqual([]);
  });

  test('goes with its topic, and the words of every worker change with it', async () => {
    const { id } = await topic('Bikes', 'bike');
    await add({ pattern: 'sick', valence: 2, topicId: id });
    await house.classifyAll();
    const before = await house.deps.lexicons.current(house.deps.db);
    await house.call('DELETE', `/api/v1/topics/${id}`);
    const after = await house.deps.lexicons.current(house.deps.db);
    expect([after.wording.rules, after.revision > before.revision]).toEqual([[], true]);
    await house.classifyAll();
    expect(await labels()).toEqual(PLAIN);
    expect((await rules()).rules).toEqual([]);
  });
});

test('a late worker with the old rules writes nothing', async () => {
  const { db, lexicons, topics } = house.deps;
  const old = await lexicons.current(db);
  const current = await topics.current(db);
  const at = { topicsRevision: current.revision, rulesRevision: old.revision };
  const read = await listToClassify(db, [1], { lexiconVersion: '', topicsRevision: -1 });
  const batch = read.map((mention) => {
    const classification = old.classifier.classify({ text: mention.text, lang: 'en' }, { evidence: true });
    return { mention, classification, effects: [], topicIds: current.match(mention, classification) };
  });
  await add({ pattern: 'sick', valence: 2 });
  await house.classifyAll();
  expect(await saveClassifications(db, batch, at)).toBe(false);
  expect((await labels())[0]).toBe('positive');
  const now = await lexicons.current(db);
  expect(await saveClassifications(db, batch, { ...at, rulesRevision: now.revision })).toBe(true);
});

test('domains are chosen among those there are', async () => {
  const { domains } = await json<{ domains: { name: string; isChosen: boolean }[] }>(
    house.call('GET', '/api/v1/domains'),
  );
  expect(domains.every(({ isChosen }) => !isChosen)).toBe(true);
  const refused = await json<Problem>(
    house.call('PATCH', '/api/v1/workspace', { domains: ['nowhere'] }),
    422,
  );
  expect(refused.detail).toContain('got "nowhere"');
});

describe('on its pages', () => {
  test('a correction leads to a rule, with everything escaped', async () => {
    await house.addUser('ann@example.com', 'analyst');
    const cookie = await house.signIn('ann@example.com');
    await json(house.call('POST', '/api/v1/mentions/1/override', { label: 'positive' }));
    const get = async (path: string) => (await house.ask(path, { headers: { cookie } })).text();
    const mention = await get('/mentions/1');
    expect(mention).toContain('/settings/rules/new?mention=1&amp;pattern=sick&amp;valence=2&amp;language=en');
    const form = await get('/settings/rules/new?mention=1&pattern=sick&valence=2&language=en');
    expect(form).toContain('would change 1 label');
    expect(form).toContain('people say positive');
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const send = (path: string, fields: Record<string, string>) =>
      house.ask(path, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ csrf, ...fields }),
      });
    const bad = await send('/settings/rules', { pattern: '<b>*x', valence: '1' });
    expect([bad.status, (await bad.text()).includes('<b>*x')]).toEqual([422, false]);
    const made = await send('/settings/rules', {
      pattern: 'sick',
      valence: '2',
      language: 'en',
      mention: '1',
    });
    expect(made.status).toBe(303);
    const address = made.headers.get('location') ?? '';
    expect(await get(address)).toContain('The past is being counted again: 6 mentions to go');
    await house.classifyAll();
    const shown = await get(address);
    expect(shown).not.toContain('being counted again:');
    expect(shown).toContain('negative to positive');
    expect(shown).toContain('1 right with it, 0 without');
    expect((await send(`${address}/disable`, {})).status).toBe(303);
    expect(await get('/settings/rules')).toContain('off');
    expect((await send(`${address}/remove`, {})).status).toBe(303);
    expect(await get('/settings/rules')).toContain('There is no rule yet.');
    await house.call('DELETE', '/api/v1/mentions/1/override');
  });
});
