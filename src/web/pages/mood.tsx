import { Score } from '../parts/score.tsx';
import { ShareBar } from '../parts/share-bar.tsx';
import { count, countOf, estimateInShort, signed } from '../parts/wording.ts';
import { moodInWords, SPAN_WORDS, type TopicNumbers } from './topic-numbers.ts';

/** How customers feel now: a sentence, the number behind it, and how far it can be trusted. */
export const Mood = ({ numbers, coverage }: { numbers: TopicNumbers; coverage: string }) => (
  <div class="mood">
    <h2 class="mood-sentence">
      {moodInWords(numbers.net)} <span class="mood-span">{SPAN_WORDS[numbers.span]}</span>
    </h2>
    <p class="eyebrow">Net sentiment (all), {SPAN_WORDS[numbers.span]}</p>
    <Score estimate={numbers.net} size="large" />
    <Change numbers={numbers} />
    <ShareBar counts={numbers.counts} />
    <dl class="facts">
      <Fact name="Positive" value={count(numbers.counts.positive)} />
      <Fact name="Neutral" value={count(numbers.counts.neutral)} />
      <Fact name="Negative" value={count(numbers.counts.negative)} />
      {numbers.counts.unknown > 0 && <Fact name="Without a label" value={count(numbers.counts.unknown)} />}
    </dl>
    <dl class="facts facts-lines">
      <Fact
        name="Today"
        value={`${countOf(numbers.todayVolume, 'mention')} so far; ${count(Math.round(numbers.usualVolume))} a day in the 7 days before`}
      />
      <Fact name="Sources today" value={coverage} />
    </dl>
  </div>
);

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

/** The change in points, and against what; an arrow only where it is more than chance would do. */
export const Change = ({ numbers }: { numbers: TopicNumbers }) => {
  const { change, before, isClearChange } = numbers;
  if (change === undefined) {
    return (
      <p class="change">
        No comparison: {numbers.span === 'today' ? 'today has' : 'these 7 days have'}{' '}
        {countOf(numbers.net?.n ?? 0, 'labelled mention')}, the 7 days before {count(before?.n ?? 0)}; it
        takes ten of each.
      </p>
    );
  }
  const way = change === 0 || !isClearChange ? 'even' : change > 0 ? 'up' : 'down';
  const sign = { up: '▲', down: '▼', even: '≈' }[way];
  const points = `${signed(change)} ${Math.abs(change) === 1 ? 'point' : 'points'}`;
  return (
    <p class={`change change-${way}`}>
      <span aria-hidden="true">{sign} </span>
      {change === 0 ? 'no change' : way === 'even' ? `no clear change: ${points}` : points} against the 7 days
      before ({estimateInShort(before)}, n&nbsp;{count(before?.n ?? 0)})
    </p>
  );
};
