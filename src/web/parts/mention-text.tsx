import { passagesOf } from '../../domain/quoted.ts';
import type { FeedMention } from '../../store/feed.ts';
import { Highlighted } from './highlighted.tsx';

/** The text of a mention: what the author says, and apart from it what the author quotes. */
export const MentionText = ({ mention, lang }: { mention: FeedMention; lang: string | undefined }) => (
  <>
    {passagesOf(mention.text).map(({ start, end, isQuoted }) => {
      const text = mention.text.slice(start, end);
      if (text.trim() === '') return null;
      const shown = (
        <p class="mention-text" lang={lang} dir="auto">
          <Highlighted text={text.trimEnd()} field="text" evidence={within(mention, start, end)} />
        </p>
      );
      if (!isQuoted) return shown;
      return (
        <figure class="quoted">
          <figcaption>quoted, not the author's own words</figcaption>
          <blockquote>{shown}</blockquote>
        </figure>
      );
    })}
  </>
);

/** The evidence of a passage, with offsets that begin with it. */
function within(mention: FeedMention, from: number, to: number): FeedMention['evidence'] {
  return mention.evidence
    .filter((one) => one.field === 'text' && one.start < to && one.end > from)
    .map((one) => ({ ...one, start: one.start - from, end: one.end - from }));
}
