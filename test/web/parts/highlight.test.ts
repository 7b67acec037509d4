import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Evidence, SMALL_WORDS } from '../../../src/domain/classification.ts';
import { contributionOf, cutAtEvidence, isWeighty } from '../../../src/web/parts/highlight.ts';

const reason = (
  start: number,
  end: number,
  contribution = 0.1,
  field: Evidence['field'] = 'text',
): Evidence => ({
  field,
  start,
  end,
  contribution,
  rule: 'word',
  origin: 'earshot',
});

const shown = (text: string, evidence: Evidence[]) =>
  cutAtEvidence(text, 'text', evidence).map((stretch) => [stretch.text, stretch.evidence.length]);

test('a text without evidence is one plain stretch', () => {
  expect(shown('all quiet', [])).toEqual([['all quiet', 0]]);
});

test('a span is cut out of the text around it', () => {
  expect(shown('so good!', [reason(3, 7)])).toEqual([
    ['so ', 0],
    ['good', 1],
    ['!', 0],
  ]);
});

test('overlapping spans share the stretch that both cover', () => {
  expect(shown('not very good', [reason(0, 8), reason(4, 13)])).toEqual([
    ['not ', 1],
    ['very', 2],
    [' good', 1],
  ]);
});

test('the same span twice carries both reasons', () => {
  expect(shown('bad', [reason(0, 3), reason(0, 3)])).toEqual([['bad', 2]]);
});

test('evidence of the title leaves the text alone', () => {
  expect(shown('good', [reason(0, 4, 0.5, 'title')])).toEqual([['good', 0]]);
});

test('offsets outside the text are clipped and empty spans are left out', () => {
  expect(shown('good', [reason(-5, 2), reason(3, 99), reason(2, 2), reason(9, 12), reason(3, 1)])).toEqual([
    ['go', 1],
    ['o', 0],
    ['d', 1],
  ]);
});

test('an offset inside a surrogate pair takes the whole emoji', () => {
  expect(shown('a😡b', [reason(2, 3)])).toEqual([
    ['a', 0],
    ['😡', 1],
    ['b', 0],
  ]);
});

test('an empty text has no stretch', () => {
  expect(shown('', [reason(0, 4)])).toEqual([]);
});

test('whatever the spans, the stretches put together are the text', () => {
  const span = fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 }));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.array(span), (text, spans) => {
      const stretches = cutAtEvidence(
        text,
        'text',
        spans.map(([start, end]) => reason(start, end)),
      );
      expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
      for (const stretch of stretches) expect(stretch.text).not.toBe('');
    }),
  );
});

test('a stretch pulls the way the sum of its reasons does', () => {
  expect(contributionOf([reason(0, 3, 0.2), reason(0, 3, -0.5)])).toBeCloseTo(-0.3);
});

test('a reason is shown when it weighs something or is a rule of the team', () => {
  const reason = { field: 'text', start: 0, end: 1, rule: 'word', origin: 'earshot' } as const;
  expect(isWeighty({ ...reason, contribution: -0.2 })).toBe(true);
  expect(isWeighty({ ...reason, contribution: 0.01 })).toBe(false);
  expect(isWeighty({ ...reason, contribution: 0, origin: 'workspace' })).toBe(true);
  expect(isWeighty({ ...reason, contribution: 0.2, rule: SMALL_WORDS })).toBe(false);
});
