import type { LeadSearch } from '../../stats/lead.ts';
import { countOf, signedHundredths } from '../parts/wording.ts';
import { linear, pixel } from './scale.ts';

const WIDTH = 460;
const HEIGHT = 190;
const LEFT = 46;
const RIGHT = WIDTH - 8;
const TOP = 14;
const BOTTOM = 150;

/** r by lag: a bar for each, the best one marked, and the band that chance alone stays within. */
export const LagChart = ({ search, id, name }: { search: LeadSearch; id: string; name: string }) => {
  const { byLag, band, best } = search;
  const reach = Math.min(1, Math.ceil(10 * Math.max(band, Math.abs(best.r)) + 0.5) / 10);
  const y = linear({ min: -reach, max: reach }, { from: BOTTOM, to: TOP });
  const width = (RIGHT - LEFT) / byLag.length;
  return (
    <svg
      class="chart-image lag-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={`lag-${id}-title lag-${id}-words`}
    >
      <title id={`lag-${id}-title`}>{`Correlation of net sentiment with ${name}, by weeks of lead`}</title>
      <desc id={`lag-${id}-words`}>
        {`${byLag.map(({ lag, r }) => `${countOf(lag, 'week')} ${signedHundredths(r)}`).join(', ')}. Chance stays within ${band.toFixed(2)}.`}
      </desc>
      <rect
        class="chance"
        x={LEFT}
        y={pixel(y(band))}
        width={RIGHT - LEFT}
        height={pixel(y(-band) - y(band))}
      />
      <g class="grid">
        <line class="base" x1={LEFT} x2={RIGHT} y1={y(0)} y2={y(0)} />
        {[-band, 0, band].map((tick) => (
          <text key={tick} x={LEFT - 6} y={pixel(y(tick) + 4)} text-anchor="end">
            {signedHundredths(tick)}
          </text>
        ))}
        <text x={RIGHT} y={pixel(y(band) - 4)} text-anchor="end">
          chance stays within
        </text>
      </g>
      {byLag.map(({ lag, r }) => (
        <g class="day" key={lag}>
          <title>{`${countOf(lag, 'week')}: r ${signedHundredths(r)}`}</title>
          <rect
            class={lag === best.lag ? 'lag-best' : 'bar-neutral'}
            x={pixel(LEFT + (lag + 0.2) * width)}
            y={pixel(Math.min(y(r), y(0)))}
            width={pixel(width * 0.6)}
            height={pixel(Math.max(1, Math.abs(y(r) - y(0))))}
          />
          <text x={pixel(LEFT + (lag + 0.5) * width)} y={HEIGHT - 22} text-anchor="middle">
            {lag}
          </text>
          {lag === best.lag && (
            <text
              class="panel-name"
              x={pixel(LEFT + (lag + 0.5) * width)}
              y={pixel(r > 0 ? y(r) - 4 : y(r) + 13)}
              text-anchor="middle"
            >
              {signedHundredths(r)}
            </text>
          )}
        </g>
      ))}
      <text x={(LEFT + RIGHT) / 2} y={HEIGHT - 5} text-anchor="middle">
        weeks that sentiment is ahead
      </text>
    </svg>
  );
};
