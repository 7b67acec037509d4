import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseList } from '../../src/nlp/lexicon-files.ts';

/** Which words may be learned at all. */
export interface StopLists {
  allow(words: readonly string[]): boolean;
}

/**
 * never.txt holds words that may not be part of anything learned (people, places, products, brands, numbers);
 * the language's small.txt holds words that may not be learned alone (the, of, was), nor among themselves with a
 * negation: that is the rules' business. Many words a line.
 */
export function readStopLists(
  folder: string,
  small: ReadonlySet<string>,
  negations: ReadonlySet<string>,
): StopLists {
  const never = wordsIn(join(folder, 'never.txt'));
  return {
    allow(words) {
      if (words.some((word) => never.has(word))) return false;
      const isSmall = words.every((word) => small.has(word));
      return !isSmall || (words.length > 1 && !words.some((word) => negations.has(word)));
    },
  };
}

/** Only small words, alone or among themselves. */
export function onlySmallWords(folder: string, small: ReadonlySet<string>): StopLists {
  const never = wordsIn(join(folder, 'never.txt'));
  return { allow: (words) => words.every((word) => small.has(word) && !never.has(word)) };
}

/** Sentences that must stay neutral: every line of neutral.txt with each of its {one|other} choices. */
export function readNeutralSentences(folder: string): string[] {
  const path = join(folder, 'neutral.txt');
  if (!existsSync(path)) return [];
  return parseList(readFileSync(path, 'utf8')).flatMap(expanded);
}

function expanded(template: string): string[] {
  const choice = /\{([^{}]*)\}/.exec(template);
  if (!choice) return [template];
  return (choice[1] ?? '').split('|').flatMap((word) => expanded(template.replace(choice[0], word)));
}

function wordsIn(path: string): Set<string> {
  if (!existsSync(path)) return new Set();
  return new Set(parseList(readFileSync(path, 'utf8')).flatMap((line) => line.toLowerCase().split(' ')));
}
