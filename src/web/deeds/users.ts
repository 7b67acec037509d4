import { Refused } from '../../domain/errors.ts';
import { saveAudit } from '../../store/audit-log.ts';
import type { Sql } from '../../store/db.ts';
import { endPlaceMails } from '../../store/place-mails.ts';
import { deleteSessionsOf } from '../../store/sessions.ts';
import {
  countAdmins,
  getUser,
  insertUser,
  saveDisabled,
  saveLocationsOf,
  savePassword,
  saveRole,
  type UserRow,
} from '../../store/users.ts';
import { listLocations } from '../../store/workspace.ts';
import { hashPassword, PASSWORD_LENGTH } from '../auth/passwords.ts';
import { readablePassword } from '../auth/secrets.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal, Role } from '../principal.ts';

/** Adds somebody; without a password a readable one is made, to be shown once. @throws Conflict, Refused */
export async function addUser(
  deps: WebDeps,
  by: Principal,
  input: {
    email: string;
    name?: string | undefined;
    role: Role;
    password?: string | undefined;
    locationIds?: readonly number[] | undefined;
  },
): Promise<{ user: UserRow; password: string }> {
  const password = input.password ?? readablePassword();
  const passwordHash = await hashPassword(usable(password));
  const name = input.name ?? input.email.split('@')[0] ?? input.email;
  const { email, role } = input;
  const user = await insertUser(deps.db, { email, name, role, passwordHash, now: deps.now() });
  if (input.locationIds)
    await saveLocationsOf(deps.db, user.id, await knownLocations(deps.db, input.locationIds));
  await audit(deps, by, 'add user', user);
  return { user: await getUser(deps.db, user.id), password };
}

/** Changes what is given. A new password or a lock signs the person out everywhere. @throws NotFound, Refused */
export async function changeUser(
  deps: WebDeps,
  by: Principal,
  id: number,
  change: {
    role?: Role | undefined;
    password?: string | undefined;
    disabled?: boolean | undefined;
    locationIds?: readonly number[] | undefined;
  },
): Promise<UserRow> {
  const { role, password, disabled, locationIds } = change;
  // Before the transaction: the hash takes long, and the embedded store has one line.
  const passwordHash = password === undefined ? undefined : await hashPassword(usable(password));
  const user = await deps.db.transaction(async (sql) => {
    const before = await getUser(sql, id);
    if (role !== undefined) await saveRole(sql, id, role);
    if (locationIds !== undefined) await saveLocationsOf(sql, id, await knownLocations(sql, locationIds));
    if (disabled !== undefined) await saveDisabled(sql, id, disabled ? deps.now() : undefined);
    if (passwordHash !== undefined) await savePassword(sql, id, passwordHash);
    if (passwordHash !== undefined || disabled) await deleteSessionsOf(sql, id);
    if (before.role === 'admin' && !before.disabledAt && (await countAdmins(sql)) === 0) {
      throw new Refused('This is the last administrator. Make somebody else an administrator first.');
    }
    const user = await getUser(sql, id);
    await endPlaceMails(sql, user);
    return user;
  });
  await audit(deps, by, 'change user', user, { changed: Object.keys(change) });
  return user;
}

/** Gives somebody a new password: the one given, or a readable one to be shown once. @throws NotFound, Refused */
export async function resetPassword(
  deps: WebDeps,
  by: Principal,
  id: number,
  given: string | undefined,
): Promise<string> {
  const password = given ?? readablePassword();
  await changeUser(deps, by, id, { password });
  return password;
}

/** @throws Refused for a place that is not there. */
async function knownLocations(sql: Sql, ids: readonly number[]): Promise<number[]> {
  const known = new Set((await listLocations(sql)).map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) throw new Refused(`There is no location with the id ${missing.join(', ')}.`);
  return [...new Set(ids)];
}

function usable(password: string): string {
  const { least, most } = PASSWORD_LENGTH;
  if (password.length >= least && password.length <= most) return password;
  throw new Refused(`Expected a password of ${least} to ${most} characters, got ${password.length}.`);
}

async function audit(
  deps: WebDeps,
  by: Principal,
  action: string,
  user: UserRow,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await saveAudit(deps.db, { at: deps.now(), actor: by.name, action, target: `user ${user.email}`, detail });
}
