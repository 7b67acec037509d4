import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sources } from '../../../src/sources/index.ts';
import type { Db } from '../../../src/store/db.ts';
import { openTestStore } from '../../support/test-store.ts';
import type { ApiServer } from '../servers/api-server.ts';
import { contract } from './contract.ts';
import { recordedAnswers } from './recorded.ts';

let store: Db;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const SERVERS = new URL('../servers/', import.meta.url);
/** Kinds that are held to other promises by tests of their own. */
const OTHERS = ['bluesky-stream', 'feed', 'json-api', 'micro-survey', 'webhook'];

const names = readdirSync(SERVERS)
  .filter((file) => file.endsWith('.ts') && file !== 'api-server.ts')
  .map((file) => file.replace('.ts', ''));
const servers = new Map<string, ApiServer>();
for (const name of names) {
  const module: { default: ApiServer } = await import(new URL(`${name}.ts`, SERVERS).href);
  servers.set(name, module.default);
}

test('every kind has a server to be tried on', () => {
  expect([...sources.keys()].filter((kind) => !OTHERS.includes(kind))).toEqual(names);
});

for (const [name, api] of servers) {
  describe(name, () => {
    recordedAnswers(name, api);
    contract(name, api, () => store);
  });
}
