/**
 * How often a lead is found that is there, and claimed where there is none, in simulated pairs. Run by hand:
 *
 *   node test/bench/lead.bench.ts [WEEKS] [PAIRS]
 *
 * WEEKS is how long each pair is (104), PAIRS how many there are of each kind (200).
 */
import { MOST_CHANCE } from '../../src/stats/claims.ts';
import { findLead } from '../../src/stats/lead.ts';
import {
  relatedBelowSeason,
  relatedPair,
  type SimulatedPair,
  unrelatedKinds,
} from '../stats/simulated-pairs.ts';

const weeks = Number(process.argv[2] ?? 104);
const pairs = Number(process.argv[3] ?? 200);
const seeds = Array.from({ length: pairs }, (_, at) => 7919 * at + 1);
const CARRY_OVERS = [0, 0.4, 0.8] as const;

console.log(`${weeks} weeks, ${pairs} pairs of each kind, Node ${process.version}`);
console.log('\nUnrelated: a lead is claimed in');
const kinds = unrelatedKinds(weeks);
let claims = 0;
for (const [name, make] of kinds) {
  const found = seeds.filter((seed) => claimOf(make(seed)) !== undefined).length;
  claims += found;
  console.log(`  ${name.padEnd(44)} ${percent(found)}`);
}
console.log(`  ${'all'.padEnd(44)} ${percent(claims / kinds.size)}`);

console.log('\nRelated, r 0.6, lead of 0 to 8 weeks: found within a week, and any lead claimed');
for (const first of CARRY_OVERS) {
  for (const second of CARRY_OVERS) {
    const carryOver = [first, second] as const;
    report(`φ ${first} and ${second}`, (seed, lead) =>
      relatedPair(seed, { weeks, lead, correlation: 0.6, carryOver }),
    );
    report(`φ ${first} and ${second}, below a shared season and trend`, (seed, lead) =>
      relatedBelowSeason(seed, { weeks, lead, correlation: 0.6, carryOver }),
    );
  }
}
const started = performance.now();
for (const seed of seeds) findLead(seedPair(seed).leading, seedPair(seed).following);
console.log(`\n${((performance.now() - started) / pairs).toFixed(1)} ms a pair`);

function seedPair(seed: number): SimulatedPair {
  return relatedPair(seed, { weeks, lead: 3, correlation: 0.6, carryOver: [0.4, 0.4] });
}

function report(name: string, make: (seed: number, lead: number) => SimulatedPair): void {
  let near = 0;
  let any = 0;
  seeds.forEach((seed, at) => {
    const lag = claimOf(make(seed, at % 9));
    if (lag === undefined) return;
    any++;
    if (Math.abs(lag - (at % 9)) <= 1) near++;
  });
  console.log(`  ${name.padEnd(44)} ${percent(near)} ${percent(any)}`);
}

function claimOf({ leading, following }: SimulatedPair): number | undefined {
  const answer = findLead(leading, following);
  return answer.kind === 'searched' && answer.p <= MOST_CHANCE ? answer.best.lag : undefined;
}

function percent(count: number): string {
  return `${((100 * count) / pairs).toFixed(1).padStart(5)} %`;
}
