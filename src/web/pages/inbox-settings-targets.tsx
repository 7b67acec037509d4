import type { HoursSettings } from '../../domain/business-hours.ts';
import { spansInWords } from '../../domain/hours-words.ts';
import { WEEKDAYS } from '../../domain/local-time.ts';
import type { PublicHoliday } from '../../domain/public-holidays.ts';
import type { ResponseTarget } from '../../domain/targets.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { languageName, shortDay } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

interface TargetsProps {
  readonly visit: Visit;
  readonly targets: readonly ResponseTarget[];
  readonly sources: readonly SourceRow[];
}

/** Within how many hours of business time an answer is due. */
export const Targets = ({ visit, targets, sources }: TargetsProps) => (
  <section aria-labelledby="targets-title">
    <h2 id="targets-title">Targets</h2>
    <p class="lead">
      Business hours within which an answer is due. The target that says most about an item holds: a source
      says more than a language, a language more than stars.
    </p>
    {targets.length === 0 ? (
      <p class="empty">Without a target nothing is ever late.</p>
    ) : (
      <ul class="rows">
        {targets.map((target) => (
          <li key={target.id}>
            <div>
              <strong>{hoursOf(target.minutes)}</strong> for {aboutOf(target, sources)}
            </div>
            {visit.can('admin') && (
              <form method="post" action={`/inbox/settings/targets/${target.id}/remove`}>
                <CsrfField visit={visit} />
                <button type="submit" class="quiet small">
                  Remove<span class="visually-hidden"> the target for {aboutOf(target, sources)}</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    )}
    {visit.can('admin') && (
      <form method="post" action="/inbox/settings/targets" class="deeds target-form">
        <CsrfField visit={visit} />
        <StarChoice name="starsAtLeast" title="Stars from" />
        <StarChoice name="starsAtMost" title="Stars to" />
        <label class="field">
          <span>Source</span>
          <select name="source">
            <option value="">any</option>
            {sources.map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Language</span>
          <input name="language" maxlength={3} size={6} placeholder="any" />
        </label>
        <label class="field">
          <span>Hours</span>
          <input type="number" name="hours" min="0.1" step="any" required size={6} />
        </label>
        <button type="submit" class="quiet">
          Add the target
        </button>
      </form>
    )}
  </section>
);

const StarChoice = ({ name, title }: { name: string; title: string }) => (
  <label class="field">
    <span>{title}</span>
    <select name={name}>
      <option value="">any</option>
      {[1, 2, 3, 4, 5].map((stars) => (
        <option key={stars} value={String(stars)}>
          {stars}
        </option>
      ))}
    </select>
  </label>
);

function hoursOf(minutes: number): string {
  const hours = Math.round((minutes / 60) * 100) / 100;
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

function aboutOf(target: ResponseTarget, sources: readonly SourceRow[]): string {
  const { starsAtLeast, starsAtMost, sourceId, language } = target;
  const asksStars = starsAtLeast !== undefined || starsAtMost !== undefined;
  const from = starsAtLeast ?? 1;
  const to = starsAtMost ?? 5;
  const parts = [
    ...(asksStars ? [from === to ? `${from} of 5 stars` : `${from} to ${to} of 5 stars`] : []),
    ...(language ? [languageName(language)] : []),
    ...(sourceId ? [sources.find(({ id }) => id === sourceId)?.name ?? `source ${sourceId}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'everything else';
}

interface HoursProps {
  readonly visit: Visit;
  readonly hours: ReadonlyMap<number, HoursSettings>;
  /** The next public holidays, where they are kept. */
  readonly ahead: ReadonlyMap<number, readonly PublicHoliday[]>;
  readonly locations: readonly LocationRow[];
}

/** When people are there: in the workspace, and where a location differs. */
export const Hours = ({ visit, hours, ahead, locations }: HoursProps) => {
  const everywhere = hours.get(0);
  const own = locations.filter(({ id }) => hours.has(id));
  const others = locations.filter(({ id }) => !hours.has(id));
  return (
    <section aria-labelledby="hours-title">
      <h2 id="hours-title">Business hours</h2>
      <p class="lead">Targets count these hours only. Leave a day empty when nobody is there.</p>
      {everywhere && (
        <HoursForm visit={visit} title="Everywhere" locationId={0} hours={everywhere} ahead={ahead.get(0)} />
      )}
      {own.map(({ id, name }) => (
        <HoursForm
          key={id}
          visit={visit}
          title={name}
          locationId={id}
          hours={hours.get(id) ?? everywhere}
          ahead={ahead.get(id)}
        />
      ))}
      {visit.can('admin') && others.length > 0 && everywhere && (
        <details class="filters-more">
          <summary>Other hours at one location</summary>
          <HoursForm
            visit={visit}
            title="One location"
            locationId={undefined}
            hours={everywhere}
            choices={others}
          />
        </details>
      )}
    </section>
  );
};

interface HoursFormProps {
  readonly visit: Visit;
  readonly title: string;
  /** Undefined: it is chosen. */
  readonly locationId: number | undefined;
  readonly hours: HoursSettings | undefined;
  readonly ahead?: readonly PublicHoliday[] | undefined;
  readonly choices?: readonly LocationRow[];
}

const HoursForm = ({ visit, title, locationId, hours, ahead = [], choices = [] }: HoursFormProps) => (
  <form
    method="post"
    action="/inbox/settings/hours"
    class="hours-form"
    aria-label={`Business hours: ${title}`}
  >
    <CsrfField visit={visit} />
    <h3>{title}</h3>
    <fieldset class="weights" disabled={!visit.can('admin')}>
      <legend class="visually-hidden">Hours of each day</legend>
      {locationId === undefined ? (
        <label class="field">
          <span>Location</span>
          <select name="location">
            {choices.map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <input type="hidden" name="location" value={String(locationId)} />
      )}
      {WEEKDAYS.map((day, at) => (
        <label key={day} class="field">
          <span>{day}</span>
          <input
            name={day}
            value={spansInWords(hours?.week[at] ?? [])}
            maxlength={100}
            placeholder="closed"
          />
        </label>
      ))}
      {locationId !== 0 && (
        <label class="field">
          <span>Time zone</span>
          <input name="timeZone" value={hours?.timeZone ?? ''} />
        </label>
      )}
      <label class="field">
        <span>Public holidays of</span>
        <input
          name="holidayRegion"
          value={hours?.holidayRegion ?? ''}
          maxlength={20}
          placeholder="DE or DE-BE"
          autocomplete="off"
        />
        <small>
          {ahead.length > 0
            ? `Next: ${ahead.map(({ day, name }) => `${name} (${shortDay(day)})`).join(', ')}.`
            : 'A country, or a part of one: GB-ENG, US-CA.'}
        </small>
      </label>
      <label class="field">
        <span>Other days off, one a line</span>
        <textarea name="holidays" rows={2} placeholder="2026-12-25">
          {(hours?.holidays ?? []).join('\n')}
        </textarea>
        <small>Alerts do not learn from days off what is usual.</small>
      </label>
    </fieldset>
    {visit.can('admin') && (
      <p class="deeds">
        <button type="submit">Save</button>
        {locationId !== undefined && locationId !== 0 && (
          <button type="submit" class="quiet" formaction={`/inbox/settings/hours/${locationId}/remove`}>
            As everywhere
          </button>
        )}
      </p>
    )}
  </form>
);
