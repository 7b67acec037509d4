import { needsConsent } from '../../replying/automatic.ts';
import { suggestedLanguages } from '../../replying/suggest.ts';
import type { AutomaticRule } from '../../store/automatic-replies.ts';
import type { SavedReplyRow } from '../../store/saved-replies.ts';
import type { SourceRow } from '../../store/sources.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { countOf, LABEL_WORD, languageName } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

/** One rule: what it answers, whether it is on, and the agreement it needs. */
export const AutomaticRuleLine = ({ visit, rule }: { visit: Visit; rule: AutomaticRule }) => {
  const lacksConsent = needsConsent(rule.sourceKind) && !rule.consent;
  return (
    <div class="reply-given">
      <p>
        <strong>{rule.name}</strong> {rule.enabledAt ? '(on)' : '(off)'}
      </p>
      <p class="hint">
        {LABEL_WORD[rule.label]} in {languageName(rule.language)}, from {rule.sourceName}
        {rule.starsFrom !== undefined || rule.starsTo !== undefined
          ? `, ${rule.starsFrom ?? 1}–${rule.starsTo ?? 5} stars`
          : ''}
        : “{rule.savedReplyName}” after {countOf(rule.delayMinutes, 'minute')}, at most {rule.perDay} in 24
        hours; sent {countOf(rule.sent, 'time')}
        {rule.enabledAt && (
          <>
            ; on since <Moment at={rule.enabledAt} timeZone={visit.workspace.timeZone} />
          </>
        )}
        .
      </p>
      {rule.consent && (
        <p class="hint">
          Agreed: {rule.consent.of}, recorded by {rule.consent.by},{' '}
          <Moment at={rule.consent.at} timeZone={visit.workspace.timeZone} />.
        </p>
      )}
      {visit.can('approve') && lacksConsent && (
        <form method="post" action={`/replies/automatic/${rule.id}/consent`} class="stacked narrow">
          <CsrfField visit={visit} />
          <label class="field">
            <span>Google wants the owner’s agreement: who has agreed, and where is it written?</span>
            <input name="of" required maxlength={500} autocomplete="off" />
          </label>
          <p class="deeds">
            <button type="submit" class="quiet small">
              Record the agreement
            </button>
          </p>
        </form>
      )}
      {visit.can('approve') && (
        <form
          method="post"
          action={`/replies/automatic/${rule.id}/${rule.enabledAt ? 'off' : 'on'}`}
          class="deeds"
        >
          <CsrfField visit={visit} />
          {!(lacksConsent && !rule.enabledAt) && (
            <button type="submit" class="quiet small">
              {rule.enabledAt ? 'Switch off' : 'Switch on'}
            </button>
          )}
          <button type="submit" class="danger small" formaction={`/replies/automatic/${rule.id}/remove`}>
            Remove
          </button>
        </form>
      )}
    </div>
  );
};

export const AddAutomaticRule = ({
  visit,
  sources,
  saved,
}: {
  visit: Visit;
  sources: readonly SourceRow[];
  saved: readonly SavedReplyRow[];
}) => {
  if (sources.length === 0 || saved.length === 0) {
    return <p class="hint">A rule needs a source that takes replies, and a saved reply.</p>;
  }
  return (
    <details>
      <summary>Add a rule</summary>
      <form method="post" action="/replies/automatic" class="stacked narrow">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Name</span>
          <input name="name" required maxlength={120} autocomplete="off" />
        </label>
        <Choice name="sourceId" label="Source" options={sources.map(({ id, name }) => [String(id), name])} />
        <Choice
          name="language"
          label="Language"
          options={suggestedLanguages().map((code) => [code, languageName(code)])}
        />
        <Choice
          name="label"
          label="Label"
          options={(['positive', 'neutral', 'negative'] as const).map((label) => [label, LABEL_WORD[label]])}
        />
        <div class="field-pair">
          <Choice name="starsFrom" label="Stars from" options={STARS} />
          <Choice name="starsTo" label="to" options={STARS} />
        </div>
        <Choice
          name="savedReplyId"
          label="Saved reply"
          options={saved.map(({ id, name }) => [String(id), name])}
        />
        <div class="field-pair">
          <label class="field">
            <span>Minutes to wait</span>
            <input name="delayMinutes" type="number" min={5} max={10080} value="60" />
          </label>
          <label class="field">
            <span>At most in 24 hours</span>
            <input name="perDay" type="number" min={1} max={1000} value="5" />
          </label>
        </div>
        <p class="deeds">
          <button type="submit">Keep it, switched off</button>
        </p>
      </form>
    </details>
  );
};

const STARS: readonly (readonly [string, string])[] = [
  ['', 'any'],
  ...[1, 2, 3, 4, 5].map((star) => [String(star), String(star)] as const),
];

const Choice = ({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly (readonly [string, string])[];
}) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);
