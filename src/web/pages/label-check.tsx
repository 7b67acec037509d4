import type { MentionDetail } from '../../store/feed.ts';
import type { LabelSample, SampleItem } from '../../store/label-samples.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { LABEL_SIGN } from '../parts/sentiment-badge.tsx';
import { Stars } from '../parts/stars.tsx';
import { count, LABEL_WORD, languageName } from '../parts/wording.ts';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

interface View {
  readonly visit: Visit;
  readonly sample: LabelSample;
  readonly item: { readonly position: number; readonly mention: MentionDetail } | undefined;
  /** What was answered last, told only now. */
  readonly last: SampleItem | undefined;
}

const CHOICES = [
  ['positive', '1'],
  ['neutral', '2'],
  ['negative', '3'],
] as const;

/** One mention of a drawn sample without its label, so that it does not lead; the answer is one key. */
export function showCheck({ visit, sample, item, last }: View): Response {
  return show(
    visit,
    { title: 'Check labels' },
    <>
      <p class="way-back">
        <a href={`/settings/accuracy?on=${sample.id}`}>Accuracy</a>
      </p>
      <h1>Check labels</h1>
      <p>
        {count(sample.answered)} of {count(sample.drawn)} done
      </p>
      <progress max={sample.drawn} value={sample.answered} aria-label="Mentions checked">
        {count(sample.answered)} of {count(sample.drawn)}
      </progress>
      {item ? (
        <Item visit={visit} sample={sample} item={item} last={last} />
      ) : (
        <div class="empty">
          <p class="empty-title">That was the last one. Thank you.</p>
          <a href={`/settings/accuracy?on=${sample.id}`} class="button">
            See how often Earshot is right
          </a>
        </div>
      )}
      {last && <Last last={last} />}
    </>,
  );
}

const Item = ({
  visit,
  sample,
  item: { position, mention },
  last,
}: {
  visit: Visit;
  sample: LabelSample;
  item: NonNullable<View['item']>;
  last: SampleItem | undefined;
}) => {
  const lang = mention.language === 'und' ? undefined : mention.language;
  return (
    <article class="mention check" data-mention={mention.id} tabindex={-1} autofocus aria-label="What is it?">
      <header class="mention-head">
        <span class="eyebrow">
          {mention.source.name} · {languageName(mention.language)}
        </span>
        {mention.stars !== undefined && <Stars value={mention.stars} />}
      </header>
      {mention.title && (
        <h2 class="mention-title" lang={lang} dir="auto">
          {mention.title}
        </h2>
      )}
      <p class="mention-text" lang={lang} dir="auto">
        {mention.text}
      </p>
      <form method="post" action={`/settings/accuracy/check/${sample.id}`} class="override">
        <CsrfField visit={visit} />
        <input type="hidden" name="position" value={String(position)} />
        <fieldset class="override-choices">
          <legend class="visually-hidden">What is it?</legend>
          {CHOICES.map(([label, key]) => (
            <button key={label} type="submit" name="label" value={label} class={`choice choice-${label}`}>
              <span aria-hidden="true">{LABEL_SIGN[label]} </span>
              {label} <kbd>{key}</kbd>
            </button>
          ))}
          <button type="submit" name="label" value="skipped" class="choice">
            cannot say <kbd>4</kbd>
          </button>
        </fieldset>
      </form>
      {last && (
        <form method="post" action={`/settings/accuracy/check/${sample.id}`} class="override">
          <CsrfField visit={visit} />
          <input type="hidden" name="position" value={String(last.position)} />
          <button type="submit" name="label" value="undo" class="choice choice-undo">
            take the last one back <kbd>u</kbd>
          </button>
        </form>
      )}
    </article>
  );
};

const Last = ({ last: { mentionId, label, answer } }: { last: SampleItem }) => (
  <p class="hint" role="status">
    {answer === 'skipped' || answer === undefined
      ? 'The last one was left open'
      : answer === label
        ? `The last one: Earshot said ${LABEL_WORD[label]} too`
        : `The last one: you said ${LABEL_WORD[answer]}, Earshot ${LABEL_WORD[label]}`}
    . <a href={`/mentions/${mentionId}`}>See it</a>
  </p>
);
