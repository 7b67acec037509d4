import { periodInWords } from '../charts/kpi-chart.tsx';
import type { MembersChartData } from '../charts/members-chart.tsx';
import { pointInShort } from '../parts/kpi-words.ts';

/** Every point of a chart of several members as figures, the latest first. */
export const MembersByPeriod = ({ data: { kpi, step, lines } }: { data: MembersChartData }) => (
  <details class="chart-numbers" id={`numbers-${kpi.id}`}>
    <summary>{step === 'week' ? 'Week by week' : 'Month by month'}</summary>
    <section class="table-scroll" tabindex={0} aria-label={`${kpi.name}, ${step} by ${step}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{step === 'week' ? 'Week' : 'Month'}</th>
            {lines.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(lines[0]?.points ?? [])
            .map((point, at) => ({ point, at }))
            .toReversed()
            .map(({ point, at }) => (
              <tr key={point.period}>
                <th scope="row">{periodInWords(step, point)}</th>
                {lines.map(({ name, points }) => (
                  <td key={name}>{points[at] ? pointInShort(kpi, points[at]) : '–'}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  </details>
);
