import type { Child } from 'hono/jsx';
import { LABELS } from '../../domain/classification.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { LABEL_WORD, languageName } from '../parts/wording.ts';
import { type FeedQuery, narrowing } from './feed-filter.ts';

/** What can be chosen in the filters, and the topic that was. */
export interface FeedChoices {
  readonly topic: TopicRow;
  readonly topics: readonly TopicRow[];
  readonly sources: readonly SourceRow[];
  readonly locations: readonly LocationRow[];
  readonly languages: readonly string[];
}

/** The filters of the feed: a plain form whose answer is an address that can be kept and shared. */
export const FeedForm = ({ query, choices }: { query: FeedQuery; choices: FeedChoices }) => {
  const { topic: _, text: __, ...further } = narrowing(query);
  const active = Object.keys(further).length;
  return (
    <form method="get" action="/feed" class="filters">
      <div class="filters-main">
        <Choice name="topic" title="Topic" value={choices.topic.id}>
          {choices.topics.map(({ id, name }) => (
            <Option key={id} value={id} chosen={choices.topic.id} name={name} />
          ))}
        </Choice>
        <label class="field grow">
          <span>Words in the text</span>
          <input type="search" name="text" value={query.text ?? ''} maxlength={200} />
        </label>
        <button type="submit">Show</button>
      </div>
      <details class="filters-more" open={active > 0} id="more-filters">
        <summary>{active > 0 ? `More filters (${active} in use)` : 'More filters'}</summary>
        <FurtherFilters query={query} choices={choices} />
      </details>
    </form>
  );
};

const FurtherFilters = ({ query, choices }: { query: FeedQuery; choices: FeedChoices }) => (
  <div class="filters-grid">
    <Choice name="label" title="Label" value={query.label} any="Any label">
      {LABELS.map((label) => (
        <Option key={label} value={label} chosen={query.label} name={LABEL_WORD[label]} />
      ))}
    </Choice>
    <Choice name="source" title="Source" value={query.source} any="Any source">
      {choices.sources.map(({ id, name }) => (
        <Option key={id} value={id} chosen={query.source} name={name} />
      ))}
    </Choice>
    {choices.locations.length > 0 && (
      <Choice name="location" title="Location" value={query.location} any="Any location">
        {choices.locations.map(({ id, name }) => (
          <Option key={id} value={id} chosen={query.location} name={name} />
        ))}
      </Choice>
    )}
    <Choice name="lang" title="Language" value={query.lang} any="Any language">
      {choices.languages.map((code) => (
        <Option key={code} value={code} chosen={query.lang} name={languageName(code)} />
      ))}
    </Choice>
    <label class="field">
      <span>From day</span>
      <input type="date" name="from" value={query.from ?? ''} />
    </label>
    <label class="field">
      <span>To day</span>
      <input type="date" name="to" value={query.to ?? ''} />
    </label>
    <p class="filters-clear">
      <a href="/feed">Clear all filters</a>
    </p>
  </div>
);

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly value: string | number | undefined;
  /** What the empty choice is called; without it there is none. */
  readonly any?: string;
  readonly children?: Child;
}

const Choice = ({ name, title, value, any, children }: ChoiceProps) => (
  <label class="field">
    <span>{title}</span>
    <select name={name}>
      {any && (
        <option value="" selected={value === undefined}>
          {any}
        </option>
      )}
      {children}
    </select>
  </label>
);

interface OptionProps {
  readonly value: string | number;
  readonly chosen: string | number | undefined;
  readonly name: string;
}

const Option = ({ value, chosen, name }: OptionProps) => (
  <option value={value} selected={value === chosen}>
    {name}
  </option>
);
