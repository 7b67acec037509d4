import type { ClaimState } from '../../domain/inbox.ts';
import { handleOf, holderAt } from '../../domain/inbox.ts';
import type { InboxEvent } from '../../store/inbox.ts';
import type { HistoryEntry } from '../../store/inbox-history.ts';
import type { InboxRow } from '../../store/inbox-list.ts';
import type { InboxNote, InboxNotice } from '../../store/inbox-notes.ts';
import type { UserRow } from '../../store/users.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { claimInWords, dueInWords, dueStateOf, eventInWords, STATUS_WORD } from '../parts/inbox-words.ts';
import { MentionCard } from '../parts/mention-card.tsx';
import { Moment } from '../parts/moment.tsx';
import { ReplyPanel } from '../parts/reply-panel.tsx';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { TriageParts } from '../parts/triage-parts.tsx';
import { moment, relative } from '../parts/wording.ts';
import { InboxDeeds } from './inbox-deeds.tsx';
import { ITEM_KEYS } from './inbox-keys.ts';
import { Notices } from './inbox-notices.tsx';
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
        <div class="item-beside">
          {visit.can('inbox') && <InboxDeeds visit={visit} row={row} people={page.people} />}
          <section aria-labelledby="triage-title">
            <h2 id="triage-title">Why it stands here</h2>
            <TriageParts score={row.score} parts={row.parts} />
          </section>
          <Timeline visit={visit} events={page.events} />
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

/** Who has it, until when, and what can be done about that; kept up to date while the page is open. */
const Lease = ({ visit, page, claim }: { visit: Visit; page: ItemPage; claim: ClaimState | undefined }) => {
  const { row, notices } = page;
  const { userId } = visit.principal;
  const holder = holderAt(row.claim, visit.now);
  const isOthers = holder !== undefined && claim === undefined;
  const due = dueInWords(row, visit.now);
  return (
    <div id="lease" class={`lease ${isOthers ? 'lease-others' : ''}`} data-live-part>
      <Notices visit={visit} notices={notices.filter((notice) => notice.mentionId === row.mentionId)} />
      <p role="status" class="lease-words">
        <strong>
          {claimInWords(row.claim, { holder: row.holder, userId, now: visit.now }) ?? STATUS_LINE(row)}
        </strong>
        {holder && (
          <>
            {' until '}
            <Moment at={holder.until} timeZone={visit.workspace.timeZone} />
          </>
        )}
        {row.assignee && `, assigned to ${row.assignee}`}
        {due && (row.status === 'new' || row.status === 'claimed') && (
          <span class={`due due-${dueStateOf(row, visit.now)}`}> · {due}</span>
        )}
      </p>
      {visit.can('inbox') && userId !== undefined && (
        <form method="post" class="deeds" action={`/inbox/${row.mentionId}/claim`}>
          <CsrfField visit={visit} />
          <input type="hidden" name="from" value={page.from} />
          <input type="hidden" name="claim" value={claim ? String(claim.number) : ''} data-claim-number />
          {isOthers ? (
            <button type="submit" formaction={`/inbox/${row.mentionId}/take-over`} data-key="t">
              Take over
            </button>
          ) : claim ? (
            <button type="submit" class="quiet" formaction={`/inbox/${row.mentionId}/release`} data-key="g">
              Give back
            </button>
          ) : (
            <button type="submit" data-key="c" data-claim>
              Claim
            </button>
          )}
        </form>
      )}
    </div>
  );
};

const STATUS_LINE = (row: InboxRow): string =>
  row.status === 'new' || row.status === 'claimed'
    ? 'Nobody has it open'
    : `It is ${STATUS_WORD[row.status]}`;

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

interface HistoryProps {
  readonly id: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly entries: readonly HistoryEntry[];
  readonly visit: Visit;
}

const History = ({ id, title, hint, entries, visit }: HistoryProps) => (
  <section aria-labelledby={`history-${id}`}>
    <h2 id={`history-${id}`}>{title}</h2>
    {hint && entries.length > 0 && <p class="hint">{hint}</p>}
    {entries.length === 0 ? (
      <p class="hint">Nothing else is known.</p>
    ) : (
      <ul class="rows history-rows">
        {entries.map((entry) => (
          <li key={entry.id}>
            <div>
              <p>
                <SentimentBadge label={entry.label} />{' '}
                {entry.stars !== undefined && `${Math.round(entry.stars)} of 5 · `}
                <a href={entry.status ? `/inbox/${entry.id}` : `/mentions/${entry.id}`}>
                  {relative(entry.saidAt, visit.now)}, {entry.source}
                </a>
                {entry.status && ` · ${STATUS_WORD[entry.status]}`}
              </p>
              <p dir="auto" class="history-text">
                {[entry.title, entry.text].filter(Boolean).join(' — ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Timeline = ({ visit, events }: { visit: Visit; events: readonly InboxEvent[] }) => {
  const { timeZone } = visit.workspace;
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">What was done</h2>
      {events.length === 0 ? (
        <p class="hint">Nothing yet.</p>
      ) : (
        <ol class="rows timeline">
          {events.map((event) => (
            <li key={`${event.at.getTime()}-${event.deed}`}>
              <div>
                <strong>{event.actor}</strong> {eventInWords(event, (at) => moment(at, timeZone))}
                <p class="hint">
                  <Moment at={event.at} timeZone={timeZone} />
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
