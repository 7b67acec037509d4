import type { Day } from '../../domain/day.ts';
import { sources } from '../../sources/index.ts';
import { OPEN_TERMS, termsOf } from '../../sources/terms.ts';
import type { SourceTotals } from '../../store/overview.ts';
import { type Spending, stateOfBudget } from '../../store/source-budgets.ts';
import type { SourceRow } from '../../store/sources.ts';
import { CoverageStrip } from '../parts/coverage-strip.tsx';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { endsSoon, HEALTH_WORD, type Health, healthOf, needsSignIn } from '../parts/source-health.ts';
import { count, duration, moment, percent, relative } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

interface Props {
  readonly source: SourceRow;
  readonly totals: SourceTotals | undefined;
  readonly coverage: ReadonlyMap<Day, number>;
  readonly days: readonly Day[];
  readonly visit: Visit;
  readonly spending: readonly Spending[];
  /** On the source's own page the heading stands above the card. */
  readonly isOwnPage?: boolean;
}

/** A source and how it is doing. */
export const SourceCard = ({ source, totals, coverage, days, visit, spending, isOwnPage = false }: Props) => {
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
      {source.lastError && (health === 'failing' || health === 'stopped' || health === 'paused') && (
        <p class="mistake">
          {source.lastError}
          {source.failures > 1 && ` (${count(source.failures)} times in a row)`}
        </p>
      )}
      <SignInEnd source={source} visit={visit} />
      {source.isPushed && !sources.get(source.kind)?.receive && (
        <p class="hint">
          Answers come by its form, under <a href="/surveys">Surveys</a>.
        </p>
      )}
      {source.isPushed && sources.get(source.kind)?.receive && (
        <p class="hint">
          Send to <code>POST /webhooks/{source.id}</code> at the address of this server.
        </p>
      )}
      {!source.isPushed && sources.get(source.kind)?.receive && (
        <p class="hint">
          Told of news at <code>/webhooks/{source.id}</code>, it reads at once.
        </p>
      )}
      <Budgets source={source} spending={spending} />
      <Terms source={source} />
      <dl class="facts">
        <Fact name="Mentions" value={count(totals?.mentions ?? 0)} />
        {health !== 'files' && !source.isPushed && (
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

const SignInEnd = ({ source, visit }: { source: SourceRow; visit: Visit }) => {
  const until = source.signInUntil;
  if (until === undefined) return null;
  const day = <Moment at={until} timeZone={visit.workspace.timeZone} isExact />;
  if (until <= visit.now) return <p class="mistake">Its sign-in has ended, {day}. Connect again.</p>;
  if (!endsSoon(source, visit.now)) return <p class="hint">Its sign-in is good until {day}.</p>;
  return (
    <p class="mistake">Its sign-in ends soon, {day}. Connect again before, so that nothing is missed.</p>
  );
};

const HealthBadge = ({ health }: { health: Health }) => (
  <span class={`badge health-${health === 'stopped' ? 'failing' : health}`}>
    <span class="badge-sign" aria-hidden="true">
      {
        { ok: '✓', waiting: '…', late: '!', failing: '×', stopped: '×', sent: '↧', paused: '‖', files: '↥' }[
          health
        ]
      }
    </span>
    {HEALTH_WORD[health]}
  </span>
);

const Budgets = ({ source, spending }: { source: SourceRow; spending: readonly Spending[] }) => {
  const unit = sources.get(source.kind)?.cost.unit ?? 'call';
  return (
    <>
      {spending.map((one) => {
        const state = stateOfBudget(one);
        const used = `${count(one.spent)} of ${count(one.most)} ${unit}s this ${one.period}`;
        if (state === 'ok') return <p class="hint">{used}</p>;
        return (
          <p class="mistake">
            {state === 'spent' ? 'Budget spent' : 'Budget nearly spent'}: {used}.
            {state === 'spent' && ` It is read again when the next ${one.period} begins.`}
          </p>
        );
      })}
    </>
  );
};

const Terms = ({ source }: { source: SourceRow }) => {
  const kind = sources.get(source.kind);
  const { note, mayAnalyse, mayStore } = kind ? termsOf(kind, source.settings) : OPEN_TERMS;
  return (
    <>
      {note && <p class="hint">Terms: {note}</p>}
      {!mayStore && <p class="hint">Only ids are kept, so its mentions are not shown.</p>}
      {mayStore && !mayAnalyse && (
        <p class="hint">Its texts are shown, but not analysed: its terms forbid it.</p>
      )}
    </>
  );
};

const Address = ({ source }: { source: SourceRow }) => {
  const { url } = source.settings as { url?: unknown };
  return (
    <p class="address">
      {sources.get(source.kind)?.label ?? (source.kind === 'import' ? 'Imported files' : source.kind)}
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
    {needsSignIn(source, visit.now) && (
      <button type="submit" formaction={`/sources/${source.id}/connect`} class="small">
        Connect again
      </button>
    )}
    {source.kind !== 'import' && !source.isPushed && <Reading source={source} />}
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
