import { type Correction, correctionInWords } from '../../domain/correction.ts';
import type { Day } from '../../domain/day.ts';
import { netSentiment } from '../../domain/sentiment.ts';
import type { DayScore } from '../../store/scores.ts';
import { count, estimateInShort, fullDay } from '../parts/wording.ts';

/** Days whose number is no longer the one that was shown when they ended: both, and why. */
export const CorrectedDays = ({
  scores,
  corrections,
}: {
  scores: readonly DayScore[];
  corrections: ReadonlyMap<Day, Correction>;
}) => {
  if (corrections.size === 0) return null;
  return (
    <section aria-labelledby="corrected-days">
      <h2 id="corrected-days">Corrected days</h2>
      <p class="hint">
        A day keeps the number that it was published with, shortly after it ended. What came to be known later
        corrects it; it never raises an alert about the past.
      </p>
      <section class="table-scroll" tabindex={0} aria-label="Corrected days">
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="number">
                As published
              </th>
              <th scope="col" class="number">
                As corrected
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {scores.toReversed().map((score) => {
              const correction = corrections.get(score.day);
              return correction && <CorrectedDay key={score.day} score={score} correction={correction} />;
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
};

const CorrectedDay = ({ score, correction }: { score: DayScore; correction: Correction }) => {
  const published = score.asPublished && netSentiment({ ...score.asPublished, unknown: 0 });
  const now = netSentiment(score);
  return (
    <tr>
      <th scope="row">{fullDay(score.day)}</th>
      <td class="number">
        {estimateInShort(published)}
        <small> n&nbsp;{count(published?.n ?? 0)}</small>
      </td>
      <td class="number">
        {estimateInShort(now)}
        <small> n&nbsp;{count(now?.n ?? 0)}</small>
      </td>
      <td>{correctionInWords(correction)}</td>
    </tr>
  );
};
