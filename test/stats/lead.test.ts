import { describe, expect, test } from 'vitest';
import { judgeLeads, MOST_CHANCE } from '../../src/stats/claims.ts';
import { findLead, type LeadAnswer, type LeadSearch, MINIMUM_WEEKS } from '../../src/stats/lead.ts';
import { relatedBelowSeason, relatedPair, type SimulatedPair, unrelatedKinds } from './simulated-pairs.ts';

const WEEKS = 104;
const SEEDS = Array.from({ length: 45 }, (_, at) => 7919 * at + 1);

describe('a lead that is there', () => {
  for (const carryOver of [
    [0, 0],
    [0.4, 0.4],
    [0.4, 0.8],
  ] as const) {
    test(`is found within a week in more than 9 of 10 pairs (φ ${carryOver.join(' and ')})`, () => {
      const found = SEEDS.filter((seed, at) => {
        const lead = at % 9;
        const claim = claimOf(relatedPair(seed, { weeks: WEEKS, lead, correlation: 0.6, carryOver }));
        return claim !== undefined && Math.abs(claim.best.lag - lead) <= 1;
      });
      expect(found.length / SEEDS.length).toBeGreaterThan(0.93);
    });
  }

  test('is found below a season and a trend that both numbers share', () => {
    const found = SEEDS.filter((seed, at) => {
      const is = { weeks: WEEKS, lead: at % 9, correlation: 0.6, carryOver: [0.4, 0.4] as const };
      const claim = claimOf(relatedBelowSeason(seed, is));
      return claim !== undefined && Math.abs(claim.best.lag - is.lead) <= 1;
    });
    expect(found.length / SEEDS.length).toBeGreaterThan(0.93);
  });

  test('keeps its sign: what goes up before the other goes down has a negative r', () => {
    const { leading, following } = lead(3);
    const claim = claimOf({ leading, following: following.map((value) => -value) });
    expect(claim?.best).toMatchObject({ lag: 3 });
    expect(claim?.best.r).toBeLessThan(-0.4);
  });

  test('is found where weeks are missing in both numbers', () => {
    const { leading, following } = lead(3);
    const answer = findLead(
      leading.map((value, at) => (at % 11 === 4 ? undefined : value)),
      following.map((value, at) => (at % 13 === 6 ? undefined : value)),
    );
    expect(answer).toMatchObject({ kind: 'searched', best: { lag: 3 } });
    expect((answer as LeadSearch).p).toBeLessThan(MOST_CHANCE);
  });

  test('comes with the range of leads that would do about as well', () => {
    const claim = claimOf(lead(3));
    expect(claim?.range[0]).toBeLessThanOrEqual(3);
    expect(claim?.range[1]).toBeGreaterThanOrEqual(3);
  });
});

describe('a lead that is not there', () => {
  const kinds = unrelatedKinds(WEEKS);

  test('is claimed in at most 1 of 20 unrelated pairs, over all the traps together', () => {
    const seeds = SEEDS.slice(0, 8);
    const claims = [...kinds.values()].flatMap((make) => seeds.filter((seed) => claimOf(make(seed))));
    expect(claims.length / (kinds.size * seeds.length)).toBeLessThan(0.045);
  });

  test('stays unsaid where only the unfiltered numbers look alike', () => {
    const make = kinds.get('both × 3, φ 0.8');
    const pair = make?.(5);
    if (!pair) throw new Error('Expected a pair with a shared season and trend.');
    expect(Math.abs(plainCorrelation(pair))).toBeGreaterThan(0.5);
    expect(claimOf(pair)).toBeUndefined();
  });
});

describe('what cannot be searched', () => {
  test('says how many weeks it has when they are too few', () => {
    const few = lead(2).leading.slice(0, MINIMUM_WEEKS - 1);
    expect(findLead(few, few)).toEqual({ kind: 'too-few-weeks', weeks: MINIMUM_WEEKS - 1 });
  });

  test('counts only the weeks in which both numbers are known', () => {
    const { leading, following } = lead(2);
    const gappy = leading.map((value, at) => (at % 2 ? value : undefined));
    const other = following.map((value, at) => (at % 2 ? undefined : value));
    expect(findLead(gappy, other)).toEqual({ kind: 'too-few-weeks', weeks: 0 });
  });

  test('names the number that never moves', () => {
    const { leading } = lead(2);
    const still = leading.map(() => 40);
    expect(findLead(leading, still)).toMatchObject({ kind: 'does-not-move', which: 'following' });
    expect(findLead(still, leading)).toMatchObject({ kind: 'does-not-move', which: 'leading' });
  });
});

describe('many numbers tried at once', () => {
  const found = (p: number): LeadAnswer => ({
    kind: 'searched',
    weeks: 90,
    byLag: [{ lag: 0, r: 0.3 }],
    band: 0.3,
    best: { lag: 0, r: 0.3 },
    range: [0, 0],
    p,
  });

  test('each chance counts as many times as there are numbers left, after Holm', () => {
    const verdicts = judgeLeads([found(0.02), found(0.001), found(0.04)]);
    const chances = verdicts.map((verdict) => (verdict.kind === 'not-searched' ? undefined : verdict.p));
    expect(chances[0]).toBeCloseTo(0.04);
    expect(chances[1]).toBeCloseTo(0.003);
    expect(chances[2]).toBeCloseTo(0.04);
  });

  test('a find that would do alone is not claimed among many, and says so', () => {
    const verdicts = judgeLeads([found(0.03), found(0.5), found(0.6)]);
    expect(verdicts[0]).toMatchObject({ kind: 'none', onlyAlone: true });
    expect(verdicts[1]).toMatchObject({ kind: 'none', onlyAlone: false });
  });

  test('what could not be searched takes nothing from the others', () => {
    const verdicts = judgeLeads([found(0.03), { kind: 'too-few-weeks', weeks: 3 }]);
    expect(verdicts.map(({ kind }) => kind)).toEqual(['lead', 'not-searched']);
  });
});

function lead(weeks: number): SimulatedPair {
  return relatedPair(11, { weeks: WEEKS, lead: weeks, correlation: 0.7, carryOver: [0.4, 0.4] });
}

function claimOf({ leading, following }: SimulatedPair): LeadSearch | undefined {
  const answer = findLead(leading, following);
  return answer.kind === 'searched' && answer.p <= MOST_CHANCE ? answer : undefined;
}

function plainCorrelation({ leading, following }: SimulatedPair): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [a, b] = [mean(leading), mean(following)];
  let [both, first, second] = [0, 0, 0];
  leading.forEach((value, at) => {
    const other = (following[at] ?? 0) - b;
    both += (value - a) * other;
    first += (value - a) ** 2;
    second += other ** 2;
  });
  return both / Math.sqrt(first * second);
}
