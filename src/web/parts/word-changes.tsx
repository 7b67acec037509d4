import { wordDiff } from '../../domain/word-diff.ts';

/** What was taken out and put in between two texts, told by marks and not by colour alone. */
export const WordChanges = ({ before, after }: { before: string; after: string }) => (
  <p class="word-changes" dir="auto">
    {wordDiff(before, after).map(({ kind, text }, index) => {
      const key = `${index}-${kind}`;
      if (kind === 'added') return <ins key={key}>{text}</ins>;
      if (kind === 'removed') return <del key={key}>{text}</del>;
      return <span key={key}>{text}</span>;
    })}
  </p>
);
