import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namedIn, tagOf } from '../../src/domain/inbox.ts';
import { indexedWords, wantedWords } from '../../src/domain/search-words.ts';
import { waitsFor } from '../../src/domain/stuck.ts';
import { targetOf } from '../../src/domain/targets.ts';
import { DEFAULT_WEIGHTS, type TriageFacts, triage } from '../../src/domain/triage.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const plain: TriageFacts = {
  kind: 'review',
  label: 'neutral',
  compound: 0,
  stars: undefined,
  reach: undefined,
  asks: false,
  waitsFor: undefined,
  risks: [],
  isConflict: false,
  isAnswered: false,
  npsScore: undefined,
  customerValue: undefined,
  target: undefined,
};
const scoreOf = (facts: Partial<TriageFacts>) => triage({ ...plain, ...facts }, DEFAULT_WEIGHTS, NOW).score;

describe('the points of an item', () => {
  test('are nothing where there is nothing to say', () => expect(scoreOf({})).toBe(0));

  test('grow with every reason, and an answer takes them away', () => {
    const steps: Partial<TriageFacts>[] = [
      { stars: 3 },
      { stars: 1 },
      { label: 'negative', compound: -0.4 },
      { label: 'negative', compound: -0.8 },
      { asks: true },
      { waitsFor: 'money' },
      { risks: ['churn'] },
      { risks: ['safety', 'churn'] },
      { isConflict: true },
      { npsScore: 2 },
      { reach: 50_000 },
      { customerValue: 900 },
    ];
    let facts: Partial<TriageFacts> = {};
    for (const step of steps) {
      const before = scoreOf(facts);
      facts = { ...facts, ...step };
      expect(scoreOf(facts), JSON.stringify(step)).toBeGreaterThan(before);
    }
    expect(scoreOf({ ...facts, isAnswered: true })).toBeLessThan(scoreOf(facts));
  });

  test('are the sum of their parts, each within its weight', () => {
    const facts = fc.record({
      label: fc.constantFrom(
        'positive' as const,
        'neutral' as const,
        'negative' as const,
        'unknown' as const,
      ),
      compound: fc.double({ min: -1, max: 1, noNaN: true }),
      stars: fc.option(fc.double({ min: 1, max: 5, noNaN: true }), { nil: undefined }),
      reach: fc.option(fc.nat(10_000_000), { nil: undefined }),
      asks: fc.boolean(),
      risks: fc.subarray(['safety', 'legal', 'privacy', 'fraud', 'press', 'churn'] as const),
      isAnswered: fc.boolean(),
      npsScore: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
      customerValue: fc.option(fc.nat(1_000_000), { nil: undefined }),
    });
    fc.assert(
      fc.property(facts, (some) => {
        const { score, parts } = triage({ ...plain, ...some }, DEFAULT_WEIGHTS, NOW);
        expect(score).toBeCloseTo(
          parts.reduce((sum, { points }) => sum + points, 0),
          6,
        );
        for (const { part, points, why } of parts) {
          expect(Math.abs(points)).toBeLessThanOrEqual(Math.abs(DEFAULT_WEIGHTS[part]) + 0.005);
          expect(why).not.toBe('');
        }
      }),
    );
  });

  test('move with time in a few steps, and say when the next one is', () => {
    const beganAt = NOW;
    const dueAt = new Date(NOW.getTime() + 8 * 3_600_000);
    const facts = { ...plain, target: { beganAt, dueAt } };
    let at: Date | undefined = NOW;
    const scores: number[] = [];
    while (at) {
      const { score, nextAt }: ReturnType<typeof triage> = triage(facts, DEFAULT_WEIGHTS, at);
      scores.push(score);
      expect(nextAt === undefined || nextAt > at).toBe(true);
      at = nextAt;
    }
    expect(scores).toHaveLength(7);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  });
});

const waiting = [
  ['I was charged twice and still no refund', 'money'],
  ['Ich warte seit Wochen auf meine Erstattung', 'money'],
  ['The parcel never arrived', 'order'],
  ['Mijn pakket is nog steeds niet bezorgd', 'order'],
  ['快递一直没收到', 'order'],
  ['Personne ne répond au téléphone', 'answer'],
  ['Nessuno risponde alle mail', 'answer'],
  ['I cannot log in any more', 'access'],
  ['Não consigo entrar na aplicação', 'access'],
  ['Garantía rechazada sin motivo', 'remedy'],
  ['The refund came within two days, thank you', undefined],
  ['Refund was £29 short', 'money'],
  ['Lovely shop, friendly people', undefined],
  ['The parcel arrived on time', undefined],
  ['Too expensive for what you get', undefined],
] as const;
for (const [text, thing] of waiting) {
  test(`"${text}" waits for ${thing ?? 'nothing'}`, () => expect(waitsFor({ text })).toBe(thing));
}

describe('the target of an item', () => {
  const any = { starsAtLeast: undefined, starsAtMost: undefined, sourceId: undefined, language: undefined };
  const targets = [
    { ...any, id: 1, minutes: 480 },
    { ...any, id: 2, starsAtMost: 2, minutes: 240 },
    { ...any, id: 3, language: 'de', minutes: 300 },
    { ...any, id: 4, sourceId: 7, minutes: 60 },
    { ...any, id: 5, sourceId: 7, starsAtLeast: 4, minutes: 900 },
  ];
  const idOf = (stars: number | undefined, sourceId: number, language: string) =>
    targetOf({ stars, sourceId, language }, targets)?.id;
  test('is the one that says most about it', () => {
    expect(idOf(undefined, 1, 'en')).toBe(1);
    expect(idOf(1, 1, 'en')).toBe(2);
    expect(idOf(1, 1, 'de')).toBe(3);
    expect(idOf(1, 7, 'de')).toBe(4);
    expect(idOf(5, 7, 'de')).toBe(5);
  });
  test('is none where none fits', () => {
    expect(targetOf({ stars: 5, sourceId: 1, language: 'en' }, targets.slice(1, 2))).toBeUndefined();
  });
});

test('people are named by their address or their name, and nobody by a mail address in the text', () => {
  const people = [
    { email: 'ada@example.com', name: 'Ada Berg' },
    { email: 'bo.lind@example.com', name: 'Bo' },
  ];
  const named = (note: string) => namedIn(note, people).map(({ name }) => name);
  expect(named('@ada and @BO.Lind, please look.')).toEqual(['Ada Berg', 'Bo']);
  expect(named('Ask @AdaBerg')).toEqual(['Ada Berg']);
  expect(named('write to x@ada or adam')).toEqual([]);
});

test('a tag is short, in small letters, and one whatever the spaces', () => {
  expect(tagOf('  Late   Delivery ')).toBe('late delivery');
  expect(tagOf(' , ')).toBeUndefined();
  expect(tagOf('x'.repeat(41))).toBeUndefined();
});

test('writing without spaces is cut into pairs, the same for a text and for what is looked for', () => {
  expect(indexedWords('我要退款 now')).toEqual({ spaced: '  now', pairs: ['我要', '要退', '退款', '款'] });
  expect(wantedWords('退款')).toEqual({ spaced: '', pairs: ['退款'], beginnings: [] });
  expect(wantedWords('退')).toEqual({ spaced: '', pairs: [], beginnings: ['退'] });
});
