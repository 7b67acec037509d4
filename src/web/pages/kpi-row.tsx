import { addDays, type Day } from '../../domain/day.ts';
import { isEnough, type Kpi, type KpiPoint } from '../../domain/kpi.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { type Change, changeOf } from '../../stats/change.ts';
import type { Db } from '../../store/db.ts';
import { changeInWords, kpiValue, wayOf } from '../parts/kpi-words.ts';
import { count } from '../parts/wording.ts';
import { rememberedSeries } from './kpi-memory.ts';

const IDS = ['nps', 'csat', 'ces', 'retention', 'repeat-purchase'];
const DAYS = 30;

interface RowPart {
  readonly kpi: Kpi;
  readonly now: KpiPoint;
  readonly change: Change | undefined;
}

/** The last thirty days of the numbers people ask for first; only those that have one. */
export async function readKpiRow(
  db: Db,
  today: Day,
  { timeZone, at }: { timeZone: string; at: Date },
): Promise<readonly RowPart[]> {
  const span = { from: addDays(today, 1 - DAYS), to: today };
  const earlier = { from: addDays(span.from, -DAYS), to: addDays(today, -DAYS) };
  const now = await rememberedSeries(db, IDS, { ...span, by: 'whole', timeZone }, at);
  const before = await rememberedSeries(db, IDS, { ...earlier, by: 'whole', timeZone }, at);
  return IDS.flatMap((id) => {
    const point = now.get(id)?.[0];
    if (point?.value === undefined) return [];
    const kpi: Kpi = { ...kpiOf(id), id };
    const past = before.get(id)?.[0];
    return [{ kpi, now: point, change: past && isEnough(kpi, past) ? changeOf(point, past) : undefined }];
  });
}

export const KpiRow = ({ parts }: { parts: readonly RowPart[] }) =>
  parts.length === 0 ? null : (
    <section>
      <div class="section-head">
        <h2>KPIs, the last {DAYS} days</h2>
        <a href="/kpis">All KPIs</a>
      </div>
      <dl class="kpi-row">
        {parts.map(({ kpi, now, change }) => (
          <div key={kpi.id}>
            <dt>
              <a href={`/kpis#kpi-${kpi.id}`}>{kpi.name}</a>
            </dt>
            <dd>
              {isEnough(kpi, now) ? (
                <strong>{kpiValue(kpi.unit, now.value ?? 0, now.currency)}</strong>
              ) : (
                <span class="hint">not enough data</span>
              )}{' '}
              <span class="hint">n&nbsp;{count(now.n)}</span>
              {change && isEnough(kpi, now) && <Way kpi={kpi} change={change} now={now} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );

const Way = ({ kpi, change, now }: { kpi: Kpi; change: Change; now: KpiPoint }) => {
  const way = wayOf(kpi, change);
  return (
    <span class="hint" title={changeInWords(kpi.unit, change, now.currency)}>
      {' '}
      {way === 'even' ? 'no clear change' : way}
    </span>
  );
};
