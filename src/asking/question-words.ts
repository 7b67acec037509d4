import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEXICONS = fileURLToPath(new URL('../../lexicons/', import.meta.url));

/** How a language asks; see lexicons/README.md, questions.tsv. */
export interface QuestionWords {
  /** Words that begin a question. */
  readonly starts: ReadonlySet<string>;
  /** Begins a question whose mark was left out. */
  readonly surely: RegExp;
  /** Holds a phrase of a question that wants no answer. */
  readonly rhetorical: RegExp;
  /** Asks for help in so many words. */
  readonly pleads: RegExp;
  /** What is hung on a statement: "right?" */
  readonly tags: ReadonlySet<string>;
  /** Words that begin a reproach as often as a question: "why". */
  readonly blames: ReadonlySet<string>;
  /** What is said after a question and is no answer to it: "thanks". */
  readonly thanks: ReadonlySet<string>;
}

const KINDS = ['starts', 'sure', 'rhetorical', 'plea', 'tag', 'blames', 'thanks'] as const;
type Kind = (typeof KINDS)[number];
type Rows = Readonly<Record<Kind, string[]>>;

const noRows = (): Rows => ({
  starts: [],
  sure: [],
  rhetorical: [],
  plea: [],
  tag: [],
  blames: [],
  thanks: [],
});

let words: ReadonlyMap<string, QuestionWords> | undefined;
let everywhere: QuestionWords | undefined;

/** How a language asks; of one we have no words for, as any of those asks that we have. Read once. */
export function questionWords(language: string): QuestionWords {
  if (!words || !everywhere) {
    const tables = readdirSync(LEXICONS).flatMap((folder) => {
      const file = `${LEXICONS}${folder}/questions.tsv`;
      return existsSync(file) ? [[folder, readRows(file)] as const] : [];
    });
    words = new Map(tables.map(([folder, rows]) => [folder, compiled(rows)]));
    const all = noRows();
    for (const kind of KINDS) for (const [, rows] of tables) all[kind].push(...rows[kind]);
    everywhere = compiled(all);
  }
  return words.get(language) ?? everywhere;
}

/** @throws Error naming the row that cannot be read. */
function readRows(file: string): Rows {
  const found = noRows();
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const [at, row] of rows.entries()) {
    const [kind = '', value = ''] = row.split('\t');
    if (!isKind(kind) || value === '' || value !== value.trim().toLowerCase()) {
      throw new Error(
        `${file} line ${at + 2}: expected ${KINDS.join(', ')} and a value in lower case, got "${row}".`,
      );
    }
    found[kind].push(value);
  }
  return found;
}

const isKind = (kind: string): kind is Kind => KINDS.some((known) => known === kind);

function compiled({ starts, sure, rhetorical, plea, tag, blames, thanks }: Rows): QuestionWords {
  return {
    starts: new Set(starts),
    surely: new RegExp(`^(?:${anyOf(sure)})`, 'u'),
    rhetorical: new RegExp(anyOf(rhetorical), 'u'),
    pleads: new RegExp(anyOf(plea), 'u'),
    tags: new Set(tag),
    blames: new Set(blames),
    thanks: new Set(thanks),
  };
}

const NOTHING = '(?!)';
const GAP = '(?![\\p{L}\\p{N}])[^.!?。！？\\n]{0,60}?(?<![\\p{L}\\p{N}])';
const HAN = /\p{Script=Han}/u;

/** One of these phrases; "…" in one stands for some words between, "*" at the end of a word for its endings. */
function anyOf(phrases: readonly string[]): string {
  if (phrases.length === 0) return NOTHING;
  return phrases
    .map((phrase) => {
      const said = phrase.split(' … ').map((part) => RegExp.escape(part).replaceAll('\\*', '\\p{L}*'));
      const body = said.join(GAP);
      // Writing without blanks has no ends of words.
      return HAN.test(phrase) ? body : `(?<![\\p{L}\\p{N}])${body}(?![\\p{L}\\p{N}])`;
    })
    .join('|');
}
