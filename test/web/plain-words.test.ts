import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { speakPlainly } from '../../src/web/plain-words.ts';

beforeAll(speakPlainly);

const cases = [
  [z.string().max(3), 'abcdef', 'Expected at most 3 characters, got 6.'],
  [z.string().min(1), '', 'Expected a text, got none.'],
  [z.string().min(12), 'short', 'Expected at least 12 characters, got 5.'],
  [z.array(z.number()).max(1), [1, 2], 'Expected at most 1 entry, got 2.'],
  [z.number().max(3), 5, 'Expected a number of at most 3, got 5.'],
  [z.coerce.number(), 'x', 'Expected a number, got NaN.'],
  [z.int(), 2.5, 'Expected a whole number, got 2.5.'],
  [z.string(), undefined, 'Expected a text, got nothing.'],
  [z.string(), { token: 'secret' }, 'Expected a text, got an object.'],
  [z.enum(['day', 'week']), 'year', 'Expected day or week, got "year".'],
  [z.iso.date(), 'today', 'Expected a day like 2026-03-01, got "today".'],
  [z.string({ error: 'The rule needs a name.' }), undefined, 'The rule needs a name.'],
] as const;

for (const [schema, input, words] of cases) {
  test(`what is not as it should be says so: ${words}`, () => {
    const { error } = schema.safeParse(input);
    expect(error?.issues.map(({ message }) => message)).toEqual([words]);
  });
}
