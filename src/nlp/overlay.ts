import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder } from './lexicon-builder.ts';
import { type LexiconFiles, numberIn, parseTable } from './lexicon-files.ts';

/**
 * What words mean in one line of business: lexicons/domains/<domain>/<language>.tsv (phrase, valence, origin), and
 * <language>-aspects.tsv (phrase, aspect, origin) where the domain names parts of its own. A row replaces what the
 * language says of that word or phrase; valence 0 silences it.
 */

const DOMAINS = 'domains';
const DOMAIN = /^[a-z][a-z-]*$/;
const VALENCES = { min: -4, max: 4 };

/** Names of the domains there are, in alphabetical order. */
export function listDomains(root: string): string[] {
  const folder = join(root, DOMAINS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => DOMAIN.test(name) && statSync(join(folder, name)).isDirectory())
    .sort();
}

/** A language's files with those of the domains among them, in the order the domains are given. */
export function withDomains(files: LexiconFiles, root: string, domains: readonly string[]): LexiconFiles {
  const { language } = files;
  const contents = new Map(files.contents);
  for (const domain of domains) {
    for (const name of [`${language}.tsv`, `${language}-aspects.tsv`]) {
      const file = join(root, DOMAINS, domain, name);
      if (existsSync(file)) contents.set(`${DOMAINS}/${domain}/${name}`, readFileSync(file, 'utf8'));
    }
  }
  return contents.size === files.contents.size ? files : { language, contents };
}

/** Puts the rows of the domains over the entries of the language. */
export function addDomains(builder: Builder): void {
  for (const [name, content] of builder.files.contents) {
    if (!name.startsWith(`${DOMAINS}/`)) continue;
    const file = `lexicons/${name}`;
    if (name.endsWith('-aspects.tsv')) addAspects(builder, content, file);
    else addValences(builder, content, file);
  }
}

function addValences(builder: Builder, content: string, file: string): void {
  for (const row of parseTable(content, ['phrase', 'valence', 'origin'], file)) {
    const entry = builder.entry(String(row['phrase']));
    entry.valence = numberIn(row, 'valence', VALENCES, file);
    entry.plain = 0;
    entry.origin = String(row['origin']);
    // A charge of 0 is meant: it silences the words inside and what was learned of them.
    entry.idiom = true;
    entry.modifier = undefined;
    entry.negates = false;
    entry.contrast = undefined;
    entry.leaning = undefined;
  }
}

function addAspects(builder: Builder, content: string, file: string): void {
  for (const row of parseTable(content, ['phrase', 'aspect', 'origin'], file)) {
    builder.nameAspect(String(row['phrase']), String(row['aspect']));
  }
}
