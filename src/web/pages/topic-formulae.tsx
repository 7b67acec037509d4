import type { Counts, Estimate } from '../../domain/sentiment.ts';
import { Score } from '../parts/score.tsx';
import { count } from '../parts/wording.ts';

interface Props {
  readonly counts: Counts;
  readonly all: Estimate | undefined;
  readonly opinionated: Estimate | undefined;
}

/** Both definitions of net sentiment with the counts put in, so that a reader can check them by hand. */
export const TopicFormulae = ({ counts, all, opinionated }: Props) => {
  const { positive, neutral, negative } = counts;
  const difference = `(${count(positive)} − ${count(negative)})`;
  return (
    <div class="formulae">
      <article class="formula">
        <h3>Net sentiment (all)</h3>
        <Score estimate={all} size="small" />
        <p>
          (positive − negative) ÷ (positive + neutral + negative) × 100
          <br />
          <span class="with-numbers">
            {difference} ÷ {count(positive + neutral + negative)} × 100
          </span>
        </p>
        <p class="hint">How the whole conversation leans; neutral mentions pull it towards 0.</p>
      </article>
      <article class="formula">
        <h3>Net sentiment (opinionated)</h3>
        <Score estimate={opinionated} size="small" />
        <p>
          (positive − negative) ÷ (positive + negative) × 100
          <br />
          <span class="with-numbers">
            {difference} ÷ {count(positive + negative)} × 100
          </span>
        </p>
        <p class="hint">How those lean who have an opinion; neutral mentions are set aside.</p>
      </article>
    </div>
  );
};
