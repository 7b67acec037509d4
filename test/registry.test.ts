import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadFolder } from '../src/registry.ts';
import { sources } from '../src/sources/index.ts';

test('a folder is a registry: the file name is the id, and only default exports are entries', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-registry-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'b-kind.ts'), 'export default { label: "B" };');
  await writeFile(join(folder, 'a-kind.ts'), 'export default { label: "A" };');
  await writeFile(join(folder, 'index.ts'), 'export default { label: "not an entry" };');
  await writeFile(join(folder, 'shared.ts'), 'export const label = "not an entry either";');
  await writeFile(join(folder, 'notes.md'), '# no code');
  const entries = await loadFolder<{ label: string }>(pathToFileURL(`${folder}/`));
  expect([...entries]).toEqual([
    ['a-kind', { label: 'A' }],
    ['b-kind', { label: 'B' }],
  ]);
});

test('every kind of source can be asked for its label, settings, host and mentions', () => {
  expect([...sources.keys()]).toContain('feed');
  for (const [kind, source] of sources) {
    expect(source).toMatchObject({ label: expect.any(String), help: expect.any(String) });
    expect(source).toMatchObject({ host: expect.any(Function), cost: { unit: expect.any(String) } });
    // The answers to our own forms come by a page of ours.
    if (kind !== 'micro-survey') expect(source.fetch ?? source.receive).toBeTypeOf('function');
    expect(typeof source.settings.parse).toBe('function');
  }
});
