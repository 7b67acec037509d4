import { expect, test } from 'vitest';
import type { SourceRow } from '../../../src/store/sources.ts';
import {
  coverageInWords,
  endsSoon,
  healthOf,
  needsSignIn,
  staleSources,
} from '../../../src/web/parts/source-health.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const source = (change: Partial<SourceRow>): SourceRow => ({
  id: 1,
  name: 'A forum',
  kind: 'feed',
  settings: {},
  state: {},
  enabled: true,
  intervalSeconds: 900,
  nextFetchAt: minutes(5),
  failures: 0,
  lastSuccessAt: minutes(-10),
  lastError: undefined,
  isPushed: false,
  hasMentions: true,
  keepDays: undefined,
  backfillDays: 0,
  budget: { perDay: undefined, perMonth: undefined },
  signInUntil: undefined,
  createdAt: minutes(-10_000),
  ...change,
});

const cases = [
  ['ok', source({})],
  ['ok', source({ nextFetchAt: minutes(-9) })],
  ['late', source({ nextFetchAt: minutes(-11) })],
  ['failing', source({ failures: 2 })],
  ['stopped', source({ enabled: false, failures: 2 })],
  ['paused', source({ enabled: false })],
  ['sent', source({ isPushed: true, nextFetchAt: minutes(-9_000), lastSuccessAt: undefined })],
  ['waiting', source({ lastSuccessAt: undefined })],
  ['files', source({ kind: 'import', enabled: false })],
] as const;
for (const [health, row] of cases) {
  test(`a source is ${health} when ${JSON.stringify({ on: row.enabled, failures: row.failures, kind: row.kind })}`, () => {
    expect(healthOf(row, NOW)).toBe(health);
  });
}

test('late, failing and stopped sources are stale, paused ones are not', () => {
  expect(
    staleSources(
      cases.map(([, row]) => row),
      NOW,
    ).map((row) => healthOf(row, NOW)),
  ).toEqual(['late', 'failing', 'stopped']);
});

test('coverage says how much was read and who is missing', () => {
  const late = source({ nextFetchAt: minutes(-60) });
  expect(coverageInWords(1, [source({})], NOW)).toBe('complete');
  expect(coverageInWords(0.78, [late, late], NOW)).toBe('78\u00a0% read, 2 sources late');
  expect(coverageInWords(0.5, [late, source({ failures: 1 })], NOW)).toBe(
    '50\u00a0% read, 1 source late and 1 source failing',
  );
  expect(coverageInWords(1, [source({ failures: 1 })], NOW)).toBe('100\u00a0% read, 1 source failing');
  expect(coverageInWords(undefined, [], NOW)).toBe('no source is read on a schedule');
});

const DAYS = 24 * 60;
const connected = (change: Partial<SourceRow>) =>
  source({ kind: 'linkedin', settings: { clientId: 'of our app' }, ...change });

test.each([
  ['has stopped', true, connected({ enabled: false, failures: 1 })],
  ['ends within two weeks', true, connected({ signInUntil: minutes(13 * DAYS) })],
  ['has ended', true, connected({ signInUntil: minutes(-1) })],
  ['is good for longer', false, connected({ signInUntil: minutes(15 * DAYS) })],
  ['is good until it is taken away', false, connected({})],
  ['was paused by a person', false, connected({ enabled: false })],
  ['has no app of its own', false, connected({ enabled: false, failures: 1, settings: {} })],
  ['knows no such sign-in', false, source({ enabled: false, failures: 1, settings: { clientId: 'x' } })],
])('a source whose sign-in %s: can somebody connect again? %s', (_, expected, row) => {
  expect(needsSignIn(row, NOW)).toBe(expected);
});

test('a sign-in ends soon from two weeks before on', () => {
  expect(endsSoon(source({ signInUntil: minutes(14 * DAYS + 1) }), NOW)).toBe(false);
  expect(endsSoon(source({ signInUntil: minutes(14 * DAYS - 1) }), NOW)).toBe(true);
});
