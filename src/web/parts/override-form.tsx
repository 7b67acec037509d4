import type { FeedMention } from '../../store/feed.ts';
import type { Visit } from '../pages/visit.ts';
import { CsrfField } from './csrf-field.tsx';
import { LABEL_SIGN } from './sentiment-badge.tsx';

const CHOICES = ['positive', 'neutral', 'negative'] as const;

/** Three buttons that say how the mention should count; the way back is one of them once a person has spoken. */
export const OverrideForm = ({ mention, visit }: { mention: FeedMention; visit: Visit }) => (
  <form method="post" action={`/mentions/${mention.id}/override`} class="override">
    <CsrfField visit={visit} />
    <input type="hidden" name="back" value={visit.here} />
    <span class="override-question" id={`override-${mention.id}`}>
      {mention.override ? 'Corrected to' : 'Not right? It is'}
    </span>
    <fieldset class="override-choices" aria-labelledby={`override-${mention.id}`}>
      {CHOICES.map((label) => (
        <button
          key={label}
          type="submit"
          name="label"
          value={label}
          class={`choice choice-${label}`}
          aria-pressed={mention.label === label ? 'true' : 'false'}
        >
          <span aria-hidden="true">{LABEL_SIGN[label]} </span>
          {label}
        </button>
      ))}
      {mention.override && (
        <button type="submit" name="label" value="undo" class="choice choice-undo">
          Undo
        </button>
      )}
    </fieldset>
  </form>
);
