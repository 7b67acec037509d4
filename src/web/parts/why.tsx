import { type Evidence, SMALL_WORDS } from '../../domain/classification.ts';
import type { FeedMention } from '../../store/feed.ts';
import { contributionOf, isWeighty } from './highlight.ts';
import { LABEL_WORD, signedHundredths } from './wording.ts';

/** The reasons for the computed label, one line each; their contributions add up to the compound. */
export const Why = ({ mention }: { mention: FeedMention }) => (
  <details class="why" id={`why-${mention.id}`}>
    <summary>Why {LABEL_WORD[mention.computedLabel]}?</summary>
    {mention.evidence.length === 0 ? (
      <p>{withoutReasons(mention)}</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">Words</th>
            <th scope="col" class="number">
              Adds
            </th>
            <th scope="col">Rule</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {mention.evidence.filter(isWeighty).map((reason) => (
            <tr>
              <th scope="row" dir="auto">
                {wordsOf(mention, reason)}
              </th>
              <td class={`number ${reason.contribution < 0 ? 'is-negative' : 'is-positive'}`}>
                {signedHundredths(reason.contribution)}
              </td>
              <td>{reason.rule}</td>
              <td>{reason.origin}</td>
            </tr>
          ))}
          <LightReasons reasons={mention.evidence.filter((reason) => !isWeighty(reason))} />
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td class="number">{signedHundredths(mention.compound)}</td>
            <td colspan={2}>lexicon {mention.lexiconVersion}</td>
          </tr>
        </tfoot>
      </table>
    )}
  </details>
);

const LightReasons = ({ reasons }: { reasons: readonly Evidence[] }) => {
  if (reasons.length === 0) return null;
  const sum = contributionOf(reasons);
  return (
    <tr>
      <th scope="row">{lightWords(reasons)}</th>
      <td class={`number ${sum < 0 ? 'is-negative' : 'is-positive'}`}>{signedHundredths(sum)}</td>
      <td colspan={2}>learned to lean one way, each of them hardly</td>
    </tr>
  );
};

function lightWords(reasons: readonly Evidence[]): string {
  const others = reasons.filter(({ rule }) => rule !== SMALL_WORDS).length;
  if (others === 0) return 'small words';
  const words = others === 1 ? 'one other word' : `${others} other words`;
  return others < reasons.length ? `${words} and small words` : words;
}

function wordsOf(mention: FeedMention, { field, start, end }: Evidence): string {
  const words = (field === 'title' ? (mention.title ?? '') : mention.text).slice(start, end);
  return words.trim() === '' ? 'the whole text' : words;
}

function withoutReasons({ computedLabel, language, text, title }: FeedMention): string {
  if (computedLabel !== 'unknown') return 'No word in it speaks for or against.';
  if (!text.trim() && !title?.trim()) return 'There is no text and no rating to go by.';
  return `There is no lexicon for its language (${language}) yet, so it is counted apart and never as neutral.`;
}
