import { z } from 'zod';
import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import type { Told } from '../parts/told.tsx';

/** Does something and shows a page that tells what came of it; a mistake of the person is told, ours is thrown. */
export async function telling(
  work: () => Promise<string>,
  page: (told: Told) => Promise<Response>,
): Promise<Response> {
  try {
    return await page({ text: await work(), isMistake: false });
  } catch (error) {
    const text = mistakeIn(error);
    if (text === undefined) throw error;
    return page({ text, isMistake: true });
  }
}

/** What somebody did wrong, in plain words; undefined when it was not them. */
export function mistakeIn(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join(' ');
  const isTheirs = error instanceof Refused || error instanceof Conflict || error instanceof NotFound;
  return isTheirs ? error.message : undefined;
}
