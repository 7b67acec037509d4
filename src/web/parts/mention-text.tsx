import { type Passage, passagesOf } from '../../domain/quoted.ts';
import type { FeedMention } from '../../store/feed.ts';
import { Highlighted } from './highlighted.tsx';

/** The text of a mention: what the author says, and apart from it what the author quotes. */
export const MentionText = ({ mention, lang }: { mention: FeedMention; lang: string | undefined }) => (
  <>
    {passagesOf(mention.text).map((passage) => {
      const { start, end } = withoutBlankEnds(mention.text, passage);
      if (start === end) return null;
      const evidence = within(mention, start, end);
      const words = mention.text.slice(start, end);
      // Quoted words are no evidence as a rule; then the marks before them may go, and no offset with them.
      const text = passage.isQuoted && evidence.length === 0 ? words.replace(/^[ \t]*> ?/gm, '') : words;
      const shown = (
        <p class="mention-text" lang={lang} dir="auto">
          <Highlighted text={text} field="text" evidence={evidence} />
        </p>
      );
      if (!passage.isQuoted) return shown;
      return (
        <figure class="quoted">
          <figcaption>quoted, not the author's own words</figcaption>
          <blockquote>{shown}</blockquote>
        </figure>
      );
    })}
  </>
);

function withoutBlankEnds(text: string, { start, end }: Passage): { start: number; end: number } {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  return { start: from, end: Math.max(from, start + words.trimEnd().length) };
}

/** The evidence of a passage, with offsets that begin with it. */
function within(mention: FeedMention, from: number, to: number): FeedMention['evidence'] {
  return mention.evidence
    .filter((one) => one.field === 'text' && one.start < to && one.end > from)
    .map((one) => ({ ...one, start: one.start - from, end: one.end - from }));
}
