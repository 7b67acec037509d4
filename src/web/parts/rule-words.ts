import type { LexiconRule } from '../../domain/lexicon-rule.ts';
import type { RuleMeasure } from '../../store/lexicon-rules.ts';
import { count, countOf, LABEL_WORD, languageName, signedHundredths } from './wording.ts';

/** What a rule says, in plain words. */

export function meaningOf(valence: number): string {
  if (valence === 0) return 'means nothing here';
  const strength = signedHundredths(valence).replace(/\.?0+$/, '');
  return `${valence > 0 ? 'counts as positive' : 'counts as negative'} (${strength})`;
}

/** "In German, in the topic Delivery". */
export function scopeOf(rule: Pick<LexiconRule, 'language'> & { topicName: string | undefined }): string {
  const language = rule.language === undefined ? 'in every language' : `in ${languageName(rule.language)}`;
  return `${language}, ${rule.topicName === undefined ? 'in every mention' : `in mentions of “${rule.topicName}”`}`;
}

/** "12 negative to neutral, 3 negative to positive", or that nothing moves. */
export function movesOf(moved: RuleMeasure['moved']): string {
  if (moved.length === 0) return 'no label moves';
  return moved.map(({ from, to, n }) => `${count(n)} ${LABEL_WORD[from]} to ${LABEL_WORD[to]}`).join(', ');
}

/** "of 14 labels by people, 12 are right with it and 9 without". */
export function agreementOf({ judged, rightWith, rightWithout }: RuleMeasure): string {
  if (judged === 0) return 'nobody has labelled a mention that it meets';
  return `of ${countOf(judged, 'label')} by people, ${count(rightWith)} right with it, ${count(rightWithout)} without`;
}

/** The address of the form, filled in. */
export function ruleAddress(draft: {
  pattern?: string;
  valence?: number;
  language?: string | undefined;
  mentionId: number;
}): string {
  const query = new URLSearchParams({ mention: String(draft.mentionId) });
  if (draft.pattern !== undefined) query.set('pattern', draft.pattern);
  if (draft.valence !== undefined) query.set('valence', String(draft.valence));
  if (draft.language !== undefined) query.set('language', draft.language);
  return `/settings/rules/new?${query}`;
}
