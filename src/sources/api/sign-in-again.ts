import { FetchFailed } from '../../domain/errors.ts';

/** For a token or password that is no longer accepted. */
export function signInAgain(host: string, said?: string): FetchFailed {
  const reason = said ? ` (${said})` : '';
  return new FetchFailed(
    'sign-in',
    `${host} no longer accepts the sign-in${reason}. Sign in again: edit the source and enter a new token or password.`,
    { status: 401 },
  );
}
