import { netSentiment, volume } from '../../domain/sentiment.ts';
import type { Split } from '../../store/overview.ts';
import { ShareBar } from '../parts/share-bar.tsx';
import { count, estimateInShort, stars } from '../parts/wording.ts';

const ROWS_SHOWN = 12;

interface Props {
  readonly splits: readonly Split[];
  readonly topicId: number;
  readonly by: 'source' | 'location';
}

/** Where a topic's mentions come from: the bar is as long as the row has mentions, its parts are the labels. */
export const SplitTable = ({ splits, topicId, by }: Props) => {
  // What names no location stands last, without a bar that would dwarf all others.
  const named = splits.filter(({ id }) => id !== 0);
  const ordered = [...named.slice(0, ROWS_SHOWN), ...splits.filter(({ id }) => id === 0)];
  const largest = Math.max(...named.map(volume));
  const hidden = named.length - ROWS_SHOWN;
  return (
    <>
      <table class="split">
        <thead>
          <tr>
            <th scope="col">{by === 'source' ? 'Source' : 'Location'}</th>
            <th scope="col" class="number">
              Mentions
            </th>
            <th scope="col" class="number">
              Net
            </th>
            <th scope="col" class="number">
              Stars
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((split) => (
            <tr key={split.id}>
              <th scope="row">
                {split.id === 0 ? (
                  split.name
                ) : (
                  <a href={`/feed?topic=${topicId}&${by}=${split.id}`}>{split.name}</a>
                )}
                {split.id !== 0 && <ShareBar counts={split} of={largest} />}
              </th>
              <td class="number">{count(volume(split))}</td>
              <td class="number">{estimateInShort(netSentiment(split))}</td>
              <td class="number">{split.meanStars === undefined ? '–' : stars(split.meanStars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p class="hint">and {count(hidden)} more with fewer mentions</p>}
    </>
  );
};
