import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifiers } from '../../../src/nlp/classifier.ts';
import { LexiconCatalog } from '../../../src/store/lexicon-catalog.ts';
import { json } from './answers.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';

let house: WebHouse;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-lexicons-'));
  const own = path.resolve(import.meta.dirname, '../../../lexicons');
  for (const name of ['en', 'emoji.tsv']) {
    cpSync(path.join(own, name), path.join(folder, name), { recursive: true });
  }
  mkdirSync(path.join(folder, 'domains', 'bakery'), { recursive: true });
  writeFileSync(path.join(folder, 'domains/bakery/en.tsv'), 'phrase\tvalence\torigin\nsick\t2.5\tearshot\n');
  house = await openWebHouse({ lexicons: new LexiconCatalog(loadClassifiers({ lexiconFolder: folder })) });
  await house.call(
    'POST',
    '/api/v1/imports/mentions?source=Letters',
    'id,date,text\n1,2026-03-01,That was sick\n',
  );
  await house.classifyAll();
});

afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const labelOf = async () => (await json<{ label: string }>(house.call('GET', '/api/v1/mentions/1'))).label;

test('choosing a line of business counts the past again with its words, and leaving it takes them back', async () => {
  expect(await labelOf()).toBe('negative');
  const chosen = await json<{ domains: string[] }>(
    house.call('PATCH', '/api/v1/workspace', { domains: ['bakery', 'bakery'] }),
  );
  expect(chosen.domains).toEqual(['bakery']);
  expect((await house.deps.queue.counts()).upkeep.waiting).toBeGreaterThan(0);
  await house.classifyAll();
  expect(await labelOf()).toBe('positive');
  expect(await json(house.call('GET', '/api/v1/domains'))).toEqual({
    domains: [{ name: 'bakery', isChosen: true }],
  });
  await json(house.call('PATCH', '/api/v1/workspace', { domains: [] }));
  await house.classifyAll();
  expect(await labelOf()).toBe('negative');
});

test('the settings page offers them to an administrator', async () => {
  await house.addUser('ada@example.com', 'admin');
  const cookie = await house.signIn('ada@example.com');
  const page = await (await house.ask('/settings', { headers: { cookie } })).text();
  expect(page).toContain('<input type="checkbox" name="domain" value="bakery"/>');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({ csrf, domain: 'bakery' });
  const saved = await house.ask('/settings/domains', { method: 'POST', headers: { cookie }, body });
  expect(await saved.text()).toContain('name="domain" value="bakery" checked');
});
