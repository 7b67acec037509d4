import { MINIMUM_N } from '../../domain/sentiment.ts';
import type { TopicRow } from '../../store/topics.ts';
import type { PromiseMirror } from '../deeds/promises.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { MirrorBar } from '../parts/mirror-bar.tsx';
import { aspectName, count, countOf, notEnough, percent, shortDay, signed } from '../parts/wording.ts';
import type { PageCut } from './cut-form.tsx';
import type { Visit } from './visit.ts';

/** One promise as both sides see it. */
export const PromiseCard = ({ mirror, cut }: { mirror: PromiseMirror; cut: PageCut }) => {
  const { promise, topic } = mirror;
  const query = new URLSearchParams({ days: String(cut.days) });
  if (cut.chosenTopicId !== undefined) query.set('topic', String(cut.chosenTopicId));
  return (
    <article class="card promise" aria-labelledby={`promise-${promise.id}`}>
      <h2 id={`promise-${promise.id}`}>
        <a href={`/promises/${promise.id}?${query}`}>{promise.text}</a>
      </h2>
      <p class="hint">
        {promise.aspects.map(aspectName).join(', ')}
        {topic.kind !== 'everything' && <> · in {topic.name}</>}
      </p>
      <MirrorBar mirror={mirror} />
      <p class="promise-gap">{gapInWords(mirror)}</p>
      <p class="hint">{customersInWords(mirror)}</p>
    </article>
  );
};

/** What the two numbers come to. */
export function gapInWords({ customers, team, gap }: PromiseMirror): string {
  if (!team) return 'The team has not said yet how far this is kept.';
  if (!customers || customers.n < MINIMUM_N) {
    return `The team says ${Math.round(team.value)}; of customers there is ${notEnough(customers?.n ?? 0)}.`;
  }
  const sides = `The team says ${Math.round(team.value)}, customers ${Math.round(customers.value)}`;
  if (!gap?.isClear) return `${sides}: no clear gap.`;
  const points = countOf(Math.abs(Math.round(gap.value)), 'point');
  return gap.value > 0
    ? `${sides}: the team believes it is kept better, by ${points}.`
    : `${sides}: customers are happier than the team believes, by ${points}.`;
}

function customersInWords({ customers, counts, before }: PromiseMirror): string {
  const { positive, neutral, negative } = counts;
  const said = `${count(positive)} praise, ${count(negative)} blame, ${count(neutral)} neither`;
  if (!customers || customers.n < MINIMUM_N) return `${said}.`;
  const interval = `95\u00a0% between ${percent(customers.low / 100)} and ${percent(customers.high / 100)}`;
  const change =
    before && before.n >= MINIMUM_N
      ? `; ${signed(customers.value - before.value)} points against the period before`
      : '';
  return `${said}; ${interval}${change}.`;
}

/** Each stretch of the trend in words, for who does not see the picture. */
export function trendInWords({ trend }: PromiseMirror): string {
  const known = trend.filter(({ customers }) => customers && customers.n >= MINIMUM_N);
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.customers || !last?.customers || first === last) return 'not enough data for a course';
  return `from ${percent(first.customers.value / 100)} in the days from ${shortDay(first.from)} to ${percent(last.customers.value / 100)} in those from ${shortDay(last.from)}`;
}

interface NewPromiseProps {
  readonly visit: Visit;
  readonly heard: readonly string[];
  readonly topics: readonly TopicRow[];
}

export const NewPromise = ({ visit, heard, topics }: NewPromiseProps) => (
  <details id="new-promise" class="narrow">
    <summary>Write down a promise</summary>
    <form method="post" action="/promises" class="stacked">
      <CsrfField visit={visit} />
      <PromiseFields heard={heard} topics={topics} promise={{ text: '', aspects: [], topicId: undefined }} />
      <p class="deeds">
        <button type="submit">Add the promise</button>
      </p>
    </form>
  </details>
);

interface FieldProps {
  readonly heard: readonly string[];
  readonly topics: readonly TopicRow[];
  readonly promise: { text: string; aspects: readonly string[]; topicId: number | undefined };
}

export const PromiseFields = ({ heard, topics, promise }: FieldProps) => (
  <>
    <label class="field">
      <span>The promise, as you make it</span>
      <input name="text" required maxlength={500} value={promise.text} />
    </label>
    <fieldset>
      <legend>Customers can tell by</legend>
      <div class="choices">
        {[...new Set([...promise.aspects, ...heard])].map((aspect) => (
          <label key={aspect} class="check-line">
            <input type="checkbox" name="aspect" value={aspect} checked={promise.aspects.includes(aspect)} />{' '}
            {aspectName(aspect)}
          </label>
        ))}
      </div>
      <label class="field">
        <span>Others, separated by commas</span>
        <input name="more" maxlength={500} />
        <small>As the chips below mentions name them: price, delivery, staff.</small>
      </label>
    </fieldset>
    <label class="field">
      <span>Heard in</span>
      <select name="topic">
        <option value="">everything</option>
        {topics
          .filter(({ kind }) => kind !== 'everything')
          .map(({ id, name }) => (
            <option key={id} value={id} selected={id === promise.topicId}>
              {name}
            </option>
          ))}
      </select>
    </label>
  </>
);
