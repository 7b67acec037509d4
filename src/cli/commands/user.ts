import { type ApiClient, withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { findByName } from '../find-by-name.ts';
import { lineGroups } from '../lines.ts';
import { writeJson, writeLine, writeTable } from '../output.ts';

export interface NewUser {
  readonly name?: string;
  readonly role: string;
  readonly passwordStdin?: boolean;
}

interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: string;
  readonly disabledAt: string | null;
}

const PATH = '/api/v1/users';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { users } = await withApi((api) => api.call<{ users: User[] }>('GET', PATH));
  if (options.json) await writeJson(users);
  else {
    await writeTable(
      ['id', 'e-mail', 'name', 'role', 'added', 'off since'],
      users.map(({ id, email, name, role, createdAt, disabledAt }) => [
        id,
        email,
        name,
        role,
        createdAt,
        disabledAt,
      ]),
    );
  }
  return undefined;
}

export async function add(email: string, options: NewUser): Promise<undefined> {
  const password = await givenPassword(options);
  const body = { email, name: options.name, role: options.role, password };
  const added = await withApi((api) => api.call<User & { password: string | null }>('POST', PATH, body));
  await writeLine(`Added ${added.email} as ${added.role}.`);
  if (added.password !== null) await writeLine(`Password (shown only once): ${added.password}`);
  return undefined;
}

export async function password(wanted: string, options: { passwordStdin?: boolean }): Promise<undefined> {
  const given = await givenPassword(options);
  await withApi(async (api) => {
    const user = await find(api, wanted);
    const { password: made } = await api.call<{ password: string | null }>(
      'POST',
      `${PATH}/${user.id}/password`,
      {
        password: given,
      },
    );
    await writeLine(`${user.email} has a new password and is signed out everywhere.`);
    if (made !== null) await writeLine(`Password (shown only once): ${made}`);
  });
  return undefined;
}

export async function disable(wanted: string, options: { undo?: boolean }): Promise<undefined> {
  await withApi(async (api) => {
    const user = await find(api, wanted);
    await api.call('PATCH', `${PATH}/${user.id}`, { disabled: !options.undo });
    await writeLine(
      options.undo ? `${user.email} can sign in again.` : `${user.email} can no longer sign in.`,
    );
  });
  return undefined;
}

async function find(api: ApiClient, wanted: string): Promise<User> {
  const { users } = await api.call<{ users: User[] }>('GET', PATH);
  return findByName(users, wanted, { nameOf: ({ email }) => email, what: 'user' });
}

/** Never an argument: arguments are seen by everybody on the machine. */
async function givenPassword({ passwordStdin }: { passwordStdin?: boolean }): Promise<string | undefined> {
  if (!passwordStdin) return undefined;
  for await (const [line] of lineGroups(process.stdin)) {
    if (line?.text) return line.text;
  }
  throw new WrongUsage('expected the password on stdin');
}
