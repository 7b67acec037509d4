import { LABELS, RISKS } from '../../domain/classification.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { byName, Choice, LanguageChoice, LocationChoice, SourceChoice } from '../parts/choice.tsx';
import { fullDay, LABEL_WORD, languageName, RISK_WORD } from '../parts/wording.ts';
import { type FeedQuery, feedAddress, narrowing } from './feed-filter.ts';

/** What can be chosen in the filters, and the topic that was. */
export interface FeedChoices {
  readonly topic: TopicRow;
  readonly topics: readonly TopicRow[];
  readonly sources: readonly SourceRow[];
  readonly locations: readonly LocationRow[];
  readonly languages: readonly string[];
}

/**
 * The filters of the feed: a plain form whose answer is an address that can be kept and shared. A column beside the
 * mentions on wide pages; on phones the less used ones are folded away.
 */
export const FeedForm = ({ query, choices }: { query: FeedQuery; choices: FeedChoices }) => {
  const { topic: _, text: __, ...further } = narrowing(query);
  const active = Object.keys(further).length;
  return (
    <form method="get" action="/feed" class="filters" aria-label="Filters">
      <div class="filters-main">
        <Choice name="topic" label="Topic" chosen={choices.topic.id} options={byName(choices.topics)} />
        <label class="field grow">
          <span>Words in the text</span>
          <input type="search" name="text" value={query.text ?? ''} maxlength={200} />
        </label>
      </div>
      <details class="filters-more" id="more-filters">
        <summary>{active > 0 ? `More filters (${active} in use)` : 'More filters'}</summary>
        <FurtherFilters query={query} choices={choices} />
      </details>
      <button type="submit">Show mentions</button>
    </form>
  );
};

const FurtherFilters = ({ query, choices }: { query: FeedQuery; choices: FeedChoices }) => (
  <div class="filters-grid">
    <Choice
      name="label"
      label="Label"
      chosen={query.label}
      any="Any label"
      options={LABELS.map((label) => [label, LABEL_WORD[label]])}
    />
    <Choice
      name="risk"
      label="Risk"
      chosen={query.risk}
      any="Any mention"
      options={RISKS.map((risk) => [risk, RISK_WORD[risk]])}
    />
    <SourceChoice chosen={query.source} sources={choices.sources} />
    <LocationChoice chosen={query.location} locations={choices.locations} />
    <LanguageChoice chosen={query.lang} languages={choices.languages} />
    <label class="field">
      <span>From day</span>
      <input type="date" name="from" value={query.from ?? ''} />
    </label>
    <label class="field">
      <span>To day</span>
      <input type="date" name="to" value={query.to ?? ''} />
    </label>
  </div>
);

/** What the feed is narrowed by, each with a link that takes it away again. */
export const FiltersInUse = ({ query, choices }: { query: FeedQuery; choices: FeedChoices }) => {
  const inUse = filtersInUse(query, choices);
  if (inUse.length === 0) return null;
  return (
    <ul class="chips filters-in-use" aria-label="Filters in use">
      {inUse.map(([name, words]) => (
        <li key={name}>
          <a class="chip" href={feedAddress(query, { [name]: undefined })}>
            {words} <span aria-hidden="true">×</span>
            <span class="visually-hidden">, take this filter away</span>
          </a>
        </li>
      ))}
      {inUse.length > 1 && (
        <li>
          <a href={feedAddress(query, Object.fromEntries(inUse.map(([name]) => [name, undefined])))}>
            Clear all
          </a>
        </li>
      )}
    </ul>
  );
};

function filtersInUse(query: FeedQuery, choices: FeedChoices): [keyof FeedQuery, string][] {
  const { text, label, risk, source, location, lang, from, to } = query;
  const nameOf = (all: readonly { id: number; name: string }[], id: number) =>
    all.find((one) => one.id === id)?.name ?? `no. ${id}`;
  return [
    ...one('text', text, (words) => `“${words}”`),
    ...one('label', label, (chosen) => LABEL_WORD[chosen]),
    ...one('risk', risk, (chosen) => `risk: ${RISK_WORD[chosen]}`),
    ...one('source', source, (id) => nameOf(choices.sources, id)),
    ...one('location', location, (id) => nameOf(choices.locations, id)),
    ...one('lang', lang, languageName),
    ...one('from', from, (day) => `from ${fullDay(day)}`),
    ...one('to', to, (day) => `to ${fullDay(day)}`),
  ];
}

const one = <Value,>(
  name: keyof FeedQuery,
  value: Value | undefined,
  inWords: (value: Value) => string,
): [keyof FeedQuery, string][] => (value === undefined ? [] : [[name, inWords(value)]]);
