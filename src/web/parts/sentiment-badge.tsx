import type { Label } from '../../domain/classification.ts';
import { LABEL_WORD } from './wording.ts';

/** Signs that tell the labels apart without their colours. */
export const LABEL_SIGN: Readonly<Record<Label, string>> = {
  positive: '+',
  neutral: '=',
  negative: '\u2212',
  unknown: '?',
};

export const SentimentBadge = ({ label }: { label: Label }) => (
  <span class={`badge badge-${label}`}>
    <span class="badge-sign" aria-hidden="true">
      {LABEL_SIGN[label]}
    </span>
    {LABEL_WORD[label]}
  </span>
);
