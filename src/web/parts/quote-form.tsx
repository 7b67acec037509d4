import type { QuotePermission } from '../../store/quotes.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { Moment } from './moment.tsx';

interface Props {
  readonly mentionId: number;
  readonly permission: QuotePermission | undefined;
  readonly visit: Visit;
}

/** Whether a mention may be quoted in public, and the buttons to decide it. */
export const QuoteForm = ({ mentionId, permission, visit }: Props) => (
  <section>
    <h2>Quoting it</h2>
    <p>
      {permission ? (
        <>
          {permission.isAllowed ? 'May be quoted' : 'Must not be quoted'}, says {permission.author},{' '}
          <Moment at={permission.at} timeZone={visit.workspace.timeZone} />. {permission.note}
        </>
      ) : (
        'Nobody has decided whether it may be quoted in public.'
      )}
    </p>
    {visit.can('override') && (
      <form method="post" action={`/mentions/${mentionId}/quote`} class="stacked narrow">
        <CsrfField visit={visit} />
        <input type="hidden" name="back" value={`/mentions/${mentionId}`} />
        <label class="field">
          <span>Who allowed it, and how</span>
          <input name="note" maxlength={1000} />
        </label>
        <p class="deeds">
          <button type="submit" name="permission" value="allow" class="quiet">
            May be quoted
          </button>
          <button type="submit" name="permission" value="forbid" class="quiet">
            Must not be quoted
          </button>
          {permission && (
            <button type="submit" name="permission" value="forget" class="quiet">
              Undecided
            </button>
          )}
        </p>
      </form>
    )}
  </section>
);
