import { listLanguages } from '../../store/feed.ts';
import { listTags } from '../../store/inbox-batches.ts';
import type { InboxPage, InboxView, ViewCount } from '../../store/inbox-list.ts';
import type { InboxNotice } from '../../store/inbox-notes.ts';
import { listSources, type SourceRow } from '../../store/sources.ts';
import { listTopics, type TopicRow } from '../../store/topics.ts';
import { listUsers, type UserRow } from '../../store/users.ts';
import { type LocationRow, listLocations } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { InboxRowCard } from '../parts/inbox-row.tsx';
import { VIEW_WORD } from '../parts/inbox-words.ts';
import { SnoozeChoices } from '../parts/snooze-choices.tsx';
import { countOf } from '../parts/wording.ts';
import { type Principal, scopesOf } from '../principal.ts';
import { type InboxQuery, inboxAddress, narrowing } from './inbox-filter.ts';
import { Filters, Views } from './inbox-filters.tsx';
import { LIST_KEYS } from './inbox-keys.ts';
import { Notices } from './inbox-notices.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

/** What can be chosen in the filters and in what is done to many. */
export interface InboxChoices {
  readonly topics: readonly TopicRow[];
  readonly sources: readonly SourceRow[];
  readonly locations: readonly LocationRow[];
  readonly languages: readonly string[];
  readonly tags: readonly string[];
  readonly people: readonly UserRow[];
}

export async function readInboxChoices({ db }: WebDeps, by: Principal): Promise<InboxChoices> {
  const [topics, sources, locations, languages, tags, users] = await Promise.all([
    listTopics(db),
    listSources(db),
    listLocations(db),
    listLanguages(db),
    listTags(db),
    listUsers(db),
  ]);
  const within = by.locationIds;
  return {
    topics: topics.filter(({ kind }) => kind !== 'everything'),
    sources,
    locations: within ? locations.filter(({ id }) => within.includes(id)) : locations,
    languages,
    tags,
    people: users.filter(({ role, disabledAt }) => !disabledAt && scopesOf(role).has('inbox')),
  };
}

interface ListPage {
  readonly query: InboxQuery;
  readonly page: InboxPage;
  readonly counts: ReadonlyMap<InboxView, ViewCount>;
  readonly choices: InboxChoices;
  readonly notices: readonly InboxNotice[];
  /** What was just done, as the address says it. */
  readonly told: Readonly<Record<string, string>>;
}

/** What waits for an answer, the most pressing first. */
export function showInbox(visit: Visit, list: ListPage): Response {
  const { query, page, notices, told } = list;
  return show(
    visit,
    { title: `Inbox: ${VIEW_WORD[query.view]}`, assets: 'inbox', shortcuts: LIST_KEYS },
    <>
      <div class="page-head">
        <h1>Inbox</h1>
        <p class="deeds">
          <a class="button quiet" href="/replies">
            Replies
          </a>
          <a class="button quiet" href="/inbox/performance">
            Response times
          </a>
          <a class="button quiet" href="/inbox/settings">
            Order and targets
          </a>
        </p>
      </div>
      <Notices visit={visit} notices={notices} />
      <Told visit={visit} told={told} />
      <Views query={query} counts={list.counts} />
      <div class="feed inbox">
        <Filters query={query} choices={list.choices} />
        <div class="feed-mentions" data-inbox>
          <p class="news" role="status" data-inbox-news hidden>
            <a href={visit.here}>The list has changed – show</a>
          </p>
          {page.rows.length === 0 ? <Nothing query={query} /> : <Rows visit={visit} list={list} />}
          {page.next && (
            <nav class="pager" aria-label="Pages">
              <a class="button quiet" rel="next" href={inboxAddress(query, { after: page.next })}>
                More
              </a>
            </nav>
          )}
        </div>
      </div>
    </>,
  );
}

