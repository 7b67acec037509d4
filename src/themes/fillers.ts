import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEXICONS = fileURLToPath(new URL('../../lexicons/', import.meta.url));
const LANGUAGE = /^[a-z]{2,3}$/;

/** Words that are no theme: never, or only not by themselves. */
export interface Fillers {
  readonly nowhere: ReadonlySet<string>;
  readonly alone: ReadonlySet<string>;
}

const known = new Map<string, Fillers>();

/** Those of one language, read once: what fills a sentence in German ("fast") may be what an English one is about. */
export function fillersOf(language: string): Fillers {
  const name = LANGUAGE.test(language) && language !== 'und' ? language : 'en';
  const fillers = known.get(name) ?? readFillers(name);
  known.set(name, fillers);
  return fillers;
}

function readFillers(language: string): Fillers {
  const file = `${LEXICONS}${language}/fillers.tsv`;
  const rows = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const wordsOf = (kind: keyof Fillers) =>
    new Set(
      rows.flatMap((row) =>
        row.startsWith(`${kind}\t`)
          ? row
              .trim()
              .slice(kind.length + 1)
              .split(' ')
          : [],
      ),
    );
  return { nowhere: wordsOf('nowhere'), alone: wordsOf('alone') };
}
