import type { Row } from './lexicon-files.ts';

/** How a word of one class is inflected. */
export interface FormRule {
  readonly cut: string;
  readonly endings: readonly string[];
}

/** forms.tsv: a rule's name, the ending it cuts off and the endings it puts in its place ("-" for none). */
export function readForms(rows: readonly Row[]): Map<string, FormRule> {
  const rules = new Map<string, FormRule>();
  for (const row of rows) {
    const endings = String(row['endings'])
      .split(' ')
      .map((ending) => (ending === '-' ? '' : ending));
    rules.set(String(row['rule']), { cut: String(row['cut']).replace('-', ''), endings });
  }
  return rules;
}

/** A word in all its forms, itself first; only itself where no rule is given. @throws Error when the rule does not fit. */
export function formsOf(
  word: string,
  rule: string,
  rules: ReadonlyMap<string, FormRule>,
  where: string,
): string[] {
  if (rule === '') return [word];
  const form = rules.get(rule);
  if (!form || !word.endsWith(form.cut)) {
    throw new Error(`${where}: expected a rule of forms.tsv that fits "${word}", found "${rule}".`);
  }
  const stem = word.slice(0, word.length - form.cut.length);
  return [...new Set([word, ...form.endings.map((ending) => stem + ending)])];
}
