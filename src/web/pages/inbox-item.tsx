import type { ClaimState } from '../../domain/inbox.ts';
import { handleOf, holderAt } from '../../domain/inbox.ts';
import type { InboxEvent } from '../../store/inbox.ts';
import type { HistoryEntry } from '../../store/inbox-history.ts';
import type { InboxRow } from '../../store/inbox-list.ts';
import type { InboxNote, InboxNotice } from '../../store/inbox-notes.ts';
import type { UserRow } from '../../store/users.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { eventInWords } from '../parts/inbox-words.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { Moment } from '../parts/moment.tsx';
import { ReplyPanel } from '../parts/reply-panel.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { TriageParts } from '../parts/triage-parts.tsx';
import { moment } from '../parts/wording.ts';
import { InboxDeeds } from './inbox-deeds.tsx';
import { History } from './inbox-history.tsx';
import { ITEM_KEYS } from './inbox-keys.ts';
import { Lease } from './inbox-lease.tsx';
import type { ReplyComposer } from './reply-composer.ts';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export interface ItemPage {
  readonly row: InboxRow;
  readonly composer: ReplyComposer;
  readonly notes: readonly InboxNote[];
  readonly notices: readonly InboxNotice[];
  readonly events: readonly InboxEvent[];
  readonly thread: readonly HistoryEntry[];
  readonly byAuthor: readonly HistoryEntry[];
  readonly byLocation: readonly HistoryEntry[];
  /** Who can work in the inbox. */
  readonly people: readonly UserRow[];
  /** The list one came from. */
  readonly from: string;
}

/** One item: what was said, how to answer it, and beside it why it stands where it stands and what was before. */
export function showItem(visit: Visit, page: ItemPage): Response {
  const { row, thread, byAuthor, byLocation } = page;
  const { mention } = row;
  const mine = ownClaim(visit, row);
  const { timeZone } = visit.workspace;
  const inWords = (event: InboxEvent) => ({
    ...event,
    deed: eventInWords(event, (at) => moment(at, timeZone)),
  });
  return show(
    visit,
    { title: `Item ${row.mentionId}`, assets: 'inbox', shortcuts: ITEM_KEYS },
    <>
      <p class="way-back">
        <a href={page.from} data-key="b">
          Inbox
        </a>
      </p>
      <h1>
        {mention.kind === 'review' ? 'Review' : 'Mention'} from {mention.source.name}
      </h1>
      <Lease visit={visit} page={page} claim={mine} />
      <div class="item" data-item={row.mentionId} data-csrf={visit.csrf}>
        <div class="item-main">
          <div class="mentions">
            <MentionCard mention={mention} visit={visit} />
          </div>
          {thread.length > 0 && <History id="thread" title="Said with it" entries={thread} visit={visit} />}
          <ReplyPanel visit={visit} composer={page.composer} claim={mine} />
          <Notes visit={visit} page={page} />
        </div>
        <div class="item-beside">
          {visit.can('inbox') && <InboxDeeds visit={visit} row={row} people={page.people} />}
          <section aria-labelledby="triage-title">
            <h2 id="triage-title">Why it stands here</h2>
            <TriageParts score={row.score} parts={row.parts} />
          </section>
          <Timeline visit={visit} id="timeline-title" deeds={page.events.map(inWords)} />
        </div>
        <div class="item-before">
          {mention.author.name || mention.author.handle ? (
            <History
              id="author"
              title={`More from ${mention.author.name ?? mention.author.handle}`}
              hint={
                mention.author.handle
                  ? undefined
                  : 'By the name alone: others of the same name may be among them.'
              }
              entries={byAuthor}
              visit={visit}
            />
          ) : null}
          {mention.location && (
            <History
              id="location"
              title={`Lately at ${mention.location.name}`}
              entries={byLocation}
              visit={visit}
            />
          )}
        </div>
      </div>
    </>,
  );
}

/** The claim of whoever looks, while it holds. */
function ownClaim(visit: Visit, row: InboxRow): ClaimState | undefined {
  const holder = holderAt(row.claim, visit.now);
  return holder && holder.userId === visit.principal.userId ? holder : undefined;
}

const Notes = ({ visit, page: { row, notes, people } }: { visit: Visit; page: ItemPage }) => (
  <section aria-labelledby="notes-title" id="notes">
    <h2 id="notes-title">Notes</h2>
    <p class="hint">For your team only. Name somebody with @, and they find the item under “Mine”.</p>
    {notes.length > 0 && (
      <ol class="rows notes">
        {notes.map((note) => (
          <li key={note.id} id={`note-${note.id}`}>
            <div>
              <p dir="auto" class="note-text">
                {note.text}
              </p>
              <p class="hint">
                {note.author}, <Moment at={note.at} timeZone={visit.workspace.timeZone} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    )}
    {visit.can('inbox') && (
      <form method="post" action={`/inbox/${row.mentionId}/note`} class="stacked">
        <CsrfField visit={visit} />
        <label class="field">
          <span>New note</span>
          <textarea name="text" rows={3} maxlength={4000} required data-key="n" />
        </label>
        <p class="hint">{people.map(({ email }) => `@${handleOf(email)}`).join(' ')}</p>
        <p class="deeds">
          <button type="submit" class="quiet">
            Keep the note
          </button>
        </p>
      </form>
    )}
  </section>
);
