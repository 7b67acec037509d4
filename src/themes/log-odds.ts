/** The prior: as if one voice more had said it on each side, and one had not. */
const PRIOR = 1;

/**
 * How much more often something is said by one group than by another: the difference of the log-odds of the two shares,
 * in units of its error (the z-score of Monroe, Colaresi and Quinn 2008). The prior keeps what few have said from
 * looking certain.
 */
export function logOddsScore(
  one: { readonly n: number; readonly of: number },
  other: { readonly n: number; readonly of: number },
): number {
  const odds = ({ n, of }: { n: number; of: number }) => Math.log((n + PRIOR) / (of - n + PRIOR));
  const error = Math.sqrt(1 / (one.n + PRIOR) + 1 / (other.n + PRIOR));
  return (odds(one) - odds(other)) / error;
}
