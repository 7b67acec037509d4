import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { readSecrets, resealSecrets, saveSecrets } from '../../src/store/source-secrets.ts';
import { insertSource } from '../../src/store/sources.ts';
import { keyInFolder, openVault } from '../../src/store/vault.ts';
import { openTestStore } from '../support/test-store.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const OLD = 'the old key, thirty-two characters long';
const NEW = 'the new key, thirty-two characters long';

let store: Db;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('a secret opens again in its own place only', () => {
  const vault = openVault([OLD]);
  const sealed = vault.seal('hush', 'source 1 token');
  expect(sealed.sealed).not.toContain('hush');
  expect(vault.open(sealed, 'source 1 token')).toBe('hush');
  expect(() => vault.open(sealed, 'source 2 token')).toThrow(/changed by hand/);
});

test('the same secret never looks the same twice', () => {
  const vault = openVault([OLD]);
  expect(vault.seal('hush', 'p').sealed).not.toBe(vault.seal('hush', 'p').sealed);
});

test('without its key a secret stays shut, and the message names the key', () => {
  const sealed = openVault([OLD]).seal('hush', 'p');
  expect(() => openVault([NEW]).open(sealed, 'p')).toThrow(sealed.keyId);
  expect(() => openVault([]).seal('hush', 'p')).toThrow(/EARSHOT_SECRET_KEY/);
});

test('a new key takes over what an older one has sealed', async () => {
  const source = { kind: 'feed', settings: {}, intervalSeconds: 900, now: NOW };
  const { id } = await insertSource(store, { name: 'Sealed', ...source });
  await saveSecrets(store, openVault([OLD]), id, { token: 'hush', gone: 'old' }, NOW);
  await saveSecrets(store, openVault([OLD]), id, { gone: null }, NOW);
  expect(await resealSecrets(store, openVault([NEW, OLD]))).toBe(1);
  expect(await readSecrets(store, openVault([NEW]), id, ['token', 'gone'])).toEqual({ token: 'hush' });
  expect(await resealSecrets(store, openVault([NEW]))).toBe(0);
});

test('the key of a data folder is made once, for its owner only', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = await keyInFolder(folder);
  expect(key.length).toBeGreaterThanOrEqual(32);
  expect(await keyInFolder(folder)).toBe(key);
  if (process.platform !== 'win32')
    expect(statSync(path.join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
});
