import { expect, test } from 'vitest';
import { factLines } from '../../src/demo/facts/fact-lines.ts';
import { HISTORY_DAYS, intendedLabel, sampleMentions } from '../../src/demo/mentions.ts';
import { judgeLeads } from '../../src/stats/claims.ts';
import { findLead } from '../../src/stats/lead.ts';

const DAY = 86_400_000;
const LEAST = 10;

interface Row {
  readonly kind: string;
  readonly score?: number;
  readonly answered_at: string;
}

/*
 * The sample company's public speaks of it first, and recommends it, or does not, three weeks later. The test that
 * tells a lead from chance is the one of the page, and knows nothing of the sample; what it makes of 26 weeks depends on
 * the day of installation, so several are tried.
 */
for (const day of ['2026-03-03', '2026-05-14', '2026-07-27', '2026-11-29']) {
  test(`installed on ${day}, sentiment leads NPS by three weeks, and nothing else`, () => {
    const until = new Date(`${day}T09:00:00Z`);
    const since = new Date(until.getTime() - HISTORY_DAYS * DAY);
    const weeks = { first: weekOf(since), count: weekOf(until) - weekOf(since) };
    const series = (points: Iterable<readonly [Date, number]>) => meansByWeek(points, weeks);
    const sentiment = series(
      [...sampleMentions({ since, until })].map(({ publishedAt, externalId }) => [
        publishedAt,
        { positive: 100, neutral: 0, negative: -100 }[intendedLabel(externalId) ?? 'neutral'],
      ]),
    );
    const rows = [...factLines('surveys', { since, until })].map((line) => JSON.parse(line) as Row);
    const of = (kind: string, worth: (score: number) => number) =>
      series(
        rows.flatMap(({ kind: own, score, answered_at }) =>
          own === kind && score !== undefined ? [[new Date(answered_at), worth(score)] as const] : [],
        ),
      );
    const numbers = [
      of('nps', (score) => (score >= 9 ? 100 : score <= 6 ? -100 : 0)),
      of('csat', (score) => (score >= 4 ? 100 : 0)),
      of('ces', (score) => score),
    ];
    const [nps, ...others] = judgeLeads(numbers.map((one) => findLead(sentiment, one)));
    expect(nps).toMatchObject({ kind: 'lead', search: { best: { lag: 3 } } });
    expect(others.map(({ kind }) => kind)).toEqual(others.map(() => 'none'));
  });
}

const weekOf = (at: Date) => Math.floor((at.getTime() / DAY + 3) / 7);

/** Of the weeks that are over; undefined where too few stand behind one. */
function meansByWeek(
  points: Iterable<readonly [Date, number]>,
  { first, count }: { first: number; count: number },
): (number | undefined)[] {
  const sums = Array.from({ length: count }, () => ({ sum: 0, n: 0 }));
  for (const [at, value] of points) {
    const week = sums[weekOf(at) - first];
    if (!week) continue;
    week.sum += value;
    week.n += 1;
  }
  return sums.map(({ sum, n }) => (n >= LEAST ? sum / n : undefined));
}
