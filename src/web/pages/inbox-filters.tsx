import { INBOX_STATUSES } from '../../domain/inbox.ts';
import { INBOX_VIEWS, type InboxView, type ViewCount } from '../../store/inbox-list.ts';
import { byName, Choice, LanguageChoice, LocationChoice, SourceChoice } from '../parts/choice.tsx';
import { STATUS_WORD, VIEW_WORD } from '../parts/inbox-words.ts';
import { count } from '../parts/wording.ts';
import { type InboxQuery, inboxAddress, narrowing } from './inbox-filter.ts';
import type { InboxChoices } from './inbox-list.tsx';

/** The views, each with how much it holds; a search is not counted in every one of them. */
export const Views = ({
  query,
  counts,
}: {
  query: InboxQuery;
  counts: ReadonlyMap<InboxView, ViewCount>;
}) => (
  <nav aria-label="Views" class="views">
    <ul>
      {INBOX_VIEWS.map((view) => (
        <li key={view}>
          <a
            href={inboxAddress({ ...query, view, after: undefined })}
            aria-current={view === query.view ? 'page' : undefined}
          >
            {VIEW_WORD[view]}
            {query.text === undefined && <span class="view-count"> {countInShort(counts.get(view))}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const countInShort = (counted: ViewCount | undefined) =>
  `${count(counted?.n ?? 0)}${counted?.hasMore ? '+' : ''}`;

/** A plain form whose answer is an address that can be kept and shared. */
export const Filters = ({ query, choices }: { query: InboxQuery; choices: InboxChoices }) => {
  const { text: _, ...further } = narrowing(query);
  const active = Object.keys(further).length;
  return (
    <form method="get" action="/inbox" class="filters" aria-label="Filters">
      {query.view !== 'all' && <input type="hidden" name="view" value={query.view} />}
      <div class="filters-main">
        <label class="field grow">
          <span>Search</span>
          <input type="search" name="text" value={query.text ?? ''} maxlength={200} data-key="/" />
        </label>
      </div>
      <details class="filters-more" id="more-filters">
        <summary>{active > 0 ? `More filters (${active} in use)` : 'More filters'}</summary>
        <div class="filters-grid">
          <Choice
            name="topic"
            label="Topic"
            chosen={query.topic}
            any="Any topic"
            options={byName(choices.topics)}
          />
          <SourceChoice chosen={query.source} sources={choices.sources} />
          <LocationChoice chosen={query.location} locations={choices.locations} />
          <LanguageChoice chosen={query.lang} languages={choices.languages} />
          <Choice
            name="stars"
            label="Stars"
            chosen={query.stars}
            any="Any stars"
            options={[1, 2, 3, 4, 5].map((stars) => [stars, `${stars} of 5`])}
          />
          <Choice
            name="status"
            label="Status"
            chosen={query.status}
            any="Any status"
            options={INBOX_STATUSES.map((status) => [status, STATUS_WORD[status]])}
          />
          {choices.tags.length > 0 && (
            <Choice
              name="tag"
              label="Tag"
              chosen={query.tag}
              any="Any tag"
              options={choices.tags.map((tag) => [tag, tag])}
            />
          )}
        </div>
      </details>
      <p class="deeds">
        <button type="submit">Show items</button>
        {(active > 0 || query.text) && <a href={inboxAddress({ view: query.view })}>Clear all</a>}
      </p>
    </form>
  );
};
