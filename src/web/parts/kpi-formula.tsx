import type { Kpi } from '../../domain/kpi.ts';

/** What a number is made of, and where it can be had as a table. */
export const KpiFormula = ({ kpi, csv, title }: { kpi: Kpi; csv: string; title: string }) => (
  <details class="chart-numbers" id={`formula-${kpi.id}`}>
    <summary>Formula and source</summary>
    <p>{kpi.formula}</p>
    <p>Needs: {kpi.needs}</p>
    <p>
      n counts {kpi.counted}; below {kpi.minimumN} no number is shown.
    </p>
    <p>
      <a href={csv}>{title} as CSV</a>
    </p>
  </details>
);
