import type { KpiSums } from './kpi-source.ts';

/** One row of several places. Not for numbers that look at each customer or reply: one may be at two places. */
export function added(rows: readonly KpiSums[]): KpiSums | undefined {
  return rows.reduce<KpiSums | undefined>((total, row) => {
    if (!total) return row;
    const entries = Object.entries(row).map(([name, value]) => {
      const sum = total[name];
      return [name, typeof value === 'number' && typeof sum === 'number' ? sum + value : value];
    });
    return Object.fromEntries(entries) as KpiSums;
  }, undefined);
}
