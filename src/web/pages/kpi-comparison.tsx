import { isEnough, type Kpi, type KpiPoint } from '../../domain/kpi.ts';
import type { Change as ChangeOf } from '../../stats/change.ts';
import { AllName, MemberName } from '../charts/member-key.tsx';
import { currenciesOf, hasLine, MembersChart } from '../charts/members-chart.tsx';
import { KpiFormula } from '../parts/kpi-formula.tsx';
import {
  changeIntervalInShort,
  intervalInShort,
  kpiDifference,
  kpiValue,
  wayOf,
} from '../parts/kpi-words.ts';
import { count } from '../parts/wording.ts';
import { MembersByPeriod } from './kpi-comparison-steps.tsx';
import type { ComparedCard, KpiComparison, MemberNumber } from './read-kpi-comparison.ts';

/** Every number of every member on one sight, for whoever asks who stands where. */
export const ComparisonTable = ({ comparison }: { comparison: KpiComparison }) => {
  const { members, all, cards, table } = comparison;
  return (
    <section class="card compared" aria-labelledby="compared">
      <h2 id="compared">Side by side</h2>
      <section class="table-scroll" tabindex={0} aria-label="All numbers side by side">
        <table class="compared-table">
          <thead>
            <tr>
              <th scope="col">Number</th>
              {members.map(({ key, name }, index) => (
                <th scope="col" key={key}>
                  <MemberName index={index} name={name} />
                </th>
              ))}
              <th scope="col">
                <AllName name={all.name} />
              </th>
            </tr>
          </thead>
          <tbody>
            {cards.map(({ kpi, shown }) => (
              <tr key={kpi.id}>
                <th scope="row">
                  <a href={`#kpi-${kpi.id}`}>{kpi.name}</a>
                </th>
                {shown ? (
                  [...shown.compared.numbers, shown.compared.all].map((number) => (
                    <td key={number.member.key}>
                      <Value kpi={kpi} point={number.now} />
                      <ClearChange kpi={kpi} number={number} />
                    </td>
                  ))
                ) : (
                  <td colspan={members.length + 1} class="hint">
                    being added up
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="hint">
        Where no change is named, none is clear. Take it along: <a href={table.csv}>CSV</a> and{' '}
        <a href={table.json}>JSON</a>
      </p>
    </section>
  );
};

/** One number of all members: their lines, and the same in figures. */
export const ComparedKpiCard = ({ card, comparison }: { card: ComparedCard; comparison: KpiComparison }) => {
  const { kpi, shown } = card;
  if (!shown) return null;
  const { compared, chart, csv } = shown;
  const everybody = [...compared.numbers, compared.all];
  const currencies = currenciesOf(chart);
  const isEmpty = compared.numbers.every(({ now }) => now.value === undefined);
  return (
    <article class="card kpi-card" id={`kpi-${kpi.id}`}>
      <h2>{kpi.name}</h2>
      {isEmpty ? (
        <p class="kpi-missing">
          <strong>No number yet.</strong> {compared.numbers[0]?.now.missing ?? kpi.needs}
        </p>
      ) : (
        <>
          {currencies.length > 1 ? (
            <p class="hint">
              In {currencies.join(' and ')}: money of several currencies is not drawn together.
            </p>
          ) : hasLine(chart) ? (
            <MembersChart data={chart} />
          ) : (
            <p class="hint">
              No {chart.step} has {kpi.minimumN} {kpi.counted} of any of them, so no line is drawn.
            </p>
          )}
          <MemberTable kpi={kpi} numbers={everybody} against={comparison.against} />
          <MembersByPeriod data={chart} />
        </>
      )}
      <KpiFormula kpi={kpi} csv={csv} title={`${kpi.name} side by side`} />
    </article>
  );
};

interface MemberTableProps {
  readonly kpi: Kpi;
  /** All together last. */
  readonly numbers: readonly MemberNumber[];
  readonly against: string;
}

const MemberTable = ({ kpi, numbers, against }: MemberTableProps) => (
  <table class="member-table">
    <caption class="visually-hidden">
      {kpi.name} of each, with the change against {against}
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Value</th>
        <th scope="col">Change</th>
      </tr>
    </thead>
    <tbody>
      {numbers.map((number, index) => (
        <tr key={number.member.key}>
          <th scope="row">
            {index < numbers.length - 1 ? (
              <MemberName index={index} name={number.member.name} />
            ) : (
              <AllName name={number.member.name} />
            )}
          </th>
          <td>
            <Value kpi={kpi} point={number.now} />
            {isEnough(kpi, number.now) && <span class="member-n">n&nbsp;{count(number.now.n)}</span>}
          </td>
          <td>
            <Change kpi={kpi} number={number} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** Over its interval; where too few stand behind it, how many. */
const Value = ({ kpi, point }: { kpi: Kpi; point: KpiPoint }) => {
  if (point.value === undefined) return <span class="hint">no number</span>;
  if (!isEnough(kpi, point)) return <span class="hint">too few: n&nbsp;{count(point.n)}</span>;
  return (
    <>
      <strong>{kpiValue(kpi.unit, point.value, point.currency)}</strong>
      <span class="member-interval">{intervalInShort(kpi, point)}</span>
    </>
  );
};

interface NumberProps {
  readonly kpi: Kpi;
  readonly number: MemberNumber;
}

const CLASS = { better: 'up', worse: 'down', up: 'even', down: 'even', even: 'even' } as const;

/** How it moved against the time before, never more than its interval allows. */
const Change = ({ kpi, number: { now, before, change } }: NumberProps) => {
  if (!change || !isEnough(kpi, now) || !isEnough(kpi, before)) {
    return (
      <span class="hint">
        {before.value === undefined ? 'none before' : `n\u00a0${count(before.n)} before`}
      </span>
    );
  }
  return (
    <span class={`member-change change-${CLASS[wayOf(kpi, change)]}`}>
      <Way kpi={kpi} change={change} currency={now.currency} />
      <span class="member-interval">{changeIntervalInShort(kpi.unit, change)}</span>
    </span>
  );
};

/** The same where it is clear; nothing else has room among all numbers. */
const ClearChange = ({ kpi, number: { now, before, change } }: NumberProps) => {
  if (!change?.isClear || !isEnough(kpi, now) || !isEnough(kpi, before)) return null;
  return (
    <span class={`member-change change-${CLASS[wayOf(kpi, change)]}`}>
      <Way kpi={kpi} change={change} currency={now.currency} />
    </span>
  );
};

interface WayProps {
  readonly kpi: Kpi;
  readonly change: ChangeOf;
  readonly currency: string | undefined;
}

const Way = ({ kpi, change, currency }: WayProps) => {
  const way = wayOf(kpi, change);
  return (
    <>
      <span aria-hidden="true">{way === 'even' ? '≈' : change.value > 0 ? '▲' : '▼'}</span>{' '}
      {way === 'even' ? 'no clear change' : `${way} ${kpiDifference(kpi.unit, change.value, currency)}`}
    </>
  );
};
