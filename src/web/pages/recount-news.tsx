import type { RecountProgress } from '../../store/recount-progress.ts';
import { count, countOf } from '../parts/wording.ts';

/** While the past is being counted again after a change of words: how far it is. */
export const RecountNews = ({ progress }: { progress: RecountProgress }) => {
  const { left, isMore, total } = progress;
  if (left === 0) return null;
  const done = Math.max(0, total - left);
  return (
    <div class="news" role="status">
      <p>
        The past is being counted again: {isMore ? `more than ${count(left)}` : countOf(left, 'mention')} to
        go. The numbers move as it goes on.
      </p>
      {!isMore && total > 0 && (
        <progress max={total} value={done} aria-label="Mentions counted again">
          {count(done)} of {count(total)}
        </progress>
      )}
    </div>
  );
};
