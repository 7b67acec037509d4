import { expect, test } from 'vitest';
import { afterBusinessTime, type BusinessHours } from '../../src/domain/business-hours.ts';
import { daysIn, spansIn, spansInWords } from '../../src/domain/hours-words.ts';
import { instantAt } from '../../src/domain/local-time.ts';

const NINE_TO_FIVE: BusinessHours['week'] = [
  [[540, 1020]],
  [[540, 1020]],
  [[540, 1020]],
  [[540, 1020]],
  [[540, 1020]],
  [],
  [],
];
const berlin: BusinessHours = { timeZone: 'Europe/Berlin', week: NINE_TO_FIVE, holidays: ['2026-12-25'] };
const due = (from: string, minutes: number, hours = berlin) =>
  afterBusinessTime(new Date(from), minutes, hours).toISOString();

const cases = [
  ['within the day', '2026-11-23T09:00:00Z', 120, '2026-11-23T11:00:00.000Z'],
  ['before opening the clock waits', '2026-11-23T03:00:00Z', 60, '2026-11-23T09:00:00.000Z'],
  ['over night', '2026-11-23T15:00:00Z', 120, '2026-11-24T09:00:00.000Z'],
  ['to the very end of the day', '2026-11-23T15:00:00Z', 60, '2026-11-23T16:00:00.000Z'],
  ['over the weekend', '2026-11-27T15:30:00Z', 60, '2026-11-30T08:30:00.000Z'],
  ['over a holiday before a weekend', '2026-12-24T15:00:00Z', 120, '2026-12-28T09:00:00.000Z'],
] as const;
for (const [name, from, minutes, expected] of cases) {
  test(`business time passes ${name}`, () => expect(due(from, minutes)).toBe(expected));
}

test('a split day has its break', () => {
  const split = {
    ...berlin,
    week: [
      [
        [540, 720],
        [780, 1020],
      ],
      ...NINE_TO_FIVE.slice(1),
    ] as BusinessHours['week'],
  };
  expect(due('2026-11-23T10:30:00Z', 60, split)).toBe('2026-11-23T12:30:00.000Z');
});

test('a night shift counts real minutes where the clock is put forward or back', () => {
  const always = { ...berlin, week: Array.from({ length: 7 }, () => [[0, 1440]] as const) };
  expect(due('2026-03-28T23:00:00Z', 24 * 60, always)).toBe('2026-03-29T23:00:00.000Z');
  expect(due('2026-10-24T22:00:00Z', 26 * 60, always)).toBe('2026-10-26T00:00:00.000Z');
});

test('a place where nobody ever is goes by the clock', () => {
  expect(due('2026-11-23T09:00:00Z', 60, { ...berlin, week: [[], [], [], [], [], [], []] })).toBe(
    '2026-11-23T10:00:00.000Z',
  );
});

test('a minute of a day is an instant in any zone, also one that clocks never show', () => {
  const at = (day: string, minute: number, zone: string) => instantAt({ day, minute }, zone).toISOString();
  expect(at('2026-07-01', 540, 'Asia/Kathmandu')).toBe('2026-07-01T03:15:00.000Z');
  expect(at('2026-03-29', 150, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

test('hours are read as people write them', () => {
  expect(spansIn('9-12, 13:30 – 17h30', 'Monday')).toEqual([
    [540, 720],
    [810, 1050],
  ]);
  expect(spansIn('', 'Sunday')).toEqual([]);
  expect(
    spansInWords([
      [540, 720],
      [810, 1440],
    ]),
  ).toBe('9:00–12:00, 13:30–24:00');
  for (const wrong of ['17-9', '9:70-10', 'all day', '9-12, 11-13', '20-25']) {
    expect(() => spansIn(wrong, 'Monday'), wrong).toThrow('Monday');
  }
  expect(daysIn('2026-12-25\n 2026-01-01, 2026-12-25')).toEqual(['2026-01-01', '2026-12-25']);
  expect(() => daysIn('25.12.2026')).toThrow('2026-12-25');
});
