import { describe, expect, test } from 'vitest';
import { mayTellAt } from '../../src/domain/alert.ts';

const BERLIN = 'Europe/Berlin';
const NIGHT = { from: 22 * 60, to: 7 * 60 };
const told = (now: string, quiet: { from: number; to: number } | undefined = NIGHT, timeZone = BERLIN) =>
  mayTellAt(new Date(now), { severity: 'warning', quiet, timeZone }).toISOString();

describe('a message in quiet hours', () => {
  test('waits until they end by the clocks of the workspace, over midnight, too', () => {
    expect(told('2026-03-10T21:30:20Z')).toBe('2026-03-11T06:00:00.000Z');
    expect(told('2026-03-11T03:00:00Z')).toBe('2026-03-11T06:00:00.000Z');
    expect(told('2026-03-10T13:00:00Z', { from: 13 * 60, to: 15 * 60 })).toBe('2026-03-10T14:00:00.000Z');
  });

  test('goes out at once outside them, at their end, without any, and when it is critical', () => {
    for (const now of ['2026-03-10T12:00:00.000Z', '2026-03-11T06:00:00.000Z', '2026-03-10T20:59:59.000Z'])
      expect(told(now)).toBe(now);
    const now = '2026-03-10T23:00:00.000Z';
    expect(told(now, { from: 60, to: 60 })).toBe(now);
    const [without, critical] = [
      mayTellAt(new Date(now), { severity: 'warning', quiet: undefined, timeZone: BERLIN }),
      mayTellAt(new Date(now), { severity: 'critical', quiet: NIGHT, timeZone: BERLIN }),
    ];
    expect([without, critical].map((at) => at.toISOString())).toEqual([now, now]);
  });

  test('waits an hour less or more in the nights in which the clocks change', () => {
    expect(told('2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(told('2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });
});
