import { describe, expect, test } from 'vitest';
import { instantAt, localTimeOf, spanOfDays } from '../../src/domain/local-time.ts';

const BERLIN = 'Europe/Berlin';
const at = (day: string, minute: number, zone = BERLIN) => instantAt({ day, minute }, zone).toISOString();

describe('a time on the clocks of a zone', () => {
  const cases = [
    ['in winter', '2026-01-15', 8 * 60, BERLIN, '2026-01-15T07:00:00.000Z'],
    ['in summer', '2026-07-15', 8 * 60, BERLIN, '2026-07-15T06:00:00.000Z'],
    ['on the morning that clocks went forward', '2026-03-29', 8 * 60, BERLIN, '2026-03-29T06:00:00.000Z'],
    ['on the morning that clocks went back', '2026-10-25', 8 * 60, BERLIN, '2026-10-25T07:00:00.000Z'],
    ['that is jumped over, as much later', '2026-03-29', 150, BERLIN, '2026-03-29T01:30:00.000Z'],
    ['that comes twice, the first time', '2026-10-25', 150, BERLIN, '2026-10-25T00:30:00.000Z'],
    ['in a zone of half hours', '2026-01-15', 0, 'Asia/Kolkata', '2026-01-14T18:30:00.000Z'],
    ['at a midnight that is jumped over', '2026-09-06', 0, 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['far east of Greenwich', '2026-01-15', 60, 'Pacific/Kiritimati', '2026-01-14T11:00:00.000Z'],
  ] as const;
  for (const [name, day, minute, zone, expected] of cases) {
    test(`${name} is one instant`, () => expect(at(day, minute, zone)).toBe(expected));
  }

  test('is read back as it was, in every hour of a year with both changes', () => {
    const jumped: string[] = [];
    for (let hour = 0; hour < 365 * 24; hour++) {
      const instant = new Date(Date.UTC(2026, 0, 1, hour));
      const local = localTimeOf(instant, BERLIN);
      const back = instantAt(local, BERLIN);
      // Only the second of the two hours from two to three in October is read as the first.
      if (back.getTime() !== instant.getTime()) jumped.push(instant.toISOString());
    }
    expect(jumped).toEqual(['2026-10-25T01:00:00.000Z']);
  });
});

test('days are as long as their zone makes them', () => {
  const hours = (day: string) => {
    const { since, until } = spanOfDays({ from: day, to: day }, BERLIN);
    return (until.getTime() - since.getTime()) / 3_600_000;
  };
  expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25]);
});
