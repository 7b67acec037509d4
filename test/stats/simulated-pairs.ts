import { randomOf } from '../../src/domain/random.ts';

/** Two weekly numbers whose connection is known. */
export interface SimulatedPair {
  readonly leading: readonly number[];
  readonly following: readonly number[];
}

type Numbers = readonly number[];

interface Chance {
  readonly uniform: () => number;
  readonly normal: () => number;
}

const WEEKS_A_YEAR = 365.25 / 7;
const WARM_UP = 20;

/** Both have carry-over of their own; the following one repeats the leading one `lead` weeks later, at this correlation. */
export function relatedPair(
  seed: number,
  is: { weeks: number; lead: number; correlation: number; carryOver: readonly [number, number] },
): SimulatedPair {
  const chance = chanceOf(seed);
  const leading = autoregressive(chance, is.weeks + WARM_UP, is.carryOver[0]);
  const own = autoregressive(chance, is.weeks, is.carryOver[1]);
  const rest = Math.sqrt(1 - is.correlation ** 2);
  return {
    leading: leading.slice(WARM_UP),
    following: own.map((value, at) => is.correlation * (leading[at + WARM_UP - is.lead] ?? 0) + rest * value),
  };
}

/** A related pair below a season and a trend that both share, each with its own phase of the season. */
export function relatedBelowSeason(seed: number, is: Parameters<typeof relatedPair>[1]): SimulatedPair {
  const pair = relatedPair(seed, is);
  const chance = chanceOf(seed + 1);
  const trend = trendOf(chance, is.weeks, 2);
  const [first, second] = seasons(chance, is.weeks, 2);
  return { leading: sum(pair.leading, first, trend), following: sum(pair.following, second, trend) };
}

/** Pairs that have nothing to do with each other, by what makes them look as if they had. */
export function unrelatedKinds(weeks: number): ReadonlyMap<string, (seed: number) => SimulatedPair> {
  const kinds = new Map<string, (seed: number) => SimulatedPair>();
  const pairOf = (make: (chance: Chance) => readonly [Numbers, Numbers]) => (seed: number) => {
    const [leading, following] = make(chanceOf(seed));
    return { leading, following };
  };
  for (const [a, b] of [
    [0, 0],
    [0, 0.4],
    [0.4, 0.4],
    [0.8, 0],
    [0, 0.8],
    [0.4, 0.8],
    [0.8, 0.8],
  ] as const) {
    kinds.set(
      `AR(1), φ ${a} and ${b}`,
      pairOf((c) => [autoregressive(c, weeks, a), autoregressive(c, weeks, b)]),
    );
  }
  for (const size of [1, 3]) {
    for (const phi of [0, 0.8]) {
      const own = (c: Chance) => autoregressive(c, weeks, phi);
      const named = (trap: string) => `${trap} × ${size}, φ ${phi}`;
      kinds.set(
        named('shared season'),
        pairOf((c) => {
          const [first, second] = seasons(c, weeks, size);
          return [sum(own(c), first), sum(own(c), second)];
        }),
      );
      kinds.set(
        named('shared trend'),
        pairOf((c) => {
          const trend = trendOf(c, weeks, size);
          return [sum(own(c), trend), sum(own(c), trend)];
        }),
      );
      kinds.set(
        named('both'),
        pairOf((c) => {
          const trend = trendOf(c, weeks, size);
          const [first, second] = seasons(c, weeks, size);
          return [sum(own(c), first, trend), sum(own(c), second, trend)];
        }),
      );
      for (const width of [1, 2, 4]) {
        kinds.set(
          named(`shared peak of ${width} weeks a year`),
          pairOf((c) => {
            const peak = yearlyPeak(c, weeks, { size, width });
            return [sum(own(c), peak), sum(own(c), peak)];
          }),
        );
      }
    }
  }
  kinds.set(
    'random walks',
    pairOf((c) => [walk(c, weeks, 0), walk(c, weeks, 0)]),
  );
  kinds.set(
    'random walks with drift',
    pairOf((c) => [walk(c, weeks, 0.3), walk(c, weeks, 0.3)]),
  );
  kinds.set(
    'random walk and AR(1)',
    pairOf((c) => [walk(c, weeks, 0), autoregressive(c, weeks, 0.8)]),
  );
  kinds.set(
    'random walks read with error',
    pairOf((c) => {
      const error = () => autoregressive(c, weeks, 0).map((value) => 1.5 * value);
      return [sum(walk(c, weeks, 0), error()), sum(walk(c, weeks, 0), error())];
    }),
  );
  return kinds;
}

function chanceOf(seed: number): Chance {
  const random = randomOf(seed);
  return {
    uniform: random.next,
    normal: () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  };
}

function autoregressive({ normal }: Chance, weeks: number, phi: number): Numbers {
  let value = normal();
  return Array.from({ length: weeks }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * normal();
    return value;
  });
}

function walk({ normal }: Chance, weeks: number, drift: number): Numbers {
  let value = 0;
  return Array.from({ length: weeks }, () => {
    value += normal() + drift;
    return value;
  });
}

/** The same season twice, up to six weeks apart, with a second wave of its own strength. */
function seasons({ uniform }: Chance, weeks: number, size: number): readonly [Numbers, Numbers] {
  const start = uniform() * WEEKS_A_YEAR;
  const apart = (uniform() - 0.5) * 12;
  const second = uniform() * 0.5;
  const course = (shift: number) =>
    Array.from({ length: weeks }, (_, at) => {
      const turn = (2 * Math.PI * (at + start + shift)) / WEEKS_A_YEAR;
      return size * (Math.sin(turn) + second * Math.sin(2 * turn + 1));
    });
  return [course(0), course(apart)];
}

function yearlyPeak({ uniform }: Chance, weeks: number, is: { size: number; width: number }): Numbers {
  const middle = uniform() * WEEKS_A_YEAR;
  return Array.from({ length: weeks }, (_, at) => {
    const away = ((at - middle + 10.5 * WEEKS_A_YEAR) % WEEKS_A_YEAR) - WEEKS_A_YEAR / 2;
    return is.size * Math.exp(-(away ** 2) / (2 * is.width ** 2));
  });
}

/** Straight, bent, or a change from one level to another. */
function trendOf({ uniform }: Chance, weeks: number, size: number): Numbers {
  const shape = Math.floor(uniform() * 3);
  return Array.from({ length: weeks }, (_, at) => {
    const t = at / weeks;
    if (shape === 0) return size * 2 * t;
    return shape === 1 ? size * 2 * t * t : (size * 2) / (1 + Math.exp(-12 * (t - 0.5)));
  });
}

function sum(...parts: readonly Numbers[]): Numbers {
  return (parts[0] ?? []).map((_, at) => parts.reduce((total, part) => total + (part[at] ?? 0), 0));
}
