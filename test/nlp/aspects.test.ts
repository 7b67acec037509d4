import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/domain/classification.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';

const classifier = await loadClassifier();
const aspectsOf = (text: string): Record<string, Label> => {
  const { aspects } = classifier.classify({ text, lang: 'en', kind: 'review' }, { evidence: false });
  return Object.fromEntries(aspects.map(({ aspect, label }) => [aspect, label]));
};

const TWO_SIDED: readonly (readonly [string, Record<string, Label>])[] = [
  ['The food was horrible but the waiter was lovely.', { food: 'negative', staff: 'positive' }],
  ['The screen is gorgeous, but the battery is terrible.', { screen: 'positive', battery: 'negative' }],
  ['Great camera, awful speakers.', { camera: 'positive', sound: 'negative' }],
  ['The packaging was ruined but the fabric is wonderful.', { packaging: 'negative', material: 'positive' }],
  ['Fast delivery, rude driver.', { delivery: 'positive', staff: 'negative' }],
  ['The rooms were filthy, the atmosphere was charming.', { room: 'negative', atmosphere: 'positive' }],
  ['Excellent location but the breakfast was disgusting.', { location: 'positive', food: 'negative' }],
  ['The website is confusing, the support team is brilliant.', { app: 'negative', service: 'positive' }],
  ['Billing is a nightmare, although the price is great.', { payment: 'negative', price: 'positive' }],
  ['Beautiful design; the manual is useless.', { appearance: 'positive', documentation: 'negative' }],
  [
    'The exchange was wonderful, but the waiting time was awful.',
    {
      returns: 'positive',
      waiting: 'negative',
    },
  ],
  ['The sleeves are too long, the colours are lovely.', { size: 'negative', appearance: 'positive' }],
  ['The brakes are dangerous, the seats are comfortable.', { safety: 'negative', atmosphere: 'positive' }],
  ['Lovely staff. The bathroom was disgusting.', { staff: 'positive', room: 'negative' }],
];

describe('every clause speaks for its own aspects', () => {
  for (const [text, expected] of TWO_SIDED) {
    test(`"${text}"`, () => expect(aspectsOf(text)).toMatchObject(expected));
  }
});

const NAMED: readonly (readonly [string, string])[] = [
  ['Dead pixels everywhere.', 'screen'],
  ['Recharging takes all night.', 'battery'],
  ['The selfies are blurry.', 'camera'],
  ['The stitching came loose.', 'material'],
  ['It arrived in torn bubble wrap.', 'packaging'],
  ['It fell apart after a week.', 'durability'],
  ['The soup was bland.', 'food'],
  ['There was mould in the corner.', 'cleanliness'],
  ['The bartender ignored us.', 'staff'],
  ['So many hidden fees.', 'price'],
  ['My parcel never came.', 'delivery'],
  ['I had to pay a restocking fee.', 'returns'],
  ['They billed twice.', 'payment'],
  ['The push notifications are annoying.', 'app'],
  ['It took forever.', 'waiting'],
  ['Walking distance to the beach.', 'location'],
  ['Cosy place with soft lighting.', 'atmosphere'],
  ['My son found sharp edges.', 'safety'],
  ['The assembly instructions are wrong.', 'documentation'],
  ['True to size.', 'size'],
  ['The live chat never answers.', 'service'],
];

describe('what a text is about', () => {
  for (const [text, aspect] of NAMED) {
    test(`"${text}" is about ${aspect}`, () => expect(Object.keys(aspectsOf(text))).toContain(aspect));
  }
});

test('a text about nothing in particular names no aspect', () => {
  expect(aspectsOf('I saw them on Tuesday.')).toEqual({});
});
