import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Classifiers } from '../../src/domain/classification.ts';
import type { LexiconRule } from '../../src/domain/lexicon-rule.ts';
import { loadClassifiers } from '../../src/nlp/classifier.ts';

const LEXICONS = path.resolve(import.meta.dirname, '../../lexicons');
let classifiers: Classifiers;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'earshot-lexicons-'));
  for (const name of ['en', 'zh', 'emoji.tsv']) {
    cpSync(path.join(LEXICONS, name), path.join(folder, name), { recursive: true });
  }
  const bakery = path.join(folder, 'domains', 'bakery');
  mkdirSync(bakery, { recursive: true });
  writeFileSync(
    path.join(bakery, 'en.tsv'),
    'phrase\tvalence\torigin\nsick\t2.5\tearshot\nnasty\t0\tearshot\nbrick hard\t-2.5\tearshot\n',
  );
  writeFileSync(path.join(bakery, 'en-aspects.tsv'), 'phrase\taspect\torigin\ncrust\tcrust\tearshot\n');
  const kiosk = path.join(folder, 'domains', 'kiosk');
  mkdirSync(kiosk);
  writeFileSync(path.join(kiosk, 'en.tsv'), 'phrase\tvalence\torigin\nsick\t-3\tearshot\n');
  classifiers = loadClassifiers({ lexiconFolder: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let ids = 0;
function rule(pattern: string, valence: number, rest: Partial<LexiconRule> = {}): LexiconRule {
  ids += 1;
  return { id: ids, pattern, valence, language: undefined, topicId: undefined, ...rest };
}

const withRules = (...rules: readonly LexiconRule[]) => classifiers.with({ domains: [], rules });
const labelOf = (text: string, rules: readonly LexiconRule[], topics: readonly number[] = []) =>
  withRules(...rules).classify({ text, lang: 'en' }, { evidence: false, topics }).label;

describe('domains', () => {
  test('are those that have a folder', () => {
    expect(classifiers.domains).toEqual(['bakery', 'kiosk']);
  });

  test('a row replaces what the language says, 0 silences, phrases and aspects join', () => {
    const plain = classifiers.with({ domains: [], rules: [] });
    const baked = classifiers.with({ domains: ['bakery'], rules: [] });
    const label = (made: typeof plain, text: string) =>
      made.classify({ text, lang: 'en' }, { evidence: false }).label;
    expect([label(plain, 'It is sick.'), label(baked, 'It is sick.')]).toEqual(['negative', 'positive']);
    expect([label(plain, 'The bread is nasty.'), label(baked, 'The bread is nasty.')]).toEqual([
      'negative',
      'neutral',
    ]);
    const found = baked.classify({ text: 'The crust is brick hard.', lang: 'en' }, { evidence: true });
    expect(found.label).toBe('negative');
    expect(found.aspects.map(({ aspect }) => aspect)).toContain('crust');
  });

  test('the last of two stands, and the order belongs to the version', () => {
    const versionOf = (...domains: string[]) => classifiers.with({ domains, rules: [] }).version;
    const last = classifiers.with({ domains: ['bakery', 'kiosk'], rules: [] });
    expect(last.classify({ text: 'It is sick.', lang: 'en' }, { evidence: false }).label).toBe('negative');
    const versions = [versionOf(), versionOf('bakery'), versionOf('kiosk'), versionOf('bakery', 'kiosk')];
    expect(new Set([...versions, versionOf('kiosk', 'bakery')]).size).toBe(5);
    expect(versionOf('bakery')).toBe(versions[1]);
    expect(versionOf('gone')).toBe(versions[0]);
  });
});

describe('workspace rules', () => {
  const cases: readonly [string, LexiconRule, string, string][] = [
    ['a word', rule('sick', 3), 'This ride is sick.', 'positive'],
    ['a silenced word', rule('sick', 0), 'This ride is sick.', 'neutral'],
    ['a phrase', rule('goes brrr', 3), 'The printer goes brrr now.', 'positive'],
    ['a beginning', rule('gronk*', -3), 'The menu is gronkier now.', 'negative'],
    ['any word between', rule('gronk _ ding', -3), 'It will gronk every ding here.', 'negative'],
    ['two words near each other', rule('gronk NEAR/3 ding', -3), 'It will gronk at the, ding.', 'negative'],
    ['the same in the other order', rule('gronk NEAR/3 ding', -3), 'A ding makes it gronk.', 'negative'],
    ['drawn-out letters', rule('gronk', -3), 'GRONNNNK happened.', 'negative'],
    ['an emoji of no charge', rule('🪑', 3), 'A 🪑 for you.', 'positive'],
    ['a word that is cut in two', rule("don't gronk", -3), 'They don’t gronk here.', 'negative'],
    ['a hashtag', rule('gronk', -3), 'Again #gronk on Monday.', 'negative'],
  ];
  for (const [what, one, text, expected] of cases) {
    test(`${what}: "${one.pattern}" makes "${text}" ${expected}`, () => {
      expect([labelOf(text, []), labelOf(text, [one])]).not.toEqual([expected, expected]);
      expect(labelOf(text, [one])).toBe(expected);
    });
  }

  test('do not fire farther apart than they say, nor over the end of a sentence', () => {
    const near = rule('gronk NEAR/2 ding', -3);
    expect(labelOf('It will gronk one two ding.', [near])).toBe('negative');
    expect(labelOf('It will gronk one two three ding.', [near])).toBe('neutral');
    expect(labelOf('It will gronk. A ding is here.', [near])).toBe('neutral');
  });

  test('are denied and boosted like any other word', () => {
    const gronk = rule('gronk', 3);
    const compound = (text: string) =>
      withRules(gronk).classify({ text, lang: 'en' }, { evidence: false }).compound;
    expect(compound('It is gronk.')).toBeGreaterThan(0);
    expect(compound('It is not gronk.')).toBeLessThan(0);
    expect(compound('It is extremely gronk.')).toBeGreaterThan(compound('It is gronk.'));
  });

  test('a rule for another language or another topic leaves a text alone', () => {
    expect(labelOf('This is gronk.', [rule('gronk', 3, { language: 'de' })])).toBe('neutral');
    const own = rule('gronk', 3, { topicId: 7 });
    expect(labelOf('This is gronk.', [own])).toBe('neutral');
    expect(labelOf('This is gronk.', [own], [7])).toBe('positive');
    expect([...withRules(own).ruleTopics]).toEqual([7]);
  });

  test('a topic rule stands above one for everything, a newer one above an older, a longer one above both', () => {
    const older = rule('gronk', 3);
    const newer = rule('gronk', -3, { language: 'en' });
    const topical = rule('gronk', 2, { topicId: 7 });
    expect(labelOf('It is gronk.', [older, newer])).toBe('negative');
    expect(labelOf('It is gronk.', [topical, older, newer], [7])).toBe('positive');
    expect(labelOf('It is gronk ding.', [topical, rule('gronk ding', -2)], [7])).toBe('negative');
  });

  test('evidence names the rule, adds up to the compound and shows what was silenced', () => {
    const made = withRules(rule('gronk', 3), rule('awful', 0));
    const text = 'An awful lot of gronk, very good.';
    const found = made.classify({ text, lang: 'en' }, { evidence: true });
    const own = found.evidence.filter(({ origin }) => origin === 'workspace');
    expect(own.map(({ start, end, rule: name }) => [text.slice(start, end), name])).toEqual([
      ['awful', 'workspace rule: awful means nothing here'],
      ['gronk', 'workspace rule: gronk'],
    ]);
    expect(own[0]?.contribution).toBe(0);
    const sum = found.evidence.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(found.compound, 6);
    expect(found.rules).toHaveLength(2);
  });

  test('a rule can be left out to see what it does', () => {
    const one = rule('gronk', 3);
    const made = withRules(one);
    const input = { text: 'It is gronk.', lang: 'en' };
    expect(made.classify(input, { evidence: false }).rules).toEqual([one.id]);
    const without = made.classify(input, { evidence: false, without: one.id });
    expect([without.label, without.rules]).toEqual(['neutral', []]);
  });

  test('Chinese words are found without spaces', () => {
    const made = withRules(rule('快递', -3, { language: 'zh' }));
    const found = made.classify({ text: '快递到了。', lang: 'zh' }, { evidence: false });
    expect(found.label).toBe('negative');
  });

  test('the version changes with what rules say, and with nothing else', () => {
    const one = rule('gronk', 3);
    const version = withRules(one).version;
    expect(version).not.toBe(withRules().version);
    expect(withRules({ ...one, valence: 2 }).version).not.toBe(version);
    expect(withRules({ ...one }).version).toBe(version);
    const two = rule('ding', 1);
    expect(withRules(two, one).version).toBe(withRules(one, two).version);
  });

  test('a text of a hundred thousand words is read in one pass', () => {
    const made = withRules(rule('gronk NEAR/9 ding', 3), rule('gronk _ gronk', -1));
    const text = 'gronk , '.repeat(100_000);
    const found = made.classify({ text, lang: 'en' }, { evidence: false });
    expect(found.rules).toHaveLength(0);
  });
});
