import type { ReplyComposer } from '../pages/reply-composer.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';

/** What to begin from: a press fills the field below. */
export const ReplyBeginnings = ({ visit, composer }: { visit: Visit; composer: ReplyComposer }) => (
  <form method="post" action={`/replies/to/${composer.mention.id}/begin`} class="reply-begin">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    <fieldset>
      <legend>Begin with</legend>
      <p class="deeds">
        <button type="submit" class="quiet small" name="from" value="suggestion">
          A suggestion
        </button>
        {composer.saved.slice(0, 6).map((saved) => (
          <button key={saved.id} type="submit" class="quiet small" name="from" value={`saved-${saved.id}`}>
            {saved.name}
          </button>
        ))}
        {composer.hasGenerator && (
          <button type="submit" class="quiet small" name="from" value="generated">
            A generated draft
          </button>
        )}
      </p>
      {composer.hasGenerator && (
        <p class="deeds reply-wishes">
          <label class="field">
            <span>Tone of a generated draft</span>
            <select name="tone">
              <option value="friendly">friendly</option>
              <option value="formal">formal</option>
              <option value="brief">brief</option>
            </select>
          </label>
          <label class="field">
            <span>Length</span>
            <select name="length">
              <option value="short">short</option>
              <option value="medium">medium</option>
            </select>
          </label>
        </p>
      )}
    </fieldset>
  </form>
);
