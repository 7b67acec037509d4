import { sharePositive } from '../../domain/promise.ts';
import type { AspectCounts } from '../../store/aspect-cells.ts';
import { aspectName, count, percent } from '../parts/wording.ts';

export type AspectDay = AspectCounts & { readonly aspect: string };

const ASPECTS = 12;

/** What is said of the parts of the product at one place, and what was before. */
export const PlaceAspects = (said: { now: readonly AspectDay[]; before: readonly AspectDay[] }) => {
  const before = sumByAspect(said.before);
  const rows = [...sumByAspect(said.now)]
    .toSorted(([, a], [, b]) => b.positive + b.negative - a.positive - a.negative)
    .slice(0, ASPECTS);
  if (rows.length === 0) return <p class="hint">No part of the product was named in these weeks.</p>;
  const share = (counts: AspectCounts | undefined) => {
    const found = counts && sharePositive(counts);
    return found ? percent(found.value / 100) : '–';
  };
  return (
    <div class="table-scroll table-tall">
      <table class="split">
        <thead>
          <tr>
            <th scope="col">Part of the product</th>
            <th scope="col" class="number">
              Praise
            </th>
            <th scope="col" class="number">
              Blame
            </th>
            <th scope="col" class="number">
              Share of praise
            </th>
            <th scope="col" class="number">
              Before
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([aspect, counts]) => (
            <tr key={aspect}>
              <th scope="row">{aspectName(aspect)}</th>
              <td class="number">{count(counts.positive)}</td>
              <td class="number">{count(counts.negative)}</td>
              <td class="number">{share(counts)}</td>
              <td class="number">{share(before.get(aspect))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

function sumByAspect(days: readonly AspectDay[]): Map<string, AspectCounts> {
  const sums = new Map<string, AspectCounts>();
  for (const { aspect, positive, neutral, negative } of days) {
    const sum = sums.get(aspect) ?? { positive: 0, neutral: 0, negative: 0 };
    sums.set(aspect, {
      positive: sum.positive + positive,
      neutral: sum.neutral + neutral,
      negative: sum.negative + negative,
    });
  }
  return sums;
}
