import { BadConfig } from '../config.ts';
import { QueryError } from '../domain/query/query-error.ts';

/** The command was called in a way it does not know: exit status 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** Something could not be done, for a reason that is already a whole sentence: exit status 1. */
export class CouldNot extends Error {
  override readonly name = 'CouldNot';
}

/** What a failure says to the person at the terminal, and the status the command ends with. */
export function explain(error: unknown): { message: string; status: 1 | 2 } {
  if (error instanceof WrongUsage || error instanceof BadConfig) return { message: error.message, status: 2 };
  if (error instanceof QueryError) return { message: `${error.message}\n${error.pointer()}`, status: 1 };
  return { message: messageOf(error), status: 1 };
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  // What a connection failed of is below the error of the request ("terminated", "fetch failed").
  if (error.cause instanceof Error && 'code' in error.cause && error instanceof TypeError)
    return messageOf(error.cause);
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_SOCKET') return LOST;
  const advice = ADVICE[code];
  // Drivers leave the message empty when a server does not answer.
  const message = error.message || (code ? `failed with ${code}` : error.name);
  return advice ? `${message.replace(/\.$/, '')}. ${advice}` : message;
}

const LOST =
  'The Earshot that was asked ended before it had answered. Start it and do the same again: nothing counts twice.';
const UNREACHABLE = 'Check that the server runs and that DATABASE_URL and REDIS_URL name it.';

/** What to do about the failures of connections and of Postgres that an operator can mend. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  '28P01': 'Check user and password in DATABASE_URL.',
  '28000': 'Check user and password in DATABASE_URL.',
  '3D000': 'Create the database, or name another one in DATABASE_URL.',
};
