import type { Estimate } from '../../domain/sentiment.ts';
import { count, isEnough, notEnough, signed } from './wording.ts';

/** A net sentiment as a big number with its interval and n, or the plain statement that there are too few mentions. */
export const Score = ({ estimate, size }: { estimate: Estimate | undefined; size: 'large' | 'small' }) => {
  if (!estimate || !isEnough(estimate)) {
    return <p class={`score score-${size} score-none`}>{notEnough(estimate?.n ?? 0)}</p>;
  }
  const { value, low, high, n } = estimate;
  return (
    <p class={`score score-${size}`}>
      <span class={`score-value ${toneOf(estimate)}`} data-score>
        {signed(value)}
      </span>
      <span class="score-interval">
        95&nbsp;% between {signed(low)} and {signed(high)}, n&nbsp;{count(n)}
      </span>
    </p>
  );
};

/** Coloured only where the whole interval, as it is shown, lies on one side of 0. */
function toneOf({ low, high }: Estimate): string {
  if (Math.round(low) > 0) return 'tone-positive';
  return Math.round(high) < 0 ? 'tone-negative' : 'tone-even';
}
