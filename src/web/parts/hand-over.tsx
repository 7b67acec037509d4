import type { ClaimState } from '../../domain/inbox.ts';
import type { DeskRow } from '../../store/desks.ts';
import type { HandOverRow, HandOverState } from '../../store/hand-overs.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { webAddress } from './web-address.ts';

const STATE_WORD: Readonly<Record<HandOverState, string>> = {
  queued: 'on its way to',
  sending: 'on its way to',
  open: 'with',
  solved: 'solved by',
  parked: 'could not be handed over to',
  dropped: 'taken back from',
};

interface HandOverProps {
  readonly visit: Visit;
  readonly mentionId: number;
  readonly desks: readonly DeskRow[];
  readonly handed: HandOverRow | undefined;
  readonly claim: ClaimState | undefined;
}

/** Whether somebody else takes care of the item, and the way to give it to them. */
export const HandOver = (props: HandOverProps) => {
  const { desks, handed } = props;
  if (desks.length === 0 && !handed) return null;
  const isAway = handed !== undefined && handed.state !== 'solved' && handed.state !== 'dropped';
  return (
    <details class="hand-over" open={isAway} id="hand-over">
      <summary>Hand over to a help desk</summary>
      {handed && <Handed {...props} handed={handed} />}
      {!isAway && desks.length > 0 && <GiveForm {...props} />}
    </details>
  );
};

const Handed = ({ visit, handed }: HandOverProps & { handed: HandOverRow }) => {
  const address = webAddress(handed.url);
  return (
    <>
      <p role="status">
        It is {STATE_WORD[handed.state]} <strong>{handed.deskName}</strong>
        {handed.state === 'queued' && handed.lastError ? '; it is tried again' : ''}.{' '}
        {address && (
          <a href={address} rel="noopener noreferrer" target="_blank">
            Open it there
          </a>
        )}
      </p>
      {handed.lastError && <p class="mistake">{handed.lastError}</p>}
      {(handed.state === 'parked' || handed.state === 'open') && (
        <form method="post" action={`/replies/hand-overs/${handed.id}`} class="deeds">
          <CsrfField visit={visit} />
          <input type="hidden" name="back" value={visit.here} />
          {handed.state === 'parked' && (
            <button type="submit" class="quiet small" name="deed" value="retry">
              Try again
            </button>
          )}
          <button type="submit" class="quiet small" name="deed" value="drop">
            Take it back
          </button>
        </form>
      )}
    </>
  );
};

const GiveForm = ({ visit, mentionId, desks, claim }: HandOverProps) => (
  <form method="post" action={`/replies/to/${mentionId}/hand-over`} class="stacked">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    <input type="hidden" name="claim" value={claim ? String(claim.number) : ''} />
    <label class="field">
      <span>To</span>
      <select name="desk">
        {desks.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>Note for them (may stay empty)</span>
      <textarea name="note" rows={2} maxlength={2_000} />
    </label>
    <p class="deeds">
      <button type="submit" class="quiet">
        Hand it over
      </button>
    </p>
  </form>
);
