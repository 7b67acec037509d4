import { CouldNot } from './failures.ts';

/** The one a person means: by its id, or by its name in any capitals. @throws CouldNot that lists what there is. */
export function findByName<T extends { readonly id: number }>(
  all: readonly T[],
  wanted: string,
  options: { nameOf: (one: T) => string; what: string },
): T {
  const { nameOf, what } = options;
  const byName = all.find((one) => nameOf(one).toLowerCase() === wanted.toLowerCase());
  const found = byName ?? all.find((one) => String(one.id) === wanted);
  if (found) return found;
  const names = all.map(nameOf).slice(0, NAMES_SHOWN).join(', ');
  throw new CouldNot(
    `There is no ${what} called "${wanted}".${names ? ` There are: ${names}.` : ' There is none yet.'}`,
  );
}

const NAMES_SHOWN = 20;
