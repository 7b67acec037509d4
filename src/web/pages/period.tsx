/** How many days a chart shows. */
const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

export const readPeriod = (text: string | undefined, otherwise: Period): Period =>
  PERIODS.find((period) => String(period) === text) ?? otherwise;

export const PeriodLinks = ({ path, chosen }: { path: string; chosen: Period }) => (
  <nav class="periods" aria-label="Period">
    {PERIODS.map((period) => (
      <a key={period} href={`${path}?days=${period}`} aria-current={period === chosen ? 'true' : undefined}>
        {period} days
      </a>
    ))}
  </nav>
);
