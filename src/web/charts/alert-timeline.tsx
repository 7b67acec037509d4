import { headline } from '../../domain/alert-words.ts';
import { dayOf } from '../../domain/day.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { SEVERITY_WORD, STATE_WORD } from '../parts/alert-words.ts';
import { countOf, shortDay } from '../parts/wording.ts';
import { linear, pixel } from './scale.ts';

const DAYS = 90;
const DAY_MS = 86_400_000;
const ROWS = 8;
const WIDTH = 900;
const HEIGHT = 24;
/** Short incidents stay wide enough to be seen and hit. */
const LEAST_WIDTH = 10;
const TALL = { critical: HEIGHT, warning: 16, info: 8 } as const;

interface Props {
  readonly alerts: readonly AlertRow[];
  readonly now: Date;
  readonly timeZone: string;
}

/** When each topic had alerts: a row a topic, the busiest first, a bar from the beginning of each to its end. */
export const AlertTimeline = ({ alerts, now, timeZone }: Props) => {
  const from = now.getTime() - DAYS * DAY_MS;
  const rows = [
    ...Map.groupBy(
      alerts.filter((alert) => endOf(alert, now) > from),
      aboutOf,
    ),
  ].sort(([, one], [, other]) => other.length - one.length);
  if (rows.length === 0) return null;
  const x = linear({ min: from, max: now.getTime() }, { from: 0, to: WIDTH });
  return (
    <section aria-labelledby="alerts-when" class="alert-times">
      <h2 id="alerts-when">The last {DAYS} days</h2>
      <p class="hint">
        Tall: critical; middle: warning; low: for information. Hollow: a false alarm.
        {rows.length > ROWS && ` The ${ROWS} with the most alerts of ${rows.length}.`}
      </p>
      {rows.slice(0, ROWS).map(([about, those]) => (
        <div key={about} class="alert-times-row">
          <span dir="auto">{about}</span>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
            <title>{`${about}: ${countOf(those.length, 'alert')}`}</title>
            <line class="base" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
            {those.map((alert) => (
              <Bar key={alert.id} alert={alert} x={x} now={now} timeZone={timeZone} />
            ))}
          </svg>
        </div>
      ))}
      <div class="alert-times-row" aria-hidden="true">
        <span />
        <p class="alert-times-days">
          {[0, 1, 2, 3].map((third) => (
            <span key={third}>
              {third === 3 ? 'now' : shortDay(dayOf(new Date(from + (third * DAYS * DAY_MS) / 3), timeZone))}
            </span>
          ))}
        </p>
      </div>
    </section>
  );
};

const Bar = ({
  alert,
  x,
  now,
  timeZone,
}: Omit<Props, 'alerts'> & { alert: AlertRow; x: (at: number) => number }) => {
  const { severity, state, since } = alert;
  const height = TALL[severity];
  const end = x(endOf(alert, now));
  const start = Math.max(0, Math.min(x(since.getTime()), end - LEAST_WIDTH));
  return (
    <a href={`/alerts/${alert.id}`}>
      <title>
        {`${headline(alert)}, ${shortDay(dayOf(since, timeZone))} (${SEVERITY_WORD[severity]}, ${STATE_WORD[state]})`}
      </title>
      <rect
        class={`alert-${severity} alert-state-${state}`}
        x={pixel(start)}
        y={HEIGHT - height}
        width={pixel(end - start)}
        height={height}
      />
    </a>
  );
};

const aboutOf = ({ topicName, sourceName, ruleName }: AlertRow): string =>
  topicName ?? sourceName ?? ruleName;

function endOf({ state, isPast, at, closedAt }: AlertRow, now: Date): number {
  if (state === 'open' || state === 'acknowledged') return now.getTime();
  return (isPast ? at : (closedAt ?? at)).getTime();
}
