import type { Mirror } from '../../domain/promise.ts';
import { MINIMUM_N } from '../../domain/sentiment.ts';
import { percent } from './wording.ts';

const WIDTH = 300;
const HEIGHT = 26;

/** 0–100: what customers say as a bar with its interval, what the team says as a mark. */
export const MirrorBar = ({ mirror: { customers, team } }: { mirror: Mirror }) => {
  const x = (value: number) => Math.round((value / 100) * WIDTH * 10) / 10;
  const known = customers && customers.n >= MINIMUM_N ? customers : undefined;
  return (
    <svg class="mirror-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" preserveAspectRatio="none">
      <title>
        {[
          known ? `customers ${percent(known.value / 100)}` : 'customers: not enough data',
          team ? `team ${Math.round(team.value)} of 100` : 'team: nothing said yet',
        ].join(', ')}
      </title>
      <rect class="mirror-ground" x="0" y="9" width={WIDTH} height="8" rx="4" />
      {known && <rect class="mirror-customers" x="0" y="9" width={x(known.value)} height="8" rx="4" />}
      {known && <line class="mirror-interval" x1={x(known.low)} x2={x(known.high)} y1="13" y2="13" />}
      {team && <path class="mirror-team" d={`M${x(team.value)} 4v18`} />}
    </svg>
  );
};
