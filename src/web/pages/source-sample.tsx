import { Refused } from '../../domain/errors.ts';
import { sources } from '../../sources/index.ts';
import type { KeptDelivery } from '../../store/kept-deliveries.ts';
import { Moment } from '../parts/moment.tsx';
import type { Visit } from './visit.ts';

/** A delivery that settings are tried on. */
export interface SampleDraft {
  readonly body: string;
  /** What has come to the source, the latest first. */
  readonly kept: readonly KeptDelivery[];
}

/** A kind whose deliveries can be looked at before they are taken. */
export const isSentTo = (kind: string): boolean => sources.get(kind)?.readBody !== undefined;

export const shownSample = ({ draft, sample }: { draft: { kind: string }; sample: SampleDraft }) =>
  isSentTo(draft.kind) ? sample : undefined;

const PASTED = 'source-sample';
const CHOSEN = 'source-delivery';

/** What was chosen goes into the field, so that one sees what is tried; what is pasted is tried as it is. */
export function sampleFrom(form: Record<string, unknown>, kept: readonly KeptDelivery[]): SampleDraft {
  const pasted = form[PASTED];
  const chosen = kept.find(({ id }) => String(id) === form[CHOSEN]);
  return { kept, body: chosen?.body ?? (typeof pasted === 'string' ? pasted.trim() : '') };
}

/** @throws Refused when there is nothing to try. */
export function sampleToTry({ body }: SampleDraft): string {
  if (body !== '') return body;
  throw new Refused('Paste the body of a delivery, or choose one that has come, to see what is made of it.');
}

export const SampleFields = ({ sample, visit }: { sample: SampleDraft; visit: Visit }) => (
  <details open={sample.body !== '' || sample.kept.length > 0}>
    <summary>Try it on a delivery</summary>
    <div class="stacked">
      {sample.kept.length > 0 && (
        <fieldset class="field">
          <legend>Deliveries of the last days</legend>
          {sample.kept.map(({ id, body, receivedAt }) => (
            <label>
              <input type="radio" name={CHOSEN} value={String(id)} />{' '}
              <Moment at={receivedAt} timeZone={visit.workspace.timeZone} /> <code>{beginningOf(body)}</code>
            </label>
          ))}
          <label>
            <input type="radio" name={CHOSEN} value="" checked /> The one below
          </label>
        </fieldset>
      )}
      <div class="field">
        <label for={PASTED}>Body of a delivery</label>
        <textarea id={PASTED} name={PASTED} rows={8} spellcheck={false}>
          {sample.body}
        </textarea>
        <small>
          JSON as the other system sends it. “Preview” shows which mentions would be made of it; nothing is
          stored.
        </small>
      </div>
    </div>
  </details>
);

const BEGINNING = 80;

const beginningOf = (body: string) => (body.length > BEGINNING ? `${body.slice(0, BEGINNING)}…` : body);
