import { netSentiment } from '../../domain/sentiment.ts';
import { count, estimateInShort, fullDay, isEnough, percent, signed } from '../parts/wording.ts';
import { COMPLETE, type DayPoint, type DaySeries } from './day-points.ts';

/** Everything the chart shows, as numbers, the latest day first. */
export const ChartTable = ({ series, name }: { series: DaySeries; name: string }) => (
  <section class="table-scroll" tabindex={0} aria-label={`${name}, ${series.step} by ${series.step}`}>
    <table>
      <thead>
        <tr>
          <th scope="col">{series.step === 'day' ? 'Day' : 'Week from'}</th>
          <th scope="col" class="number">
            Net sentiment
          </th>
          <th scope="col" class="number">
            95&nbsp;% interval
          </th>
          {hasLineOfItsOwn(series) && (
            <th scope="col" class="number">
              Seven days
            </th>
          )}
          <th scope="col" class="number">
            Positive
          </th>
          <th scope="col" class="number">
            Neutral
          </th>
          <th scope="col" class="number">
            Negative
          </th>
          <th scope="col">Remarks</th>
        </tr>
      </thead>
      <tbody>
        {series.points.toReversed().map((point) => (
          <DayRow key={point.day} point={point} withLine={hasLineOfItsOwn(series)} />
        ))}
      </tbody>
    </table>
  </section>
);

/** Only there the line says something that a row's own number does not. */
const hasLineOfItsOwn = ({ step, lineDays }: DaySeries): boolean => step === 'day' && lineDays === 7;

const DayRow = ({ point, withLine }: { point: DayPoint; withLine: boolean }) => {
  const { own, line, counts } = point;
  return (
    <tr>
      <th scope="row">{fullDay(point.day)}</th>
      <td class="number">{estimateInShort(own)}</td>
      <td class="number">{own && isEnough(own) ? `${signed(own.low)} to ${signed(own.high)}` : '–'}</td>
      {withLine && <td class="number">{line ? signed(line.value) : 'not enough data'}</td>}
      <td class="number">{count(counts.positive)}</td>
      <td class="number">{count(counts.neutral)}</td>
      <td class="number">{count(counts.negative)}</td>
      <td>{remarks(point).join('; ')}</td>
    </tr>
  );
};

function remarks(point: DayPoint): string[] {
  const published = point.asPublished && netSentiment({ ...point.asPublished, unknown: 0 });
  return [
    ...(point.isToday ? ['so far'] : []),
    ...(point.coverage !== undefined && point.coverage < COMPLETE ? [`${percent(point.coverage)} read`] : []),
    ...(point.asPublished ? [`first published as ${estimateInShort(published)}`] : []),
    ...(point.counts.unknown > 0 ? [`${count(point.counts.unknown)} without a label`] : []),
  ];
}
