import type { RuleMeasure, RuleRow } from '../../store/lexicon-rules.ts';
import { NO_MEASURE } from '../../store/lexicon-rules.ts';
import type { RecountProgress } from '../../store/recount-progress.ts';
import { agreementOf, meaningOf, movesOf, scopeOf } from '../parts/rule-words.ts';
import { countOf } from '../parts/wording.ts';
import { RecountNews } from './recount-news.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

interface View {
  readonly rules: readonly RuleRow[];
  readonly measures: ReadonlyMap<number, RuleMeasure>;
  readonly progress: RecountProgress;
}

export function showRules(visit: Visit, { rules, measures, progress }: View): Response {
  return show(
    visit,
    {
      title: 'Rules',
      ...(progress.left > 0 ? { live: { topicId: 0, mode: 'refresh' as const } } : {}),
    },
    <>
      <p class="way-back">
        <a href="/settings">Settings</a>
      </p>
      <div class="page-head">
        <h1>Rules</h1>
        {visit.can('rules') && (
          <a href="/settings/rules/new" class="button">
            Add a rule
          </a>
        )}
      </div>
      <p class="lead">
        What a word or phrase means here, whatever the lexicon says. Correct a label, and its mention proposes
        a rule.
      </p>
      <RecountNews progress={progress} />
      {rules.length === 0 ? (
        <div class="empty">
          <p class="empty-title">There is no rule yet.</p>
          <p>
            Open the <a href="/feed">feed</a>, correct a label that is wrong, and choose one of the rules that
            are proposed below it.
          </p>
        </div>
      ) : (
        <ul class="cards cards-one">
          {rules.map((rule) => (
            <RuleCard key={rule.id} rule={rule} measure={measures.get(rule.id) ?? NO_MEASURE} />
          ))}
        </ul>
      )}
    </>,
  );
}

const RuleCard = ({ rule, measure }: { rule: RuleRow; measure: RuleMeasure }) => (
  <li class="card" id={`rule-${rule.id}`}>
    <div class="card-head">
      <h2>
        <a href={`/settings/rules/${rule.id}`} dir="auto">
          {rule.pattern}
        </a>
      </h2>
      <span class="eyebrow">{rule.enabled ? 'on' : 'off'}</span>
    </div>
    <p>
      {meaningOf(rule.valence)}, {scopeOf(rule)}
    </p>
    {rule.note && <p class="hint">{rule.note}</p>}
    {rule.enabled && (
      <p class="hint">
        Met in {countOf(measure.touched, 'mention')}: {movesOf(measure.moved)}; {agreementOf(measure)}.
      </p>
    )}
  </li>
);
