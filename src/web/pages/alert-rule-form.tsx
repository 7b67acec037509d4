import type { BackTest } from '../../alerting/back-test.ts';
import { RULE_KINDS, SEVERITIES } from '../../domain/alert.ts';
import type { MissedAlert, RuleRecord } from '../../store/alert-marks.ts';
import type { AlertRuleInput, AlertRuleRow } from '../../store/alert-rules.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { KIND_WORD, recordInWords, ruleInWords, SEVERITY_WORD } from '../parts/alert-words.ts';
import { Choice } from '../parts/choice.tsx';
import { CsrfField, PostButton } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { TRIED_DAYS } from './alert-rule-draft.ts';
import { Mention, MetricFields, Spike, Telling, Where } from './alert-rule-fields.tsx';
import { Tried } from './alert-rule-tried.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

export interface AlertRuleView {
  readonly visit: Visit;
  /** The stored rule that is changed; undefined for a new one. */
  readonly rule: AlertRuleRow | undefined;
  readonly draft: AlertRuleInput;
  readonly mistake: string | undefined;
  readonly tried: BackTest | undefined;
  readonly topics: readonly TopicRow[];
  readonly locations: readonly LocationRow[];
  readonly sources: readonly SourceRow[];
  readonly aspects: readonly string[];
  readonly record: RuleRecord | undefined;
  readonly missed: readonly MissedAlert[];
  /** How far back it is tried. */
  readonly days: number;
}

export function showAlertRuleForm(view: AlertRuleView): Response {
  const { visit, rule, mistake, tried } = view;
  const title = rule ? `Alert rule: ${rule.name}` : 'A new alert rule';
  return show(
    visit,
    { title, status: mistake === undefined ? 200 : 422 },
    <>
      <p class="way-back">
        <a href="/alerts/rules">Alert rules</a>
      </p>
      <h1 dir="auto">{title}</h1>
      {rule && <Stored view={view} rule={rule} />}
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      {tried && <Tried visit={visit} tried={tried} draft={view.draft} />}
      {visit.can('alerts') && <Form view={view} />}
    </>,
  );
}

const Stored = ({ view: { visit, record, missed }, rule }: { view: AlertRuleView; rule: AlertRuleRow }) => (
  <section aria-labelledby="rule-record">
    <h2 id="rule-record">{rule.enabled ? 'How good it is' : 'It is switched off'}</h2>
    <p>{ruleInWords(rule)}</p>
    {record && <p>{recordInWords(record)}</p>}
    {visit.can('alerts') && (
      <>
        <div class="deeds">
          <form method="post" action={`/alerts/rules/${rule.id}/${rule.enabled ? 'disable' : 'enable'}`}>
            <CsrfField visit={visit} />
            <button type="submit" class="quiet">
              {rule.enabled ? 'Switch it off' : 'Switch it on'}
            </button>
          </form>
          <form method="post" action={`/alerts/rules/${rule.id}/remove`}>
            <CsrfField visit={visit} />
            <button type="submit" class="danger">
              Remove the rule
            </button>
          </form>
        </div>
        <details id="missed">
          <summary>It missed something</summary>
          <form method="post" action={`/alerts/rules/${rule.id}/missed`} class="stacked narrow">
            <CsrfField visit={visit} />
            <label class="field">
              <span>
                When it began (<span data-own-zone>{visit.workspace.timeZone}</span>)
              </span>
              <input type="datetime-local" name="at" required />
              <input type="hidden" name="zone" value={visit.workspace.timeZone} data-own-zone />
            </label>
            <label class="field">
              <span>What it was</span>
              <input name="note" maxlength={2000} />
            </label>
            <p class="deeds">
              <button type="submit" class="quiet">
                Count it as missed
              </button>
            </p>
          </form>
        </details>
        <MissedList visit={visit} rule={rule} missed={missed} />
      </>
    )}
  </section>
);

const MissedList = ({
  visit,
  rule,
  missed,
}: {
  visit: Visit;
  rule: AlertRuleRow;
  missed: readonly MissedAlert[];
}) =>
  missed.length === 0 ? null : (
    <ul class="rows" aria-label="What it missed">
      {missed.map(({ id, at, note, author }) => (
        <li key={id}>
          <form method="post" action={`/alerts/rules/${rule.id}/missed/${id}/remove`} class="deeds">
            <CsrfField visit={visit} />
            <span>
              Missed on <Moment at={at} timeZone={visit.workspace.timeZone} />, says {author}
              {note && <span dir="auto">: {note}</span>}
            </span>
            <button type="submit" class="quiet small">
              It was none
            </button>
          </form>
        </li>
      ))}
    </ul>
  );

const Form = ({ view }: { view: AlertRuleView }) => {
  const { visit, rule, draft, aspects } = view;
  const address = rule ? `/alerts/rules/${rule.id}` : '/alerts/rules';
  return (
    <section aria-labelledby="rule-form">
      <h2 id="rule-form">{rule ? 'Change it' : 'The rule'}</h2>
      <form method="post" action={address} class="stacked narrow">
        <label class="field">
          <span>Name</span>
          <input name="name" value={draft.name} required maxlength={120} autocomplete="off" />
        </label>
        {!rule && (
          <Choice
            name="kind"
            label="What to look for"
            chosen={draft.kind}
            options={RULE_KINDS.filter((kind) => kind !== 'stale').map((kind) => [kind, KIND_WORD[kind]])}
          />
        )}
        {draft.kind !== 'stale' && <Where {...view} />}
        <Choice
          name="severity"
          label="How serious"
          chosen={draft.severity}
          options={SEVERITIES.map((one) => [one, SEVERITY_WORD[one]])}
        />
        {(draft.kind === 'spike' || !rule) && <Spike draft={draft} aspects={aspects} />}
        {(draft.kind === 'metric' || !rule) && <MetricFields draft={draft} />}
        {(draft.kind === 'mention' || !rule) && <Mention draft={draft} aspects={aspects} />}
        <Telling draft={draft} timeZone={visit.workspace.timeZone} />
        <p class="deeds">
          {draft.kind !== 'stale' && (
            <label class="field">
              <span>Days of the past</span>
              <select name="days">
                {TRIED_DAYS.toSorted((a, b) => a - b).map((days) => (
                  <option key={days} value={String(days)} selected={days === view.days}>
                    {days}
                  </option>
                ))}
              </select>
            </label>
          )}
          {draft.kind !== 'stale' && (
            <button
              type="submit"
              class="quiet"
              formmethod="get"
              formaction={rule ? address : '/alerts/rules/new'}
            >
              Try it on the past
            </button>
          )}
          <PostButton visit={visit}>{rule ? 'Save' : 'Make the rule'}</PostButton>
        </p>
      </form>
    </section>
  );
};
