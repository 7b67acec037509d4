import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Classifier } from '../../src/domain/classification.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { listLanguageFolders } from '../../src/nlp/lexicon-files.ts';

/** The product's classifier over a copy of its lexicons in which a domain's rows stand in place of the languages' own. */
export async function classifierWithDomain(root: string, domain: string): Promise<Classifier> {
  const copy = mkdtempSync(join(tmpdir(), 'earshot-domain-'));
  try {
    cpSync(root, copy, { recursive: true });
    for (const language of listLanguageFolders(copy)) lay(copy, domain, language);
    const classifier = await loadClassifier({ lexiconFolder: copy });
    return classifier;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function lay(copy: string, domain: string, language: string): void {
  const rows = linesOf(join(copy, 'domains', domain, `${language}.tsv`));
  const aspects = linesOf(join(copy, 'domains', domain, `${language}-aspects.tsv`));
  const own = (name: string) => join(copy, language, name);
  const words = keysOf(rows);
  for (const name of ['modifiers.tsv', 'learned.tsv']) replace(own(name), words, []);
  replace(own('idioms.tsv'), words, rows);
  replace(own('aspects.tsv'), keysOf(aspects), aspects);
}

function replace(file: string, taken: ReadonlySet<string>, rows: readonly string[]): void {
  if (!existsSync(file)) return;
  const [header = '', ...kept] = readFileSync(file, 'utf8').split('\n');
  const others = kept.filter((line) => line !== '' && !taken.has(keyOf(line)));
  writeFileSync(file, `${[header, ...others, ...rows].join('\n')}\n`);
}

const keyOf = (line: string): string => line.slice(0, line.indexOf('\t'));
const keysOf = (lines: readonly string[]): Set<string> => new Set(lines.map(keyOf));

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
}
