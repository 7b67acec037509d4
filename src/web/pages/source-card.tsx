import type { Day } from '../../domain/day.ts';
import type { SourceTotals } from '../../store/overview.ts';
import type { SourceRow } from '../../store/sources.ts';
import { CoverageStrip } from '../parts/coverage-strip.tsx';
import { CsrfField } from '../parts/csrf-field.tsx';
import { HEALTH_WORD, type Health, healthOf } from '../parts/source-health.ts';
import { count, duration, moment, percent, relative } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

interface Props {
  readonly source: SourceRow;
  readonly totals: SourceTotals | undefined;
  readonly coverage: ReadonlyMap<Day, number>;
  readonly days: readonly Day[];
  readonly visit: Visit;
  /** On the source's own page the heading stands above the card. */
  readonly isOwnPage?: boolean;
}

/** A source and how it is doing. */
export const SourceCard = ({ source, totals, coverage, days, visit, isOwnPage = false }: Props) => {
  const health = healthOf(source, visit.now);
  const today = coverage.get(days.at(-1) ?? '');
  return (
    <li class="card source" id={`source-${source.id}`}>
      <div class="card-head">
        {isOwnPage ? (
          <Address source={source} />
        ) : (
          <h2>
            <a href={`/sources/${source.id}`}>{source.name}</a>
          </h2>
        )}
        <HealthBadge health={health} />
      </div>
      {!isOwnPage && <Address source={source} />}
      {source.lastError && (health === 'failing' || health === 'paused') && (
        <p class="mistake">
          {source.lastError}
          {source.failures > 1 && ` (${count(source.failures)} times in a row)`}
        </p>
      )}
      <dl class="facts">
        <Fact name="Mentions" value={count(totals?.mentions ?? 0)} />
        {health !== 'files' && (
          <>
            <Fact name="New in 7 days" value={count(totals?.added ?? 0)} />
            <Fact name="Last read" at={source.lastSuccessAt} visit={visit} otherwise="not yet" />
            <Fact
              name={source.enabled ? `Next, every ${duration(source.intervalSeconds)}` : 'Next'}
              at={source.enabled ? source.nextFetchAt : undefined}
              visit={visit}
              otherwise="not planned"
            />
          </>
        )}
      </dl>
      {coverage.size > 0 && (
        <div class="card-coverage">
          <CoverageStrip days={days} coverage={coverage} />
          <span>
            {days.length} days; {today === undefined ? 'today not begun' : `today ${percent(today)} read`}
          </span>
        </div>
      )}
      {visit.can('sources') && <Deeds source={source} visit={visit} />}
    </li>
  );
};

const HealthBadge = ({ health }: { health: Health }) => (
  <span class={`badge health-${health}`}>
    <span class="badge-sign" aria-hidden="true">
      {{ ok: '✓', waiting: '…', late: '!', failing: '×', paused: '‖', files: '↥' }[health]}
    </span>
    {HEALTH_WORD[health]}
  </span>
);

const Address = ({ source }: { source: SourceRow }) => {
  const { url } = source.settings as { url?: unknown };
  return (
    <p class="address">
      {source.kind}
      {typeof url === 'string' && <span> · {url}</span>}
    </p>
  );
};

interface FactProps {
  readonly name: string;
  readonly value?: string;
  readonly at?: Date | undefined;
  readonly visit?: Visit;
  readonly otherwise?: string;
}

const Fact = ({ name, value, at, visit, otherwise }: FactProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {value ??
        (at && visit ? (
          <time
            datetime={at.toISOString()}
            title={`${moment(at, visit.workspace.timeZone)} (${visit.workspace.timeZone})`}
            data-relative
          >
            {relative(at, visit.now)}
          </time>
        ) : (
          otherwise
        ))}
    </dd>
  </div>
);

const Deeds = ({ source, visit }: { source: SourceRow; visit: Visit }) => (
  <form method="post" class="deeds">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    {source.kind !== 'import' && <Reading source={source} />}
    <a href={`/sources/${source.id}/edit`} class="button quiet small">
      Edit
    </a>
    <a href={`/sources/${source.id}/remove`} class="button quiet small">
      Remove
    </a>
  </form>
);

const Reading = ({ source }: { source: SourceRow }) =>
  source.enabled ? (
    <>
      <button type="submit" formaction={`/sources/${source.id}/fetch`} class="quiet small">
        Read now
      </button>
      <button type="submit" formaction={`/sources/${source.id}/pause`} class="quiet small">
        Pause
      </button>
    </>
  ) : (
    <button type="submit" formaction={`/sources/${source.id}/resume`} class="small">
      Resume
    </button>
  );
