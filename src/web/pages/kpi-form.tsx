import { kpis } from '../../kpis/index.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { Choice, Option } from './feed-form.tsx';
import { KPI_PERIODS, type KpiQuery, SENTIMENT } from './kpi-query.ts';

export interface KpiChoices {
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
  readonly touchpoints: readonly string[];
  readonly segments: readonly string[];
}

/** What is shown and of whom: a plain form whose answer is an address that can be kept and shared. */
export const KpiForm = ({ query, choices }: { query: KpiQuery; choices: KpiChoices }) => (
  <form method="get" action="/kpis" class="filters kpi-filters" aria-label="What is shown">
    <div class="filters-grid">
      <Choice name="days" title="Period" value={query.period}>
        {KPI_PERIODS.map((period) => (
          <Option key={period} value={period} chosen={query.period} name={`${period} days`} />
        ))}
      </Choice>
      <Choice name="compare" title="Compared with" value={query.compare}>
        <Option value="previous" chosen={query.compare} name="the time before" />
        <Option value="year" chosen={query.compare} name="a year earlier" />
      </Choice>
      <Choice name="topic" title="Topic" value={query.topic} any="Everything">
        {choices.topics
          .filter(({ kind }) => kind !== 'everything')
          .map(({ id, name }) => (
            <Option key={id} value={id} chosen={query.topic} name={name} />
          ))}
      </Choice>
      {choices.locations.length > 0 && (
        <Choice name="location" title="Location" value={query.location} any="Any location">
          {choices.locations.map(({ id, name }) => (
            <Option key={id} value={id} chosen={query.location} name={name} />
          ))}
        </Choice>
      )}
      {choices.touchpoints.length > 0 && (
        <Choice name="touchpoint" title="Touchpoint" value={query.touchpoint} any="Any touchpoint">
          {choices.touchpoints.map((touchpoint) => (
            <Option key={touchpoint} value={touchpoint} chosen={query.touchpoint} name={touchpoint} />
          ))}
        </Choice>
      )}
      {choices.segments.length > 0 && (
        <Choice name="segment" title="Segment" value={query.segment} any="Any segment">
          {choices.segments.map((segment) => (
            <Option key={segment} value={segment} chosen={query.segment} name={segment} />
          ))}
        </Choice>
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
    <button type="submit">Show</button>
  </form>
);
