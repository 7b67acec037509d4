import { type Basis, basisOf, dot, lengthOf, orthogonal, without } from './projection.ts';

/** The shares of a week that may go on in the next; 1 is a random walk. */
const CARRY_OVERS = [-0.3, -0.15, 0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.98, 1] as const;

/** A pair without its slow course, both filled, and the weeks that count. */
export interface Pair {
  readonly leading: readonly number[];
  readonly following: readonly number[];
  readonly slow: Basis;
  /** Weeks of the following number that are real, late enough for every lag. */
  readonly rows: readonly number[];
  /** Whether a week of the leading number is real and may be used. */
  readonly isUsable: readonly boolean[];
  readonly lags: number;
}

/** A week without the share of the week before that goes on in it: what is new in it. */
export function newsOf(values: readonly number[], carryOver: number): number[] {
  return values.map((value, at) => value - carryOver * (values[at - 1] ?? 0));
}

/**
 * For every lag, how much of the following number's weeks goes on beside what that lag explains. The restricted
 * likelihood (Patterson and Thompson 1971) allows for what the slow course has taken: the plain one finds too little
 * carry-over, and two unrelated numbers then look related.
 */
export function carryOverByLag(pair: Pair): readonly number[] {
  const { rows, lags } = pair;
  const best = Array.from({ length: lags + 1 }, () => ({ carryOver: 0, likelihood: -Infinity }));
  for (const carryOver of CARRY_OVERS) {
    const { basis, lengths } = orthogonal(slowNews(pair, carryOver));
    const slowPart = lengths.reduce((sum, length) => sum + Math.log(length), 0);
    const e = without(followingNews(pair, carryOver), basis);
    const power = dot(e, e);
    const leadingNews = newsOf(pair.leading, carryOver);
    for (let lag = 0; lag <= lags; lag++) {
      const c = without(laggedNews(pair, leadingNews, lag), basis);
      const length = dot(c, c);
      if (length === 0) continue;
      const rest = power - dot(e, c) ** 2 / length;
      const freedom = rows.length - basis.length - 1;
      const likelihood =
        -slowPart - 0.5 * Math.log(length) - 0.5 * freedom * Math.log(Math.max(rest, Number.MIN_VALUE));
      if (likelihood > (best[lag]?.likelihood ?? 0)) best[lag] = { carryOver, likelihood };
    }
  }
  return best.map(({ carryOver }) => carryOver);
}

/** What is new in both numbers at a lag, without the slow course. */
export function newsAtLag(pair: Pair, lag: number, carryOver: number, calm: (column: number[]) => number[]) {
  const basis = basisOf(slowNews(pair, carryOver));
  const clean = (column: readonly number[]) => without(calm(without(column, basis)), basis);
  const leading = clean(laggedNews(pair, newsOf(pair.leading, carryOver), lag));
  const following = clean(followingNews(pair, carryOver));
  return { leading: unit(leading), following: unit(following), freedom: pair.rows.length - basis.length - 2 };
}

function slowNews({ slow, rows }: Pair, carryOver: number): number[][] {
  return slow.map((column) => {
    const news = newsOf(column, carryOver);
    return rows.map((at) => news[at] ?? 0);
  });
}

function followingNews({ following, rows }: Pair, carryOver: number): number[] {
  const news = newsOf(following, carryOver);
  return rows.map((at) => news[at] ?? 0);
}

/** A week that is not known adds nothing: it stands at 0, the mean of all news. */
function laggedNews({ rows, isUsable }: Pair, news: readonly number[], lag: number): number[] {
  return rows.map((at) => (isUsable[at - lag] ? (news[at - lag] ?? 0) : 0));
}

function unit(column: readonly number[]): readonly number[] {
  const length = lengthOf(column);
  return length > 0 ? column.map((value) => value / length) : column;
}
