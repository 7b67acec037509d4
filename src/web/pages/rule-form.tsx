import type { RuleProposal } from '../../domain/rule-proposals.ts';
import type { MentionDetail } from '../../store/feed.ts';
import type { RuleMeasure, RuleRow } from '../../store/lexicon-rules.ts';
import type { RecountProgress } from '../../store/recount-progress.ts';
import type { RulePreview } from '../../store/rule-preview.ts';
import type { TopicRow } from '../../store/topics.ts';
import { CsrfField, PostButton } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProposalLinks } from '../parts/rule-proposals.tsx';
import { agreementOf, meaningOf, movesOf } from '../parts/rule-words.ts';
import { countOf, LABEL_WORD, languageName } from '../parts/wording.ts';
import { RecountNews } from './recount-news.tsx';
import { RulePreviewSection } from './rule-preview.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

/** A rule as it stands in the form. */
export interface RuleDraft {
  readonly pattern: string;
  readonly language: string | undefined;
  readonly topic: number | undefined;
  readonly valence: number;
  readonly note: string;
}

export interface RuleFormView {
  readonly visit: Visit;
  readonly draft: RuleDraft;
  /** The stored rule that is changed; undefined for a new one. */
  readonly rule: RuleRow | undefined;
  readonly mention: MentionDetail | undefined;
  readonly preview: RulePreview | undefined;
  readonly mistake: string | undefined;
  readonly proposals: readonly RuleProposal[];
  readonly measure: RuleMeasure | undefined;
  readonly progress: RecountProgress;
  readonly languages: readonly string[];
  readonly topics: readonly TopicRow[];
}

export function showRuleForm(view: RuleFormView): Response {
  const { visit, rule, mention, mistake, progress } = view;
  const title = rule ? `Rule: ${rule.pattern}` : 'A new rule';
  return show(
    visit,
    {
      title,
      status: mistake === undefined ? 200 : 422,
      ...(rule && !view.preview && progress.left > 0
        ? { live: { topicId: 0, mode: 'refresh' as const } }
        : {}),
    },
    <>
      <p class="way-back">
        <a href="/settings/rules">Rules</a>
      </p>
      <h1 dir="auto">{title}</h1>
      <RecountNews progress={progress} />
      {rule && <Stored view={view} rule={rule} />}
      {mention && <From view={view} mention={mention} />}
      {visit.can('rules') && <Form view={view} />}
      {view.preview && <RulePreviewSection preview={view.preview} draft={view.draft} />}
    </>,
  );
}

const Stored = ({ view: { visit, measure }, rule }: { view: RuleFormView; rule: RuleRow }) => (
  <section aria-labelledby="rule-effect">
    <h2 id="rule-effect">{rule.enabled ? 'What it does' : 'It is switched off'}</h2>
    {rule.enabled && measure && (
      <dl class="facts facts-lines">
        <div>
          <dt>Met in</dt>
          <dd>{countOf(measure.touched, 'mention')}</dd>
        </div>
        <div>
          <dt>Labels moved</dt>
          <dd>{movesOf(measure.moved)}</dd>
        </div>
        <div>
          <dt>Agreement</dt>
          <dd>{agreementOf(measure)}</dd>
        </div>
      </dl>
    )}
    <p class="hint">
      Made by {rule.author}, <Moment at={rule.createdAt} timeZone={visit.workspace.timeZone} />
      {rule.fromMentionId !== undefined && (
        <>
          , from <a href={`/mentions/${rule.fromMentionId}`}>a corrected mention</a>
        </>
      )}
      .
    </p>
    {visit.can('rules') && (
      <div class="deeds">
        <form method="post" action={`/settings/rules/${rule.id}/${rule.enabled ? 'disable' : 'enable'}`}>
          <CsrfField visit={visit} />
          <button type="submit" class="quiet">
            {rule.enabled ? 'Switch it off' : 'Switch it on'}
          </button>
        </form>
        <form method="post" action={`/settings/rules/${rule.id}/remove`}>
          <CsrfField visit={visit} />
          <button type="submit" class="danger">
            Undo it: remove the rule
          </button>
        </form>
      </div>
    )}
  </section>
);

const From = ({ view, mention }: { view: RuleFormView; mention: MentionDetail }) => (
  <section aria-labelledby="rule-from">
    <h2 id="rule-from">From a correction</h2>
    <blockquote class="example-text" dir="auto">
      {mention.title && <strong>{mention.title} — </strong>}
      {mention.text}
    </blockquote>
    <p class="hint">
      Earshot says {LABEL_WORD[mention.computedLabel]}
      {mention.override
        ? `, ${mention.override.by ?? 'a person'} says ${LABEL_WORD[mention.override.label]}`
        : ''}
      . <a href={`/mentions/${mention.id}`}>See the mention</a>
    </p>
    {view.proposals.length > 0 && (
      <>
        <p>What pushed the wrong way, or was not understood:</p>
        <ProposalLinks mention={mention} proposals={view.proposals} />
      </>
    )}
  </section>
);

const Form = ({ view }: { view: RuleFormView }) => {
  const { visit, rule, mention, mistake } = view;
  const address = rule ? `/settings/rules/${rule.id}` : '/settings/rules';
  return (
    <section aria-labelledby="rule-form">
      <h2 id="rule-form">{rule ? 'Change it' : 'The rule'}</h2>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <form method="post" action={address} class="stacked narrow">
        {mention && <input type="hidden" name="mention" value={String(mention.id)} />}
        <Fields view={view} />
        <p class="deeds">
          <button
            type="submit"
            class="quiet"
            formmethod="get"
            formaction={rule ? address : '/settings/rules/new'}
          >
            Preview
          </button>
          <PostButton visit={visit}>{rule ? 'Save and apply' : 'Apply the rule'}</PostButton>
        </p>
        <p class="hint">
          Applying counts the past again in the background. The rule can be switched off or removed at any
          time, and every number goes back.
        </p>
      </form>
    </section>
  );
};

const Fields = ({ view: { draft, languages, topics } }: { view: RuleFormView }) => (
  <>
    <label class="field">
      <span>Word or phrase</span>
      <input name="pattern" value={draft.pattern} required maxlength={120} spellcheck={false} dir="auto" />
      <small>
        <code>deliver*</code> is any word that begins so, <code>_</code> any one word,{' '}
        <code>late NEAR/3 refund</code> the two at most three words apart.
      </small>
    </label>
    <label class="field">
      <span>Meaning</span>
      <select name="valence">
        {valences(draft.valence).map((valence) => (
          <option key={valence} value={String(valence)} selected={valence === draft.valence}>
            {meaningOf(valence)}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>Language</span>
      <select name="language">
        <option value="">every language</option>
        {[...new Set([...languages, ...(draft.language ? [draft.language] : [])])].map((language) => (
          <option key={language} value={language} selected={language === draft.language}>
            {languageName(language)}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>Where</span>
      <select name="topic">
        <option value="">every mention</option>
        {topics.map(({ id, name }) => (
          <option key={id} value={String(id)} selected={id === draft.topic}>
            mentions of “{name}”
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>Note</span>
      <input name="note" value={draft.note} maxlength={500} />
    </label>
  </>
);

/** From the worst to the best, and the one that is set where it lies between. */
function valences(own: number): number[] {
  return [...new Set([-4, -3, -2, -1, 0, 1, 2, 3, 4, own])].sort((a, b) => a - b);
}
