import { type ClaimState, holderAt } from '../../domain/inbox.ts';
import type { InboxRow } from '../../store/inbox-list.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { claimInWords, dueInWords, dueStateOf, STATUS_WORD } from '../parts/inbox-words.ts';
import { Moment } from '../parts/moment.tsx';
import type { ItemPage } from './inbox-item.tsx';
import { Notices } from './inbox-notices.tsx';
import type { Visit } from './visit.ts';

/** Who has it, until when, and what can be done about that; kept up to date while the page is open. */
export const Lease = ({
  visit,
  page,
  claim,
}: {
  visit: Visit;
  page: ItemPage;
  claim: ClaimState | undefined;
}) => {
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
            <Moment at={holder.until} timeZone={visit.workspace.timeZone} isExact />
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
