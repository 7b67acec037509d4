import type { TopicRow } from '../../store/topics.ts';
import { lineName } from '../charts/chart-words.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { Score } from '../parts/score.tsx';
import { count, countOf } from '../parts/wording.ts';
import { Change } from './mood.tsx';
import { SPAN_WORDS, type TopicNumbers } from './topic-numbers.ts';

/** One topic on the overview. */
export const TopicTile = ({ topic, numbers }: { topic: TopicRow; numbers: TopicNumbers }) => (
  <article class="tile">
    <header>
      <h3>
        <a href={`/topics/${topic.id}`}>{topic.name}</a>
      </h3>
      <span class="eyebrow">{topic.kind}</span>
    </header>
    <p class="tile-span">Net sentiment, {SPAN_WORDS[numbers.span]}</p>
    <Score estimate={numbers.net} size="small" />
    <Sparkline
      points={numbers.recent.points}
      name={`${topic.name}, ${lineName(numbers.recent).toLowerCase()}`}
    />
    <Change numbers={numbers} />
    <p class="tile-volume">
      {countOf(numbers.todayVolume, 'mention')} today, {count(numbers.weekVolume)} in 7 days
    </p>
  </article>
);
