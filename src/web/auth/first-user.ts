import type { Config } from '../../config.ts';
import type { Db } from '../../store/db.ts';
import { hasUsers, insertFirstUser } from '../../store/users.ts';
import { hashPassword } from './passwords.ts';
import { readablePassword } from './secrets.ts';

export interface FirstLogin {
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the administrator when there is nobody yet, and returns the login to show once; undefined when there are
 * users. The password is the one of EARSHOT_ADMIN_PASSWORD, or a new one that can be read out.
 */
export async function ensureFirstUser(db: Db, config: Config, now: Date): Promise<FirstLogin | undefined> {
  if (await hasUsers(db)) return undefined;
  const password = config.EARSHOT_ADMIN_PASSWORD ?? readablePassword();
  const email = config.EARSHOT_ADMIN_EMAIL.toLowerCase();
  const passwordHash = await hashPassword(password);
  const user = await insertFirstUser(db, { email, name: 'Administrator', role: 'admin', passwordHash, now });
  return user && { email, password };
}
