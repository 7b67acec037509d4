import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/open.ts';

/** A migrated, empty embedded store in a folder of its own, gone with `close`. */
export async function openTestStore(): Promise<Db> {
  const { folder, remove } = copyOfTemplate();
  const db = await openPglite(folder);
  await migrate(db);
  return Object.assign(db, { close: closing(db.close, remove) });
}

/** A fresh copy of an initialised store: making one from nothing takes seconds, a copy does not. */
export function copyOfTemplate(
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'earshot-store-')), 'store'),
): {
  folder: string;
  remove: () => void;
} {
  cpSync(inject('storeTemplate'), folder, { recursive: true });
  return { folder, remove: () => rmSync(path.dirname(folder), { recursive: true, force: true }) };
}

function closing(close: () => Promise<void>, remove: () => void): () => Promise<void> {
  return async () => {
    await close();
    remove();
  };
}
