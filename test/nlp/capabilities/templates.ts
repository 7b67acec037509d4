import { expect, test } from 'vitest';
import type { Label } from '../../../src/domain/classification.ts';
import { loadClassifier } from '../../../src/nlp/classifier.ts';
import { WORDS } from './words.ts';

const classifier = await loadClassifier({ languages: ['en'] });
const MOST = 24;

export const read = (text: string) => classifier.classify({ text, lang: 'en' }, { evidence: false });

export const isPositive: readonly Label[] = ['positive'];
export const isNegative: readonly Label[] = ['negative'];
export const isNeutral: readonly Label[] = ['neutral'];
export const isNotNegative: readonly Label[] = ['positive', 'neutral'];
export const isNotPositive: readonly Label[] = ['negative', 'neutral'];

interface Behaviour {
  readonly labels: readonly Label[];
  /** How many of all sentences may come out otherwise. */
  readonly allowed?: number;
  readonly templates: readonly string[];
}

/** Every sentence of the templates has one of the labels. */
export function behaviour(name: string, { labels, allowed = 0, templates }: Behaviour): void {
  const sentences = templates.flatMap((template) => fill(template));
  test(`${name}: ${sentences.length} sentences are ${labels.join(' or ')}`, () => {
    const wrong = sentences.flatMap((text) => {
      const { label, compound } = read(text);
      return labels.includes(label) ? [] : [`${label} (${compound.toFixed(2)}): ${text}`];
    });
    expectFewFailures(wrong, allowed);
  });
}

interface Change {
  readonly allowed?: number;
  readonly templates: readonly string[];
  /** Other writings of a sentence. */
  readonly change: (text: string) => readonly string[];
}

/** No change moves the label of a sentence. */
export function invariance(name: string, { allowed = 0, templates, change }: Change): void {
  const pairs = templates.flatMap((template) => fill(template)).map((text) => [text, change(text)] as const);
  test(`${name}: ${pairs.length} sentences keep their label`, () => {
    const moved = pairs.flatMap(([text, others]) => {
      const { label } = read(text);
      const other = others.find((changed) => read(changed).label !== label);
      return other === undefined ? [] : [`${label}: ${text} | ${read(other).label}: ${other}`];
    });
    expectFewFailures(moved, allowed);
  });
}

/** The first sentence scores lower than the second, or as high. */
export function direction(
  name: string,
  { allowed = 0, pairs }: { allowed?: number; pairs: readonly (readonly [string, string])[] },
): void {
  const filled = pairs
    .flatMap(([low, high]) => fill(`${low} ||| ${high}`))
    .map((both) => both.split(' ||| '));
  test(`${name}: ${filled.length} pairs are in order`, () => {
    const wrong = filled.flatMap(([low = '', high = '']) => {
      const [below, above] = [read(low).compound, read(high).compound];
      return below <= above + 1e-9 ? [] : [`${below.toFixed(2)} ${low} | ${above.toFixed(2)} ${high}`];
    });
    expectFewFailures(wrong, allowed);
  });
}

function expectFewFailures(failures: readonly string[], allowed: number): void {
  expect(failures.length, failures.join('\n')).toBeLessThanOrEqual(allowed);
}

/** A template's sentences, at most MOST of them, the same every time; a slot that comes twice is filled once. */
export function fill(template: string): string[] {
  const slots = [...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))];
  if (slots.length === 0) return [template];
  const choices = slots.map((slot) => wordsOf(slot));
  const most = Math.min(
    MOST,
    choices.reduce((product, { length }) => product * length, 1),
  );
  const texts = new Set<string>();
  for (let round = 0; texts.size < most && round < 20 * MOST; round += 1) {
    const words = new Map(slots.map((slot, at) => [slot, pick(choices[at] ?? [], round, at)]));
    const text = template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => words.get(slot) ?? '');
    texts.add(
      withArticles(template.startsWith('{others}') ? text.charAt(0).toUpperCase() + text.slice(1) : text),
    );
  }
  return [...texts];
}

function wordsOf(slot: string): readonly string[] {
  const words = WORDS[slot.replace(/\d$/, '')];
  if (!words) throw new Error(`Expected a list of words.ts for {${slot}}, found none.`);
  return words;
}

// Another stride for every slot, so that words meet in ever new company.
function pick(words: readonly string[], round: number, slot: number): string {
  const turn = Math.floor(round / words.length) * slot;
  return words[(round * (2 * slot + 1) + turn + slot * 3) % words.length] ?? '';
}

function withArticles(text: string): string {
  return text.replaceAll(/\b([Aa]) (?=[aeiou])(?!us|uni|one)/gi, '$1n ');
}
