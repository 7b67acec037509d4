import { FetchFailed } from '../../domain/errors.ts';
import type { SourceContext } from '../source.ts';
import { type Page, readPages } from './pages.ts';

/** One thing that an account holds: a place, a page, an app. */
export interface Choice {
  readonly name: string;
  /** What tells it from others of its name: an address, a number. */
  readonly detail?: string | undefined;
  /** The settings that it comes to, tokens of its own included. */
  readonly settings: Readonly<Record<string, string>>;
  /** The company's own code of the place, where it has been told there. */
  readonly location?: string | undefined;
}

/**
 * How a kind lists what the account that has signed in holds, so that people choose names and type no ids. It is
 * looked at without a memory: a sign-in whose refresh token changes with every use has no place here.
 */
export interface Choices<Settings = unknown> {
  readonly one: string;
  readonly many: string;
  /** The settings that a choice fills in, with values that pass until there is one. */
  readonly fills: Readonly<Record<string, string>>;
  /** Left out: whenever one of `fills` has not been typed. */
  isOpen?(settings: Readonly<Record<string, unknown>>): boolean;
  /** @throws FetchFailed */
  list(context: SourceContext<Settings>): Promise<readonly Choice[]>;
  /** Further settings of a thing that the list does not show and somebody has typed. @throws FetchFailed */
  withTyped?(context: SourceContext<Settings>): Promise<Readonly<Record<string, string>>>;
}

/** Whether something is still to be chosen. */
export function isOpen(
  choices: Choices | undefined,
  settings: Readonly<Record<string, unknown>>,
): choices is Choices {
  if (!choices || choices.isOpen?.(settings) === false) return false;
  return Object.keys(choices.fills).some((name) => (settings[name] ?? '') === '');
}

/** Two hundred pages of a hundred are more than any account holds. */
const MOST_PAGES = 200;

/** Every item of a list. @throws FetchFailed when it leads round in a circle or does not end. */
export async function readAll<Item>(options: {
  read: (at: string) => Promise<Page<Item>>;
  idOf: (item: Item) => string;
}): Promise<readonly Item[]> {
  const { items, end } = await readPages({ first: '', ...options, most: MOST_PAGES });
  if (end === 'last') return items;
  throw new FetchFailed('malformed', 'The list of what the account holds does not end');
}
