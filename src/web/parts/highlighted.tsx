import type { Evidence } from '../../domain/classification.ts';
import { contributionOf, cutAtEvidence, isWeighty } from './highlight.ts';
import { signedHundredths } from './wording.ts';

interface Props {
  readonly text: string;
  readonly field: Evidence['field'];
  readonly evidence: readonly Evidence[];
}

/**
 * A text with the words that made its label marked; the style sheet puts a sign
 * behind each that says which way it pulls, so that copied text stays as it was.
 */
export const Highlighted = ({ text, field, evidence }: Props) => (
  <>
    {cutAtEvidence(text, field, evidence.filter(isWeighty)).map((stretch) =>
      stretch.evidence.length === 0 ? (
        stretch.text
      ) : (
        <mark
          class={contributionOf(stretch.evidence) < 0 ? 'pull-negative' : 'pull-positive'}
          title={stretch.evidence.map(reasonInWords).join('; ')}
        >
          {stretch.text}
        </mark>
      ),
    )}
  </>
);

/** "negated by not, −0.31, from earshot". */
function reasonInWords(reason: Evidence): string {
  return `${reason.rule}, ${signedHundredths(reason.contribution)}, from ${reason.origin}`;
}
