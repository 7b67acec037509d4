import type { NoticeKind } from '../../domain/inbox.ts';
import type { InboxNotice } from '../../store/inbox-notes.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { relative } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

const WORDS: Readonly<Record<NoticeKind, string>> = {
  'taken-over': 'took over an item you had open',
  assigned: 'assigned an item to you',
  named: 'named you in a note',
};

/** What somebody has to hear, until they have looked at the item or put the notice away. */
export const Notices = ({ visit, notices }: { visit: Visit; notices: readonly InboxNotice[] }) =>
  notices.length === 0 ? null : (
    <div class="news notices" role="status">
      <ul>
        {notices.map((notice) => (
          <li key={notice.id}>
            {notice.actor} {WORDS[notice.kind]} {relative(notice.at, visit.now)}:{' '}
            <a href={`/inbox/${notice.mentionId}`}>item {notice.mentionId}</a>
          </li>
        ))}
      </ul>
      <form method="post" action="/inbox/notices">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        <button type="submit" class="quiet small">
          Got it
        </button>
      </form>
    </div>
  );
