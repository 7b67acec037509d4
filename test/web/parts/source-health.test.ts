import { expect, test } from 'vitest';
import type { SourceRow } from '../../../src/store/sources.ts';
import { coverageInWords, healthOf, staleSources } from '../../../src/web/parts/source-health.ts';

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
