import { Conflict } from '../domain/errors.ts';
import { isSqlState } from './db.ts';

const UNIQUE_VIOLATION = '23505';

/** Writes something under a name that no other of its kind may have. @throws Conflict when it is taken */
export async function underFreeName<T>(
  { what, name }: { what: string; name: string },
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isSqlState(error, UNIQUE_VIOLATION)) throw error;
    throw new Conflict(`There is already a ${what} called "${name}". Choose another name.`);
  }
}
