import type { AlertRuleInput } from '../../store/alert-rules.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { clockOf, SENSITIVITY_WORD } from '../parts/alert-words.ts';

export const Where = ({
  draft,
  topics,
  locations,
  sources,
}: {
  draft: AlertRuleInput;
  topics: readonly TopicRow[];
  locations: readonly LocationRow[];
  sources: readonly SourceRow[];
}) => (
  <>
    <Choice
      name="topic"
      label="Topic"
      chosen={String(draft.topicId ?? '')}
      options={topics.map(({ id, name }) => [String(id), name])}
    />
    <Choice
      name="location"
      label="Location"
      chosen={String(draft.locationId ?? '')}
      options={[['', 'any'], ...locations.map(({ id, name }): [string, string] => [String(id), name])]}
    />
    <Choice
      name="source"
      label="Source"
      chosen={String(draft.sourceId ?? '')}
      options={[['', 'any'], ...sources.map(({ id, name }): [string, string] => [String(id), name])]}
    />
  </>
);

export const Spike = ({ draft }: { draft: AlertRuleInput }) => (
  <fieldset>
    <legend>More unhappy people than usual</legend>
    <Choice
      name="sensitivity"
      label="Sensitivity"
      chosen={draft.sensitivity}
      options={(['fewer', 'balanced', 'more'] as const).map((one) => [one, SENSITIVITY_WORD[one]])}
    />
    <label class="field">
      <span>At least so many unhappy people</span>
      <input type="number" name="minimumN" value={String(draft.minimumN)} min={1} />
    </label>
    <label class="check">
      <input type="checkbox" name="looksBack" checked={draft.looksBack} /> List what it would have found in
      the past, too; nobody is told
    </label>
  </fieldset>
);

export const Mention = ({ draft }: { draft: AlertRuleInput }) => (
  <fieldset>
    <legend>A single mention: all that is given has to fit</legend>
    <label class="field">
      <span>At most so many stars</span>
      <input type="number" name="starsAtMost" value={String(draft.starsAtMost ?? '')} min={1} max={5} />
    </label>
    <label class="field">
      <span>At least so much reach</span>
      <input type="number" name="reachAtLeast" value={String(draft.reachAtLeast ?? '')} min={1} />
    </label>
    <label class="field">
      <span>One of these words</span>
      <textarea name="phrases" rows={3} dir="auto">
        {draft.phrases.join('\n')}
      </textarea>
      <small>
        One a line, such as <code>lawsuit</code>, <code>allerg*</code>, <code>data leak</code>.
      </small>
    </label>
  </fieldset>
);

export const Telling = ({ draft }: { draft: AlertRuleInput }) => (
  <fieldset>
    <legend>Telling people</legend>
    <div class="field-pair">
      <label class="field">
        <span>Quiet from</span>
        <input
          type="time"
          name="quietFrom"
          value={draft.quietFrom === undefined ? '' : clockOf(draft.quietFrom)}
        />
      </label>
      <label class="field">
        <span>to</span>
        <input type="time" name="quietTo" value={draft.quietTo === undefined ? '' : clockOf(draft.quietTo)} />
      </label>
    </div>
    <p class="hint">Messages wait until the quiet hours end; critical ones do not.</p>
    <label class="field">
      <span>Minutes before it may raise another alert</span>
      <input type="number" name="coolDownMinutes" value={String(draft.coolDownMinutes)} min={0} />
    </label>
    <label class="field">
      <span>Minutes until the second line is told, if nobody takes it</span>
      <input type="number" name="escalateMinutes" value={String(draft.escalateMinutes ?? '')} min={1} />
    </label>
  </fieldset>
);

export const Choice = ({
  name,
  label,
  chosen,
  options,
}: {
  name: string;
  label: string;
  chosen: string;
  options: readonly (readonly [string, string])[];
}) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      {options.map(([value, word]) => (
        <option key={value} value={value} selected={value === chosen}>
          {word}
        </option>
      ))}
    </select>
  </label>
);
