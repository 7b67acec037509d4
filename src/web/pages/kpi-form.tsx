import { kpis } from '../../kpis/index.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { byName, Choice, LocationChoice } from '../parts/choice.tsx';
import { MemberChoice } from './kpi-member-choice.tsx';
import { KPI_PERIODS, type KpiQuery, SENTIMENT } from './kpi-query.ts';

export interface KpiChoices {
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
  readonly touchpoints: readonly string[];
  readonly segments: readonly string[];
}

interface FormProps {
  readonly query: KpiQuery;
  readonly choices: KpiChoices;
  /** What is wrong with what was chosen: the choice stands open. */
  readonly mistake: string | undefined;
}

/** What is shown and of whom: a plain form whose answer is an address that can be kept and shared. */
export const KpiForm = ({ query, choices, mistake }: FormProps) => (
  <form method="get" action="/kpis" class="filters kpi-filters" aria-label="What is shown">
    <div class="filters-grid">
      <Choice
        name="days"
        label="Period"
        chosen={query.period}
        options={KPI_PERIODS.map((period) => [period, `${period} days`])}
      />
      <Choice
        name="compare"
        label="Compared with"
        chosen={query.compare}
        options={[
          ['previous', 'the time before'],
          ['year', 'a year earlier'],
        ]}
      />
      <Choice
        name="topic"
        label="Topic"
        chosen={query.topic}
        any="Everything"
        options={byName(choices.topics.filter(({ kind }) => kind !== 'everything'))}
      />
      <LocationChoice chosen={query.location} locations={choices.locations} />
      {choices.touchpoints.length > 0 && (
        <Choice
          name="touchpoint"
          label="Touchpoint"
          chosen={query.touchpoint}
          any="Any touchpoint"
          options={choices.touchpoints.map((touchpoint) => [touchpoint, touchpoint])}
        />
      )}
      {choices.segments.length > 0 && (
        <Choice
          name="segment"
          label="Segment"
          chosen={query.segment}
          any="Any segment"
          options={choices.segments.map((segment) => [segment, segment])}
        />
      )}
    </div>
    <details id="which-kpis">
      <summary>Which numbers ({query.ids.length} and sentiment)</summary>
      <fieldset class="checks">
        <legend>Numbers beside sentiment</legend>
        {[...kpis]
          .filter(([id]) => id !== SENTIMENT)
          .map(([id, { name }]) => (
            <label key={id}>
              <input type="checkbox" name="kpi" value={id} checked={query.ids.includes(id)} /> {name}
            </label>
          ))}
      </fieldset>
    </details>
    <MemberChoice asked={query.members} choices={choices} isOpen={mistake !== undefined} />
    <button type="submit">Show</button>
  </form>
);
