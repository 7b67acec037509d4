import type { InboxRow } from '../../store/inbox-list.ts';
import type { UserRow } from '../../store/users.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { SnoozeChoices } from '../parts/snooze-choices.tsx';
import type { Visit } from './visit.ts';

interface DeedsProps {
  readonly visit: Visit;
  readonly row: InboxRow;
  readonly people: readonly UserRow[];
}

/** What can be done to one item besides answering it. */
export const InboxDeeds = ({ visit, row, people }: DeedsProps) => {
  const id = String(row.mentionId);
  const isClosed = row.status === 'replied' || row.status === 'archived';
  const isAsleep = row.snoozedUntil !== undefined && row.snoozedUntil > visit.now;
  return (
    <section aria-labelledby="deeds-title" class="inbox-deeds">
      <h2 id="deeds-title">What to do with it</h2>
      <form method="post" action="/inbox/do/assign" class="deeds">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        <label class="field">
          <span>Assigned to</span>
          <select name="user">
            <option value="">nobody</option>
            {people.map((user) => (
              <option key={user.id} value={String(user.id)} selected={row.assignedTo === user.id}>
                {user.name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="quiet" name="only" value={id}>
          Assign
        </button>
      </form>
      <form method="post" action="/inbox/do/tag" class="deeds">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        <label class="field">
          <span>Tag</span>
          <input name="tag" maxlength={40} autocomplete="off" list="inbox-tags" />
        </label>
        <button type="submit" class="quiet" name="only" value={id}>
          Add
        </button>
      </form>
      {row.tags.length > 0 && (
        <form method="post" action="/inbox/do/untag">
          <CsrfField visit={visit} />
          <input type="hidden" name="back" value={visit.here} />
          <input type="hidden" name="only" value={id} />
          <ul class="chips" aria-label="Tags">
            {row.tags.map((tag) => (
              <li key={tag}>
                <button type="submit" class="chip" name="tag" value={tag}>
                  {tag} <span aria-hidden="true">×</span>
                  <span class="visually-hidden">, take this tag away</span>
                </button>
              </li>
            ))}
          </ul>
        </form>
      )}
      <form method="post" action="/inbox/do/snooze" class="deeds">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        {isAsleep ? (
          <button type="submit" class="quiet" name="only" value={id} formaction="/inbox/do/wake">
            Wake it up
          </button>
        ) : (
          <>
            <SnoozeChoices visit={visit} />
            <button type="submit" class="quiet" name="only" value={id} data-key="s">
              Snooze
            </button>
          </>
        )}
      </form>
      <form method="post" action="/inbox/do/archive" class="deeds">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={visit.here} />
        {visit.principal.userId !== undefined && row.assignedTo !== visit.principal.userId && (
          <button type="submit" class="quiet" name="only" value={id} formaction="/inbox/do/mine" data-key="a">
            Assign to me
          </button>
        )}
        {isClosed ? (
          <button type="submit" class="quiet" name="only" value={id} formaction="/inbox/do/reopen">
            Open it again
          </button>
        ) : (
          <button type="submit" class="quiet" name="only" value={id} data-key="e">
            Archive
          </button>
        )}
      </form>
    </section>
  );
};
