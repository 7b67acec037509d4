import { expect, test } from 'vitest';
import { webAddress } from '../../../src/web/parts/web-address.ts';
import {
  countOf,
  duration,
  estimateInShort,
  languageName,
  moment,
  percent,
  relative,
  signed,
  signedHundredths,
} from '../../../src/web/parts/wording.ts';

test('a sign is always shown, with a real minus, and 0 has none', () => {
  expect([12.4, -0.4, -7.6, 0].map(signed)).toEqual(['+12', '0', '−8', '0']);
  expect([0.444, -0.001, -0.3].map(signedHundredths)).toEqual(['+0.44', '0.00', '−0.30']);
});

test('a gap is never rounded up to a whole', () => {
  expect([1, 0.997, 0.5, 0.004].map(percent)).toEqual(['100\u00a0%', '99\u00a0%', '50\u00a0%', '0\u00a0%']);
});

test('below ten mentions there is a count instead of a number', () => {
  expect(estimateInShort({ value: -100, low: -100, high: -20, n: 1 })).toBe('not enough data (1)');
  expect(estimateInShort(undefined)).toBe('not enough data (0)');
  expect(estimateInShort({ value: 20, low: 1, high: 40, n: 10 })).toBe('+20');
});

test('one is singular', () => {
  expect([countOf(1, 'mention'), countOf(1_200, 'mention'), countOf(0, 'person', 'people')]).toEqual([
    '1 mention',
    '1,200 mentions',
    '0 people',
  ]);
});

test('durations are said in the unit a person would use', () => {
  expect([45, 900, 3_600 * 5, 3_600 * 50].map(duration)).toEqual([
    '45 seconds',
    '15 minutes',
    '5 hours',
    '2 days',
  ]);
});

test('an instant is said relative to now and in the time zone of the workspace', () => {
  const now = new Date('2026-03-29T12:00:00Z');
  expect(relative(new Date('2026-03-29T11:48:00Z'), now)).toBe('12 minutes ago');
  expect(relative(new Date('2026-03-29T15:00:00Z'), now)).toBe('in 3 hours');
  // Summer time began that night.
  expect(moment(now, 'Europe/Berlin')).toBe('29 Mar 2026, 14:00');
});

test('a language without a name is its code, and none at all says so', () => {
  expect([languageName('de'), languageName('und'), languageName('not a tag')]).toEqual([
    'German',
    'language not recognised',
    'not a tag',
  ]);
});

const addresses = [
  ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
  ['http://example.com', 'http://example.com/'],
  ['javascript:alert(1)', undefined],
  ['JaVaScript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['/relative', undefined],
  ['', undefined],
  [undefined, undefined],
] as const;
for (const [given, followed] of addresses) {
  test(`a link to ${JSON.stringify(given)} ${followed ? 'may be followed' : 'is not made'}`, () => {
    expect(webAddress(given)).toBe(followed);
  });
}
