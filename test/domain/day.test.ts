import { describe, expect, test } from 'vitest';
import { addDays, dayOf, daysBetween, isDay, isTimeZone } from '../../src/domain/day.ts';

describe('days', () => {
  test('an instant falls on the day of the time zone', () => {
    const instant = new Date('2026-03-28T23:30:00Z');
    expect(dayOf(instant, 'UTC')).toBe('2026-03-28');
    expect(dayOf(instant, 'Europe/Berlin')).toBe('2026-03-29');
    expect(dayOf(instant, 'America/Los_Angeles')).toBe('2026-03-28');
  });

  test('days are counted by the calendar, over leap days and changes of the clock', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-02-27', '2026-03-02')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(daysBetween('2026-03-02', '2026-03-01')).toEqual([]);
  });

  test('only real days are days', () => {
    const real = ['2026-02-28', '2028-02-29'];
    const unreal = ['2026-02-29', '2026-13-01', '2026-1-1', 'today', '2026-02-28T00:00:00Z', ''];
    expect(real.filter(isDay)).toEqual(real);
    expect(unreal.filter(isDay)).toEqual([]);
  });

  test('only real time zones are time zones', () => {
    expect(['UTC', 'Europe/Berlin'].every(isTimeZone)).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});
