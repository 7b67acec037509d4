import type { RuleExample, RulePreview } from '../../store/rule-preview.ts';
import { EXAMPLES } from '../../store/rule-preview.ts';
import { movesOf } from '../parts/rule-words.ts';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { count, countOf, LABEL_WORD } from '../parts/wording.ts';
import type { RuleDraft } from './rule-form.tsx';

/** What a rule would do to the past, before it does. */
export const RulePreviewSection = ({ preview, draft }: { preview: RulePreview; draft: RuleDraft }) => {
  const changed = preview.moved.reduce((sum, { n }) => sum + n, 0);
  return (
    <section class="preview" aria-labelledby="preview-title" id="preview">
      <h2 id="preview-title">
        “<span dir="auto">{draft.pattern}</span>” would change {countOf(changed, 'label')}
      </h2>
      <dl class="facts facts-lines">
        <div>
          <dt>Looked at</dt>
          <dd>
            {preview.isAll ? countOf(preview.looked, 'mention') : `the latest ${count(preview.looked)}`}
          </dd>
        </div>
        <div>
          <dt>Touched</dt>
          <dd>{countOf(preview.touched, 'mention')}</dd>
        </div>
        <div>
          <dt>Labels</dt>
          <dd>{movesOf(preview.moved)}</dd>
        </div>
        <div>
          <dt>Labels by people</dt>
          <dd>{agreement(preview)}</dd>
        </div>
      </dl>
      {preview.examples.length > 0 && (
        <>
          <h3>{preview.examples.length < EXAMPLES ? 'They are' : `The latest ${EXAMPLES} of them`}</h3>
          <ul class="examples">
            {preview.examples.map((example) => (
              <Example key={example.id} example={example} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

function agreement({ judged, rightBefore, rightAfter }: RulePreview): string {
  if (judged === 0) return 'nobody has labelled a mention yet';
  return `of ${countOf(judged, 'mention')} that people have labelled, ${count(rightBefore)} right before, ${count(rightAfter)} after`;
}

const Example = ({ example: { id, title, text, from, to, truth } }: { example: RuleExample }) => (
  <li>
    <p class="example-head">
      <SentimentBadge label={from} /> <span aria-hidden="true">→</span>
      <span class="visually-hidden">becomes</span> <SentimentBadge label={to} />{' '}
      {truth !== undefined && <span class="flag">people say {LABEL_WORD[truth]}</span>}{' '}
      <a href={`/mentions/${id}`}>open</a>
    </p>
    <p class="example-text" dir="auto">
      {[title, text].filter(Boolean).join(' — ')}
    </p>
  </li>
);
