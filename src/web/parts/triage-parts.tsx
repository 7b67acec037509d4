import type { TriagePart } from '../../domain/triage.ts';
import { PART_WORD } from './inbox-words.ts';
import { signed } from './wording.ts';

/** The score and what it is made of, the largest part first. */
export const TriageParts = ({ score, parts }: { score: number; parts: readonly TriagePart[] }) => (
  <table class="triage">
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col" class="number">
          Points
        </th>
      </tr>
    </thead>
    <tbody>
      {parts
        .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
        .map(({ part, points, why }) => (
          <tr key={part}>
            <th scope="row">
              {PART_WORD[part]} <span class="hint">{why}</span>
            </th>
            <td class="number">{signed(points)}</td>
          </tr>
        ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Together</th>
        <td class="number">
          <strong>{signed(score)}</strong>
        </td>
      </tr>
    </tfoot>
  </table>
);
