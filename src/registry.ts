import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * A folder as a registry: every file in it that has a default export is an entry, and its file name is the id.
 * `index.ts` is left out, so a folder may hold its own registry. In the order of the file names.
 */
export async function loadFolder<Entry>(folder: URL): Promise<ReadonlyMap<string, Entry>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && file !== 'index.ts').sort();
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Entry | undefined]> => {
      const module: { default?: Entry } = await import(new URL(file, folder).href);
      return [basename(file, '.ts'), module.default];
    }),
  );
  return new Map(entries.filter((entry): entry is [string, Entry] => entry[1] !== undefined));
}
