import {
  type Counted,
  lookAt,
  type MetricLook,
  type MetricRule,
  USUAL_DAYS,
} from '../detect/metric-change.ts';
import type { AlertPoint, AlertWhy } from '../domain/alert.ts';
import type { Label } from '../domain/classification.ts';
import { MINIMUM_N } from '../domain/sentiment.ts';
import type { EvidenceScope } from '../store/alert-evidence.ts';
import type { Sql } from '../store/db.ts';
import { explain } from './why.ts';

const DAY_HOURS = 24;

/** What drives a changed metric, and its days beside the usual. */
export async function explainMetric(
  sql: Sql,
  scope: EvidenceScope,
  found: {
    since: Date;
    until: Date;
    hour: number;
    wanted: MetricRule;
    look: MetricLook;
    counted: Counted;
  },
): Promise<{ why: AlertWhy; mentionIds: number[] }> {
  const { since, until, hour, wanted, look, counted } = found;
  const { why, mentionIds } = await explain(sql, scope, { since, until, labels: labelsOf(wanted) });
  const { metric, direction, changeAtLeast, windowDays } = wanted;
  const { value, usual, change, low, high, n } = look;
  return {
    why: {
      ...why,
      points: pointsOf(counted, hour, { wanted, usual }),
      bucketMinutes: DAY_HOURS * 60,
      metric: { metric, direction, changeAtLeast, windowDays, value, usual, change, low, high, n },
    },
    mentionIds,
  };
}

/** Those that pull the number where it went. */
function labelsOf({ metric, direction }: MetricRule): Label[] {
  if (metric === 'volume') return ['positive', 'neutral', 'negative', 'unknown'];
  return direction === 'falls' ? ['negative'] : ['positive'];
}

/** The days of five weeks; those with too few mentions to say anything are left out. */
function pointsOf(
  counted: Counted,
  hour: number,
  { wanted, usual }: { wanted: MetricRule; usual: number },
): AlertPoint[] {
  const points: AlertPoint[] = [];
  for (let back = USUAL_DAYS + wanted.windowDays - 1; back >= 0; back--) {
    const day = { ...wanted, windowDays: 1 as const, minimumN: wanted.metric === 'volume' ? 1 : MINIMUM_N };
    const end = hour - back * DAY_HOURS;
    const look = lookAt({ ...counted, isCovered: () => true }, end, day);
    if (!look) continue;
    // How far this day may be from the usual by chance, around the usual of the alert.
    const reach =
      wanted.metric === 'volume' ? look.usual * ((look.high - look.low) / 200) : (look.high - look.low) / 2;
    const middle = wanted.metric === 'volume' ? look.usual : usual;
    points.push({
      at: new Date((end - DAY_HOURS) * 3_600_000).toISOString(),
      observed: look.value,
      low: wanted.metric === 'volume' ? Math.max(0, middle - reach) : middle - reach,
      usual: middle,
      high: middle + reach,
    });
  }
  return points;
}
