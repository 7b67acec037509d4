import { expect, test } from 'vitest';
import { FACT_KINDS, factLines } from '../../src/demo/facts/fact-lines.ts';
import { readFacts } from '../../src/sources/import/facts/read-facts.ts';

const NOW = new Date('2026-11-28T12:00:00Z');
const DAY = 86_400_000;
const since = new Date(NOW.getTime() - 180 * DAY);

interface Answer {
  readonly id: string;
  readonly kind: string;
  readonly score?: number;
  readonly answered_at: string;
}

const rows = (kind: (typeof FACT_KINDS)[number], until = NOW) =>
  [...factLines(kind, { since, until })].map((line) => JSON.parse(line) as Answer & Record<string, unknown>);

/** Net promoter score of the days from…to of the history. */
function npsOf(from: number, to: number): number {
  const scores = rows('surveys').flatMap(({ kind, score, answered_at }) => {
    const day = (Date.parse(answered_at) - since.getTime()) / DAY;
    return kind === 'nps' && score !== undefined && day >= from && day < to ? [score] : [];
  });
  const share = (test: (score: number) => boolean) => scores.filter(test).length / scores.length;
  return 100 * (share((score) => score >= 9) - share((score) => score <= 6));
}

test('every line can be imported', async () => {
  for (const kind of FACT_KINDS) {
    const bytes = [...factLines(kind, { since, until: NOW })].map((line) => new TextEncoder().encode(line));
    const options = {
      kind,
      format: 'jsonl',
      dates: 'auto',
      decimals: 'auto',
      timeZone: 'Europe/Berlin',
      map: {},
      digestOf: () => '',
    } as const;
    let read = 0;
    for await (const batch of readFacts(ReadableStream.from(bytes), options)) {
      expect(batch.rejected).toEqual([]);
      expect(batch.warnings).toEqual([]);
      read += batch.facts.length;
    }
    expect(read).toBe(bytes.length);
    expect(read).toBeGreaterThan(1_000);
  }
});

test('a day later everything is as it was, and more has come', () => {
  const tomorrow = new Date(NOW.getTime() + DAY);
  for (const kind of ['orders', 'surveys'] as const) {
    const later = new Map(rows(kind, tomorrow).map((row) => [row['id'] ?? row['order_id'], row]));
    const now = rows(kind);
    for (const row of now) expect(later.get(row['id'] ?? row['order_id'])).toEqual(row);
    expect(later.size).toBeGreaterThan(now.length);
  }
});

test('weeks after the parcels got stuck fewer people recommend the company', () => {
  expect(npsOf(152, 175)).toBeLessThan(npsOf(90, 131) - 15);
});

test('nobody orders after they have left', () => {
  const ends = new Map(
    rows('customers').map((row) => [row['customer_id'], row['ended_at'] as string | undefined]),
  );
  for (const { customer_id: id, ordered_at: at } of rows('orders')) {
    const end = ends.get(id);
    if (end !== undefined) expect(Date.parse(String(at))).toBeLessThanOrEqual(Date.parse(end));
  }
});
