import { INBOX_STATUSES } from '../../domain/inbox.ts';
import { INBOX_VIEWS, type InboxView, type ViewCount } from '../../store/inbox-list.ts';
import { STATUS_WORD, VIEW_WORD } from '../parts/inbox-words.ts';
import { count, languageName } from '../parts/wording.ts';
import { Choice, Option } from './feed-form.tsx';
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
          <Choice name="topic" title="Topic" value={query.topic} any="Any topic">
            {choices.topics.map(({ id, name }) => (
              <Option key={id} value={id} chosen={query.topic} name={name} />
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
          <Choice name="stars" title="Stars" value={query.stars} any="Any stars">
            {[1, 2, 3, 4, 5].map((stars) => (
              <Option key={stars} value={stars} chosen={query.stars} name={`${stars} of 5`} />
            ))}
          </Choice>
          <Choice name="status" title="Status" value={query.status} any="Any status">
            {INBOX_STATUSES.map((status) => (
              <Option key={status} value={status} chosen={query.status} name={STATUS_WORD[status]} />
            ))}
          </Choice>
          {choices.tags.length > 0 && (
            <Choice name="tag" title="Tag" value={query.tag} any="Any tag">
              {choices.tags.map((tag) => (
                <Option key={tag} value={tag} chosen={query.tag} name={tag} />
              ))}
            </Choice>
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
