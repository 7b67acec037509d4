import { RISKS } from '../../domain/classification.ts';
import type { AlertRuleInput } from '../../store/alert-rules.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { clockOf, SENSITIVITY_WORD } from '../parts/alert-words.ts';
import { Choice } from '../parts/choice.tsx';
import { placeOptions } from '../parts/place-choice.ts';
import { RISK_WORD } from '../parts/wording.ts';

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
      chosen={draft.area ?? String(draft.locationId ?? '')}
      options={[['', 'any'], ...placeOptions(locations)]}
    />
    <Choice
      name="source"
      label="Source"
      chosen={String(draft.sourceId ?? '')}
      options={[['', 'any'], ...sources.map(({ id, name }): [string, string] => [String(id), name])]}
    />
  </>
);

interface Narrowed {
  readonly draft: AlertRuleInput;
  /** What mentions of late speak of. */
  readonly aspects: readonly string[];
}

export const Spike = ({ draft, aspects }: Narrowed) => (
  <fieldset class="of-spike">
    <legend>More unhappy people than usual</legend>
    <Choice
      name="sensitivity"
      label="Sensitivity"
      chosen={draft.sensitivity}
      options={(['fewer', 'balanced', 'more'] as const).map((one) => [one, SENSITIVITY_WORD[one]])}
    />
    <label class="field">
      <span>At least so many unhappy people</span>
      <input
        type="number"
        name="minimumN"
        value={String(draft.kind === 'metric' ? 3 : draft.minimumN)}
        min={1}
      />
    </label>
    <Aspects
      name="spikeAspects"
      label="Unhappy with (none chosen: anything)"
      all={aspects}
      chosen={draft.kind === 'spike' ? draft.aspects : []}
    />
    <p class="hint">
      What is usual is learned by hour of the week. <a href="/inbox/settings">Holidays</a> that are set with
      the business hours teach nothing.
    </p>
    <label class="check">
      <input type="checkbox" name="looksBack" checked={draft.looksBack} /> List what it would have found in
      the past, too; nobody is told
    </label>
  </fieldset>
);

export const MetricFields = ({ draft: { condition, minimumN } }: { draft: AlertRuleInput }) => (
  <fieldset class="of-metric">
    <legend>A number that moves away from its 28-day usual</legend>
    <Choice
      name="metric"
      label="Number"
      chosen={condition?.metric ?? 'net_sentiment'}
      options={[
        ['net_sentiment', 'net sentiment, in points from −100 to 100'],
        ['rating', 'average rating, in stars from 1 to 5'],
        ['volume', 'number of mentions, in per cent'],
      ]}
    />
    <div class="field-pair">
      <Choice
        name="direction"
        label="Direction"
        chosen={condition?.direction ?? 'falls'}
        options={[
          ['falls', 'falls'],
          ['rises', 'rises'],
        ]}
      />
      <label class="field">
        <span>by at least</span>
        <input
          type="number"
          name="changeAtLeast"
          value={String(condition?.changeAtLeast ?? 10)}
          min={0}
          step="any"
        />
      </label>
    </div>
    <Choice
      name="windowDays"
      label="Over"
      chosen={String(condition?.windowDays ?? 1)}
      options={[
        ['1', 'the last 24 hours'],
        ['3', 'the last 3 days'],
        ['7', 'the last 7 days'],
      ]}
    />
    <label class="field">
      <span>At least so many mentions in that time</span>
      <input type="number" name="fewestMentions" value={String(condition ? minimumN : 30)} min={1} />
      <small>Of a rating, mentions with stars.</small>
    </label>
    <p class="hint">
      It is looked at every hour. A change counts only where the usual ups and downs of this topic do not
      explain it, and the sources were read for the whole time.
    </p>
  </fieldset>
);

export const Mention = ({ draft, aspects }: Narrowed) => (
  <fieldset class="of-mention">
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
    <fieldset>
      <legend>Words of one of these risks</legend>
      {RISKS.map((risk) => (
        <label key={risk} class="check">
          <input type="checkbox" name="risks" value={risk} checked={draft.risks.includes(risk)} />{' '}
          {RISK_WORD[risk]}
        </label>
      ))}
    </fieldset>
    <Aspects
      name="aspects"
      label="Something bad about one of these"
      all={aspects}
      chosen={draft.kind === 'mention' ? draft.aspects : []}
    />
  </fieldset>
);

/** Nothing is chosen where nothing is marked; one that mentions do not speak of any more stays in the list. */
const Aspects = ({
  name,
  label,
  all,
  chosen,
}: {
  name: string;
  label: string;
  all: readonly string[];
  chosen: readonly string[];
}) => {
  const names = [...new Set([...all, ...chosen])].sort();
  if (names.length === 0) return null;
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} multiple size={Math.min(6, names.length)}>
        {names.map((aspect) => (
          <option key={aspect} value={aspect} selected={chosen.includes(aspect)}>
            {aspect}
          </option>
        ))}
      </select>
    </label>
  );
};

export const Telling = ({ draft, timeZone }: { draft: AlertRuleInput; timeZone: string }) => (
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
    <p class="hint">
      Messages wait until the quiet hours end, by the clocks of {timeZone}; critical ones do not.
    </p>
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
