import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEXICONS = fileURLToPath(new URL('../../lexicons/', import.meta.url));

/** How a language asks; see lexicons/README.md, questions.tsv. */
export interface QuestionWords {
  /** Words that begin a question. */
  readonly starts: ReadonlySet<string>;
  /** Phrases of questions that want no answer. */
  readonly rhetorical: readonly string[];
  /** What is hung on a statement: "right?" */
  readonly tags: ReadonlySet<string>;
}

const KINDS = { starts: 'starts', rhetorical: 'rhetorical', tag: 'tags' } as const;

let words: ReadonlyMap<string, QuestionWords> | undefined;

/** Language code → how it asks; read once. */
export function questionWords(): ReadonlyMap<string, QuestionWords> {
  words ??= new Map(
    readdirSync(LEXICONS).flatMap((language) => {
      const file = `${LEXICONS}${language}/questions.tsv`;
      return existsSync(file) ? [[language, read(file)] as const] : [];
    }),
  );
  return words;
}

/** @throws Error naming the row that cannot be read. */
function read(file: string): QuestionWords {
  const found = { starts: new Set<string>(), rhetorical: new Set<string>(), tags: new Set<string>() };
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const [at, row] of rows.entries()) {
    const [kind = '', value = ''] = row.split('\t');
    if (!(kind in KINDS) || value === '' || value !== value.trim().toLowerCase()) {
      throw new Error(
        `${file} line ${at + 2}: expected starts, rhetorical or tag and a value in lower case, got "${row}".`,
      );
    }
    found[KINDS[kind as keyof typeof KINDS]].add(value);
  }
  return { starts: found.starts, rhetorical: [...found.rhetorical], tags: found.tags };
}
