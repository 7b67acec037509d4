import { expect, test } from 'vitest';
import { drivingWords, wordsOf } from '../../src/alerting/driving-words.ts';

const said = (texts: readonly string[]) => texts.map((text) => ({ text }));

test('what drives a spike is what people speak of, not the small words of their language', () => {
  const now = said([
    'The parcel was late and the driver was rude',
    'My parcel is late, and the tracking was wrong',
    'Das Paket ist nicht da, die Lieferung hat nicht geklappt',
    'Die Lieferung ist nicht angekommen und das Paket ist weg',
  ]);
  const calm = Array.from({ length: 20 }, () => ['The saddle was nice', 'Die Klingel ist laut']);
  const before = said(calm.flat());
  const names = drivingWords(now, before, 0.1).map(({ name }) => name);
  expect(names).toContain('parcel');
  expect(names).toContain('lieferung');
  for (const small of ['the', 'was', 'and', 'die', 'das', 'ist', 'nicht']) expect(names).not.toContain(small);
});

test('words of two small letters, addresses and handles are left out; pairs of telling neighbours are kept', () => {
  expect([...wordsOf('Order tracking broken at https://a.example @shop')]).toEqual([
    'order',
    'tracking',
    'order tracking',
    'broken',
    'tracking broken',
  ]);
});
