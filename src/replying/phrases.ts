import { readdirSync, readFileSync } from 'node:fs';

/** How one language says what a reply says; phrases/<language>.tsv. */
export interface Phrases {
  readonly language: string;
  /** "sorry one" → its wordings. */
  readonly wordings: ReadonlyMap<string, readonly string[]>;
  /** Aspect → as it stands after "with". */
  readonly nouns: ReadonlyMap<string, string>;
  /** What may have gone wrong with an aspect, told by words of the text. */
  readonly troubles: readonly Trouble[];
}

export interface Trouble {
  readonly aspect: string;
  readonly name: string;
  /** Goes into the place of {x}. */
  readonly clause: string;
  readonly cues: readonly string[];
}

const FOLDER = new URL('./phrases/', import.meta.url);

/** Every language with phrases, by its code. @throws Error naming the file and line that cannot be read. */
export function loadPhrases(): ReadonlyMap<string, Phrases> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.tsv'));
  return new Map(
    files.sort().map((file) => {
      const language = file.replace('.tsv', '');
      return [language, readPhrases(language, readFileSync(new URL(file, FOLDER), 'utf8'))];
    }),
  );
}

function readPhrases(language: string, table: string): Phrases {
  const wordings = new Map<string, string[]>();
  const nouns = new Map<string, string>();
  const clauses = new Map<string, string>();
  const cues = new Map<string, string[]>();
  const [, ...lines] = table.trimEnd().split('\n');
  for (const [index, line] of lines.entries()) {
    const [part, key, text] = line.split('\t');
    if (!part || !key || !text)
      throw new Error(`phrases/${language}.tsv, line ${index + 2}: expected part, key and text.`);
    if (part === 'noun') nouns.set(key, text);
    else if (part === 'clause') clauses.set(key, text);
    else if (part === 'cue')
      cues.set(
        key,
        text.split(',').map((cue) => cue.trim()),
      );
    else wordings.set(`${part} ${key}`, [...(wordings.get(`${part} ${key}`) ?? []), text]);
  }
  const troubles = [...clauses].map(([name, clause]) => ({
    name,
    aspect: name.split('.')[0] as string,
    clause,
    cues: cues.get(name) ?? [],
  }));
  return { language, wordings, nouns, troubles };
}

let loaded: ReadonlyMap<string, Phrases> | undefined;

/** Read with the first suggestion. */
export function phrases(): ReadonlyMap<string, Phrases> {
  loaded ??= loadPhrases();
  return loaded;
}
