import { z } from 'zod';

/** Lets what is not as it should be say so in a sentence: what was expected, and what came. */
export function speakPlainly(): void {
  z.config({ customError: inPlainWords });
}

type Issue = Parameters<NonNullable<ReturnType<typeof z.config>['customError']>>[0];

/** Undefined: the words of the library. */
function inPlainWords(issue: Issue): string | undefined {
  const { input } = issue;
  if (issue.code === 'too_big') return amount('at most', issue.maximum, issue.origin, input);
  if (issue.code === 'too_small') {
    return input === ''
      ? 'Expected a text, got none.'
      : amount('at least', issue.minimum, issue.origin, input);
  }
  if (issue.code === 'invalid_value') {
    return `Expected ${listed(issue.values.map(String))}, got ${shown(input)}.`;
  }
  if (issue.code === 'invalid_type') {
    return `Expected ${TYPE_WORD[issue.expected] ?? issue.expected}, got ${shown(input)}.`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') {
    return `Expected a day like 2026-03-01, got ${shown(input)}.`;
  }
  return undefined;
}

function amount(bound: string, limit: number | bigint, origin: string, input: unknown): string {
  if (typeof input === 'string') {
    return `Expected ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}, got ${input.length}.`;
  }
  if (Array.isArray(input)) {
    return `Expected ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}, got ${input.length}.`;
  }
  return `Expected ${origin === 'number' || origin === 'int' ? 'a number of ' : ''}${bound} ${limit}, got ${shown(input)}.`;
}

const TYPE_WORD: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'yes or no (true or false)',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const LONGEST_SHOWN = 60;

/** Values as they came; of what holds others only its kind, since they may be secrets. */
function shown(input: unknown): string {
  if (input === undefined || input === null || input === '') return 'nothing';
  if (typeof input === 'string') {
    return `"${input.length > LONGEST_SHOWN ? `${input.slice(0, LONGEST_SHOWN)}…` : input}"`;
  }
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' ? 'an object' : String(input);
}

function listed(values: readonly string[]): string {
  if (values.length === 1) return `"${values[0]}"`;
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
