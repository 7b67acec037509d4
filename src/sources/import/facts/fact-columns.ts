import { Refused } from '../../../domain/errors.ts';
import type { SurveyKind } from '../../../domain/facts.ts';
import { type FactField, type FactKind, fieldsOf, namesOf } from './fact-fields.ts';

/** One column of a file and what it is read as. */
export interface MappedColumn {
  readonly column: string;
  /** undefined: it is not read. */
  readonly field: FactField | undefined;
  readonly isUtc: boolean;
  /** The question whose answers it holds, where the name of the column is the question itself. */
  readonly asks?: SurveyKind;
}

/** Files of survey tools name a column after its question. */
const QUESTIONS: readonly { readonly asks: SurveyKind; readonly words: RegExp }[] = [
  { asks: 'nps', words: /\brecommend|\bempfehl|\brecommand|\bconsigli|\brecomend|\baanbevel|推荐/i },
  { asks: 'ces', words: /\beasy\b|\beffort\b|\beinfach\b|\bfacile\b|\bfácil\b|容易/i },
  { asks: 'csat', words: /\bsatisf|\bzufrieden|\bsoddisf|\btevreden|满意/i },
];
const REASON =
  /\bwhy\b|\breason\b|\btell us\b|\bcomment|\bfeedback\b|\bwarum\b|\bgrund\b|\bpourquoi\b|\bperché\b|\bpor qué\b|\bwaarom\b|为什么/i;

/**
 * What each column is read as: what the caller says first, then known names, then questions.
 * @throws Refused when the caller names a column or a field that is not there.
 */
export function mapColumns(
  kind: FactKind,
  columns: readonly string[],
  wanted: Readonly<Record<string, string>>,
): readonly MappedColumn[] {
  const chosen = chosenFields(kind, columns, wanted);
  const taken = new Set([...chosen.values()].filter((field) => field !== ''));
  for (const field of fieldsOf(kind)) {
    if (taken.has(field)) continue;
    const names = namesOf(kind, field);
    const best = names.flatMap((name) =>
      columns.filter((column) => !chosen.has(column) && plain(column) === name),
    )[0];
    if (best !== undefined) {
      chosen.set(best, field);
      taken.add(field);
    }
  }
  const questions =
    kind === 'surveys' ? findQuestions(columns, chosen, taken) : new Map<string, SurveyKind>();
  return columns.map((column) => {
    const field = chosen.get(column);
    const asks = questions.get(column) ?? (field === 'score' ? kindInName(column) : undefined);
    return {
      column,
      field: field === undefined || field === '' ? undefined : field,
      isUtc: /\butc\b/i.test(column),
      ...(asks === undefined ? {} : { asks }),
    };
  });
}

function chosenFields(
  kind: FactKind,
  columns: readonly string[],
  wanted: Readonly<Record<string, string>>,
): Map<string, FactField | ''> {
  const chosen = new Map<string, FactField | ''>();
  for (const [name, fieldName] of Object.entries(wanted)) {
    const column = columns.find((one) => one === name) ?? columns.find((one) => plain(one) === plain(name));
    if (column === undefined) {
      throw new Refused(`There is no column "${name}" in the file. Its columns are: ${columns.join(', ')}.`);
    }
    const field = fieldsOf(kind).find(
      (one) => one.toLowerCase() === fieldName.toLowerCase().replace(/[_-]/g, ''),
    );
    if (field === undefined && fieldName !== '') {
      throw new Refused(
        `"${fieldName}" is no field of ${kind}. Its fields are: ${fieldsOf(kind).join(', ')}.`,
      );
    }
    chosen.set(column, field ?? '');
  }
  return chosen;
}

function findQuestions(
  columns: readonly string[],
  chosen: Map<string, FactField | ''>,
  taken: Set<FactField | ''>,
): Map<string, SurveyKind> {
  const found = new Map<string, SurveyKind>();
  const free = () => columns.filter((column) => !chosen.has(column));
  if (!taken.has('comment')) {
    const reason = free().find((column) => REASON.test(column));
    if (reason !== undefined) chosen.set(reason, 'comment');
  }
  if (taken.has('score')) return found;
  for (const { asks, words } of QUESTIONS) {
    const column = free().find((one) => words.test(one));
    if (column === undefined) continue;
    chosen.set(column, 'score');
    found.set(column, asks);
    break;
  }
  return found;
}

function kindInName(column: string): SurveyKind | undefined {
  return (['nps', 'csat', 'ces'] as const).find((kind) => plain(column).split('_').includes(kind));
}

function plain(name: string): string {
  const words = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .replace(/_utc$/, '');
  return words === '' ? name.trim() : words;
}
