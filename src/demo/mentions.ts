import { composeMention, type SampleMention } from './compose.ts';
import { type IntendedLabel, phraseByKey } from './phrases.ts';
import { type Pace, slotsNewestFirst } from './slots.ts';

export type { SampleMention } from './compose.ts';
export type { IntendedLabel } from './phrases.ts';
export type { Pace } from './slots.ts';
export { HISTORY_DAYS } from './stories.ts';

/** Every sample mention published from `since` (the start of the history) to `until`, newest first, made as it is asked for. */
export function* sampleMentions(span: { since: Date; until: Date; pace?: Pace }): Generator<SampleMention> {
  const { since, until, pace = 'natural' } = span;
  for (const slot of slotsNewestFirst({ since, until, pace })) yield composeMention(slot);
}

/** The label its author meant a sample mention to have; undefined for an id that is none of ours. */
export function intendedLabel(externalId: string): IntendedLabel | undefined {
  return intendedMeaning(externalId)?.label;
}

/** Label, aspect and irony of the sentence that decides a mention; aspect "mixed" means praise and blame in one. */
export function intendedMeaning(
  externalId: string,
): { label: IntendedLabel; aspect: string; isIronic: boolean } | undefined {
  const key = /^fernwheel:[a-z]+:\d+-\d+:([a-z]{2}\d+)$/.exec(externalId)?.[1];
  const phrase = key === undefined ? undefined : phraseByKey(key);
  return phrase && { label: phrase.label, aspect: phrase.aspect, isIronic: phrase.irony };
}
