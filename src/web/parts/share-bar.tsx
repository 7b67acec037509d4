import { type Counts, volume } from '../../domain/sentiment.ts';
import { count } from './wording.ts';

const PARTS = ['positive', 'neutral', 'negative', 'unknown'] as const;

/** The four labels as one bar; as long as the share `of` the longest bar beside it. */
export const ShareBar = ({ counts, of }: { counts: Counts; of?: number }) => {
  const all = volume(counts);
  const scale = 100 / Math.max(1, of ?? all);
  let x = 0;
  return (
    <svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img">
      <title>{PARTS.map((part) => `${count(counts[part])} ${part}`).join(', ')}</title>
      {PARTS.map((part) => {
        const width = counts[part] * scale;
        const from = x;
        x += width;
        return width > 0 ? (
          <rect class={`bar-${part}`} x={from.toFixed(2)} y="0" width={width.toFixed(2)} height="8" />
        ) : null;
      })}
    </svg>
  );
};