const Rows = ({ visit, list: { page, choices } }: { visit: Visit; list: ListPage }) => (
  <form method="post" action="/inbox/do/tag" class="inbox-form" aria-label="Items">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    <input type="hidden" name="from" value={visit.here} />
    {visit.can('inbox') && <Many visit={visit} choices={choices} />}
    <h2 class="visually-hidden">Items, the most pressing first</h2>
    <div class="inbox-rows">
      {page.rows.map((row) => (
        <InboxRowCard key={row.mentionId} row={row} visit={visit} />
      ))}
    </div>
  </form>
);

/** What can be done to all that are selected. Enter in its field adds the tag: that button comes first. */
const Many = ({ visit, choices }: { visit: Visit; choices: InboxChoices }) => (
  <details class="many" id="many">
    <summary>
      <span data-selected>Do the same to several</span>
    </summary>
    <div class="many-deeds">
      <div class="deeds">
        <label class="field">
          <span>Tag</span>
          <input name="tag" maxlength={40} autocomplete="off" list="inbox-tags" />
        </label>
        <button type="submit" class="quiet">
          Tag them
        </button>
        <datalist id="inbox-tags">
          {choices.tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </div>
      <div class="deeds">
        <label class="field">
          <span>Assign to</span>
          <select name="user">
            <option value="">nobody</option>
            {choices.people.map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="quiet" formaction="/inbox/do/assign">
          Assign them
        </button>
        {visit.principal.userId !== undefined && (
          <button type="submit" class="quiet" formaction="/inbox/do/mine" data-many-key="a">
            Assign them to me
          </button>
        )}
      </div>
      <div class="deeds">
        <SnoozeChoices visit={visit} />
        <button type="submit" class="quiet" formaction="/inbox/do/snooze" data-many-key="s">
          Snooze them
        </button>
      </div>
      <p class="deeds">
        <button type="submit" class="quiet" formaction="/inbox/do/archive" data-many-key="e">
          Archive them
        </button>
        <button type="submit" class="quiet" formaction="/inbox/do/reopen">
          Open them again
        </button>
        <button type="button" class="quiet" data-select-all hidden>
          Select all on this page
        </button>
      </p>
    </div>
  </details>
);

const DID: Readonly<Record<string, string>> = {
  archive: 'archived',
  reopen: 'opened again',
  replied: 'marked as answered',
  wake: 'woken up',
  assign: 'assigned',
  tag: 'tagged',
  untag: 'without the tag now',
  snooze: 'snoozed',
};

/** What was just done, and the way back. */
const Told = ({ visit, told }: { visit: Visit; told: Readonly<Record<string, string>> }) => {
  const many = (text: string | undefined) => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : 0);
  if (told['undone'] !== undefined) {
    return (
      <p class="news" role="status">
        Taken back for {countOf(many(told['undone']), 'item')}.
      </p>
    );
  }
  const done = DID[told['did'] ?? ''];
  if (!done) return null;
  const held = many(told['held']);
  return (
    <form method="post" action="/inbox/undo" class="news told" role="status">
      <CsrfField visit={visit} />
      <input type="hidden" name="back" value={visit.here} />
      <span>
        {countOf(many(told['n']), 'item')} {done}.
        {held > 0 &&
          ` ${countOf(held, 'item')} left alone: somebody else has ${held === 1 ? 'it' : 'them'} open.`}
      </span>{' '}
      {/^\d+$/.test(told['batch'] ?? '') && (
        <button type="submit" class="quiet small" name="batch" value={told['batch']} data-key="z">
          Take it back
        </button>
      )}
    </form>
  );
};

const Nothing = ({ query }: { query: InboxQuery }) => (
  <div class="empty">
    <p class="empty-title">
      {Object.keys(narrowing(query)).length > 0 ? 'No item fits these filters.' : NOTHING[query.view]}
    </p>
    {query.view !== 'all' && (
      <p>
        <a href="/inbox">Show everything that is open</a>
      </p>
    )}
  </div>
);

const NOTHING: Readonly<Record<InboxView, string>> = {
  all: 'Nothing waits for an answer.',
  mine: 'Nothing is assigned to you.',
  unassigned: 'Everything has somebody.',
  late: 'Nothing is late.',
  snoozed: 'Nothing is snoozed.',
  done: 'Nothing has been answered or archived yet.',
};
