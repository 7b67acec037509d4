import type { Context } from 'hono';
import { z } from 'zod';
import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import type { Told } from '../parts/told.tsx';

/** Does something and shows a page that tells what came of it; a mistake of the person is told, ours is thrown. */
export async function telling<Done extends { readonly text?: string }>(
  work: () => Promise<Done>,
  page: (told: (Done & { readonly isMistake: false }) | Told) => Promise<Response>,
): Promise<Response> {
  try {
    return await page({ ...(await work()), isMistake: false });
  } catch (error) {
    return page({ text: mistakeOrThrow(error), isMistake: true });
  }
}

/** Does something and goes on to the address it names; a mistake of the person shows the form again. */
export async function goingOn(
  c: Context,
  work: () => Promise<string>,
  again: (mistake: string) => Promise<Response>,
): Promise<Response> {
  try {
    return c.redirect(await work(), 303);
  } catch (error) {
    return again(mistakeOrThrow(error));
  }
}

/** What somebody did wrong, in plain words. @throws whatever was not their mistake */
export function mistakeOrThrow(error: unknown): string {
  if (error instanceof z.ZodError) return issuesInWords(error);
  if (error instanceof Refused || error instanceof Conflict || error instanceof NotFound)
    return error.message;
  throw error;
}

export const issuesInWords = ({ issues }: z.ZodError): string =>
  issues.map(({ message }) => message).join(' ');
