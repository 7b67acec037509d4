import { isEnough, type Kpi, type KpiPoint } from '../../domain/kpi.ts';
import type { Change } from '../../stats/change.ts';
import type { AnswerBand } from '../../store/answers-behind.ts';
import { KpiChart, type KpiChartData, periodInWords } from '../charts/kpi-chart.tsx';
import { KpiFormula } from '../parts/kpi-formula.tsx';
import { changeInWords, intervalInWords, kpiValue, pointInWords, wayOf } from '../parts/kpi-words.ts';
import { count, fullDay } from '../parts/wording.ts';

/** A number with everything a reader needs to judge it. */
export interface KpiView {
  readonly chart: KpiChartData;
  /** Over the whole period shown, and over the one it is compared with. */
  readonly now: KpiPoint;
  readonly before: KpiPoint;
  readonly change: Change | undefined;
  /** What it is compared with, in words: "the 90 days before". */
  readonly against: string;
  readonly csv: string;
  /** Where the people and texts of a band are. */
  readonly behind: ((band: AnswerBand) => string) | undefined;
}

export const KpiCard = ({ view }: { view: KpiView }) => {
  const { chart, now, csv } = view;
  const { kpi } = chart;
  const isEmpty = chart.points.every(({ value }) => value === undefined) && now.value === undefined;
  return (
    <article class="card kpi-card" id={`kpi-${kpi.id}`}>
      <h2>{kpi.name}</h2>
      {isEmpty ? (
        <p class="kpi-missing">
          <strong>No number yet.</strong> {now.missing ?? kpi.needs}
        </p>
      ) : (
        <>
          <Value kpi={kpi} point={now} />
          <ChangeLine view={view} />
          <AgainstOthers view={view} />
          <KpiChart data={chart} />
          <Behind view={view} />
          <Numbers data={chart} />
        </>
      )}
      <KpiFormula kpi={kpi} csv={csv} title={kpi.name} />
    </article>
  );
};

const Value = ({ kpi, point }: { kpi: Kpi; point: KpiPoint }) => {
  if (point.value === undefined)
    return <p class="score score-small score-none">{point.missing ?? kpi.needs}</p>;
  if (!isEnough(kpi, point)) {
    return (
      <p class="score score-small score-none">
        not enough data: {count(point.n)} of {kpi.minimumN} {kpi.counted}
      </p>
    );
  }
  return (
    <p class="score score-small">
      <span class="score-value">{kpiValue(kpi.unit, point.value, point.currency)}</span>
      <span class="score-interval">
        {[intervalInWords(kpi, point), `n\u00a0${count(point.n)} ${kpi.counted}`].filter(Boolean).join(', ')}
      </span>
    </p>
  );
};

const SIGN = { better: '▲', worse: '▼', up: '▲', down: '▼', even: '≈' } as const;
const CLASS = { better: 'up', worse: 'down', up: 'even', down: 'even', even: 'even' } as const;

const ChangeLine = ({ view: { chart, now, before, change, against } }: { view: KpiView }) => {
  const { kpi } = chart;
  if (!change || !isEnough(kpi, now) || !isEnough(kpi, before)) {
    return (
      <p class="change">
        No comparison: {against} {before.value === undefined ? 'have no number' : `have n ${count(before.n)}`}
        .
      </p>
    );
  }
  const way = wayOf(kpi, change);
  const sign = way === 'better' || way === 'worse' ? (change.value > 0 ? '▲' : '▼') : SIGN[way];
  return (
    <p class={`change change-${CLASS[way]}`}>
      <span aria-hidden="true">{sign} </span>
      {way === 'better' || way === 'worse' ? `${way}: ` : ''}
      {changeInWords(kpi.unit, change, now.currency)}, against {against} (
      {kpiValue(kpi.unit, before.value ?? 0, before.currency)}, n&nbsp;{count(before.n)})
    </p>
  );
};

const AgainstOthers = ({ view: { chart, now } }: { view: KpiView }) => {
  const { kpi, target, benchmarks } = chart;
  if (target === undefined && benchmarks.length === 0) return null;
  return (
    <ul class="kpi-others">
      {target !== undefined && (
        <li>
          <strong>Target {kpiValue(kpi.unit, target)}</strong>: {targetInWords(kpi, now, target)}
        </li>
      )}
      {benchmarks.map(({ id, name, value, source, publishedOn }) => (
        <li key={id}>
          {name} {kpiValue(kpi.unit, value)}{' '}
          <span class="hint">
            ({source}, {fullDay(publishedOn)})
          </span>
        </li>
      ))}
    </ul>
  );
};

/** Only what the whole interval says. */
function targetInWords(kpi: Kpi, now: KpiPoint, target: number): string {
  if (now.value === undefined || !isEnough(kpi, now)) return 'not enough data to say';
  const { low = now.value, high = now.value } = now;
  if (low <= target && high >= target) return 'cannot be told from it';
  const isAbove = low > target;
  if (kpi.direction === 'neither') return isAbove ? 'above it' : 'below it';
  return isAbove === (kpi.direction === 'higher') ? 'reached' : 'not reached';
}

const BANDS = ['high', 'middle', 'low'] as const;

/** Promoters, passives and detractors, each with a way to the people and their words. */
const Behind = ({ view: { chart, now, behind } }: { view: KpiView }) => {
  const bands = chart.kpi.opens?.bands;
  if (!bands || !behind) return null;
  return (
    <p class="kpi-behind">
      Read the{' '}
      {BANDS.map((band, at) => (
        <>
          {at > 0 && (at === BANDS.length - 1 ? ' and ' : ', ')}
          <a key={band} href={behind(band)}>
            {bands[band]}
            {now.parts[bands[band]] === undefined ? '' : ` (${count(now.parts[bands[band]] ?? 0)})`}
          </a>
        </>
      ))}
    </p>
  );
};

const Numbers = ({ data: { kpi, points, earlier, step } }: { data: KpiChartData }) => (
  <details class="chart-numbers" id={`numbers-${kpi.id}`}>
    <summary>The same as a table</summary>
    <section class="table-scroll" tabindex={0} aria-label={`${kpi.name}, ${step} by ${step}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{step === 'day' ? 'Day' : 'Week'}</th>
            <th scope="col">{kpi.name}</th>
            <th scope="col">Compared with</th>
          </tr>
        </thead>
        <tbody>
          {points
            .map((point, at) => ({ point, before: earlier[at] }))
            .toReversed()
            .map(({ point, before }) => (
              <tr key={point.period}>
                <th scope="row">{periodInWords(step, point)}</th>
                <td>{pointInWords(kpi, point)}</td>
                <td>{before ? pointInWords(kpi, before) : '–'}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  </details>
);
